"""What of the pages is not a page: their sitemap and the journal's feed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page
from wagtail.views import serve

from catalog.web.seo import absolute
from catalog.web.sitemaps import Entry
from home.blocks import data as blocks_data
from home.models import BasePage, NewsIndexPage, NewsPage
from home.models.tags import tags_of

STORIES = 30


@csrf_exempt  # forms carry no token, so that their pages can be kept: OriginGuardMiddleware guards them
def page_serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at ``path``, as Wagtail does, but found without reading site, language and home page."""
    BasePage.find_at(request, path)
    response: HttpResponseBase = serve(request, path)
    return response


class PageSection:
    """Every public page of the trees, each naming its translation.

    Wagtail's own sitemap knows the default language's tree only.
    """

    def count(self) -> int:
        return self._pages().values("translation_key").distinct().count()

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        return islice(self._families(), start, stop)

    def _families(self) -> Iterator[Entry]:
        families: dict[object, list[Page]] = defaultdict(list)
        for page in self._pages().select_related("locale").order_by("path"):
            if page.get_url():
                families[page.translation_key].append(page)
        for pages in families.values():
            yield Entry(
                {page.locale.language_code: page.get_url() for page in pages},
                max((page.last_published_at for page in pages if page.last_published_at), default=None),
            )

    @staticmethod
    def _pages() -> "QuerySet[Page]":
        return Page.objects.live().public().filter(depth__gt=1).order_by()


class JournalFeed(Feed):
    """The newest articles in the language of the address; hosts come from the settings."""

    def get_object(self, request: HttpRequest) -> NewsIndexPage | None:
        language = "en" if get_language() == "en" else "uk"
        return NewsIndexPage.objects.live().public().filter(locale__language_code=language).first()

    def title(self, journal: NewsIndexPage | None) -> str:
        return journal.title if journal else _("Journal")

    def description(self, journal: NewsIndexPage | None) -> str:
        return journal.lead if journal and journal.lead else _("Articles on stones, newest first.")

    def link(self, journal: NewsIndexPage | None) -> str:
        return absolute((journal and journal.get_url()) or f"/{get_language()}/")

    def feed_url(self, journal: NewsIndexPage | None) -> str:
        return absolute(f"/{get_language()}/journal/feed/")

    def items(self, journal: NewsIndexPage | None) -> list[dict[str, Any]]:
        if journal is None:
            return []
        newest = NewsPage.objects.child_of(journal).live().public().defer("body").order_by("-date", "-pk")
        stories = list(newest.select_related("hero_picture")[:STORIES])
        pictures = blocks_data.load([], pictures=[story.hero_picture for story in stories]).pictures
        tags = tags_of(story.pk for story in stories)
        return [
            {"story": story, "picture": pictures.get(story.hero_picture_id), "tags": tags.get(story.pk, [])}
            for story in stories
        ]

    def item_title(self, item: dict[str, Any]) -> str:
        return str(item["story"].title)

    def item_description(self, item: dict[str, Any]) -> str:
        return str(item["story"].lead)

    def item_link(self, item: dict[str, Any]) -> str:
        return absolute(item["story"].get_url())

    def item_author_name(self, item: dict[str, Any]) -> str:
        return str(item["story"].author)

    def item_categories(self, item: dict[str, Any]) -> list[str]:
        return [tag.name for tag in item["tags"] if tag.name]

    def item_pubdate(self, item: dict[str, Any]) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(item["story"].date, dt.time(9)))

    def item_enclosures(self, item: dict[str, Any]) -> list[Enclosure]:
        picture = item["picture"]
        return [Enclosure(absolute(picture.url), "0", "image/webp")] if picture else []
