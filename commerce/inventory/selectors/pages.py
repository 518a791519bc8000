"""The ledger of one variant: every movement with what was on hand after it, and what is promised to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from catalog import selectors as catalog
from commerce.inventory.enums import MovementKind, ReservationState
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.inventory.selectors.stock import Stock, stock_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A movement and what was on hand after it; ``order_number`` where an order caused it."""

    at: dt.datetime
    kind_text: str
    change: int
    after: int
    actor: str
    reason: str
    order_number: str


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """Units that wait for an order."""

    quantity: int
    order_number: str
    since: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of a variant's ledger, the newest first; ``pages`` is how many there are."""

    variant_id: int
    sku: str
    name: str
    stock: Stock
    low_at: int | None
    default_low_at: int
    rows: tuple[LedgerRow, ...]
    promised: tuple[PromisedRow, ...]
    page: int
    pages: int


def ledger_page(variant_id: int, *, page: int = 1, language: str) -> LedgerPage | None:
    """Return a page of a variant's ledger in a fixed number of queries; None for an unknown variant or page."""
    variant = catalog.variant_summaries([variant_id], language=language).get(variant_id)
    movements = StockMovement.objects.filter(variant_id=variant_id).order_by("-pk")
    pages = max(1, -(-movements.count() // PAGE))
    if variant is None or not 1 <= page <= pages:
        return None
    item = StockItem.objects.filter(variant_id=variant_id).first()
    shown = movements.select_related("reservation__order_line__order", "order_line__order")
    rows = list(shown[(page - 1) * PAGE : page * PAGE])
    after = 0
    if rows:
        after = movements.filter(pk__lte=rows[0].pk).aggregate(units=Sum("change"))["units"] or 0
    told = []
    for row in rows:
        told.append(_row(row, after))
        after -= row.change
    return LedgerPage(
        variant_id=variant_id,
        sku=variant.sku,
        name=variant.name,
        stock=stock_of([variant_id])[variant_id],
        low_at=item.low_at if item is not None else None,
        default_low_at=settings.LOW_STOCK_AT,
        rows=tuple(told),
        promised=tuple(_promised(variant_id)),
        page=page,
        pages=pages,
    )


def _row(row: StockMovement, after: int) -> LedgerRow:
    line = row.order_line or (row.reservation.order_line if row.reservation is not None else None)
    return LedgerRow(
        at=row.created_at,
        kind_text=str(MovementKind(row.kind).label),
        change=row.change,
        after=after,
        actor=row.actor,
        reason=row.reason,
        order_number=line.order.number if line is not None else "",
    )


def _promised(variant_id: int) -> list[PromisedRow]:
    active = Reservation.objects.filter(variant_id=variant_id, state=ReservationState.ACTIVE).order_by("pk")
    return [
        PromisedRow(quantity, number or "", since, until)
        for quantity, number, since, until in active.values_list(
            "quantity", "order_line__order__number", "created_at", "expires_at"
        )
    ]
