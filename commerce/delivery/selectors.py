"""Reads of delivery: the methods for a parcel, and the local directory of cities and branches.

The directory is a copy in our own tables: it answers at once, also while the carrier is down.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from commerce.delivery import domain
from commerce.delivery.domain import Arrival, Tariff
from commerce.delivery.enums import PlaceType
from commerce.delivery.models import City, Warehouse
from commerce.orders import selectors as orders
from commerce.orders.enums import DeliveryMethod
from commerce.pricing.domain import Discount, price_lines
from gemkit import formats
from gemkit.clock import KYIV, now
from gemkit.money import CENT, Money

PLACE_TYPE = {DeliveryMethod.WAREHOUSE: PlaceType.WAREHOUSE, DeliveryMethod.LOCKER: PlaceType.LOCKER}
_CITIES, _PLACES = 20, 50


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """One method for one parcel; ``reason`` says why an impossible one is impossible."""

    method: DeliveryMethod
    title: str
    cost: Money
    arrival: Arrival
    arrival_text: str
    is_possible: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CityView:
    """A settlement in the visitor's language."""

    ref: str
    name: str
    region: str
    type: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.region}" if self.region else self.name


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A branch or parcel locker; an unsuitable one is shown with the reason."""

    ref: str
    city_ref: str
    number: int
    name: str
    address: str
    type: str
    weight_kg: Decimal | None
    declared_value: Money | None
    hours: str
    is_suitable: bool
    reason: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.address}"


def tariff() -> Tariff:
    """Return the prices and limits of the settings ``DELIVERY_*``."""
    return Tariff(
        warehouse=settings.DELIVERY_WAREHOUSE_UAH.quantize(CENT),
        locker=settings.DELIVERY_LOCKER_UAH.quantize(CENT),
        courier=settings.DELIVERY_COURIER_UAH.quantize(CENT),
        free_from=settings.DELIVERY_FREE_FROM_UAH,
        locker_value_limit=settings.DELIVERY_LOCKER_LIMIT_UAH,
    )


def pickup_address(language: str) -> str:
    """Return where orders are collected."""
    return orders.shop_facts(language).pickup_address


def delivery_options(
    *, goods: Money, discounts: Sequence[Discount] = (), at: dt.datetime | None = None
) -> list[DeliveryOption]:
    """Return every method for a parcel of goods worth ``goods``, in the order they are offered."""
    return [delivery_option(method, goods=goods, discounts=discounts, at=at) for method in DeliveryMethod]


def delivery_option(
    method: DeliveryMethod,
    *,
    goods: Money,
    discounts: Sequence[Discount] = (),
    at: dt.datetime | None = None,
) -> DeliveryOption:
    """Return one method for a parcel of goods worth ``goods`` (UAH) ordered at ``at`` (default: now).

    ``cost`` is what is left to pay when those of ``discounts`` that are for delivery have been taken off.
    """
    prices = tariff()
    full = domain.delivery_cost(method, goods=goods.amount, tariff=prices)
    due = domain.arrival(method, ordered_at=(at or now()).astimezone(KYIV))
    obstacle = domain.method_obstacle(method, value=goods.amount, tariff=prices)
    return DeliveryOption(
        method=method,
        title=str(method.label),
        cost=Money(price_lines((), discounts=discounts, delivery=full).delivery, "UAH"),
        arrival=due,
        arrival_text=arrival_text(method, due),
        is_possible=not obstacle,
        reason=_obstacle_text(obstacle, limit=prices.locker_value_limit),
    )


def delivery_costs(*, goods: Money) -> list[tuple[str, Money]]:
    """Return title and cost of every method that is possible for such a parcel; needs no query."""
    prices = tariff()
    return [
        (str(method.label), Money(domain.delivery_cost(method, goods=goods.amount, tariff=prices), "UAH"))
        for method in DeliveryMethod
        if not domain.method_obstacle(method, value=goods.amount, tariff=prices)
    ]


def arrival_text(method: DeliveryMethod, due: Arrival) -> str:
    """Return the arrival as a sentence with a date."""
    language = get_language() or settings.LANGUAGE_CODE
    day = formats.date(due.day, language=language)
    if method == DeliveryMethod.PICKUP:
        place = pickup_address(language)
        hour = f"{due.starts:%H:%M}" if due.starts else ""
        text = _("From {hour} on {day}").format(hour=hour, day=day)
        return f"{text}, {place}" if place else text
    if due.starts and due.ends:
        hours = f"{due.starts:%H:%M}–{due.ends:%H:%M}"
        return _("Arrives on {day}, {hours}").format(day=day, hours=hours)
    return _("Arrives on {day}").format(day=day)


def city_search(query: str, *, language: str, limit: int = _CITIES) -> list[CityView]:
    """Return cities whose name (in either language) holds ``query``, the likeliest first."""
    return [city_view(city, language) for city in cities_found(query)[:limit]]


def cities_found(query: str) -> QuerySet[City]:
    """Return the cities of `city_search` as a queryset, for pages of results."""
    cities = City.objects.all()
    typed = domain.search_text(query)
    if not typed:
        return cities if not query.strip() else cities.none()
    for word in typed.split()[:6]:  # name and region may both be typed, in any order
        cities = cities.filter(search__contains=word)
    return cities.annotate(
        closeness=Case(
            When(Q(search__startswith=typed), then=Value(0)),
            When(Q(search__contains=f" {typed}"), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    ).order_by("closeness", "population_rank", "name_uk", "pk")


def city_by_ref(ref: str, *, language: str) -> CityView | None:
    """Return the city with the carrier's reference ``ref``."""
    city = City.objects.filter(ref=ref).first()
    return city_view(city, language) if city else None


def city_by_name(name: str, *, language: str) -> CityView | None:
    """Return the only city called exactly ``name`` (in either language), if there is just one."""
    typed = domain.search_text(name)
    if not typed:
        return None
    found = [
        city
        for city in cities_found(name)[:_CITIES]
        if typed
        in {
            domain.search_text(form)
            for form in (
                city.name_uk,
                city.name_en,
                f"{city.name_uk} {city.region_uk}",
                f"{city.name_en} {city.region_en}",
            )
        }
    ]
    return city_view(found[0], language) if len(found) == 1 else None


def city_view(city: City, language: str) -> CityView:
    english = language == "en"
    return CityView(
        ref=city.ref,
        name=city.name_en if english else city.name_uk,
        region=city.region_en if english else city.region_uk,
        type=city.type,
    )


def warehouse_search(
    *,
    city_ref: str,
    query: str = "",
    type: str | None = None,
    declared_value: Money | None = None,
    language: str,
    limit: int = _PLACES,
) -> list[PlaceView]:
    """Return branches and lockers of a city; those that cannot take the parcel come last, with the reason."""
    found = warehouses_found(city_ref=city_ref, query=query, type=type)[:limit]
    places = place_views(found, declared_value=declared_value, language=language)
    return sorted(places, key=lambda place: not place.is_suitable)


def warehouses_found(*, city_ref: str, query: str = "", type: str | None = None) -> QuerySet[Warehouse]:
    """Return the places of `warehouse_search` as a queryset: exact number first, then by number."""
    places = Warehouse.objects.filter(city__ref=city_ref, is_active=True).select_related("city")
    if type:
        places = places.filter(type=type)
    words = domain.search_text(query).split()[:6]
    if not words and query.strip():
        return places.none()
    for word in words:
        places = places.filter(search__contains=word)
    number = (
        int(words[0])
        if len(words) == 1 and words[0].isascii() and words[0].isdecimal() and len(words[0]) < 9
        else -1
    )
    return places.annotate(
        closeness=Case(When(number=number, then=Value(0)), default=Value(1), output_field=IntegerField())
    ).order_by("closeness", "-type", "number", "pk")


def warehouse_by_ref(ref: str, *, declared_value: Money | None, language: str) -> PlaceView | None:
    """Return one branch or locker; a closed one is unsuitable."""
    place = Warehouse.objects.filter(ref=ref).select_related("city").first()
    return place_view(place, declared_value=declared_value, language=language) if place else None


def warehouse_by_number(
    *, city_ref: str, typed: str, type: str, declared_value: Money | None, language: str
) -> PlaceView | None:
    """Return the place of ``type`` with exactly the number that was typed."""
    digits = domain.search_text(typed)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 9):
        return None
    place = (
        Warehouse.objects.filter(city__ref=city_ref, type=type, number=int(digits), is_active=True)
        .select_related("city")
        .first()
    )
    return place_view(place, declared_value=declared_value, language=language) if place else None


def place_views(
    places: Iterable[Warehouse], *, declared_value: Money | None, language: str
) -> list[PlaceView]:
    return [place_view(place, declared_value=declared_value, language=language) for place in places]


def place_view(place: Warehouse, *, declared_value: Money | None, language: str) -> PlaceView:
    english = language == "en"
    limit = place.max_declared_value
    if limit is None and place.type == PlaceType.LOCKER:
        limit = tariff().locker_value_limit
    obstacle = domain.place_obstacle(
        is_active=place.is_active,
        max_weight_kg=place.max_weight_kg,
        max_value=limit,
        value=declared_value.amount if declared_value else None,
    )
    kind = PlaceType(place.type)
    with override(language):
        name = _("Parcel locker {number}") if kind == PlaceType.LOCKER else _("Branch {number}")
        reason = _obstacle_text(obstacle, limit=limit)
    return PlaceView(
        ref=place.ref,
        city_ref=place.city.ref,
        number=place.number,
        name=name.format(number=place.number),
        address=place.address_en if english else place.address_uk,
        type=place.type,
        weight_kg=place.max_weight_kg,
        declared_value=Money(limit, "UAH") if limit is not None else None,
        hours=place.hours,
        is_suitable=not obstacle,
        reason=reason,
    )


def directory_refreshed_on() -> dt.date | None:
    """Return the day in Kyiv on which the directory was last brought up to date."""
    newest = City.objects.order_by("-refreshed_at").values_list("refreshed_at", flat=True).first()
    return newest.astimezone(KYIV).date() if newest is not None else None


def _obstacle_text(obstacle: str, *, limit: Decimal | None) -> str:
    if obstacle == domain.VALUE_TOO_HIGH and limit is not None:
        shown = formats.money(Money(limit, "UAH"))
        return _("Not possible: the value is over {limit}").format(limit=shown)
    if obstacle == domain.TOO_HEAVY:
        return _("Not possible: the parcel is too heavy for this place")
    if obstacle == domain.CLOSED:
        return _("Closed at the moment")
    return ""
