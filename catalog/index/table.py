"""The rows of the index in columns, sorted so that a product's best variant comes first.

A product's variants stand side by side, a *block*. Inside a block they are sorted as shoppers are served: what
can be bought now, then what is made to order, then what is sold; then by price; then by age. So of any set of
matching rows, the first of each block is the variant to show.

A block keeps its place when its product changes; one that grew is written anew at the end, its old rows are left
dead. When the spare rows are used up the table is arranged anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.index import bits
from catalog.index.loading import CHOICES, MEASURES, Row
from catalog.index.words import Words

NARROW = 16
"""Blocks of up to this many rows are compared by moving whole sets; wider ones row by row."""

NOTHING = -1
MICRO = 1_000_000
BRANCHES = ("stone", "category", "subcategory")
FOREVER = 2**32 - 1
_DEAREST = np.iinfo(np.int64).max
_DEAREST_SORTED = 9 * 10**10  # hundredths; dearer things count as equal, so that the product fits 64 bits

# A million rows take a hundred megabytes, so every byte counts: numbers of rows fit 31 bits, those of
# sub-categories are places in a vocabulary.
_COLUMNS: dict[str, type] = {
    "product": np.int32,
    "variant": np.int32,
    "subcategory": np.int16,
    **dict.fromkeys(CHOICES, np.int16),
    **dict.fromkeys(MEASURES, np.int32),
    "usd": np.int64,
    "uah": np.int64,
    "reduced": np.bool_,
    "starts": np.uint32,
    "ends": np.uint32,
    "available": np.int32,
    "ordered": np.int32,
    "made": np.bool_,
    "created": np.int64,
}


class Vocabulary:
    """Numbers the values of a facet as they turn up; 0 is "not stated"."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}
        self.values: list[Any] = [None]

    def place(self, value: Any) -> int:
        if value is None or value == "":
            return 0
        found = self.places.get(value)
        if found is None:
            found = self.places[value] = len(self.values)
            self.values.append(value)
        return found


class Table:
    """Columns, blocks and sets of rows. Not safe for threads: `catalog.index.state` holds a lock."""

    def __init__(self, words: Words, *, rate: Decimal | None) -> None:
        self.words = words
        self.rate = rate
        self.vocabularies = {name: Vocabulary() for name in (*CHOICES, "subcategory")}
        self.columns: dict[str, NDArray[Any]] = {name: np.empty(0, kind) for name, kind in _COLUMNS.items()}
        self.used = 0
        self.dead = 0
        self.tag_sets: dict[int, bits.Words] = {}
        self.structure = 0
        self._arrange()

    # --- Filling --------------------------------------------------------------------------------

    def fill(self, rows: Iterable[Row], tags: Iterable[tuple[int, int]], *, size: int) -> None:
        """Take all rows of the catalog; ``size`` is about how many."""
        columns: dict[str, NDArray[Any]] = {name: np.empty(size, kind) for name, kind in _COLUMNS.items()}
        used = 0
        part: list[Row] = []
        for row in rows:
            part.append(row)
            if len(part) == 20_000:
                used, part = self._append(columns, used, part), []
        used = self._append(columns, used, part)
        self.columns, self.used, self.dead = columns, used, 0
        self.tag_sets = {}
        del columns, part  # arranging lets go of them one by one
        self._arrange()
        links = np.fromiter(tags, np.dtype((np.int64, 2)))
        for tag in np.unique(links[:, 1]):
            self.tag_sets[int(tag)] = self.rows_of_products(links[links[:, 1] == tag, 0])

    def _append(self, columns: dict[str, NDArray[Any]], used: int, rows: list[Row]) -> int:
        if not rows:
            return used
        end = used + len(rows)
        values = self._values(rows)
        for name, kind in _COLUMNS.items():
            if end > len(columns[name]):  # the catalog grew while it was read
                columns[name] = np.resize(columns[name], end + 1000)
            columns[name][used:end] = values[name].astype(kind, copy=False)
        return end

    def _values(self, rows: Sequence[Row]) -> dict[str, NDArray[Any]]:
        """Return the columns of ``rows``."""
        names = list(_COLUMNS)
        values: dict[str, NDArray[Any]] = {}
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            if name in self.vocabularies:
                place = self.vocabularies[name].place
                found: list[Any] = [place(value) for value in column]
            elif name == "starts":
                found = [0 if value is None else value for value in column]
            elif name == "ends":
                found = [FOREVER if value is None else value for value in column]
            else:
                found = [NOTHING if value is None else value for value in column]
            values[name] = np.array(found, _COLUMNS[name])
        return values

    # --- Order ----------------------------------------------------------------------------------

    def price(self, rows: Any = slice(None)) -> NDArray[np.int64]:
        """Return exact prices in millionths of a kopiyka, to sort by; without a price the greatest number.

        Unrounded: two stones that round to one price keep their order.
        """
        usd = np.minimum(self.columns["usd"][rows], _DEAREST_SORTED)
        uah = np.minimum(self.columns["uah"][rows], _DEAREST_SORTED)
        rate = 0 if self.rate is None else int(self.rate * MICRO)
        found = np.where((usd >= 0) & (rate > 0), usd * rate, _DEAREST)
        return np.where(uah >= 0, uah * MICRO, found)

    def wait(self, rows: Any = slice(None)) -> NDArray[np.int8]:
        """Return 0 for what can be bought now, 1 for what is made to order, 2 for what is sold."""
        available, made = self.columns["available"][rows] > 0, self.columns["made"][rows]
        return np.where(available, 0, np.where(made, 1, 2)).astype(np.int8)

    def _arrange(self, *, room: int = 0) -> None:
        """Sort all rows into blocks, drop dead ones, make the sets anew and leave ``room`` for more rows."""
        alive = bits.rows_of(self.live) if self.dead else np.arange(self.used, dtype=np.int32)
        used = len(alive)
        tagged = {tag: bits.rows_of(found & self.live) for tag, found in self.tag_sets.items()}
        keys = (
            self.columns["variant"][alive],
            self.price(alive),
            self.wait(alive),
            self.columns["product"][alive],
        )
        order = alive[np.lexsort(keys)]
        spare = max(1024, used // 20, room)
        del keys
        for name, column in list(self.columns.items()):  # one at a time, so that none is there twice for long
            arranged = np.zeros(used + spare, column.dtype)
            arranged[:used] = column[order]
            self.columns[name] = arranged
        places = np.zeros(int(alive.max(initial=-1)) + 1, np.int32)  # where each row went
        places[order] = np.arange(used, dtype=np.int32)
        self.used, self.dead = used, 0
        products = self.columns["product"][:used]
        self.starts = (
            np.flatnonzero(np.concatenate([[True], products[1:] != products[:-1]])).astype(np.int32)
            if used
            else np.empty(0, np.int32)
        )
        ends = np.append(self.starts[1:], np.int32(used))[: len(self.starts)]
        self.sizes: NDArray[np.int32] = ends - self.starts
        self.products = products[self.starts]
        self.moved: dict[int, tuple[int, int]] = {}
        self._make_sets()
        self.tag_sets = {tag: bits.of_rows(places[rows], self.width) for tag, rows in tagged.items()}

    # --- Sets -----------------------------------------------------------------------------------

    def _make_sets(self) -> None:
        capacity = len(self.columns["product"])
        self.width = bits.words_for(capacity)
        self.live = bits.pack(np.arange(capacity) < self.used, self.width)
        wide = np.zeros(capacity, np.bool_)
        wide[: self.used] = np.repeat(self.sizes > NARROW, self.sizes)
        self.wide = bits.pack(wide, self.width)
        self.has_wide = bool(wide.any())
        self.sets = {name: self._matrix(name) for name in self.vocabularies}
        self._make_same(wide)
        self.set_words(self.words)

    def _matrix(self, name: str) -> NDArray[np.uint64]:
        column, vocabulary = self.columns[name], self.vocabularies[name]
        matrix = np.zeros((len(vocabulary.values), self.width), np.uint64)
        for place in range(1, len(vocabulary.values)):
            found = column == place
            found[self.used :] = False
            matrix[place] = bits.pack(found, self.width)
        return matrix

    def _make_same(self, wide: bits.Flags) -> None:
        """Mark for each distance the rows whose predecessor is of the same product, and of the same value."""
        used, longest = self.used, int(self.sizes.max(initial=1))
        self.distances = range(1, min(longest, NARROW))
        # A distance that no block reaches takes no memory: pages of zeros that nobody wrote are not there.
        self.same = {name: np.zeros((NARROW - 1, self.width), np.uint64) for name in ("product", *CHOICES)}
        product = self.columns["product"][:used]
        for distance in self.distances:
            together = np.zeros(used, np.bool_)
            together[distance:] = (product[distance:] == product[:-distance]) & ~wide[distance:used]
            self.same["product"][distance - 1] = bits.pack(together, self.width)
            for name in CHOICES:
                column = self.columns[name][:used]
                alike = together.copy()
                alike[distance:] &= column[distance:] == column[:-distance]
                self.same[name][distance - 1] = bits.pack(alike, self.width)

    def set_words(self, words: Words) -> None:
        """Take new words: sets of types, categories, kinds and signs are made of those of the sub-categories."""
        self.words = words
        self.structure += 1
        nothing = np.zeros(self.width, np.uint64)
        leaves = self.vocabularies["subcategory"].places
        found: dict[str, dict[int, bits.Words]] = {name: {} for name in BRANCHES}
        for leaf in words.by_id["subcategory"].values():
            mine = self.sets["subcategory"][leaves[leaf.id]] if leaf.id in leaves else nothing
            category = words.by_id["category"][leaf.parent]
            found["subcategory"][leaf.id] = mine
            for name, pk in (("category", category.id), ("stone", category.parent)):
                found[name][pk] = found[name].get(pk, nothing) | mine
        self.branches = found
        self.kinds: dict[str, bits.Words] = {}
        for stone in words.by_id["stone"].values():
            mine = found["stone"].get(stone.id, nothing)
            self.kinds[stone.kind] = self.kinds.get(stone.kind, nothing) | mine
        self.signs = {
            code: self.union([found["stone"][pk] for pk in types if pk in found["stone"]])
            for code, types in words.signs.items()
        }

    def union(self, sets: Sequence[bits.Words]) -> bits.Words:
        """Return the rows that are in any of ``sets``."""
        if not sets:
            return np.zeros(self.width, np.uint64)
        return np.bitwise_or.reduce(sets) if len(sets) > 1 else sets[0]

    # --- Blocks ---------------------------------------------------------------------------------

    def block(self, product: int) -> tuple[int, int] | None:
        """Return (first row, number of rows) of a product's block, dead ones included."""
        if product in self.moved:
            return self.moved[product]
        place = int(np.searchsorted(self.products, product))
        if place < len(self.products) and self.products[place] == product:
            return int(self.starts[place]), int(self.sizes[place])
        return None

    def rows_of_products(self, products: NDArray[np.int64]) -> bits.Words:
        """Return the rows of some products."""
        chosen = np.zeros(len(self.columns["product"]), np.bool_)
        if len(self.products):
            places = np.searchsorted(self.products, products)
            places[places == len(self.products)] = 0
            known = places[self.products[places] == products]
            flags = np.zeros(len(self.products), np.bool_)
            flags[known] = True
            chosen[: int(self.sizes.sum())] = np.repeat(flags, self.sizes)
        if self.moved:
            for product in self.moved.keys() & set(products.tolist()):
                start, size = self.moved[product]
                chosen[start : start + size] = True
        return bits.pack(chosen, self.width) & self.live

    # --- Changes --------------------------------------------------------------------------------

    def replace(self, products: Iterable[int], rows: Iterable[Row], tags: Iterable[tuple[int, int]]) -> None:
        """Take the rows of changed products as they are now; a product without rows is no longer listed."""
        mine: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            mine[row[0]].append(row)
        links: dict[int, list[int]] = defaultdict(list)
        for product, tag in tags:
            links[product].append(tag)
        structure = self.structure
        for product in products:
            self._replace(product, mine.get(product, []), frozenset(links.get(product, ())))
        if self.dead > 1000 + self.used // 4:
            self._arrange()
        elif self.structure != structure:
            self.set_words(self.words)

    def _replace(self, product: int, rows: list[Row], tags: frozenset[int]) -> None:
        found = self.block(product)
        if found is not None and len(rows) > found[1]:
            self._bury(*found)
            found = None
        if found is None:
            if not rows:
                return
            if self.used + len(rows) > len(self.columns["product"]):
                self._arrange(room=len(rows))
            found = (self.used, len(rows))
            self.moved[product] = found
            self.used += len(rows)
        start, size = found
        before = self._look(start, size)
        self._bury(start + len(rows), size - len(rows))
        if rows:
            self._write(start, rows)
        self._tag(tags, start, size)
        if before != self._look(start, size):
            self.structure += 1

    def _look(self, start: int, size: int) -> list[Any]:
        """Return what the sets say of a block, to see whether they changed."""
        rows = slice(start, start + size)
        alive = [bits.has(self.live, row) for row in range(start, start + size)]
        tags = {tag for tag, found in self.tag_sets.items() if bits.has(found, start)}
        return [alive, tags, *(self.columns[name][rows].tolist() for name in self.vocabularies)]

    def _bury(self, start: int, size: int) -> None:
        for row in range(start, start + size):
            self.dead += bits.has(self.live, row)
            bits.put(self.live, row, on=False)

    def _write(self, start: int, rows: list[Row]) -> None:
        values = self._values(rows)
        rows_here = slice(start, start + len(rows))
        for name, column in values.items():
            self.columns[name][rows_here] = column
        order = np.lexsort((values["variant"], self.price(rows_here), self.wait(rows_here)))
        for name, column in values.items():
            self.columns[name][rows_here] = column[order]
        is_wide = len(rows) > NARROW
        self.has_wide = self.has_wide or is_wide
        self.distances = range(1, min(max(len(rows), self.distances.stop), NARROW))
        for offset in range(len(rows)):
            row = start + offset
            bits.put(self.live, row, on=True)
            bits.put(self.wide, row, on=is_wide)
            for name in self.vocabularies:
                self._put_value(name, row)
            for name, same in self.same.items():
                bits.put(same, row, on=False)
                for distance in range(1, 1 if is_wide else min(offset, NARROW - 1) + 1):
                    if name == "product" or self.columns[name][row] == self.columns[name][row - distance]:
                        bits.put(same[distance - 1], row, on=True)

    def _put_value(self, name: str, row: int) -> None:
        matrix, place = self.sets[name], int(self.columns[name][row])
        if place >= len(matrix):
            more = np.zeros((len(self.vocabularies[name].values) - len(matrix), self.width), np.uint64)
            matrix = self.sets[name] = np.vstack([matrix, more])
        bits.put(matrix, row, on=False)
        if place:
            bits.put(matrix[place], row, on=True)

    def _tag(self, tags: frozenset[int], start: int, size: int) -> None:
        for tag in {*tags, *self.tag_sets}:
            found = self.tag_sets.setdefault(tag, np.zeros(self.width, np.uint64))
            for row in range(start, start + size):
                bits.put(found, row, on=tag in tags)

    def set_rate(self, rate: Decimal | None) -> None:
        """Take another rate; the order inside blocks depends on it where overrides stand beside bases."""
        if rate != self.rate:
            self.rate = rate
            self._arrange()
