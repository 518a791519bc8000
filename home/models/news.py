"""The journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from rest_framework.fields import Field
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.search import index

from home.blocks import data as blocks_data
from home.blocks.bodies import WIDE, ArticleBody, BodyField
from home.blocks.commerce import TrayBlock
from home.domain import json_for_script, reading_minutes, word_count
from home.models.base import BasePage, Seo
from home.models.contents import contents
from home.models.lookup import remembered
from home.models.tags import NewsTag, TaggedNews, TagsField, tags_of

RELATED = 8
STORIES_A_PAGE = 12


class NewsIndexPage(BasePage):
    """The list of articles, newest first; ``?tag=`` narrows it."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)

    page_description = _("The list of the journal's articles, with tags and a feed.")
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
        tags = list(
            NewsTag.objects.filter(tagged__page__in=below.live())
            .annotate(count=Count("tagged"))
            .order_by("code")
        )
        chosen = self._chosen(tags, request.GET.get("tag", ""))
        stories = below.live().defer("body").order_by("-date", "-pk").select_related("hero_picture")
        if chosen is not None:
            stories = stories.filter(tagged__tag=chosen)
        page = Paginator(stories, STORIES_A_PAGE).get_page(request.GET.get("page"))
        views = blocks_data.load([], pictures=[story.hero_picture for story in page]).pictures
        tagged = tags_of(story.pk for story in page)
        rows = [
            {
                "story": story,
                "url": story.get_url(),
                "picture": views.get(story.hero_picture_id),
                "tags": tagged.get(story.pk, []),
            }
            for story in page
        ]
        return {
            **context,
            "rows": rows,
            "pages": pages_view(page, tag=chosen.code if chosen else ""),
            "tags": tags,
            "chosen": chosen,
            "page_url": self.get_url() or "",
        }

    @staticmethod
    def _chosen(tags: Sequence[NewsTag], code: str) -> NewsTag | None:
        """Return the tag of the address. One that no article has is an address that leads nowhere."""
        found = next((tag for tag in tags if tag.code == code), None)
        if code and found is None:
            raise Http404
        return found


def pages_view(page: Page[NewsPage], *, tag: str = "") -> dict[str, Any]:
    """Return what `components/pagination.html` shows of a page of a list."""
    paginator = page.paginator
    shown, total = page.end_index(), paginator.count
    before = f"?tag={tag}&page=" if tag else "?page="
    return {
        "number": page.number,
        "num_pages": paginator.num_pages,
        "shown": shown,
        "total": total,
        "progress": 100 * shown // total if total else 100,
        "more_url": "",
        "more_count": 0,
        "previous_url": f"{before}{page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"{before}{page.next_page_number()}" if page.has_next() else "",
        "links": [
            {"number": number, "url": f"{before}{number}", "current": number == page.number}
            for number in paginator.page_range
        ],
    }


class RelatedProduct(Orderable):
    """A product that an article recommends. A child of the page, so translations follow their source."""

    page = ParentalKey("home.NewsPage", on_delete=models.CASCADE, related_name="related")
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related product")
        verbose_name_plural = _("related products")
        constraints = [models.UniqueConstraint(fields=["page", "product"], name="relatedproduct_once")]

    def __str__(self) -> str:
        return str(self.product)


class RelatedField(Field):
    """The related products of an article, for the content API."""

    def to_representation(self, related: Any) -> list[dict[str, Any]]:
        return [
            {"id": item.product_id, "slugs": {"uk": item.product.slug_uk, "en": item.product.slug_en}}
            for item in related.all()
        ]


class NewsPage(BasePage):
    """An article of the journal."""

    lead = models.TextField(_("lead"), max_length=300)
    author = models.CharField(_("author"), max_length=120, blank=True)
    date = models.DateField(_("date"), default=timezone.localdate)
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
        MultiFieldPanel([FieldPanel("author"), FieldPanel("date")], heading=_("Byline")),
        MultipleChooserPanel("tagged", chooser_field_name="tag", heading=_("Tags"), label=_("Tag")),
        MultiFieldPanel([FieldPanel("hero_picture"), FieldPanel("hero_caption")], heading=_("Large picture")),
        FieldPanel("body"),
        MultipleChooserPanel(
            "related",
            chooser_field_name="product",
            heading=_("Related stones and jewelry"),
            label=_("Product"),
            max_num=RELATED,
            help_text=_(
                "Shown below the article with live price and stock; sold ones give way by themselves."
            ),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("author"),
        index.FilterField("date"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("author"),
        APIField("date"),
        APIField("tags", serializer=TagsField(source="tagged")),
        APIField("reading_minutes"),
        APIField("hero_picture"),
        APIField("hero_caption"),
        APIField("body"),
        APIField("related_products", serializer=RelatedField(source="related")),
    ]
    api_prefetch: ClassVar[dict[str, str]] = {"tags": "tagged__tag", "related_products": "related__product"}

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "body" not in self.get_deferred_fields():
            prepared = self.body.get_prep_value() if self.body else []
            self.reading_minutes = reading_minutes(word_count([self.lead, prepared]))
        super().save(*args, **kwargs)

    def pictures(self) -> list[int]:
        return [pk for pk in (self.og_picture_id, self.hero_picture_id) if pk]

    def composed(self) -> list[Any]:
        """Return the tray of related products, which the block machinery fills and keeps free of sold ones."""
        products = [item.product_id for item in self.related.all() if item.product_id]
        if not products:
            return []
        tray = {
            "rule": "chosen",
            "products": products,
            "limit": RELATED,
            "heading": gettext("From this article"),
        }
        return [TrayBlock().to_python(tray)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        column, closing = self.parts()
        others = {
            code: url for code, url in context["alternates"].items() if code != self.locale.language_code
        }
        hero = context["block_data"].picture(self.hero_picture_id)
        data = self.json_ld(context["seo"], hero)
        return {
            **context,
            "column": column,
            "closing": closing,
            "contents": contents(column),
            "hero": hero,
            "others": others,
            "tags": [item.tag for item in self._tagged()],
            "journal_url": context["crumbs"][-1][1] if context["crumbs"] else "",
            "json_ld": mark_safe(json_for_script(data)),
        }

    def _tagged(self) -> list[TaggedNews]:
        known = remembered("news_tags", NewsTag.objects.in_bulk)
        items = [item for item in self.tagged.all() if item.tag_id in known]
        for item in items:
            item.tag = known[item.tag_id]
        return items

    def json_ld(self, seo: Seo, hero: Any) -> dict[str, Any]:
        """Return the article as schema.org describes one."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": f"{seo.canonical}#article",
            "headline": self.title,
            "description": seo.description,
            "inLanguage": self.locale.language_code,
            "datePublished": self.date.isoformat() if self.date else "",
            "dateModified": self.last_published_at.isoformat() if self.last_published_at else "",
            "author": {"@type": "Person", "name": self.author} if self.author else "",
            "image": f"{settings.BASE_URL}{hero.url}" if hero and hero.url.startswith("/") else "",
            "publisher": {"@id": f"{settings.BASE_URL}/#shop"},
            "mainEntityOfPage": seo.canonical,
        }
        return {name: value for name, value in data.items() if value}

    def parts(self) -> tuple[list[Any], list[Any]]:
        """Return the blocks of the column, and those at the end that go across the page."""
        children = list(self.body or ())
        end = len(children)
        while end and children[end - 1].block_type in WIDE:
            end -= 1
        return children[:end], children[end:]
