"""The rows that each condition of a question lets through, as packed sets (`catalog.index.bits`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
from django.http import QueryDict
from numpy.typing import NDArray

from catalog.index import bits
from catalog.index.filters import Filters, parse
from catalog.index.loading import CHOICES, MEASURES, micros
from catalog.index.questions import Prices, RuleBounds, Scope
from catalog.index.table import BRANCHES, Table
from gemkit.clock import now

NEW_DAYS = 60
CODED = ("shape", "cut", "color")
"""Choices that are stored by the id of a dictionary; the others are stored as they are asked for."""

FACETS = (*CHOICES, "stone", "category", "subcategory", "tag", "zodiac")
_MICROS_A_DAY = 86_400_000_000
_KEPT = 256
_RANGES = 16


class Conditions:
    """Sets of rows of a `Table`; keeps those of collections, of stock and of sales, which are asked for most."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._groups: dict[tuple[str, int], bits.Words] = {}
        self._flags: dict[str, tuple[int, bits.Words]] = {}
        self._ranges: dict[tuple[str, Decimal | None, Decimal | None], bits.Words] = {}

    def forget(self) -> None:
        """Drop what was kept; called when the table changed."""
        self._groups.clear()
        self._flags.clear()
        self._ranges.clear()

    def of_scope(self, scope: Scope, prices: Prices) -> bits.Words:
        """Return all published rows of a part of the catalog."""
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
            found = found & self._flag("on_sale", self._on_sale)
        if scope.new:
            found = found & self._flag("is_new", self._new)
        if scope.products is not None:
            found = found & table.rows_of_products(np.array(scope.products, np.int64))
        if scope.variants:
            columns = table.columns
            named = bits.pack(np.isin(columns["variant"], scope.variants), table.width) & table.live
            siblings = table.rows_of_products(columns["product"][bits.rows_of(named)])
            found = found & (named | ~siblings)
        return found

    def group(self, code: str, prices: Prices) -> bits.Words:
        """Return the rows of a collection: all of the products picked by hand, and what the rule finds."""
        key = code, int(now().timestamp()) // 60  # a rule may ask for what is reduced or new
        kept = self._groups.get(key)
        if kept is not None:
            return kept
        group = self.table.words.groups.get(code)
        found = np.zeros(self.table.width, np.uint64)
        if group is not None:
            found = self.table.rows_of_products(np.array(group.products, np.int64))
            if group.rule:
                filters, _problems = parse(QueryDict(group.rule), known=self.table.words.known)
                bounds = RuleBounds.of(filters.price, prices.rate) if filters.price else None
                sets = self.of_filters(replace(filters, collection=()), Prices(prices.rate, bounds))
                if sets:
                    found = found | everywhere(self.table.live, sets)
        if len(self._groups) >= _KEPT:
            self._groups.clear()
        self._groups[key] = found
        return found

    def of_filters(self, filters: Filters, prices: Prices, *, measured: bool = True) -> dict[str, bits.Words]:
        """Return the rows that each filter alone lets through; ranges of measures only if ``measured``."""
        table = self.table
        found: dict[str, bits.Words] = {}
        for name in FACETS:
            if codes := getattr(filters, name):
                found[name] = table.union(self.values(name, codes))
        if filters.collection:
            found["collection"] = table.union([self.group(code, prices) for code in filters.collection])
        if measured:
            found |= self.of_measures(filters)
        if filters.price:
            found["price"] = self._price(prices)
        if filters.in_stock:
            found["in_stock"] = self._flag("in_stock", self._in_stock)
        if filters.on_sale:
            found["on_sale"] = self._flag("on_sale", self._on_sale)
        if filters.is_new:
            found["is_new"] = self._flag("is_new", self._new)
        return found

    def of_measures(self, filters: Filters) -> dict[str, bits.Words]:
        """Return the rows that each range of a measure alone lets through."""
        spans = {name: getattr(filters, name) for name in MEASURES}
        return {name: self.between(name, span.low, span.high) for name, span in spans.items() if span}

    def measured(self, places: bits.Rows, filters: Filters) -> bits.Rows:
        """Return those of ``places`` that every range of a measure lets through."""
        for name in MEASURES:
            if span := getattr(filters, name):
                places = places[_within(self.table.columns[name][places], span.low, span.high)]
        return places

    def _flag(self, name: str, make: Callable[[], bits.Words]) -> bits.Words:
        """Return a set that changes with the table or the minute: reductions begin and end, new things get old."""
        minute = int(now().timestamp()) // 60
        kept = self._flags.get(name)
        if kept is None or kept[0] != minute:
            kept = self._flags[name] = minute, make()
        return kept[1]

    def values(self, name: str, codes: Sequence[str]) -> list[bits.Words]:
        """Return the rows of each of the known ones of ``codes``."""
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

    def between(self, name: str, low: Decimal | None, high: Decimal | None) -> bits.Words:
        """Return the rows that have a number in a column, within both ends."""
        key = name, low, high
        found = self._ranges.get(key)
        if found is None:
            found = bits.pack(_within(self.table.columns[name], low, high), self.table.width)
            if len(self._ranges) >= _RANGES:  # a page asks for the same few again and again
                self._ranges.clear()
            self._ranges[key] = found
        return found

    def _price(self, prices: Prices) -> bits.Words:
        bounds = prices.bounds
        if bounds is None or bounds.is_empty:
            return np.zeros(self.table.width, np.uint64)
        overridden = self.between("uah", bounds.uah_min, bounds.uah_max)
        if prices.rate is None:  # a base price alone is no price then
            return overridden
        bases = self.between("usd", bounds.usd_min, bounds.usd_max)
        return overridden | (bases & ~self.between("uah", None, None))

    def _in_stock(self) -> bits.Words:
        return bits.pack(self.table.columns["available"] > 0, self.table.width)

    def _on_sale(self) -> bits.Words:
        columns, moment = self.table.columns, int(now().timestamp())
        runs = columns["reduced"] & (columns["starts"] <= moment) & (columns["ends"] > moment)
        return bits.pack(runs, self.table.width)

    def _new(self) -> bits.Words:
        since = micros(now()) - NEW_DAYS * _MICROS_A_DAY
        return bits.pack(self.table.columns["created"] >= since, self.table.width)


def everywhere(rows: bits.Words, sets: Mapping[str, bits.Words], *, but: str = "") -> bits.Words:
    """Return the rows that are in every one of ``sets``, the one called ``but`` left out."""
    for name, found in sets.items():
        if name != but:
            rows = rows & found
    return rows


def _within(values: NDArray[Any], low: Decimal | None, high: Decimal | None) -> bits.Flags:
    """Return which of ``values`` are stated and within both ends."""
    flags: bits.Flags = values >= (0 if low is None else _cents(low, ROUND_CEILING))
    if high is not None:
        flags &= values <= _cents(high, ROUND_FLOOR)
    return flags


def _cents(value: Decimal, rounding: str) -> int:
    return min(int((value * 100).to_integral_value(rounding)), 2**62)
