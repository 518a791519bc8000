"""Units come, go, are promised, shipped or given back.

Every change decides in the statement itself (a conditional UPDATE that must hit exactly one row),
takes rows in ascending variant order, and tells the read model in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import structlog
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from catalog.index import services as index
from commerce.inventory import selectors
from commerce.inventory.enums import MovementKind, ReservationState
from commerce.inventory.events import ReservationExpired, StockChanged
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.ledger import services as ledger
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

log = structlog.get_logger(__name__)


class OutOfStock(DomainError):
    """Fewer units are free than were asked for."""

    code = "OUT_OF_STOCK"
    message = _("Fewer pieces are left than you asked for.")
    status = 409
    attr = "quantity"


class StockBelowReserved(DomainError):
    """A correction would leave fewer units than are promised to orders."""

    code = "STOCK_BELOW_RESERVED"
    message = _("{reserved} pieces are promised to orders: stock cannot fall below that.")
    status = 409
    attr = "change"


class StockChangeInvalid(DomainError):
    """Zero or an absurd number is no change of stock."""

    code = "STOCK_CHANGE_INVALID"
    message = _("A change of stock is a whole number other than zero.")
    status = 400
    attr = "change"


class ReservationEnded(DomainError):
    """The units were given back before they could be shipped."""

    code = "RESERVATION_ENDED"
    message = _("The pieces of this order are no longer reserved.")
    status = 409


LARGEST_CHANGE = 1_000_000


# --- Units come and go --------------------------------------------------------------------------


@write_transaction
def stock_receive(*, variant_id: int, quantity: int, actor: str, reason: str = "") -> int:
    """Book ``quantity`` new units in; returns how many are free now."""
    if not 0 < quantity <= LARGEST_CHANGE:
        raise StockChangeInvalid(attr="quantity")
    return move(variant_id, quantity, kind=MovementKind.RECEIPT, actor=actor, reason=reason)


@write_transaction
def stock_correct(*, variant_id: int, change: int, actor: str, reason: str) -> int:
    """Correct the count by ``change`` units, up or down; returns how many are free now.

    Raises `StockBelowReserved` when promised units would be missing.
    """
    if change == 0 or abs(change) > LARGEST_CHANGE:
        raise StockChangeInvalid()
    return move(variant_id, change, kind=MovementKind.CORRECTION, actor=actor, reason=reason)


@write_transaction
def stock_count(*, variant_id: int, on_hand: int, actor: str, reason: str) -> int:
    """Book the result of a count: whatever lies on the shelf is ``on_hand``; returns how many are free.

    A count that finds what is known books nothing. Raises `StockBelowReserved` like `stock_correct`.
    """
    StockItem.objects.get_or_create(variant_id=variant_id)
    known = StockItem.objects.select_for_update().values_list("on_hand", flat=True).get(variant_id=variant_id)
    if on_hand != known:
        return stock_correct(variant_id=variant_id, change=on_hand - known, actor=actor, reason=reason)
    return _tell(variant_id)


@write_transaction
def stock_lock(*, variant_ids: Collection[int]) -> dict[int, selectors.Stock]:
    """Let nobody change the stock of variants until the caller's transaction ends; returns it, in order of ids."""
    rows = (
        StockItem.objects.select_for_update().filter(variant_id__in=list(variant_ids)).order_by("variant_id")
    )
    known = {row.variant_id: selectors.Stock(row.on_hand, row.reserved) for row in rows}
    return {pk: known.get(pk, selectors.Stock(0, 0)) for pk in sorted(variant_ids)}


@write_transaction
def stock_correct_many(*, changes: Mapping[int, int], actor: str, reason: str) -> None:
    """Correct the counts of many variants, all or none: a few queries for five hundred, in order of their ids.

    Raises `StockBelowReserved` with ``variant_id`` when promised units of one would be missing.
    """
    if any(change == 0 or abs(change) > LARGEST_CHANGE for change in changes.values()):
        raise StockChangeInvalid()
    ids = sorted(changes)
    for start in range(0, len(ids), 500):
        _correct_some({pk: changes[pk] for pk in ids[start : start + 500]}, actor=actor, reason=reason)


def _correct_some(changes: Mapping[int, int], *, actor: str, reason: str) -> None:
    StockItem.objects.bulk_create([StockItem(variant_id=pk) for pk in changes], ignore_conflicts=True)
    before = stock_lock(variant_ids=changes.keys())
    by = Case(
        *(When(variant_id=pk, then=Value(change)) for pk, change in changes.items()),
        output_field=IntegerField(),
    )
    enough = StockItem.objects.filter(variant_id__in=list(changes), on_hand__gte=F("reserved") - by)
    if enough.update(on_hand=F("on_hand") + by) != len(changes):
        short = next(pk for pk, stock in before.items() if stock.free + changes[pk] < 0)
        raise StockBelowReserved(
            reserved=before[short].reserved, on_hand=before[short].on_hand, variant_id=short
        )
    StockMovement.objects.bulk_create(
        StockMovement(
            variant_id=pk, kind=MovementKind.CORRECTION, change=change, actor=actor[:120], reason=reason[:200]
        )
        for pk, change in changes.items()
    )
    ledger.audit_many(
        [
            ledger.Change(
                pk,
                {"on_hand": before[pk].on_hand},
                {"on_hand": before[pk].on_hand + change, "movement": MovementKind.CORRECTION.value},
            )
            for pk, change in changes.items()
        ],
        actor=actor,
        kind="stock",
        object_type="variant",
        reason=reason,
    )
    free = {pk: before[pk].free + change for pk, change in changes.items()}
    index.cards_stock_write(free, selectors.ordered_quantity(list(changes)))
    for variant_id, available in free.items():
        publish(StockChanged(variant_id=variant_id, available=available))


@write_transaction
def stock_forget(*, variant_id: int) -> bool:
    """Remove the stock row of a variant that is being deleted; False when it has a history to keep."""
    if not selectors.stock_is_untouched(variant_id):
        return False
    StockItem.objects.filter(variant_id=variant_id, on_hand=0, reserved=0).delete()
    return True


def move(
    variant_id: int,
    change: int,
    *,
    kind: MovementKind,
    actor: str,
    reason: str,
    order_line_id: int | None = None,
    return_id: str = "",
) -> int:
    """Change what is on hand and write the movement and the audit entry; part of the caller's transaction.

    Returns how many are free now. Raises `StockBelowReserved` when promised units would be missing.
    """
    StockItem.objects.get_or_create(variant_id=variant_id)
    enough = StockItem.objects.filter(variant_id=variant_id, on_hand__gte=F("reserved") - change)
    if enough.update(on_hand=F("on_hand") + change) != 1:
        stock = selectors.stock_of([variant_id])[variant_id]
        raise StockBelowReserved(reserved=stock.reserved, on_hand=stock.on_hand)
    StockMovement.objects.create(
        variant_id=variant_id,
        kind=kind,
        change=change,
        actor=actor[:120],
        reason=reason[:200],
        order_line_id=order_line_id,
        return_id=return_id,
    )
    stock = selectors.stock_of([variant_id])[variant_id]
    ledger.audit(
        actor=actor,
        kind="stock",
        object_type="variant",
        object_id=variant_id,
        before={"on_hand": stock.on_hand - change},
        after={"on_hand": stock.on_hand, "movement": kind.value},
        reason=reason,
    )
    return _tell(variant_id)


def _tell(variant_id: int) -> int:
    """Write what is free and what was ordered into the read model and say so; the caller holds the row's lock."""
    return _tell_all([variant_id])[variant_id]


def _tell_all(variant_ids: Collection[int], *, is_less: bool = False) -> dict[int, int]:
    """Do that for several variants with as many statements as for one; returns what is free of each."""
    free, ordered = selectors.free_quantity(variant_ids), selectors.ordered_quantity(variant_ids)
    index.cards_stock_write(free, ordered)
    for variant_id in variant_ids:
        publish(StockChanged(variant_id=variant_id, available=free[variant_id], is_less=is_less))
    return free


# --- Units are promised -------------------------------------------------------------------------


@write_transaction
def stock_reserve(*, quantities: Mapping[int, int], expires_at: dt.datetime | None = None) -> dict[int, int]:
    """Promise units of all variants, or of none; returns the reservation's id for each variant.

    Raises `OutOfStock` with ``variant_id``, ``quantity`` and what is ``available``.
    """
    wanted = sorted(quantities.items())
    for variant_id, quantity in wanted:
        if quantity < 1:
            raise StockChangeInvalid(attr="quantity")
        free = StockItem.objects.filter(variant_id=variant_id, on_hand__gte=F("reserved") + quantity)
        if free.update(reserved=F("reserved") + quantity) != 1:
            available = selectors.free_quantity([variant_id])[variant_id]
            raise OutOfStock(variant_id=variant_id, quantity=quantity, available=available)
    rows = Reservation.objects.bulk_create(
        Reservation(variant_id=variant_id, quantity=quantity, expires_at=expires_at)
        for variant_id, quantity in wanted
    )
    _tell_all([variant_id for variant_id, _quantity in wanted], is_less=True)
    return {row.variant_id: row.pk for row in rows}


@write_transaction
def reservations_attach(*, order_lines: Mapping[int, int]) -> None:
    """Tie reservations to the order lines they are for: ``{reservation id: order line id}``."""
    loose = Reservation.objects.filter(
        pk__in=order_lines, state=ReservationState.ACTIVE, order_line__isnull=True
    )
    line = Case(*(When(pk=pk, then=Value(line_id)) for pk, line_id in sorted(order_lines.items())))
    if order_lines and loose.update(order_line_id=line) != len(order_lines):
        raise ReservationEnded(reservation_ids=sorted(order_lines))


@write_transaction
def reservations_keep(*, order_line_ids: Collection[int]) -> int:
    """Let promised units wait without an end: their money is here. Returns how many still wait."""
    active = Reservation.objects.filter(order_line_id__in=order_line_ids, state=ReservationState.ACTIVE)
    return active.update(expires_at=None)


@write_transaction
def reservations_release(*, order_line_ids: Collection[int]) -> int:
    """Give promised units back; what has ended already is left alone. Returns how many ended now."""
    return sum(_release(reservation) for reservation in _of_lines(order_line_ids))


@write_transaction
def reservations_consume(*, order_line_ids: Collection[int], actor: str) -> int:
    """Book promised units out when the parcel leaves; on hand falls. Returns how many ended now.

    A second call changes nothing. Raises `ReservationEnded` when units were given back before.
    """
    return sum(_consume(reservation, actor=actor) for reservation in _of_lines(order_line_ids))


def _of_lines(order_line_ids: Collection[int]) -> list[Reservation]:
    return list(Reservation.objects.filter(order_line_id__in=order_line_ids).order_by("variant_id", "pk"))


def _end(reservation: Reservation, state: ReservationState) -> bool:
    """Move an active reservation to its terminal state; False when somebody else did."""
    active = Reservation.objects.filter(pk=reservation.pk, state=ReservationState.ACTIVE)
    return active.update(state=state, ended_at=now()) == 1


def _release(reservation: Reservation) -> int:
    if not _end(reservation, ReservationState.RELEASED):
        return 0
    StockItem.objects.filter(variant_id=reservation.variant_id).update(
        reserved=F("reserved") - reservation.quantity
    )
    _tell(reservation.variant_id)
    return 1


def _consume(reservation: Reservation, *, actor: str) -> int:
    if not _end(reservation, ReservationState.CONSUMED):
        if Reservation.objects.filter(pk=reservation.pk, state=ReservationState.CONSUMED).exists():
            return 0
        raise ReservationEnded(reservation_id=reservation.pk)
    StockItem.objects.filter(variant_id=reservation.variant_id).update(
        reserved=F("reserved") - reservation.quantity, on_hand=F("on_hand") - reservation.quantity
    )
    StockMovement.objects.create(
        variant_id=reservation.variant_id,
        kind=MovementKind.SHIPMENT,
        change=-reservation.quantity,
        reservation_id=reservation.pk,
        actor=actor[:120],
    )
    _tell(reservation.variant_id)
    return 1


def reservations_expire(*, moment: dt.datetime | None = None) -> int:
    """Tell the orders whose reserved time is over; they cancel themselves and give the units back.

    The order is asked first because locks are taken order before stock, and because money that came
    in the meantime wins. Reservations without an order are released here. Safe to run twice.
    """
    ended = 0
    for reservation in selectors.reservations_due(moment or now()):
        ended += _expire(reservation)
    return ended


@write_transaction
def _expire(reservation: Reservation) -> int:
    if reservation.order_line_id is None:
        return _release(reservation)
    publish(ReservationExpired(order_line_id=reservation.order_line_id))
    ended = Reservation.objects.filter(pk=reservation.pk).exclude(state=ReservationState.ACTIVE).exists()
    if not ended:
        log.info("an expired reservation was kept by its order", reservation=reservation.pk)
    return int(ended)
