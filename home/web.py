"""What of the pages is not a page: their sitemap."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from catalog.web.sitemaps import BothLanguages


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """A page in the languages it is published in."""

    urls: dict[str, str]
    changed_at: dt.datetime | None


class PageSitemap(BothLanguages):
    """Every public page of the trees, each naming its translation.

    Wagtail's own sitemap knows the default language's tree only.
    """

    def items(self) -> list[PageAddresses]:
        families: dict[object, list[Page]] = defaultdict(list)
        for page in Page.objects.live().public().select_related("locale").order_by("path"):
            if page.get_url():
                families[page.translation_key].append(page)
        return [
            PageAddresses(
                {page.locale.language_code: page.get_url() for page in pages},
                max((page.last_published_at for page in pages if page.last_published_at), default=None),
            )
            for pages in families.values()
        ]

    def get_languages_for_item(self, item: PageAddresses) -> list[str]:
        return [code for code, _name in settings.LANGUAGES if code in item.urls]

    def _location(self, item: tuple[PageAddresses, str], force_lang_code: str | None = None) -> str:
        page, language = item
        return page.urls[force_lang_code or language]

    def lastmod(self, page: PageAddresses) -> dt.datetime | None:
        return page.changed_at
