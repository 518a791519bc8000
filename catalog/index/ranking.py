"""Pages of variants in an order of the asker's own: by the place of their colour, then of their stone type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.index import bits, state
from catalog.index.engine import Engine
from catalog.index.filters import Filters, Span
from catalog.index.order import order_keys
from catalog.index.questions import Prices, Scope

Places = Mapping[str, int]


def ranked(
    scope: Scope,
    filters: Filters,
    prices: Prices,
    *,
    colors: Places,
    stones: Places,
    offset: int,
    limit: int,
) -> list[int]:
    """Return the variant ids of one page, one a product: the variant that stands first.

    ``colors`` and ``stones`` give places by code; what has none comes last. Among equals the order is that of a
    listing by relevance.
    """
    with state.engine(rate=prices.rate) as engine:
        rows = bits.rows_of(engine.rows(scope, filters, prices))
        if not len(rows) or limit <= 0:
            return []
        keys = _keys(engine, rows, colors, stones)
        end = offset + limit
        products = engine.table.columns["product"][rows]
        for edge in np.unique(keys):  # only the groups that reach as far as this page
            near = keys <= edge
            if len(np.unique(products[near])) >= end:
                rows, keys, products = rows[near], keys[near], products[near]
                break
        first = _first(products, keys)
        rows, keys = rows[first], keys[first]
        order = np.lexsort([*order_keys(engine.table, "relevance", scope, rows)[::-1], keys])[offset:end]
        return [int(pk) for pk in engine.table.columns["variant"][rows[order]]]


def heaviest(scope: Scope, filters: Filters, prices: Prices) -> Decimal | None:
    """Return the greatest weight among all matching variants, in carats."""
    with state.engine(rate=prices.rate) as engine:
        span: Span = engine.span("carat", engine.rows(scope, filters, prices))
        return span.high


def _keys(engine: Engine, rows: bits.Rows, colors: Places, stones: Places) -> NDArray[np.int64]:
    table = engine.table
    words = table.words
    by_color = {words.by_code["color"][code].id: at for code, at in colors.items()}
    by_leaf = {
        leaf: stones.get(words.stone_of(leaf).code, len(stones)) for leaf in words.by_id["subcategory"]
    }
    color = _lookup(table.vocabularies["color"].values, by_color, len(colors))
    leaf = _lookup(table.vocabularies["subcategory"].values, by_leaf, len(stones))
    places = color[table.columns["color"][rows]] * (len(stones) + 1)
    return places + leaf[table.columns["subcategory"][rows]]


def _lookup(values: list[Any], places: Mapping[int, int], last: int) -> NDArray[np.int64]:
    return np.array([places.get(value, last) for value in values], np.int64)


def _first(products: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of the best row of each product; of equal ones the first."""
    order = np.lexsort((keys, products))  # stable: rows of a product stay in their order
    here = products[order]
    starts = np.concatenate(([True], here[1:] != here[:-1]))
    return order[starts]
