"""Writing of documents, in the transaction of what they stand for, and of what was looked for in vain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import F

from catalog.models import Product, SearchDocument, SearchMiss, SearchSynonym, SearchTerm
from catalog.models.search import LONGEST_MISS
from catalog.search import opensearch
from catalog.search.documents import LANGUAGES, PLACES, DocKind, Draft, analysed, document_id, object_of
from catalog.search.language.words import words
from catalog.search.sources import place_drafts, product_drafts
from catalog.search.urls import place_address
from gemkit.clock import now

BATCH = 250
MOST_MISSES = 5000
KEPT_MISSES = dt.timedelta(days=365)
_WRITTEN = ("kind", "language", "title", "url", "text", "tokens")


@dataclass(slots=True)
class _Held:
    """What changed while writing is held back."""

    products: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    places: bool = False


_held: ContextVar[_Held | None] = ContextVar("documents_held", default=None)


# --- products ------------------------------------------------------------------------------------


def products_changed(product_ids: Iterable[int]) -> None:
    """Write the documents of some products anew, or remember them while writing is held back."""
    held = _held.get()
    if held is None:
        products_write(set(product_ids))
    else:
        held.products.update(product_ids)


@transaction.atomic
def products_write(product_ids: Collection[int]) -> int:
    """Write what is published of some products and delete the rest; returns the number of rows touched."""
    touched = 0
    ids = sorted(product_ids)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        numbers = [document_id(DocKind.PRODUCT, pk, language) for pk in part for language in LANGUAGES]
        touched += _write(product_drafts(part), among=numbers)
    return touched


# --- words of the catalog -------------------------------------------------------------------------


def places_changed(product_ids: Callable[[], Iterable[int]] | None = None) -> None:
    """Write the words of the catalog anew; when one of them changed, also the products it is said of."""
    held = _held.get()
    if held is not None:
        held.places = True
        if product_ids is not None:
            held.products.update(product_ids())
    elif places_write() and product_ids is not None:
        products_write(set(product_ids()))


@transaction.atomic
def places_write() -> int:
    """Write a document for every branch and dictionary value; returns the number of rows touched."""
    known = SearchDocument.objects.filter(kind__in=PLACES).values_list("pk", flat=True)
    return _write(place_drafts(place_address), among=list(known))


@contextmanager
def documents_held() -> Iterator[None]:
    """Write all that changes inside once, at the end and in its transaction; for imports."""
    if _held.get() is not None:
        yield
        return
    held = _Held()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    with transaction.atomic():
        if held.places:
            places_write()
        pages_write(held.pages)
        products_write(held.products)


# --- pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageText:
    """A published page as search sees it, told by whoever owns pages. ``url`` is a path."""

    id: int
    language: str
    title: str
    url: str
    lead: str = ""
    headings: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where pages come from: ``ids`` of all there are, ``texts`` of those of some that are published."""

    ids: Callable[[], Collection[int]]
    texts: Callable[[Collection[int]], Iterable[PageText]]


_pages: list[PageSource] = []


def pages_from(source: PageSource) -> None:
    """Register where pages come from; pages lie above the catalog."""
    _pages[:] = [source]


def pages_changed(page_ids: Iterable[int]) -> None:
    """Write the documents of some pages anew, or remember them while writing is held back."""
    held = _held.get()
    if held is None:
        pages_write(set(page_ids))
    else:
        held.pages.update(page_ids)


@transaction.atomic
def pages_write(page_ids: Collection[int]) -> int:
    """Write what is published of some pages and delete the rest; returns the number of rows touched."""
    ids = set(page_ids)
    numbers = [document_id(DocKind.PAGE, pk, language) for pk in ids for language in LANGUAGES]
    texts = (text for source in _pages for text in source.texts(ids))
    return _write((_page(text) for text in texts), among=numbers)


@transaction.atomic
def pages_delete(page_ids: Collection[int]) -> None:
    """Delete the documents of pages that are gone."""
    numbers = [document_id(DocKind.PAGE, pk, language) for pk in page_ids for language in LANGUAGES]
    SearchDocument.objects.filter(pk__in=numbers).delete()


def _page(text: PageText) -> Draft:
    return Draft(
        kind=DocKind.PAGE,
        object_id=text.id,
        language=text.language,
        levels=([text.title], [], [text.lead, *text.headings], [], [text.body]),
        title=text.title,
        url=text.url,
        text=" ".join(part for part in (text.lead, text.body) if part),
    )


# --- everything -----------------------------------------------------------------------------------


def rebuild(
    *, clear: bool, each: Callable[[str, Collection[list[int]]], Iterable[list[int]]]
) -> dict[str, int]:
    """Bring every document up to date; with ``clear`` from nothing. Returns how many rows were touched.

    ``each`` walks over batches and shows how far it is. Batches are committed one by one; the shop stays open.
    """
    if clear:
        with transaction.atomic():
            SearchDocument.objects.all().delete()
            SearchTerm.objects.all().delete()
    if opensearch.is_used():
        opensearch.make(clear=clear)
    touched = {"places": places_write(), "pages": 0, "products": 0}
    page_ids = sorted({pk for source in _pages for pk in source.ids()} | _documented(DocKind.PAGE))
    for part in each("Pages, by 250", _batches(page_ids)):
        touched["pages"] += pages_write(part)
    product_ids = sorted(
        {*Product.objects.order_by().values_list("pk", flat=True)} | _documented(DocKind.PRODUCT)
    )
    for part in each("Products, by 250", _batches(product_ids)):
        touched["products"] += products_write(part)
    if opensearch.is_used():
        numbers = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
        for part in each("OpenSearch, by 250", _batches(numbers)):
            opensearch.push(part)
    return touched


def _documented(kind: DocKind) -> set[int]:
    return {object_of(pk) for pk in SearchDocument.objects.filter(kind=kind).values_list("pk", flat=True)}


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _write(drafts: Iterable[Draft], *, among: Collection[int]) -> int:
    """Write the drafts that differ from what is stored, delete those ``among`` that have none now."""
    new: dict[int, SearchDocument] = {}
    terms: dict[tuple[str, str], tuple[str, int]] = {}
    for draft in drafts:
        found = analysed(draft)
        new[draft.id] = SearchDocument(
            id=draft.id,
            kind=draft.kind,
            language=draft.language,
            title=draft.title[:255],
            url=draft.url,
            text=draft.text,
            tokens=found.tokens,
        )
        for term, (word, level) in found.terms.items():
            seen = terms.get((draft.language, term))
            if seen is None or level < seen[1]:
                terms[draft.language, term] = (word, level)
    old = {row.pk: row for row in _stored({*among, *new})}
    changed = [row for pk, row in new.items() if pk not in old or _differs(row, old[pk])]
    gone = [pk for pk in old if pk not in new]
    if changed:
        SearchDocument.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=list(_WRITTEN), batch_size=100
        )
        _terms_add(terms)
    for start in range(0, len(gone), BATCH):
        SearchDocument.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    if opensearch.is_used() and (changed or gone):
        numbers = [*gone, *(row.pk for row in changed)]
        transaction.on_commit(partial(opensearch.push_or_tell, numbers))
    return len(changed) + len(gone)


def _stored(numbers: Collection[int]) -> Iterator[SearchDocument]:
    ids = sorted(numbers)
    for start in range(0, len(ids), BATCH * 2):
        yield from SearchDocument.objects.filter(pk__in=ids[start : start + BATCH * 2])


def _differs(new: SearchDocument, old: SearchDocument) -> bool:
    return any(getattr(new, name) != getattr(old, name) for name in _WRITTEN)


def _terms_add(terms: dict[tuple[str, str], tuple[str, int]]) -> None:
    """Add the words that were never seen, and note where a known one stands in a better place."""
    for language in LANGUAGES:
        own = {term: seen for (code, term), seen in sorted(terms.items()) if code == language}
        names = list(own)
        known: dict[str, int] = {}
        for start in range(0, len(names), BATCH * 2):
            rows = SearchTerm.objects.filter(language=language, term__in=names[start : start + BATCH * 2])
            known |= dict(rows.values_list("term", "level"))
        fresh = [
            SearchTerm(language=language, term=term, word=word, level=level)
            for term, (word, level) in own.items()
            if term not in known
        ]
        SearchTerm.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
        for term, level in known.items():
            if own[term][1] < level:
                SearchTerm.objects.filter(language=language, term=term).update(
                    word=own[term][0], level=own[term][1]
                )


# --- synonyms --------------------------------------------------------------------------------------


@transaction.atomic
def synonyms_import(rows: Iterable[Mapping[str, str]]) -> int:
    """Take up synonyms as rows of language, typed and finds; found again by language and what is typed."""
    rows = list(rows)
    for row in rows:
        SearchSynonym.objects.update_or_create(
            language=row["language"], typed=row["typed"], defaults={"finds": row["finds"]}
        )
    return len(rows)


# --- what was looked for in vain -------------------------------------------------------------------


def miss_record(query: str, *, language: str) -> None:
    """Count a query that found nothing. Only words are kept, folded and cut, never who asked."""
    text = " ".join(words(query))[:LONGEST_MISS].strip()
    if not text:
        return
    moment = now()
    rows = SearchMiss.objects.filter(query=text, language=language)
    if rows.update(count=F("count") + 1, last_at=moment):
        return
    SearchMiss.objects.bulk_create(
        [SearchMiss(query=text, language=language, last_at=moment)], ignore_conflicts=True
    )
    if SearchMiss.objects.count() > MOST_MISSES + MOST_MISSES // 10:
        misses_prune()


def misses_prune() -> int:
    """Delete what nobody asked for a year, and all but the newest `MOST_MISSES`; returns how many rows."""
    gone = SearchMiss.objects.filter(last_at__lt=now() - KEPT_MISSES).delete()[0]
    kept = list(SearchMiss.objects.order_by("-last_at", "-pk").values_list("pk", flat=True)[:MOST_MISSES])
    if len(kept) == MOST_MISSES:
        oldest = SearchMiss.objects.get(pk=kept[-1]).last_at
        gone += SearchMiss.objects.filter(last_at__lt=oldest).delete()[0]
    return gone
