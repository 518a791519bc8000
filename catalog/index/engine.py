"""The listing engine: filters in, one page of variants, totals and facet counts out.

All filters hold on one and the same variant. A product is shown once, with its best matching variant: one that
can be bought now, then the cheapest, then the oldest. Counts count products; each facet ignores itself.

Every value of a facet is a set of rows (`catalog.index.bits`), so a filter is an OR and an AND of sets and a count
the size of one. Where several variants of a product match, all but the first are taken out before counting:
variants of a product lie side by side, so a set moved by one row and laid over itself shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Protocol

import numpy as np
from django.http import QueryDict
from numpy.typing import NDArray

from catalog.index import bits
from catalog.index.filters import Filters, Span, parse
from catalog.index.loading import CHOICES, MEASURES, micros
from catalog.index.table import BRANCHES, Table
from catalog.index.words import Words
from gemkit.clock import now

NEW_DAYS = 60
CODED = ("shape", "cut", "color")
"""Choices that are stored by the id of a dictionary; the others are stored as they are asked for."""

FACETS = (*CHOICES, "stone", "category", "subcategory", "tag", "zodiac")
_MICROS_A_DAY = 86_400_000_000
_MICROS_A_MILLENNIUM = 365_250 * _MICROS_A_DAY
_KEPT = 64


class Bounds(Protocol):
    """A price filter as stored prices understand it (`commerce.pricing.domain.PriceBounds`)."""

    @property
    def uah_min(self) -> Decimal | None: ...
    @property
    def uah_max(self) -> Decimal | None: ...
    @property
    def usd_min(self) -> Decimal | None: ...
    @property
    def usd_max(self) -> Decimal | None: ...
    @property
    def is_empty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the catalog that a page is about; everything when nothing is given.

    ``collection`` is a code; ``sale`` and ``new`` are the pages of that name; ``products`` (ids, best first) is
    what a search found.
    """

    kind: str | None = None
    type_id: int | None = None
    category_id: int | None = None
    subcategory_id: int | None = None
    collection: str | None = None
    sale: bool = False
    new: bool = False
    products: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """What the engine must know of pricing: the base rate, and the price filter's meaning."""

    rate: Decimal | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The cheapest and the dearest stored prices: bases in USD, overrides in UAH."""

    usd_min: Decimal | None = None
    usd_max: Decimal | None = None
    uah_min: Decimal | None = None
    uah_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals and facets: ``facets[name][code]`` counts products, each facet ignoring itself.

    A code with 0 exists in the scope, but not beside the other filters.
    """

    total: int
    scope_total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    ranges: dict[str, Span] = field(default_factory=dict)
    price: PriceRange = field(default_factory=PriceRange)


class Engine:
    """Answers from a `Table`. Not safe for threads: `catalog.index.state` holds a lock."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._counts: dict[Any, Counts] = {}
        self._shown: dict[Any, bits.Words] = {}
        self._scopes: dict[Scope, tuple[int, int, dict[str, list[str]]]] = {}
        self._groups: dict[str, bits.Words] = {}

    def forget(self) -> None:
        """Drop what was kept; called when the table changed."""
        self._counts.clear()
        self._shown.clear()
        self._groups.clear()

    # --- Sets of a question ---------------------------------------------------------------------

    def _scope(self, scope: Scope, prices: Prices) -> bits.Words:
        table = self.table
        nothing = np.zeros(table.width, np.uint64)
        found = table.live
        if scope.subcategory_id is not None:
            found = found & table.branches["subcategory"].get(scope.subcategory_id, nothing)
        elif scope.category_id is not None:
            found = found & table.branches["category"].get(scope.category_id, nothing)
        elif scope.type_id is not None:
            found = found & table.branches["stone"].get(scope.type_id, nothing)
        elif scope.kind is not None:
            found = found & table.kinds.get(scope.kind, nothing)
        if scope.collection is not None:
            found = found & self.group(scope.collection, prices)
        if scope.sale:
            found = found & self._on_sale()
        if scope.new:
            found = found & self._new()
        if scope.products is not None:
            found = found & table.rows_of_products(np.array(scope.products, np.int64))
        return found

    def group(self, code: str, prices: Prices) -> bits.Words:
        """Return the rows of a collection: all of the products picked by hand, and what the rule finds."""
        kept = self._groups.get(code)
        if kept is not None:
            return kept
        group = self.table.words.groups.get(code)
        found = np.zeros(self.table.width, np.uint64)
        if group is not None:
            found = self.table.rows_of_products(np.array(group.products, np.int64))
            if group.rule:
                filters, bounds = read_rule(group.rule, self.table.words, prices)
                sets = self._sets(replace(filters, collection=()), Prices(prices.rate, bounds))
                if sets:
                    found = found | self._all(self.table.live, sets)
        self._groups[code] = found
        return found

    def _sets(self, filters: Filters, prices: Prices) -> dict[str, bits.Words]:
        """Return the rows that each filter alone lets through."""
        table = self.table
        found: dict[str, bits.Words] = {}
        for name in FACETS:
            if codes := getattr(filters, name):
                found[name] = table.union(self._values(name, codes))
        if filters.collection:
            found["collection"] = table.union([self.group(code, prices) for code in filters.collection])
        for name in MEASURES:
            if span := getattr(filters, name):
                found[name] = self._between(name, span.low, span.high)
        if filters.price:
            found["price"] = self._price(prices)
        if filters.in_stock:
            found["in_stock"] = bits.pack(table.columns["available"] > 0, table.width)
        if filters.on_sale:
            found["on_sale"] = self._on_sale()
        if filters.is_new:
            found["is_new"] = self._new()
        return found

    def _values(self, name: str, codes: Sequence[str]) -> list[bits.Words]:
        table = self.table
        if name == "zodiac":
            return [table.signs[code] for code in codes if code in table.signs]
        if name in BRANCHES:
            sets = table.branches[name]
            return [sets[pk] for pk in table.words.ids(name, tuple(codes)) if pk in sets]
        if name == "tag":
            ids = table.words.ids("tag", tuple(codes))
            return [table.tag_sets[pk] for pk in ids if pk in table.tag_sets]
        places = table.vocabularies[name].places
        return [table.sets[name][places[raw]] for raw in self._raw(name, codes) if raw in places]

    def _raw(self, name: str, codes: Sequence[str]) -> list[Any]:
        """Return the values that stand in the table for ``codes``."""
        if name in CODED:
            return list(self.table.words.ids(name, tuple(codes)))
        return [round(Decimal(code) * 100) for code in codes] if name == "ring_size" else list(codes)

    def _between(self, name: str, low: Decimal | None, high: Decimal | None) -> bits.Words:
        column = self.table.columns[name]
        flags = column >= (0 if low is None else _cents(low, ROUND_CEILING))
        if high is not None:
            flags &= column <= _cents(high, ROUND_FLOOR)
        return bits.pack(flags, self.table.width)

    def _price(self, prices: Prices) -> bits.Words:
        bounds = prices.bounds
        if bounds is None or bounds.is_empty:
            return np.zeros(self.table.width, np.uint64)
        overridden = self._between("uah", bounds.uah_min, bounds.uah_max)
        if prices.rate is None:  # a base price alone is no price then
            return overridden
        bases = self._between("usd", bounds.usd_min, bounds.usd_max)
        return overridden | (bases & ~self._between("uah", None, None))

    def _on_sale(self) -> bits.Words:
        columns, moment = self.table.columns, micros(now())
        runs = columns["reduced"] & (columns["starts"] <= moment) & (columns["ends"] > moment)
        return bits.pack(runs, self.table.width)

    def _new(self) -> bits.Words:
        since = micros(now()) - NEW_DAYS * _MICROS_A_DAY
        return bits.pack(self.table.columns["created"] >= since, self.table.width)

    @staticmethod
    def _all(rows: bits.Words, sets: Mapping[str, bits.Words], *, but: str = "") -> bits.Words:
        for name, found in sets.items():
            if name != but:
                rows = rows & found
        return rows

    # --- One row a product ----------------------------------------------------------------------

    def _overlaps(self, rows: bits.Words) -> list[bits.Words]:
        """Return for each distance the rows that have another one of ``rows`` that far before them."""
        return [rows & bits.moved_up(rows, distance) for distance in self.table.distances]

    def _first(self, rows: bits.Words, overlaps: Sequence[bits.Words], name: str = "product") -> bits.Words:
        """Return the first of ``rows`` in every product, or for every value of a facet in every product."""
        table = self.table
        found = rows.copy()
        for same, overlap in zip(table.same[name], overlaps, strict=False):
            found &= ~(overlap & same)
        if table.has_wide and len(wide := bits.rows_of(rows & table.wide)):
            key = table.columns["product"][wide] * 100_000
            if name != "product":
                key = key + table.columns[name][wide]
            later = np.ones(len(wide), np.bool_)
            later[np.unique(key, return_index=True)[1]] = False
            flags = np.zeros(table.used, np.bool_)
            flags[wide[later]] = True
            found &= ~bits.pack(flags, table.width)
        return found

    def products_in(self, rows: bits.Words) -> int:
        """Return how many products ``rows`` belong to."""
        return bits.size_of(self._first(rows, self._overlaps(rows)))

    # --- Answers --------------------------------------------------------------------------------

    def _key(self, scope: Scope, filters: Filters, prices: Prices) -> Any:
        minute = int(now().timestamp()) // 60  # reductions begin and end, new things get old
        return scope, replace(filters, ordering="relevance"), prices, minute

    def count(
        self, scope: Scope, filters: Filters, prices: Prices, *, facets: Iterable[str] = FACETS
    ) -> Counts:
        """Return totals, ranges and the counts of ``facets``."""
        wanted = tuple(facets)
        key = (*self._key(scope, filters, prices), wanted)
        kept = self._counts.get(key)
        if kept is None:
            kept = _remember(self._counts, key, self._count(scope, filters, prices, wanted))
        return kept

    def _count(self, scope: Scope, filters: Filters, prices: Prices, facets: Sequence[str]) -> Counts:
        here, sets = self._scope(scope, prices), self._sets(filters, prices)
        rows = self._all(here, sets)
        overlaps = self._overlaps(rows)
        shown = self._first(rows, overlaps)
        scope_total, present = self._present(scope, here, facets)
        found: dict[str, dict[str, int]] = {}
        for name in facets:
            if name in sets:
                others = self._all(here, sets, but=name)
                found[name] = self._facet(name, others, self._overlaps(others), None, present[name])
            else:
                found[name] = self._facet(name, rows, overlaps, shown, present[name])
        total = bits.size_of(shown)
        spans = {
            name: self._span(name, self._all(here, sets, but=name) if name in sets else rows)
            for name in MEASURES
        }
        priced = self._all(here, sets, but="price") if "price" in sets else rows
        return Counts(total, scope_total, found, spans, self._price_range(priced))

    def _facet(
        self,
        name: str,
        rows: bits.Words,
        overlaps: Sequence[bits.Words],
        shown: bits.Words | None,
        present: Sequence[str],
    ) -> dict[str, int]:
        """Return the number of products for each value that occurs in the scope."""
        if name in CHOICES:
            chosen = self._first(rows, overlaps, name)
        else:
            chosen = self._first(rows, overlaps) if shown is None else shown
        sets = [self._values(name, [code])[0] for code in present]
        return dict(zip(present, bits.sizes_of(sets, chosen), strict=True))

    def _present(
        self, scope: Scope, here: bits.Words, facets: Sequence[str]
    ) -> tuple[int, dict[str, list[str]]]:
        """Return the number of products of a scope, and the codes of each facet that occur in it."""
        kept = self._scopes.get(scope)
        if kept is None or kept[0] != self.table.structure or not kept[2].keys() >= set(facets):
            codes = {
                name: [
                    code
                    for code in self._codes(name)
                    if any(np.any(found & here) for found in self._values(name, [code]))
                ]
                for name in facets
            }
            kept = (self.table.structure, self.products_in(here), codes)
            if not (scope.sale or scope.new):  # these change with the hour
                _remember(self._scopes, scope, kept)
        return kept[1], kept[2]

    def _codes(self, name: str) -> list[str]:
        words = self.table.words
        if name in words.by_code:
            return list(words.by_code[name])
        values = self.table.vocabularies[name].values[1:]
        return [f"{value / 100:g}" for value in sorted(values)] if name == "ring_size" else values

    def _span(self, name: str, rows: bits.Words) -> Span:
        low, high = self._ends(name, rows)
        return Span(low, high)

    def _ends(self, name: str, rows: bits.Words) -> tuple[Decimal | None, Decimal | None]:
        values = self.table.columns[name][bits.rows_of(rows)]
        values = values[values >= 0]
        if not len(values):
            return None, None
        return Decimal(int(values.min())) / 100, Decimal(int(values.max())) / 100

    def _price_range(self, rows: bits.Words) -> PriceRange:
        overridden = self._between("uah", None, None)
        return PriceRange(*self._ends("usd", rows & ~overridden), *self._ends("uah", rows & overridden))

    def total(self, scope: Scope, filters: Filters, prices: Prices) -> int:
        """Return the number of products that match."""
        return bits.size_of(self._matching(scope, filters, prices))

    def _matching(self, scope: Scope, filters: Filters, prices: Prices) -> bits.Words:
        """Return one row, the best matching one, for every product that matches."""
        key = self._key(scope, filters, prices)
        kept = self._shown.get(key)
        if kept is None:
            rows = self._all(self._scope(scope, prices), self._sets(filters, prices))
            kept = _remember(self._shown, key, self._first(rows, self._overlaps(rows)))
        return kept

    def page(self, scope: Scope, filters: Filters, prices: Prices, *, offset: int, limit: int) -> list[int]:
        """Return the variant ids of one page, one a product."""
        rows = bits.rows_of(self._matching(scope, filters, prices))
        if offset >= len(rows) or limit <= 0:
            return []
        keys = self._order(filters.ordering, scope, rows)
        end = min(offset + limit, len(rows))
        if end < len(rows):  # only what may stand on this page or before it is sorted
            edge = np.partition(keys[0], end - 1)[end - 1]
            near = keys[0] <= edge
            rows, keys = rows[near], [key[near] for key in keys]
        order = np.lexsort(keys[::-1])[offset:end]
        return [int(pk) for pk in self.table.columns["variant"][rows[order]]]

    def _order(self, ordering: str, scope: Scope, rows: bits.Rows) -> list[NDArray[Any]]:
        """Return the keys to sort ``rows`` by, the first one first; every order is total."""
        table, columns = self.table, self.table.columns
        newest = [-columns["created"][rows], -columns["product"][rows]]
        age = columns["variant"][rows]
        if ordering == "newest":
            return newest
        if ordering in {"price", "-price"}:
            price = table.price(rows)
            if ordering == "-price":
                price = np.where(price == _NO_PRICE, _NO_PRICE, -price)
            return [price, age]
        if ordering in {"carat", "-carat"}:
            carat = columns["carat"][rows].astype(np.int64)
            sign = -1 if ordering == "-carat" else 1
            return [np.where(carat < 0, _NO_PRICE, carat * sign), age]
        picked = scope.products
        if picked is None and scope.collection is not None:
            group = table.words.groups.get(scope.collection)
            picked = group.products if group else None
        if picked:
            return [_places(columns["product"][rows], picked), table.wait(rows), *newest]
        # One key, because most things can be bought at once and would all be equal by the first.
        return [
            table.wait(rows).astype(np.int64) * _MICROS_A_MILLENNIUM - columns["created"][rows],
            newest[1],
        ]

    def closest(self, scope: Scope, filters: Filters, prices: Prices) -> tuple[str, int] | None:
        """Return the one filter that hides most, and how many products show without it.

        None when leaving out a single filter does not help.
        """
        sets, here = self._sets(filters, prices), self._scope(scope, prices)
        if not sets:
            return None
        counts = {name: self.products_in(self._all(here, sets, but=name)) for name in sets}
        name = max(counts, key=lambda name: (counts[name], name))
        return (name, counts[name]) if counts[name] else None


_NO_PRICE = np.iinfo(np.int64).max


def _cents(value: Decimal, rounding: str) -> int:
    return min(int((value * 100).to_integral_value(rounding)), 2**62)


def _places(products: NDArray[np.int64], picked: Sequence[int]) -> NDArray[np.int64]:
    """Return the place of each product in ``picked``; those that are not in it come last."""
    ids = np.array(picked, np.int64)
    order = np.argsort(ids, kind="stable")
    places = np.minimum(np.searchsorted(ids[order], products), len(ids) - 1)
    found = order[places]
    return np.where(ids[found] == products, found, len(ids))


def _remember(kept: dict[Any, Any], key: Any, value: Any) -> Any:
    if len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value
    return value


def read_rule(rule: str, words: Words, prices: Prices) -> tuple[Filters, Bounds | None]:
    """Return the filters of a collection's rule; its prices are in UAH."""
    filters, _problems = parse(QueryDict(rule), known=words.known)
    return filters, RuleBounds.of(filters.price, prices.rate) if filters.price else None


@dataclass(frozen=True, slots=True)
class RuleBounds:
    """The price of a rule in UAH, to the kopiyka and without rounding to a step."""

    uah_min: Decimal | None
    uah_max: Decimal | None
    usd_min: Decimal | None
    usd_max: Decimal | None
    is_empty: bool = False

    @classmethod
    def of(cls, price: Span, rate: Decimal | None) -> RuleBounds:
        low, high = (None if end is None or not rate else end / rate for end in (price.low, price.high))
        return cls(price.low, price.high, low, high)
