"""Pages on the shop itself: who we are, what a stone arrives in, what is asked most."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from home.blocks.base import COUNTS_HELP
from home.blocks.bodies import ArticleBody, BodyField
from home.blocks.page_parts import FaqBody, PackagesBody, PeopleBody
from home.blocks.text import anchor
from home.domain import json_for_script, with_absolute_links
from home.models.base import BasePage
from home.models.contents import contents


class AboutPage(BasePage):
    """Who the shop is: a large picture, a story, its people."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    hero_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("large picture"),
    )
    hero_caption = models.CharField(_("caption of the picture"), max_length=200, blank=True)
    body = BodyField(ArticleBody(), verbose_name=_("body"))
    people_heading = models.CharField(_("heading above the people"), max_length=80, blank=True)
    people = BodyField(PeopleBody(), verbose_name=_("people"))

    page_description = _("Who the shop is: a large picture, its story and its people.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ContentPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("hero_picture"), FieldPanel("hero_caption")], heading=_("Large picture")),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("people_heading"), FieldPanel("people")], heading=_("People")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.SearchField("people"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("hero_picture"),
        APIField("hero_caption"),
        APIField("body"),
        APIField("people_heading"),
        APIField("people"),
    ]

    class Meta:
        verbose_name = _("page about the shop")
        verbose_name_plural = _("pages about the shop")

    def bodies(self) -> list[Any]:
        return [body for body in (self.body, self.people) if body]

    def pictures(self) -> list[int]:
        return [pk for pk in (self.og_picture_id, self.hero_picture_id) if pk]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "hero": context["block_data"].picture(self.hero_picture_id)}


class PackagingPage(BasePage):
    """What stones and jewelry arrive in."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    packages = BodyField(PackagesBody(), verbose_name=_("kinds of packaging"))
    body = BodyField(ArticleBody(), verbose_name=_("body"))

    page_description = _("Kinds of packaging with what lies inside, then a text.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("packages"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("packages"),
        index.SearchField("body"),
    ]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("packages"), APIField("body")]

    class Meta:
        verbose_name = _("packaging page")
        verbose_name_plural = _("packaging pages")

    def bodies(self) -> list[Any]:
        return [body for body in (self.packages, self.body) if body]


class FaqPage(BasePage):
    """Questions in groups, told to search engines exactly as they are shown."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(FaqBody(), verbose_name=_("questions"))

    page_description = _("Questions and answers in groups; search engines get them too.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("lead"), APIField("body")]

    class Meta:
        verbose_name = _("page of questions")
        verbose_name_plural = _("pages of questions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        children = list(self.body or ())
        data = self.json_ld(context["seo"].canonical)
        return {
            **context,
            "contents": contents(children, types={"faq", "text"}),
            "sections": [
                {"child": child, "anchor": anchor(child.value) if child.block_type == "faq" else ""}
                for child in children
            ],
            "json_ld": mark_safe(json_for_script(data)) if data else "",
        }

    def json_ld(self, canonical: str) -> dict[str, Any] | None:
        """Return the questions as schema.org's FAQPage: those that are shown, in their order."""
        questions = [
            {
                "@type": "Question",
                "name": item["question"],
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": with_absolute_links(item["answer"].__html__(), settings.BASE_URL),
                },
            }
            for child in self.body or ()
            if child.block_type == "faq"
            for item in child.value.get("questions") or ()
            if item.get("question") and item.get("answer")
        ]
        if not questions:
            return None
        return {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "@id": f"{canonical}#faq",
            "inLanguage": self.locale.language_code,
            "mainEntity": questions,
        }
