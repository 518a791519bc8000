"""Reads of sheets: which columns there are and for whom, and how an import stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from catalog.selectors.attributes import ATTRIBUTES as ATTRIBUTE_NAMES
from commerce.sheets.domain.cells import ATTRIBUTES, PRICE_COLUMNS, PRICES, PRODUCT, SKU, STOCK, STOCK_COLUMNS
from commerce.sheets.enums import SheetRowState
from commerce.sheets.models import Sheet, SheetRow

GROUPS: dict[str, tuple[str, ...]] = {
    PRICES: tuple(PRICE_COLUMNS),
    STOCK: STOCK_COLUMNS,
    ATTRIBUTES: ATTRIBUTE_NAMES,
}
RIGHTS = {
    PRICES: ("pricing.run_reprice", "pricing.change_variantprice"),
    STOCK: ("inventory.change_stockitem",),
    ATTRIBUTES: ("catalog.change_productvariant",),
}


def groups_of(user: Any) -> tuple[str, ...]:
    """Return the groups of columns that somebody may change."""
    return tuple(name for name, rights in RIGHTS.items() if any(user.has_perm(right) for right in rights))


def columns_of(groups: tuple[str, ...]) -> list[str]:
    """Return the columns of a sheet with these groups, in order."""
    return [
        SKU,
        PRODUCT,
        *(column for name, columns in GROUPS.items() if name in groups for column in columns),
    ]


def known_columns() -> set[str]:
    return set(columns_of(tuple(GROUPS)))


def sheets() -> QuerySet[Sheet]:
    """Return all sheets, the newest first."""
    return Sheet.objects.order_by("-pk")


def sheet(sheet_id: int) -> Sheet | None:
    return Sheet.objects.filter(pk=sheet_id).first()


def sheet_rows(row: Sheet, *, show: str = "") -> QuerySet[SheetRow]:
    """Return the rows of a sheet that are in a state; what stays as it is only when it is asked for."""
    rows = row.rows.order_by("number")
    if show in SheetRowState.values:
        return rows.filter(state=show)
    return rows.exclude(state=SheetRowState.SAME)


def row_counts(row: Sheet) -> dict[str, int]:
    """Return how many rows of a sheet are in each state."""
    return dict(row.rows.order_by().values_list("state").annotate(Count("pk")))
