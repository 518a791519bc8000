"""Showcases of jewelry."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from home.blocks.base import COUNTS_HELP
from home.blocks.bodies import BodyField, SectionBody
from home.models.base import BasePage


class JewelryShowcasePage(BasePage):
    """Jewelry shown as in a shop window: large pieces, their stones, and a tray of more."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(SectionBody(), verbose_name=_("sections"))

    page_description = _("A window of jewelry: a piece beside its stone, trays, a night band.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("body")]

    class Meta:
        verbose_name = _("jewelry showcase")
        verbose_name_plural = _("jewelry showcases")
