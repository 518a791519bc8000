"""A stock-take's sheet as it stands against the shop's own numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from catalog import selectors as catalog
from commerce.inventory.domain import count_state
from commerce.inventory.enums import CountState, TakeState
from commerce.inventory.models import StockTake, StockTakeLine
from commerce.inventory.selectors.stock import stock_of


@dataclass(frozen=True, slots=True)
class TakeRow:
    """A line of a sheet: what was known then, what is known now, what was counted, and what that means."""

    line_id: int
    variant_id: int
    sku: str
    name: str
    facts: str
    known: int
    now: int
    reserved: int
    counted: int | None
    booked_at: dt.datetime | None
    state: CountState

    @property
    def difference(self) -> int:
        """How many more were counted than are known; 0 before the count."""
        return 0 if self.counted is None else self.counted - self.known


@dataclass(frozen=True, slots=True)
class TakeSummary:
    """A stock-take in the list."""

    id: int
    title: str
    is_open: bool
    started_at: dt.datetime
    started_by: str
    lines: int
    counted: int
    booked: int


def take_list(*, limit: int) -> list[TakeSummary]:
    """Return the latest stock-takes, the open ones first, in one query."""
    takes = StockTake.objects.annotate(
        number=Count("lines"),
        counted=Count("lines", filter=Q(lines__counted__isnull=False)),
        booked=Count("lines", filter=Q(lines__booked_at__isnull=False)),
    ).order_by("-state", "-started_at", "-pk")
    return [
        TakeSummary(
            id=take.pk,
            title=take.title,
            is_open=take.state == TakeState.OPEN,
            started_at=take.started_at,
            started_by=take.started_by,
            lines=take.number,
            counted=take.counted,
            booked=take.booked,
        )
        for take in takes[:limit]
    ]


def take_rows(take_id: int, *, language: str = "uk") -> list[TakeRow]:
    """Return the lines of a stock-take by SKU, in a fixed number of queries."""
    lines = list(StockTakeLine.objects.filter(take_id=take_id).order_by("variant__sku"))
    ids = [line.variant_id for line in lines]
    names, stock = catalog.variant_summaries(ids, language=language), stock_of(ids)
    return [
        TakeRow(
            line_id=line.pk,
            variant_id=line.variant_id,
            sku=names[line.variant_id].sku,
            name=names[line.variant_id].name,
            facts=names[line.variant_id].facts,
            known=line.known,
            now=stock[line.variant_id].on_hand,
            reserved=stock[line.variant_id].reserved,
            counted=line.counted,
            booked_at=line.booked_at,
            state=count_state(
                known=line.known,
                now=stock[line.variant_id].on_hand,
                reserved=stock[line.variant_id].reserved,
                counted=line.counted,
                is_booked=line.booked_at is not None,
            ),
        )
        for line in lines
    ]
