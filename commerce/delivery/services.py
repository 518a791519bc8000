"""Writes of delivery: the directory, the choice at checkout, the parcel's way."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from commerce.delivery import selectors
from commerce.delivery.domain import search_text
from commerce.delivery.enums import CityType, PlaceType, ShipmentStatus
from commerce.delivery.models import City, Shipment, Warehouse
from commerce.orders.enums import DeliveryMethod
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.money import Money


class DeliveryNotPossible(DomainError):
    """The chosen method or place cannot take this parcel."""

    code = "DELIVERY_NOT_POSSIBLE"
    message = _("This delivery is not possible: {reason}.")


class UnknownPlace(DomainError):
    """The request names a city or branch that is not in the directory, or leaves it out."""

    code = "UNKNOWN_PLACE"
    message = _("Choose a place from the list.")
    status = 400


class WaybillTaken(DomainError):
    """A waybill belongs to one parcel."""

    code = "WAYBILL_TAKEN"
    message = _("Waybill {waybill} belongs to another order.")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A branch or locker as an import brings it."""

    ref: str
    number: int
    type: str
    address_uk: str
    address_en: str
    hours: str = ""
    max_weight_kg: Decimal | None = None
    max_declared_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city with its places as an import brings it."""

    ref: str
    name_uk: str
    name_en: str
    region_uk: str = ""
    region_en: str = ""
    type: str = CityType.CITY
    population_rank: int = 1000
    places: tuple[PlaceRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """What the buyer chose, checked and priced; the order keeps it as text."""

    method: DeliveryMethod
    city: str
    place: str
    city_ref: str
    warehouse_ref: str
    cost: Money
    expected_on: dt.date


_CITY_FIELDS = [
    "name_uk",
    "name_en",
    "region_uk",
    "region_en",
    "type",
    "population_rank",
    "search",
    "refreshed_at",
]
_WAREHOUSE_FIELDS = [
    *("city", "number", "type", "address_uk", "address_en", "search", "hours", "is_active", "refreshed_at"),
    *("max_weight_kg", "max_declared_value"),
]


@write_transaction
def directory_import(rows: Iterable[CityRow]) -> int:
    """Bring the directory up to ``rows``; returns how many places they hold. Safe to run again.

    Places of an imported city that are no longer in it are closed, not deleted: orders name them.
    """
    rows = list(rows)
    City.objects.bulk_create(
        [
            City(
                ref=row.ref,
                name_uk=row.name_uk,
                name_en=row.name_en,
                region_uk=row.region_uk,
                region_en=row.region_en,
                type=row.type,
                population_rank=row.population_rank,
                search=search_text(row.name_uk, row.name_en, row.region_uk, row.region_en)[:400],
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["ref"],
        update_fields=_CITY_FIELDS,
        batch_size=500,
    )
    city_ids = dict(City.objects.filter(ref__in=[row.ref for row in rows]).values_list("ref", "pk"))
    places = [(city_ids[row.ref], place) for row in rows for place in row.places]
    Warehouse.objects.bulk_create(
        [_warehouse(city_id, place) for city_id, place in places],
        update_conflicts=True,
        unique_fields=["ref"],
        update_fields=_WAREHOUSE_FIELDS,
        batch_size=500,
    )
    known = {place.ref for _city, place in places}
    gone = [
        pk
        for pk, ref in Warehouse.objects.filter(city__in=city_ids.values(), is_active=True).values_list(
            "pk", "ref"
        )
        if ref not in known
    ]
    Warehouse.objects.filter(pk__in=gone).update(is_active=False)
    return len(places)


def _warehouse(city_id: int, place: PlaceRow) -> Warehouse:
    return Warehouse(
        ref=place.ref,
        city_id=city_id,
        number=place.number,
        type=place.type,
        address_uk=place.address_uk,
        address_en=place.address_en,
        search=search_text(str(place.number), place.address_uk, place.address_en)[:500],
        max_weight_kg=place.max_weight_kg,
        max_declared_value=place.max_declared_value,
        hours=place.hours,
        is_active=True,
    )


def delivery_choose(
    *,
    method: str,
    city_ref: str = "",
    warehouse_ref: str = "",
    address: str = "",
    goods: Money,
    language: str,
    at: dt.datetime | None = None,
) -> DeliveryChoice:
    """Check a buyer's choice against the directory and the limits, and price it.

    Raises UnknownPlace for a place that is missing or not in the directory, DeliveryNotPossible for
    one that cannot take the parcel.
    """
    kind = DeliveryMethod(method)
    option = selectors.delivery_option(kind, goods=goods, at=at)
    if not option.is_possible:
        raise DeliveryNotPossible(attr="delivery.method", reason=option.reason, method=kind.value)
    city = place = ""
    if kind == DeliveryMethod.PICKUP:
        city_ref = warehouse_ref = ""
        place = selectors.pickup_address(language)
    else:
        found = selectors.city_by_ref(city_ref, language=language)
        if found is None:
            raise UnknownPlace(attr="delivery.city")
        city = found.label
        if kind == DeliveryMethod.COURIER:
            if not address.strip():
                raise UnknownPlace(attr="delivery.address")
            warehouse_ref, place = "", address.strip()
        else:
            place = _place_label(warehouse_ref, kind=kind, city_ref=city_ref, goods=goods, language=language)
    return DeliveryChoice(kind, city, place, city_ref, warehouse_ref, option.cost, option.arrival.day)


def _place_label(
    warehouse_ref: str, *, kind: DeliveryMethod, city_ref: str, goods: Money, language: str
) -> str:
    place = selectors.warehouse_by_ref(warehouse_ref, declared_value=goods, language=language)
    if place is None or place.city_ref != city_ref or PlaceType(place.type) != selectors.PLACE_TYPE[kind]:
        raise UnknownPlace(attr="delivery.warehouse")
    if not place.is_suitable:
        raise DeliveryNotPossible(attr="delivery.warehouse", reason=place.reason, warehouse=place.ref)
    return place.label


def shipment_create(*, order_id: int, choice: DeliveryChoice) -> int:
    """Write the parcel of a new order; part of the checkout's transaction."""
    return Shipment.objects.create(
        order_id=order_id,
        method=choice.method.value,
        cost=choice.cost.amount,
        expected_on=choice.expected_on,
    ).pk


@write_transaction
def shipment_hand_over(*, order_id: int, waybill: str = "") -> None:
    """Mark the parcel as handed to the carrier (or ready for collection)."""
    waybill = waybill.strip()
    if waybill and Shipment.objects.filter(waybill=waybill).exclude(order_id=order_id).exists():
        raise WaybillTaken(attr="waybill", waybill=waybill)
    _move(
        order_id,
        ShipmentStatus.PENDING,
        status=ShipmentStatus.HANDED_OVER,
        handed_over_at=now(),
        waybill=waybill,
    )


@write_transaction
def shipment_deliver(*, order_id: int) -> None:
    """Mark the parcel as received."""
    _move(order_id, ShipmentStatus.HANDED_OVER, status=ShipmentStatus.DELIVERED, delivered_at=now())


@write_transaction
def shipment_cancel(*, order_id: int) -> None:
    """Close the parcel of an order that was cancelled before it left."""
    _move(order_id, ShipmentStatus.PENDING, status=ShipmentStatus.CANCELLED)


def _move(order_id: int, old: ShipmentStatus, **changes: Any) -> None:
    """Move by one conditional UPDATE; a parcel that is not in ``old`` any more stays as it is."""
    Shipment.objects.filter(order_id=order_id, status=old).update(**changes)
