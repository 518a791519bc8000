"""Reads of inventory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import selectors as catalog
from commerce.inventory.domain import SHOWN_AT_MOST, Availability, availability_state
from commerce.inventory.enums import AvailabilityState, ReservationState
from commerce.inventory.models import Reservation, StockItem, StockMovement


@dataclass(frozen=True, slots=True)
class Stock:
    """The numbers of a variant, for staff."""

    on_hand: int
    reserved: int

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Fault:
    """A difference between a stored sum and its sources."""

    what: str
    stored: object
    expected: object


def availability(variant_ids: Collection[int]) -> dict[int, Availability]:
    """Return what shoppers may expect of each variant; an entry for every id.

    One query, and a second one where a variant has never been in stock.
    """
    return {variant_id: state for variant_id, (_free, state) in stock_states(variant_ids).items()}


def stock_states(variant_ids: Collection[int]) -> dict[int, tuple[int, Availability]]:
    """Return the free units of each variant beside what shoppers may expect; otherwise like `availability`."""
    rows = StockItem.objects.filter(variant_id__in=variant_ids).values_list(
        "variant_id", F("on_hand") - F("reserved"), "variant__is_made_to_order"
    )
    known = {variant_id: (free, made) for variant_id, free, made in rows}
    never_stocked = [variant_id for variant_id in variant_ids if variant_id not in known]
    made_to_order = catalog.made_to_order_ids(never_stocked) if never_stocked else set()
    known |= {variant_id: (0, variant_id in made_to_order) for variant_id in never_stocked}
    return {
        variant_id: (known[variant_id][0], availability_of(*known[variant_id])) for variant_id in variant_ids
    }


def availability_of(free: int, is_made_to_order: bool) -> Availability:
    """Return what shoppers may expect where ``free`` units can be ordered now, in the active language."""
    state = availability_state(free=free, is_made_to_order=is_made_to_order)
    if state == AvailabilityState.IN_STOCK:
        text = (
            _("More than 10 in stock")
            if free > SHOWN_AT_MOST
            else ngettext("%(count)d in stock", "%(count)d in stock", free) % {"count": free}
        )
    else:
        text = str(state.label)
    return Availability(state=state, quantity=max(0, min(free, SHOWN_AT_MOST)), text=text)


def free_quantity(variant_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many units of each variant can be ordered now; an entry for every id.

    Without ids: of all variants that have a stock row.
    """
    rows = StockItem.objects.annotate(free=F("on_hand") - F("reserved"))
    if variant_ids is None:
        return dict(rows.values_list("variant_id", "free"))
    known = dict(rows.filter(variant_id__in=variant_ids).values_list("variant_id", "free"))
    return {variant_id: known.get(variant_id, 0) for variant_id in variant_ids}


def ordered_quantity(variant_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many units of each variant buyers took and did not give back; an entry for every id.

    Without ids: of all variants that were ever reserved.
    """
    kept = Reservation.objects.exclude(state=ReservationState.RELEASED).order_by()
    if variant_ids is not None:
        kept = kept.filter(variant_id__in=variant_ids)
    known = dict(kept.values_list("variant_id").annotate(units=Sum("quantity")))
    return known if variant_ids is None else {pk: known.get(pk, 0) for pk in variant_ids}


def stock_of(variant_ids: Collection[int]) -> dict[int, Stock]:
    """Return the staff's numbers of each variant; an entry for every id."""
    rows = StockItem.objects.filter(variant_id__in=variant_ids).values_list(
        "variant_id", "on_hand", "reserved"
    )
    known = {variant_id: Stock(on_hand, reserved) for variant_id, on_hand, reserved in rows}
    return {variant_id: known.get(variant_id, Stock(0, 0)) for variant_id in variant_ids}


def stock_movements(variant_id: int, *, limit: int = 50) -> list[StockMovement]:
    """Return the newest changes of a variant's stock, for staff."""
    return list(StockMovement.objects.filter(variant_id=variant_id)[:limit])


def stock_is_untouched(variant_id: int) -> bool:
    """Whether no unit of a variant ever came, went or was promised."""
    return not (
        StockMovement.objects.filter(variant_id=variant_id).exists()
        or Reservation.objects.filter(variant_id=variant_id).exists()
    )


def reservations_due(moment: dt.datetime) -> list[Reservation]:
    """Return active reservations whose time is over."""
    due = Reservation.objects.filter(state=ReservationState.ACTIVE, expires_at__lte=moment)
    return list(due.order_by("expires_at", "pk")[:500])


def invariant_faults() -> list[Fault]:
    """Return every stock row that is not the sum of its movements and active reservations."""
    faults = []
    stored = {
        variant_id: (on_hand, reserved)
        for variant_id, on_hand, reserved in StockItem.objects.values_list(
            "variant_id", "on_hand", "reserved"
        )
    }
    moved = dict(StockMovement.objects.order_by().values_list("variant_id").annotate(Sum("change")))
    promised = dict(
        Reservation.objects.filter(state=ReservationState.ACTIVE)
        .order_by()
        .values_list("variant_id")
        .annotate(Sum("quantity"))
    )
    for variant_id in sorted({*stored, *moved, *promised}):
        on_hand, reserved = stored.get(variant_id, (0, 0))
        for what, have, sources in (("on hand", on_hand, moved), ("reserved", reserved, promised)):
            expected = sources.get(variant_id, 0)
            if have != expected:
                faults.append(Fault(f"{what} of variant {variant_id}", have, expected))
    return faults
