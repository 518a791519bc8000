"""Stock-takes: a sheet of variants, what was counted of each, and the differences as movements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from commerce.inventory import selectors
from commerce.inventory.domain import LARGEST_COUNT, CountFilter
from commerce.inventory.enums import CountState, MovementKind, TakeState
from commerce.inventory.models import StockItem, StockTake, StockTakeLine
from commerce.inventory.services.stock import StockChangeInvalid, move
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError

LARGEST_TAKE = 500


class TakeEmpty(DomainError):
    """Nothing to count."""

    code = "TAKE_EMPTY"
    message = _("No variant fits these conditions: there is nothing to count.")
    status = 400


class TakeTooLarge(DomainError):
    """More than anybody counts at a time."""

    code = "TAKE_TOO_LARGE"
    message = _("{found} variants fit, a sheet holds {most}. Narrow it down.")
    status = 400


class TakeClosed(DomainError):
    """The stock-take is over."""

    code = "TAKE_CLOSED"
    message = _("This stock-take is closed. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Applied:
    """How an apply went: counts booked, counts that agreed, counts refused."""

    booked: int
    same: int
    refused: int


@write_transaction
def take_start(*, title: str, wanted: CountFilter, actor: str) -> int:
    """Make a sheet of the variants that fit ``wanted`` and note what is on hand; returns its id.

    Raises `TakeEmpty` and `TakeTooLarge`.
    """
    ids = catalog.variants_to_count(wanted)
    if not ids:
        raise TakeEmpty()
    if len(ids) > LARGEST_TAKE:
        raise TakeTooLarge(found=len(ids), most=LARGEST_TAKE)
    known = selectors.stock_of(ids)
    take = StockTake.objects.create(title=title[:120], started_by=actor[:120])
    StockTakeLine.objects.bulk_create(
        StockTakeLine(take=take, variant_id=variant_id, known=known[variant_id].on_hand) for variant_id in ids
    )
    return take.pk


@write_transaction
def take_count(*, take_id: int, counts: Mapping[int, int | None]) -> int:
    """Write down what was counted: {line id: pieces, or None for "not counted"}; returns how many lines changed.

    What lies on the shelf is compared with what the shop knew when the sheet was made, or when the line was
    cleared for counting again. Lines that are booked already stay as they are.
    """
    _hold_open(take_id)
    lines = StockTakeLine.objects.filter(take_id=take_id, pk__in=counts, booked_at__isnull=True)
    changed = 0
    for line in lines.order_by("pk"):
        counted = counts[line.pk]
        if counted is not None and not 0 <= counted <= LARGEST_COUNT:
            raise StockChangeInvalid(attr="counted")
        if counted == line.counted:
            continue
        fresh = (
            {"known": selectors.stock_of([line.variant_id])[line.variant_id].on_hand}
            if counted is None
            else {}
        )
        changed += StockTakeLine.objects.filter(pk=line.pk).update(counted=counted, **fresh)
    return changed


@write_transaction
def take_apply(*, take_id: int, actor: str) -> Applied:
    """Book every counted line that is still as it was known; the others are left to be counted again.

    The comparison is part of the statement that books: a sale or a correction in between refuses the row.
    """
    take = _hold_open(take_id)
    done = dict.fromkeys(CountState, 0)
    for row in sorted(selectors.take_rows(take_id), key=lambda row: row.variant_id):  # the order of locks
        if row.counted is None or row.booked_at is not None:
            continue
        done[_book(row, take=take, actor=actor)] += 1
    refused = done[CountState.CHANGED] + done[CountState.PROMISED]
    return Applied(booked=done[CountState.DIFFERENT], same=done[CountState.SAME], refused=refused)


def _book(row: selectors.TakeRow, *, take: StockTake, actor: str) -> CountState:
    """Book one counted line; returns what became of it."""
    if row.state in {CountState.CHANGED, CountState.PROMISED} or row.counted is None:
        return row.state
    if row.difference:
        StockItem.objects.get_or_create(variant_id=row.variant_id)
        as_known = StockItem.objects.filter(
            variant_id=row.variant_id, on_hand=row.known, reserved__lte=row.counted
        )
        # Holds the row when it is as it was known; whoever changes it now waits until this is booked.
        if as_known.update(reserved=F("reserved")) != 1:
            return CountState.CHANGED
        reason = f"{take.title} (№ {take.pk})"
        move(row.variant_id, row.difference, kind=MovementKind.COUNT, actor=actor, reason=reason)
    StockTakeLine.objects.filter(pk=row.line_id, booked_at__isnull=True).update(booked_at=now())
    return row.state


@write_transaction
def take_close(*, take_id: int) -> None:
    """End a stock-take; what was not booked is not booked any more. A second call changes nothing."""
    StockTake.objects.filter(pk=take_id, state=TakeState.OPEN).update(state=TakeState.CLOSED, closed_at=now())


def _hold_open(take_id: int) -> StockTake:
    """Hold an open stock-take's row, so that two people who book it take turns."""
    take = StockTake.objects.select_for_update().filter(pk=take_id, state=TakeState.OPEN).first()
    if take is None:
        raise TakeClosed()
    return take
