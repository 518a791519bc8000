"""How to reach the shop."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from home.domain import json_for_script
from home.models.base import BasePage
from home.models.form_fields import FormField
from home.models.forms import ShopForm
from home.models.pages import organization
from home.models.settings import SiteSettings

MAP = "https://www.openstreetmap.org/search"


def map_link(address: str) -> str:
    """Return where an address is found on a map; empty without one."""
    return f"{MAP}?{urlencode({'query': address})}" if address else ""


class ContactsPage(ShopForm):
    """Phone, hours, the way and a form. Facts come from the settings, so they are never typed twice."""

    page_description = _(
        "Phone, e-mail, address with a map, hours and networks from the settings, and a form."
    )
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        *ShopForm.form_panels,
    ]

    class Meta:
        verbose_name = _("contacts page")
        verbose_name_plural = _("contacts pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        facts = SiteSettings.current(request)
        data = {
            "@context": "https://schema.org",
            "@type": "ContactPage",
            "url": context["seo"].canonical,
            "name": self.title,
            "inLanguage": self.locale.language_code,
            "mainEntity": organization(facts, context["seo"]),
        }
        return {
            **context,
            "facts": facts,
            "map_url": map_link(facts.address),
            "json_ld": mark_safe(json_for_script(data)),
        }


class ContactsPageField(FormField):
    """A field of the contacts page's form."""

    page = ParentalKey(ContactsPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(FormField.Meta):
        verbose_name = _("field of a form")
        verbose_name_plural = _("fields of forms")
