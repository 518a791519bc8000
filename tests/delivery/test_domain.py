"""Prices, arrival dates and limits of delivery."""

import datetime as dt
from decimal import Decimal

import pytest

from commerce.delivery import domain
from commerce.delivery.domain import Tariff
from commerce.orders.enums import DeliveryMethod

TARIFF = Tariff(Decimal("120.00"), Decimal("100.00"), Decimal("165.00"), Decimal(50000), Decimal(10000))


@pytest.mark.parametrize(
    ("method", "goods", "cost"),
    [
        ("nova_poshta_warehouse", "49999.99", "120.00"),
        ("nova_poshta_warehouse", "50000.00", "0.00"),
        ("nova_poshta_locker", "9000.00", "100.00"),
        ("nova_poshta_courier", "195540.00", "165.00"),
        ("pickup", "1.00", "0.00"),
    ],
)
def test_cost(method, goods, cost):
    assert domain.delivery_cost(DeliveryMethod(method), goods=Decimal(goods), tariff=TARIFF) == Decimal(cost)


@pytest.mark.parametrize(("value", "obstacle"), [("10000.00", ""), ("10000.01", "VALUE_TOO_HIGH")])
def test_a_locker_takes_up_to_its_limit(value, obstacle):
    assert domain.method_obstacle(DeliveryMethod.LOCKER, value=Decimal(value), tariff=TARIFF) == obstacle
    assert domain.method_obstacle(DeliveryMethod.WAREHOUSE, value=Decimal(value), tariff=TARIFF) == ""


@pytest.mark.parametrize(
    ("ordered_at", "day"),
    [
        ("2026-11-20 13:59", 23),  # Friday before the cut-off: out on Friday, Saturday, Monday
        ("2026-11-20 15:10", 24),  # after it: out on Saturday, Monday, Tuesday
        ("2026-11-21 15:00", 25),  # Saturday afternoon: out on Monday
        ("2026-11-22 10:00", 25),  # Sunday: out on Monday
        ("2026-11-26 10:00", 28),  # Thursday morning: Saturday is a working day
    ],
)
def test_parcels_arrive_on_working_days(ordered_at, day):
    moment = dt.datetime.fromisoformat(ordered_at)

    branch = domain.arrival(DeliveryMethod.WAREHOUSE, ordered_at=moment)
    courier = domain.arrival(DeliveryMethod.COURIER, ordered_at=moment)

    assert (branch.day, branch.starts) == (dt.date(2026, 11, day), None)
    assert (courier.day, courier.starts, courier.ends) == (dt.date(2026, 11, day), dt.time(10), dt.time(18))
    assert branch.day.weekday() != 6


@pytest.mark.parametrize(
    ("ordered_at", "day", "hour"),
    [
        ("2026-11-20 15:10", 20, 17),
        ("2026-11-20 16:01", 21, 11),
        ("2026-11-21 18:00", 23, 11),
        ("2026-11-22 9:00", 23, 11),
    ],
)
def test_pick_up_is_the_same_day_when_there_is_time(ordered_at, day, hour):
    due = domain.arrival(DeliveryMethod.PICKUP, ordered_at=dt.datetime.strptime(ordered_at, "%Y-%m-%d %H:%M"))  # noqa: DTZ007

    assert (due.day, due.starts) == (dt.date(2026, 11, day), dt.time(hour))


@pytest.mark.parametrize(
    ("place", "obstacle"),
    [
        ({"is_active": True, "max_weight_kg": Decimal(30), "max_value": None}, ""),
        ({"is_active": False, "max_weight_kg": None, "max_value": None}, "CLOSED"),
        ({"is_active": True, "max_weight_kg": Decimal("0.2"), "max_value": None}, "TOO_HEAVY"),
        ({"is_active": True, "max_weight_kg": None, "max_value": Decimal(10000)}, "VALUE_TOO_HIGH"),
    ],
)
def test_a_place_says_what_does_not_fit(place, obstacle):
    assert domain.place_obstacle(value=Decimal("10000.01"), **place) == obstacle


@pytest.mark.parametrize(
    ("typed", "text"),
    [("Кам’янець-Подільський", "камянець подільський"), ("  КИЇВ ", "київ"), ("п'ять", "пять"), ("\x00", "")],
)
def test_search_text_ignores_case_and_apostrophes(typed, text):
    assert domain.search_text(typed) == text


def test_the_typed_part_is_found_for_underlining():
    assert domain.split_match("Відділення 126, просп. Берестейський", "126") == (
        "Відділення ",
        "126",
        ", просп. Берестейський",
    )
    assert domain.split_match("Львів", "льв") == ("", "Льв", "ів")
    assert domain.split_match("Львів", "  ") == ("Львів", "", "")
