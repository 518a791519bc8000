"""What of the pages is not a page: their sitemap."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from wagtail.models import Page

from catalog.web.sitemaps import Entry


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
