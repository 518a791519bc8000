"""Showcases of jewelry."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from home.blocks.base import COUNTS_HELP
from home.blocks.bodies import BodyField, SectionBody
from home.blocks.page_parts import PiecesBody
from home.models.base import BasePage


class JewelryShowcasePage(BasePage):
    """Jewelry shown as in a shop window: large pieces with their stories, then sections of any kind."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    pieces = BodyField(
        PiecesBody(),
        verbose_name=_("pieces"),
        help_text=_(
            "Chosen ones with their stories, or the newest of a kind. Sold ones give way by themselves."
        ),
    )
    body = BodyField(SectionBody(), verbose_name=_("sections"), help_text=_("What stands below the pieces."))

    page_description = _("A window of jewelry: pieces with their stories, trays, a night band.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("pieces"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("pieces"),
        index.SearchField("body"),
    ]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("pieces"), APIField("body")]

    class Meta:
        verbose_name = _("jewelry showcase")
        verbose_name_plural = _("jewelry showcases")

    def bodies(self) -> list[Any]:
        return [body for body in (self.pieces, self.body) if body]
