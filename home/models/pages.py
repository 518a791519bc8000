"""The home page, and the pages that tell how the shop works."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from home.blocks.base import COUNTS_HELP
from home.blocks.bodies import ArticleBody, BodyField, SectionBody
from home.domain import json_for_script
from home.models.base import BasePage
from home.models.lookup import remembered
from home.models.settings import SiteSettings


class HomePage(BasePage):
    """The first page, one in each language; everything else hangs below it."""

    heading = models.CharField(
        _("heading"),
        max_length=80,
        blank=True,
        help_text=_("The large words; a line break is kept with “|”. Empty: the title."),
    )
    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(SectionBody(), verbose_name=_("sections"))

    page_description = _("The first page of a language: ruler, minerals, new stones and whatever you add.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.LandingPage",
        "home.ContentPage",
        "home.NewsIndexPage",
        "home.JewelryShowcasePage",
        "home.AboutPage",
        "home.ContactsPage",
        "home.PackagingPage",
        "home.FaqPage",
        "home.PolicyPage",
        "home.FormPage",
    ]
    max_count = 2
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("heading"), APIField("lead"), APIField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def heading_lines(self) -> list[str]:
        return [line.strip() for line in (self.heading or self.title).split("|") if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        shop = remembered(("shop", get_language()), SiteSettings.current)
        graph = [organization(shop, context["seo"]), website(shop, self.locale.language_code)]
        data = {"@context": "https://schema.org", "@graph": graph}
        return {**context, "json_ld": mark_safe(json_for_script(data))}


def organization(shop: SiteSettings, seo: Any) -> dict[str, Any]:
    """Return the shop as schema.org describes an organisation."""
    data: dict[str, Any] = {
        "@type": "JewelryStore",
        "@id": f"{settings.BASE_URL}/#shop",
        "name": shop.brand_name,
        "url": seo.canonical or settings.BASE_URL,
        "logo": f"{settings.BASE_URL}{static('icons/icon-512.png')}",
        "description": shop.tagline,
        "telephone": shop.phone_link,
        "email": shop.email,
        "currenciesAccepted": "UAH",
    }
    if shop.street:
        data["address"] = {
            "@type": "PostalAddress",
            "streetAddress": shop.street,
            "addressLocality": shop.city,
            "addressCountry": "UA",
        }
    return {name: value for name, value in data.items() if value}


def website(shop: SiteSettings, language: str) -> dict[str, Any]:
    """Return the site with the address of its search."""
    home = f"{settings.BASE_URL}/{language}/"
    data: dict[str, Any] = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": shop.brand_name,
        "url": home,
        "inLanguage": language,
        "publisher": {"@id": f"{settings.BASE_URL}/#shop"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}search/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return {name: value for name, value in data.items() if value}


class ContentPage(BasePage):
    """A page of text: delivery, care, how we describe stones."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(ArticleBody(), verbose_name=_("body"))

    page_description = _("A page of text with tables, steps, questions or live stones.")
    parent_page_types = ["home.HomePage", "home.ContentPage", "home.AboutPage"]
    subpage_types = ["home.ContentPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("body")]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


class LandingPage(BasePage):
    """A page for a campaign: sections in any order, live goods among them."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(SectionBody(), verbose_name=_("sections"))

    page_description = _("A campaign: any sections in any order, with live stones, collections and tools.")
    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["home.LandingPage", "home.FormPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("body")]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")
