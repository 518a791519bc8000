"""What shop windows ask the index: whether named products can be bought, and when a reduction really ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from catalog.index import bits, state
from catalog.index.filters import Filters
from catalog.index.loading import seconds
from catalog.index.questions import Prices, Scope
from catalog.index.table import FOREVER, Table
from gemkit.clock import now

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A variant of a published product that a window might show."""

    variant_id: int
    product_id: int
    type_code: str
    kind: str
    available: int
    is_made_to_order: bool
    is_reduced: bool = False  # now, and until a moment that is set

    @property
    def is_sold(self) -> bool:
        return not self.available and not self.is_made_to_order


@dataclass(frozen=True, slots=True)
class SaleEnd:
    """The next end of a reduction that runs now, and of how many products it is the end."""

    moment: dt.datetime
    products: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of a window: the first ``limit`` products of a part of the catalog that can be bought now."""

    scope: Scope
    filters: Filters
    prices: Prices = field(default_factory=Prices)
    limit: int = 4


def stand(product_ids: Iterable[int]) -> list[Candidate]:
    """Return every listed variant of some products, the one to show first; sold ones too. No query."""
    with state.engine(rate=None) as engine:
        table = engine.table
        found: list[Candidate] = []
        for product_id in dict.fromkeys(product_ids):
            block = table.block(product_id)
            start, size = block or (0, 0)
            found += [
                _candidate(table, row) for row in range(start, start + size) if bits.has(table.live, row)
            ]
        return found


def found_by(rules: Sequence[Asked]) -> list[list[Candidate]]:
    """Return what each rule finds, one variant a product, in the order of the rule. No query."""
    answers = []
    for rule in rules:
        with state.engine(rate=rule.prices.rate) as engine:
            ids = engine.page(rule.scope, rule.filters, rule.prices, offset=0, limit=rule.limit)
            answers.append(_rows_of(engine.table, ids))
    return answers


def sale_end(scope: Scope, filters: Filters, prices: Prices) -> SaleEnd | None:
    """Return when the next reduction in a part of the catalog ends; None when none runs or none has an end."""
    with state.engine(rate=prices.rate) as engine:
        rows = bits.rows_of(engine.rows(scope, filters, prices))
        columns, moment = engine.table.columns, seconds(now())
        runs = (
            columns["reduced"][rows]
            & (columns["starts"][rows] <= moment)
            & (columns["ends"][rows] > moment)
            & (columns["ends"][rows] < FOREVER)
        )
        running = rows[runs]
        if not len(running):
            return None
        first = columns["ends"][running].min()
        products = len(np.unique(columns["product"][running[columns["ends"][running] == first]]))
        return SaleEnd(_EPOCH + dt.timedelta(seconds=int(first)), products)


def _rows_of(table: Table, variant_ids: Sequence[int]) -> list[Candidate]:
    variants = table.columns["variant"][: table.used]
    rows = np.flatnonzero(np.isin(variants, np.array(variant_ids, np.int64)))
    places = {int(variants[row]): int(row) for row in rows if bits.has(table.live, int(row))}
    return [_candidate(table, places[pk]) for pk in variant_ids]


def _candidate(table: Table, row: int) -> Candidate:
    columns, words, moment = table.columns, table.words, seconds(now())
    leaf = table.vocabularies["subcategory"].values[int(columns["subcategory"][row])]
    stone = words.stone_of(leaf)
    return Candidate(
        variant_id=int(columns["variant"][row]),
        product_id=int(columns["product"][row]),
        type_code=stone.code,
        kind=stone.kind,
        available=max(int(columns["available"][row]), 0),
        is_made_to_order=bool(columns["made"][row]),
        is_reduced=bool(
            columns["reduced"][row]
            and columns["starts"][row] <= moment < columns["ends"][row]
            and columns["ends"][row] < FOREVER
        ),
    )
