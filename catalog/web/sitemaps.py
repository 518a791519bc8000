"""Sitemaps of the catalog: every page in both languages, each naming its translation."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef

from catalog.enums import Kind
from catalog.models import Product, ProductVariant
from catalog.selectors.taxonomy import BranchView, Place, tree
from catalog.selectors.variants import product_url


class BothLanguages(Sitemap):
    """Addresses come from the settings, never from the request; Ukrainian is the default."""

    i18n = True
    alternates = True
    limit = 5000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)  # type: ignore[misc]
        for url in urls:
            url["alternates"] += [
                {**known, "lang_code": "x-default"}
                for known in url["alternates"]
                if known["lang_code"] == settings.LANGUAGE_CODE
            ]
        return urls


class ProductSitemap(BothLanguages):
    """Every published product with something to show."""

    def items(self) -> Any:
        shown = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True)
        return (
            Product.objects.filter(Exists(shown), live=True)
            .only("pk", "slug_uk", "slug_en", "last_published_at")
            .order_by("pk")
        )

    def _location(self, item: tuple[Product, str], force_lang_code: str | None = None) -> str:
        product, language = item
        return product_url(product, language=force_lang_code or language)

    def lastmod(self, product: Product) -> dt.datetime | None:
        return product.last_published_at


class TreeSitemap(BothLanguages):
    """Every level of the hierarchy that has products."""

    def items(self) -> list[dict[str, str]]:
        pages = [{code: Place(kind).url(code) for code in ("uk", "en")} for kind in Kind]
        for uk, en in zip(tree(language="uk"), tree(language="en"), strict=True):
            pages += _addresses(uk, en)
        return pages

    def _location(self, item: tuple[dict[str, str], str], force_lang_code: str | None = None) -> str:
        addresses, language = item
        return addresses[force_lang_code or language]


def _addresses(uk: BranchView, en: BranchView) -> list[dict[str, str]]:
    if not uk.count:
        return []
    pages = [{"uk": uk.url, "en": en.url}]
    for below_uk, below_en in zip(uk.children, en.children, strict=True):
        pages += _addresses(below_uk, below_en)
    return pages
