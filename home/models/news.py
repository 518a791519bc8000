"""The journal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from home.blocks import data as blocks_data
from home.blocks import text as text_blocks
from home.blocks.bodies import WIDE, ArticleBody, BodyField
from home.domain import reading_minutes, word_count
from home.models.base import BasePage

STORIES_A_PAGE = 12


class NewsIndexPage(BasePage):
    """The list of articles, newest first."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)

    page_description = _("The list of the journal's articles.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]
    api_fields = [*BasePage.api_fields, APIField("lead")]

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        below = NewsPage.objects.child_of(self) if self.path else NewsPage.objects.none()  # never saved
        stories = below.live().defer("body").order_by("-date", "-pk")
        page = Paginator(stories.select_related("hero_picture"), STORIES_A_PAGE).get_page(
            request.GET.get("page")
        )
        views = blocks_data.load([], pictures=[story.hero_picture for story in page]).pictures
        rows = [
            {"story": story, "url": story.get_url(), "picture": views.get(story.hero_picture_id)}
            for story in page
        ]
        return {**context, "rows": rows, "pages": pages_view(page)}


def pages_view(page: Page[NewsPage]) -> dict[str, Any]:
    """Return what `components/pagination.html` shows of a page of a list."""
    paginator = page.paginator
    shown, total = page.end_index(), paginator.count
    return {
        "number": page.number,
        "num_pages": paginator.num_pages,
        "shown": shown,
        "total": total,
        "progress": 100 * shown // total if total else 100,
        "more_url": "",
        "more_count": 0,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "links": [
            {"number": number, "url": f"?page={number}", "current": number == page.number}
            for number in paginator.page_range
        ],
    }


class NewsPage(BasePage):
    """An article of the journal."""

    lead = models.TextField(_("lead"), max_length=300)
    author = models.CharField(_("author"), max_length=120, blank=True)
    date = models.DateField(_("date"), default=timezone.localdate)
    topic = models.CharField(
        _("topic"), max_length=40, blank=True, help_text=_("One word: Treatment, Minerals, Advice.")
    )
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
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1, editable=False)

    page_description = _("An article with pictures, tables and live stones.")
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("author"), FieldPanel("date"), FieldPanel("topic")], heading=_("Byline")),
        MultiFieldPanel([FieldPanel("hero_picture"), FieldPanel("hero_caption")], heading=_("Large picture")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("topic"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("author"),
        APIField("date"),
        APIField("topic"),
        APIField("reading_minutes"),
        APIField("hero_picture"),
        APIField("hero_caption"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "body" not in self.get_deferred_fields():
            prepared = self.body.get_prep_value() if self.body else []
            self.reading_minutes = reading_minutes(word_count([self.lead, prepared]))
        super().save(*args, **kwargs)

    def pictures(self) -> list[Any]:
        return [picture for picture in (self.og_picture, self.hero_picture) if picture]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        column, closing = self.parts()
        headings = [
            {"text": child.value.get("heading"), "anchor": text_blocks.anchor(child.value)}
            for child in column
            if child.block_type in {"text", "steps"} and child.value.get("heading")
        ]
        others = {
            code: url for code, url in context["alternates"].items() if code != self.locale.language_code
        }
        return {
            **context,
            "column": column,
            "closing": closing,
            "contents": headings if len(headings) > 2 else [],
            "hero": context["block_data"].picture(self.hero_picture),
            "others": others,
        }

    def parts(self) -> tuple[list[Any], list[Any]]:
        """Return the blocks of the column, and those at the end that go across the page."""
        children = list(self.body or ())
        end = len(children)
        while end and children[end - 1].block_type in WIDE:
            end -= 1
        return children[:end], children[end:]
