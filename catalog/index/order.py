"""The orders that a list may stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.index import bits
from catalog.index.questions import Scope
from catalog.index.table import Table

_MICROS_A_MILLENNIUM = 365_250 * 86_400_000_000
_NO_PRICE = np.iinfo(np.int64).max


def order_keys(table: Table, ordering: str, scope: Scope, rows: bits.Rows) -> list[NDArray[Any]]:
    """Return the keys to sort ``rows`` by, the first one first; every order is total."""
    columns = table.columns
    newest = [-columns["created"][rows], -columns["product"][rows]]
    age = columns["variant"][rows]
    if ordering == "newest":
        return newest
    if ordering == "popular":
        return [
            table.wait(rows),
            -columns["ordered"][rows],
            -_demand(table)[columns["subcategory"][rows]],
            *newest,
        ]
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


def _demand(table: Table) -> NDArray[Any]:
    """Return how many units of each sub-category were ordered: it tells single stones apart, which sell once."""
    live = bits.rows_of(table.live)
    ordered = table.columns["ordered"][live]
    kinds = len(table.vocabularies["subcategory"].values)
    return np.bincount(table.columns["subcategory"][live], weights=ordered, minlength=kinds)


def _places(products: NDArray[np.int64], picked: Sequence[int]) -> NDArray[np.int64]:
    """Return the place of each product in ``picked``; those that are not in it come last."""
    ids = np.array(picked, np.int64)
    order = np.argsort(ids, kind="stable")
    places = np.minimum(np.searchsorted(ids[order], products), len(ids) - 1)
    found = order[places]
    return np.where(ids[found] == products, found, len(ids))
