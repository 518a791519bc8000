"""The listing engine: filters in, one page of variants, totals and facet counts out.

All filters hold on one and the same variant. A product is shown once, with its best matching variant: one that
can be bought now, then the cheapest, then the oldest. Counts count products; each facet ignores itself.

Every value of a facet is a set of rows (`catalog.index.bits`), so a filter is an OR and an AND of sets and a count
the size of one. Where several variants of a product match, all but the first are taken out before counting:
variants of a product lie side by side, so a set moved by one row and laid over itself shows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.index import bits
from catalog.index.conditions import FACETS, Conditions, everywhere
from catalog.index.filters import Filters, Span
from catalog.index.loading import CHOICES, MEASURES, micros
from catalog.index.order import order_keys
from catalog.index.questions import Counts, PriceRange, Prices, Scope
from catalog.index.table import Table
from gemkit.clock import now

_KEPT = 64
_FEW = 4
"""Where fewer than this part of all rows are left, ranges are looked at row by row."""


class Engine:
    """Answers from a `Table`. Not safe for threads: `catalog.index.state` holds a lock."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._counts: dict[Any, Counts] = {}
        self._shown: dict[Any, bits.Words] = {}
        self._scopes: dict[Scope, tuple[int, int, dict[str, list[str]]]] = {}
        self.conditions = Conditions(table)

    def forget(self) -> None:
        """Drop what was kept; called when the table changed."""
        self._counts.clear()
        self._shown.clear()
        self.conditions.forget()

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
            key = table.columns["product"][wide].astype(np.int64) * 100_000
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

    def variants_in(
        self,
        among: Collection[int],
        prices: Prices,
        branches: Mapping[str, Collection[int]],
        *,
        collections: Collection[str],
    ) -> frozenset[int]:
        """Return those variants ``among`` some that lie in one of ``branches`` of each level, and a collection."""
        table = self.table
        rows = table.live
        for level, ids in branches.items():
            if ids:
                known = table.branches[level]
                rows = rows & table.union([known[pk] for pk in ids if pk in known])
        if collections:
            rows = rows & table.union([self.conditions.group(code, prices) for code in collections])
        variants = table.columns["variant"]
        named = np.flatnonzero(np.isin(variants, list(among)))
        return frozenset(int(variants[row]) for row in named if bits.has(rows, int(row)))

    # --- Answers --------------------------------------------------------------------------------

    def _key(self, scope: Scope, filters: Filters, prices: Prices) -> Any:
        minute = int(now().timestamp()) // 60  # reductions begin and end, new things get old
        if filters.ordering != "relevance":
            filters = replace(filters, ordering="relevance")
        return scope, filters, prices, minute

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
        here, sets = self.conditions.of_scope(scope, prices), self.conditions.of_filters(filters, prices)
        rows = everywhere(here, sets)
        overlaps = self._overlaps(rows)
        shown = self._first(rows, overlaps)
        scope_total, present = self._present(scope, here, facets)
        found: dict[str, dict[str, int]] = {}
        for name in facets:
            if name in sets:
                others = everywhere(here, sets, but=name)
                found[name] = self._facet(name, others, self._overlaps(others), None, present[name])
            else:
                found[name] = self._facet(name, rows, overlaps, shown, present[name])
        places = bits.rows_of(rows)

        def but(name: str) -> bits.Rows:
            return bits.rows_of(everywhere(here, sets, but=name)) if name in sets else places

        spans = {name: Span(*self._ends(self.table.columns[name][but(name)])) for name in MEASURES}
        return Counts(bits.size_of(shown), scope_total, found, spans, self._price_range(but("price")))

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
        sets = [self.conditions.values(name, [code])[0] for code in present]
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
                    if any(np.any(found & here) for found in self.conditions.values(name, [code]))
                ]
                for name in facets
            }
            kept = (self.table.structure, self.products_in(here), codes)
            if not (
                scope.sale or scope.new or scope.collection
            ):  # these change with the hour and with prices
                _remember(self._scopes, scope, kept)
        return kept[1], kept[2]

    def _codes(self, name: str) -> list[str]:
        words = self.table.words
        if name in words.by_code:
            return list(words.by_code[name])
        values = self.table.vocabularies[name].values[1:]
        return [f"{value / 100:g}" for value in sorted(values)] if name == "ring_size" else values

    def span(self, name: str, rows: bits.Words) -> Span:
        """Return the smallest and the greatest number of a column among ``rows``."""
        return Span(*self._ends(self.table.columns[name][bits.rows_of(rows)]))

    @staticmethod
    def _ends(values: NDArray[Any]) -> tuple[Decimal | None, Decimal | None]:
        values = values[values >= 0]
        if not len(values):
            return None, None
        return Decimal(int(values.min())) / 100, Decimal(int(values.max())) / 100

    def _price_range(self, places: bits.Rows) -> PriceRange:
        usd, uah = self.table.columns["usd"][places], self.table.columns["uah"][places]
        return PriceRange(*self._ends(usd[uah < 0]), *self._ends(uah))  # what has its own price has no other

    def rows(self, scope: Scope, filters: Filters, prices: Prices) -> bits.Words:
        """Return all matching rows, several of a product too."""
        return everywhere(
            self.conditions.of_scope(scope, prices), self.conditions.of_filters(filters, prices)
        )

    def variants(
        self,
        filters: Filters,
        prices: Prices,
        *,
        added_after: dt.datetime | None,
        added_before: dt.datetime | None,
    ) -> list[int]:
        """Return the variant ids of all matching rows, in order; the period is that in which they were added."""
        rows = bits.rows_of(self.rows(Scope(), filters, prices))
        created = self.table.columns["created"][rows]
        if added_after is not None:
            rows, created = rows[created >= micros(added_after)], created[created >= micros(added_after)]
        if added_before is not None:
            rows = rows[created <= micros(added_before)]
        return sorted(int(pk) for pk in self.table.columns["variant"][rows])

    def total(self, scope: Scope, filters: Filters, prices: Prices) -> int:
        """Return the number of products that match."""
        return bits.size_of(self._matching(scope, filters, prices))

    def _matching(self, scope: Scope, filters: Filters, prices: Prices) -> bits.Words:
        """Return one row, the best matching one, for every product that matches."""
        key = self._key(scope, filters, prices)
        kept = self._shown.get(key)
        if kept is None:
            rows = self.rows(scope, filters, prices)
            kept = _remember(self._shown, key, self._first(rows, self._overlaps(rows)))
        return kept

    def _places(self, scope: Scope, filters: Filters, prices: Prices) -> bits.Rows:
        """Return the same as places, ascending, in the way that is short where few match.

        Rows of a product lie side by side, the best one first, so what follows another one of its product is left out.
        """
        kept = self._shown.get(self._key(scope, filters, prices))
        if kept is not None:
            return bits.rows_of(kept)
        conditions = self.conditions
        rows = everywhere(
            conditions.of_scope(scope, prices), conditions.of_filters(filters, prices, measured=False)
        )
        if bits.size_of(rows) > self.table.used // _FEW:
            places = bits.rows_of(everywhere(rows, conditions.of_measures(filters)))
        else:
            places = conditions.measured(bits.rows_of(rows), filters)
        products = self.table.columns["product"][places]
        first = np.ones(len(places), np.bool_)
        first[1:] = products[1:] != products[:-1]
        return places[first]

    def page(self, scope: Scope, filters: Filters, prices: Prices, *, offset: int, limit: int) -> list[int]:
        """Return the variant ids of one page, one a product."""
        rows = self._places(scope, filters, prices)
        if offset >= len(rows) or limit <= 0:
            return []
        keys = order_keys(self.table, filters.ordering, scope, rows)
        end = min(offset + limit, len(rows))
        if end < len(rows):  # only what may stand on this page or before it is sorted
            edge = np.partition(keys[0], end - 1)[end - 1]
            near = keys[0] <= edge
            rows, keys = rows[near], [key[near] for key in keys]
        order = np.lexsort(keys[::-1])[offset:end]
        return [int(pk) for pk in self.table.columns["variant"][rows[order]]]

    def closest(self, scope: Scope, filters: Filters, prices: Prices) -> tuple[str, int] | None:
        """Return the one filter that hides most, and how many products show without it.

        None when leaving out a single filter does not help.
        """
        sets, here = self.conditions.of_filters(filters, prices), self.conditions.of_scope(scope, prices)
        if not sets:
            return None
        counts = {name: self.products_in(everywhere(here, sets, but=name)) for name in sets}
        name = max(counts, key=lambda name: (counts[name], name))
        return (name, counts[name]) if counts[name] else None


def _remember(kept: dict[Any, Any], key: Any, value: Any) -> Any:
    if len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value
    return value
