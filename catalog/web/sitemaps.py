"""Sitemaps: every page in both languages, each naming its translation.

A section counts its pages and tells them from one number to another, so that a file of the sitemap is
written while it is read from the database and a catalog of any size fits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from catalog.enums import Kind
from catalog.index import selectors as engine
from catalog.selectors.published import product_addresses, product_count
from catalog.selectors.taxonomy import BranchView, Place, tree
from catalog.selectors.variants import product_paths
from catalog.web import grounds
from catalog.web.seo import absolute

LIMIT = 5000
"""Addresses in one file; more of them are parted, and an index names the parts."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
PAGES_A_FILE = LIMIT // len(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the languages it has: language → path; pictures are paths or addresses."""

    paths: Mapping[str, str]
    changed_at: dt.datetime | None = None
    pictures: tuple[str, ...] = ()


class Section(Protocol):
    """A kind of pages."""

    def count(self) -> int:
        """Return the number of pages."""

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        """Return pages ``start`` to ``stop``, in an order that stays the same."""


class ProductSection:
    """Every published product with something to show."""

    def count(self) -> int:
        return product_count()

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        for product in product_addresses(start, stop):
            yield Entry(product_paths(product.slugs), product.changed_at, product.pictures)


class TreeSection:
    """Both halves of the catalog and every level of the hierarchy that has products."""

    def count(self) -> int:
        return len(self._pages())

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        return islice((Entry(paths) for paths in self._pages()), start, stop)

    def _pages(self) -> list[dict[str, str]]:
        pages = [{code: Place(kind).url(code) for code in ("uk", "en")} for kind in Kind]
        for uk, en in zip(tree(language="uk"), tree(language="en"), strict=True):
            pages += _addresses(uk, en)
        return pages


class FindingSection:
    """Sale, news, collections, picker and calculator."""

    PAGES = ("sale", "new", "collections", "picker", "calculator", "ring_sizer")

    def count(self) -> int:
        return len(self._pages())

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        return islice((Entry(paths) for paths in self._pages()), start, stop)

    def _pages(self) -> list[dict[str, str]]:
        collections = engine.words().all("collection")
        return [
            *(grounds.paths_of(name) for name in self.PAGES),
            *(grounds.paths_of("collection", word.code) for word in collections),
        ]


def _addresses(uk: BranchView, en: BranchView) -> list[dict[str, str]]:
    if not uk.count:
        return []
    pages = [{"uk": uk.url, "en": en.url}]
    for below_uk, below_en in zip(uk.children, en.children, strict=True):
        pages += _addresses(below_uk, below_en)
    return pages


def files(sections: Mapping[str, Section]) -> list[tuple[str, int]]:
    """Return (section, number from 1) of every file; an empty section has none."""
    return [
        (name, number) for name, section in sections.items() for number in range(1, files_of(section) + 1)
    ]


def files_of(section: Section) -> int:
    """Return how many files a section fills."""
    return -(-section.count() // PAGES_A_FILE)


def whole(sections: Mapping[str, Section]) -> Iterator[str]:
    """Return one file with everything, for a shop that fits into it."""
    yield from _urlset(entry for section in sections.values() for entry in section.entries(0, PAGES_A_FILE))


def part(section: Section, number: int) -> Iterator[str]:
    """Return file ``number`` (from 1) of a section."""
    return _urlset(section.entries((number - 1) * PAGES_A_FILE, number * PAGES_A_FILE))


def index(found: list[tuple[str, int]]) -> Iterator[str]:
    """Return the file that names the others."""
    yield f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for name, number in found:
        yield f"<sitemap><loc>{escape(absolute(f'/sitemap-{name}-{number}.xml'))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _urlset(entries: Iterator[Entry]) -> Iterator[str]:
    yield f"{_XML}<urlset {_NAMESPACES}>\n"
    for entry in entries:
        yield _urls(entry)
    yield "</urlset>\n"


def _urls(entry: Entry) -> str:
    """Return one ``url`` a language; each names all of them, itself included, as search engines ask."""
    known = [
        (code, absolute(entry.paths[code])) for code, _name in settings.LANGUAGES if entry.paths.get(code)
    ]
    names = [*known, *(("x-default", url) for code, url in known if code == settings.LANGUAGE_CODE)]
    tail = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>' for code, url in names
    )
    if entry.changed_at is not None:
        tail = f"<lastmod>{entry.changed_at.isoformat(timespec='seconds')}</lastmod>{tail}"
    tail += "".join(
        f"<image:image><image:loc>{escape(absolute(url))}</image:loc></image:image>" for url in entry.pictures
    )
    return "".join(f"<url><loc>{escape(url)}</loc>{tail}</url>\n" for _code, url in known)
