"""What every page has: its place in two languages, its picture for links, its blocks' data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import Field
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from home.blocks import data as blocks_data


@dataclass(frozen=True, slots=True)
class Seo:
    """What stands in the head of a page."""

    title: str
    description: str
    canonical: str
    alternates: dict[str, str] = field(default_factory=dict)
    picture: Any = None


class TranslationsField(Field):
    """The ids of a page's translations by language, for the content API."""

    def to_representation(self, pages: Any) -> dict[str, int]:
        return {page.locale.language_code: page.pk for page in pages.live().select_related("locale")}


class BasePage(Page):
    """A page of the shop. Wagtail's own search title and description are used."""

    og_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for links"),
        help_text=_("Shown where the page is shared; at least 1200 px wide."),
    )

    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("og_picture")], heading=_("When shared")),
    ]
    api_fields = [
        APIField("og_picture"),
        APIField("translations", serializer=TranslationsField(source="get_translations")),
    ]
    show_in_menus_default = False

    class Meta:
        abstract = True

    # --- what a page type may say --------------------------------------------------------

    def bodies(self) -> list[Any]:
        """Return the stream values whose blocks the template renders."""
        body = getattr(self, "body", None)
        return [body] if body else []

    def texts(self) -> list[str]:
        """Return the page's own texts that may name live counts."""
        lead = getattr(self, "lead", "")
        return [lead] if lead else []

    def pictures(self) -> list[Any]:
        """Return the page's own pictures."""
        return [self.og_picture] if self.og_picture else []

    # --- rendering -----------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        data = blocks_data.load(
            self.bodies(),
            request=request,
            texts=self.texts(),
            pictures=self.pictures(),
            needs=self.needs(),
        )
        alternates = self.alternates()
        request.translations = alternates  # type: ignore[attr-defined]  # read by the language switch
        return {
            **context,
            "block_data": data,
            "lead": data.text(getattr(self, "lead", "")),
            "alternates": alternates,
            "seo": self.seo(data, alternates),
            "crumbs": self.crumbs(),
        }

    def needs(self) -> blocks_data.Needs:
        """Return what the template shows beside the blocks."""
        return blocks_data.Needs()

    def alternates(self) -> dict[str, str]:
        """Return the addresses of this page's live translations by language, its own included."""
        family = Page.objects.filter(translation_key=self.translation_key).select_related("locale")
        found: dict[str, str | None] = {}
        for page in family:
            if page.pk == self.pk:
                self.locale = page.locale  # known now: the rest need not ask again
            elif page.live:
                found[page.locale.language_code] = page.get_url()
        found[self.locale.language_code] = self.get_url()
        return {code: url for code, _name in settings.LANGUAGES if (url := found.get(code))}

    def seo(self, data: blocks_data.BlockData, alternates: dict[str, str]) -> Seo:
        own = alternates.get(self.locale.language_code, "")
        absolute = {code: f"{settings.BASE_URL}{url}" for code, url in alternates.items()}
        if settings.LANGUAGE_CODE in absolute and len(absolute) > 1:
            absolute["x-default"] = absolute[settings.LANGUAGE_CODE]
        return Seo(
            title=self.seo_title or self.title,
            description=self.search_description or data.text(getattr(self, "lead", "")),
            canonical=f"{settings.BASE_URL}{own}" if own else "",
            alternates=absolute if len(alternates) > 1 else {},
            picture=next(filter(None, (data.picture(picture) for picture in self.pictures())), None),
        )

    def crumbs(self) -> list[tuple[str, str]]:
        """Return titles and addresses of the pages above, the home page first."""
        if not self.path or self.depth <= 2:
            return []
        above = self.get_ancestors().filter(depth__gte=2)
        return [
            (gettext("Home") if page.depth == 2 else page.title, url)
            for page in above
            if (url := page.get_url())
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Preview in the page's own language, whatever the editor's is."""
        with override(self.locale.language_code):
            request.LANGUAGE_CODE = self.locale.language_code
            response: Any = super().serve_preview(request, mode_name)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response
