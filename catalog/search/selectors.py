"""What search answers: ranked products, pages and places, and the marks in what is shown of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalog.models import ProductVariant, SearchDocument
from catalog.search.documents import DocKind, kind_of, kinds_of, object_of, objects_of
from catalog.search.engine import Ids
from catalog.search.language import codes
from catalog.search.language.stems import stem
from catalog.search.language.words import STOP_WORDS, fold, words
from catalog.search.ranking import Hits, ordered, rank
from catalog.search.understanding import LONGEST_QUERY, understand
from catalog.search.vocabulary import vocabulary
from gemkit.text import one_line

__all__ = [
    "LONGEST_QUERY",
    "Found",
    "PageHit",
    "PlaceHit",
    "clean",
    "find",
    "highlight",
    "says_same",
    "suggest",
]

MOST_PAGES, MOST_PLACES = 10, 10
MOST_NEAREST = 48
COUNTED = 500
"""While a single word is typed, so many products of each level are looked at."""

_LOOKED_AT = 30
_FEW = 10
_SNIPPET = 180
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_NEAREST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page of the site: its title, its path, and the part of its text that was meant."""

    title: str
    url: str
    snippet: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A branch of the catalog or a value of a dictionary; ``above`` is the stone type of a branch."""

    kind: str
    id: int
    title: str
    url: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query.

    ``product_ids`` are all that match, best first, ``variant_ids`` those of their variants whose SKU or report the
    query is. ``corrected`` is the query as it was understood when that is not
    how it was typed. ``is_nearest``: no product has all the words, these have most of them. ``stems`` are what to
    mark; the last word of a query may be only begun (``begun``).
    """

    query: str
    product_ids: list[int] = field(default_factory=list)
    variant_ids: list[int] = field(default_factory=list)
    corrected: str = ""
    pages: list[PageHit] = field(default_factory=list)
    places: list[PlaceHit] = field(default_factory=list)
    is_nearest: bool = False
    stems: frozenset[str] = frozenset()
    begun: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.product_ids or self.pages or self.places)

    @property
    def is_missed(self) -> bool:
        """Nothing has what was asked for: worth telling editors."""
        return self.is_empty or (self.is_nearest and not self.pages and not self.places)


def clean(query: str) -> str:
    """Return ``query`` on one line without control characters, at most `LONGEST_QUERY` long."""
    return one_line(query[: LONGEST_QUERY * 4])[:LONGEST_QUERY].strip()


def find(q: str, *, language: str) -> Found:
    """Return everything that matches ``q`` in ``language``; three queries, whatever is found.

    Any text is a query: what is too long is cut, what is no word is left out.
    """
    return _find(q, language=language, typing=False, pages=MOST_PAGES, places=MOST_PLACES)


def suggest(q: str, *, language: str, pages: int = 3, places: int = 4) -> Found:
    """Return what matches ``q`` while it is typed: its last word may be only begun."""
    return _find(q, language=language, typing=True, pages=pages, places=places)


def _find(q: str, *, language: str, typing: bool, pages: int, places: int) -> Found:
    query = clean(q)
    if not words(query):
        return Found(query)
    known = vocabulary(language)
    plan = understand(query, language=language, known=known, typing=typing)
    hits, partly = rank(plan, language=language, newest=COUNTED if typing else 0)
    product_ids, others = _products(hits), _others(hits)
    is_nearest = False
    if not product_ids and not len(hits) and partly.share >= _NEAREST_SHARE:
        product_ids, others = _products(partly)[:MOST_NEAREST], _others(partly)
        is_nearest = bool(product_ids)
    told, led = _shown(others, plan.stems, language=language, is_short=typing)
    if not product_ids and not plan.corrected and not _is_named([*told, *led], plan.stems):
        # Nothing is called so: perhaps a name was mistyped into a word that some text happens to have.
        doubted = understand(query, language=language, known=known, typing=typing, doubting=True)
        if doubted.corrected and (products := _products(again := rank(doubted, language=language)[0])):
            plan, product_ids = doubted, products
            also, led = _shown(_others(again), plan.stems, language=language, is_short=typing)
            told = [*also, *(page for page in told if page not in also)]
    return Found(
        query=query,
        product_ids=product_ids,
        variant_ids=_numbered(query, product_ids) if plan.codes and not is_nearest else [],
        corrected=plan.corrected if product_ids or told or led else "",
        pages=told[:pages],
        places=led[:places],
        is_nearest=is_nearest,
        stems=plan.stems,
        begun=fold(query).split()[-1] if typing else "",
    )


def _numbered(query: str, product_ids: Sequence[int]) -> list[int]:
    """Return the variants whose number, hyphens aside, is the whole query; one query where few products match."""
    if not 0 < len(product_ids) <= _FEW:
        return []
    asked = codes.plain(query)
    rows = ProductVariant.objects.filter(product__in=product_ids, is_active=True).order_by("pk")
    return [
        pk
        for pk, sku, report in rows.values_list("pk", "sku", "report_number")
        if asked in {codes.plain(sku), codes.plain(report)}
    ]


def _products(hits: Hits) -> list[int]:
    return objects_of(ordered(hits, kinds_of(hits.ids) == DocKind.PRODUCT))


def _others(hits: Hits) -> Ids:
    """Return the numbers of the best pages and places."""
    kinds = kinds_of(hits.ids)
    pages, places = kinds == DocKind.PAGE, kinds > DocKind.PAGE
    return np.concatenate([ordered(hits, pages)[:_LOOKED_AT], ordered(hits, places)[:_LOOKED_AT]])


def _is_named(hits: Sequence[PageHit | PlaceHit], stems: frozenset[str]) -> bool:
    """Whether the title of something has a word of the query."""
    return any(stem(word) in stems for hit in hits for word in words(hit.title))


def _shown(
    numbers: Ids, stems: frozenset[str], *, language: str, is_short: bool
) -> tuple[list[PageHit], list[PlaceHit]]:
    """Return pages and places, those first whose titles say little else; one query.

    ``is_short``: for the search field, where there is no room for texts; pages that only mention the words are
    left out where titles have them.
    """
    if not len(numbers):
        return [], []
    order = {int(number): at for at, number in enumerate(numbers)}
    rows = list(SearchDocument.objects.filter(pk__in=order).only("title", "url", "text"))
    stop = STOP_WORDS[language]
    told = {row.pk: _distance(row, stems, stop, is_short=is_short) for row in rows}
    ranked = sorted(rows, key=lambda row: (*told[row.pk], order[row.pk]))
    pages: list[PageHit] = []
    places: list[PlaceHit] = []
    is_titled = False
    for row in ranked:
        kind, key = kind_of(row.pk), object_of(row.pk)
        if not row.url:
            continue
        if kind != DocKind.PAGE:
            places.append(PlaceHit(kind.name.lower(), key, row.title, row.url, row.text))
            continue
        has_title = told[row.pk][0] < 0
        is_titled = is_titled or has_title
        if len(pages) < MOST_PAGES and (has_title or not (is_short and is_titled)):
            text = "" if is_short else snippet(row.text, stems)
            pages.append(PageHit(row.title, row.url, text, key))
    return pages, places


def _distance(
    row: SearchDocument, stems: frozenset[str], stop: frozenset[str], *, is_short: bool
) -> tuple[float, float]:
    """Return how far a title is from saying just the query, and how seldom the text speaks of it."""
    said = words(row.title)
    title = {stem(word) for word in said if word not in stop} or {stem(word) for word in said}
    shared = len(title & stems)
    is_read = kind_of(row.pk) == DocKind.PAGE and not is_short
    spoken = sum(stem(word) in stems for word in words(row.text)) if is_read else 0
    return -shared / len(title | stems) if title else 0.0, -float(spoken)


@lru_cache(maxsize=65536)
def _term(word: str) -> str:
    return stem(fold(word))


def snippet(text: str, stems: Iterable[str]) -> str:
    """Return the part of ``text`` around the most of ``stems``, cut at words; its beginning without any."""
    wanted = set(stems)
    found = [match for match in _WORD.finditer(text) if _term(match.group()) in wanted]
    if len(text) <= _SNIPPET:
        return text
    if not found:
        return _cut(text, 0)
    best = max(found, key=lambda first: (_richness(found, first), -first.start()))
    return _cut(text, max(0, best.start() - _SNIPPET // 4))


def _richness(found: Sequence[re.Match[str]], first: re.Match[str]) -> int:
    near = [match for match in found if first.start() <= match.start() < first.start() + _SNIPPET * 3 // 4]
    return len({_term(match.group()) for match in near})


def _cut(text: str, start: int) -> str:
    if start:
        start = text.find(" ", start) + 1
    end = len(text) if start + _SNIPPET >= len(text) else text.rfind(" ", start, start + _SNIPPET)
    part = text[start : end if end > start else start + _SNIPPET]
    return f"{'… ' if start else ''}{part.strip()}{' …' if end < len(text) else ''}"


def says_same(title: str, above: str) -> bool:
    """Whether a title has a word of what stands above it, so that saying both is too much."""
    return bool({stem(word) for word in words(title)} & {stem(word) for word in words(above)})


def highlight(text: str, found: Found) -> SafeString:
    """Return ``text`` for HTML with the words that were looked for in ``<mark>``."""
    parts: list[str] = []
    last = 0
    for match in _WORD.finditer(text):
        marked = _marked(match.group(), found)
        if marked:
            parts.append(escape(text[last : match.start()]))
            parts.append(f"<mark>{escape(match.group()[:marked])}</mark>")
            last = match.start() + marked
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # every part was escaped above


def _marked(word: str, found: Found) -> int:
    """Return how many letters of a word are marked: all of one looked for, the beginning of one being typed."""
    plain = fold(word)
    if found.begun and plain.startswith(found.begun):
        return (
            len(word)
            if stem(plain) in found.stems and len(found.begun) > len(plain) - 3
            else len(found.begun)
        )
    return len(word) if stem(plain) in found.stems else 0
