"""Rules of delivery: what each method costs, when the parcel arrives, what does not fit.

All numbers that a shop owner may want to change stand in `Tariff` (filled from the settings
``DELIVERY_*``) and in the constants below it.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from commerce.orders.enums import DeliveryMethod

# A working day is Monday to Saturday. Public holidays are working days under martial law, for the
# carrier as for us. An order made by the cut-off is handed over the same day, a later one on the next.
CUT_OFF = dt.time(14, 0)
TRANSIT_DAYS = 2
COURIER_HOURS = (dt.time(10, 0), dt.time(18, 0))
# An order made by then can be collected the same day after work on it is done.
PICKUP_CUT_OFF = dt.time(16, 0)
PICKUP_TODAY_FROM = dt.time(17, 0)
PICKUP_LATER_FROM = dt.time(11, 0)
# Stones and jewelry travel in the smallest insured box.
PARCEL_WEIGHT_KG = Decimal("0.5")

VALUE_TOO_HIGH = "VALUE_TOO_HIGH"
TOO_HEAVY = "TOO_HEAVY"
CLOSED = "CLOSED"

_SUNDAY = 6
_APOSTROPHES = str.maketrans("", "", "'’ʼ`\u02bc")


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the shop asks for delivery, in UAH."""

    warehouse: Decimal
    locker: Decimal
    courier: Decimal
    free_from: Decimal
    locker_value_limit: Decimal


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day a parcel is there, and the hours of that day where they are known."""

    day: dt.date
    starts: dt.time | None = None
    ends: dt.time | None = None


def delivery_cost(method: DeliveryMethod, *, goods: Decimal, tariff: Tariff) -> Decimal:
    """Return the price of ``method`` for goods worth ``goods``.

    Branches and lockers are free from `Tariff.free_from`; the courier always costs the same,
    because somebody climbs the stairs.
    """
    if method == DeliveryMethod.PICKUP:
        return Decimal("0.00")
    if method == DeliveryMethod.COURIER:
        return tariff.courier
    if goods >= tariff.free_from:
        return Decimal("0.00")
    return tariff.locker if method == DeliveryMethod.LOCKER else tariff.warehouse


def method_obstacle(method: DeliveryMethod, *, value: Decimal, tariff: Tariff) -> str:
    """Return why ``method`` cannot carry a parcel worth ``value``; empty when it can."""
    if method == DeliveryMethod.LOCKER and value > tariff.locker_value_limit:
        return VALUE_TOO_HIGH
    return ""


def place_obstacle(
    *, is_active: bool, max_weight_kg: Decimal | None, max_value: Decimal | None, value: Decimal | None
) -> str:
    """Return why a branch or locker cannot take the parcel; empty when it can."""
    if not is_active:
        return CLOSED
    if value is not None and max_value is not None and value > max_value:
        return VALUE_TOO_HIGH
    if max_weight_kg is not None and max_weight_kg < PARCEL_WEIGHT_KG:
        return TOO_HEAVY
    return ""


def arrival(method: DeliveryMethod, *, ordered_at: dt.datetime) -> Arrival:
    """Return when an order made at ``ordered_at`` (local time in Kyiv) arrives."""
    today, clock = ordered_at.date(), ordered_at.time()
    if method == DeliveryMethod.PICKUP:
        if is_working_day(today) and clock <= PICKUP_CUT_OFF:
            return Arrival(today, PICKUP_TODAY_FROM)
        return Arrival(working_days_after(today, 1), PICKUP_LATER_FROM)
    leaves = today if is_working_day(today) and clock <= CUT_OFF else working_days_after(today, 1)
    day = working_days_after(leaves, TRANSIT_DAYS)
    if method == DeliveryMethod.COURIER:
        return Arrival(day, *COURIER_HOURS)
    return Arrival(day)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() != _SUNDAY


def working_days_after(day: dt.date, count: int) -> dt.date:
    """Return the ``count``-th working day after ``day``."""
    while count:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def search_text(*parts: str) -> str:
    """Return ``parts`` as the directory's search columns hold them.

    Lower case is made here and not in the database, because SQLite lowers only Latin letters.
    Apostrophes go: people type them in five ways, or not at all.
    """
    text = unicodedata.normalize("NFC", " ".join(parts)).translate(_APOSTROPHES)
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())


def split_match(text: str, typed: str) -> tuple[str, str, str]:
    """Return ``text`` as the part before what was typed, that part, and the rest; for underlining."""
    start = text.lower().find(typed.strip().lower()) if typed.strip() else -1
    if start < 0:
        return text, "", ""
    end = start + len(typed.strip())
    return text[:start], text[start:end], text[end:]
