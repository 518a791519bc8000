"""The local directory: found in both languages, in any case, on both databases."""

import time
from decimal import Decimal

import pytest

from commerce.delivery import selectors, services
from commerce.delivery.models import City, Warehouse
from commerce.delivery.services import CityRow, PlaceRow
from gemkit.money import Money
from tests.factories import checkout as shop

DEAR, CHEAP = Money(Decimal("10000.01"), "UAH"), Money(Decimal("9999.00"), "UAH")


@pytest.fixture(autouse=True)
def _directory(db):
    shop.directory()


@pytest.mark.parametrize("typed", ["київ", "КИЇВ", "Ки", "kyiv", "KYI"])
def test_a_city_is_found_in_either_language_and_any_case(typed):
    found = selectors.city_search(typed, language="uk")

    assert found[0].ref == shop.KYIV
    assert found[0].name == "Київ"


def test_names_come_in_the_language_asked_for():
    assert selectors.city_search("льв", language="en")[0].name == "Lviv"


def test_cities_of_one_name_are_told_apart_and_the_larger_comes_first():
    found = selectors.city_search("миколаїв", language="uk")

    assert [city.label for city in found] == ["Миколаїв, Миколаївська область", "Миколаїв, Львівська область"]
    assert selectors.city_by_name("Миколаїв", language="uk") is None
    assert selectors.city_by_name("Миколаїв, Львівська область", language="uk").ref == shop.MYKOLAIV_LVIV
    assert selectors.city_by_name(" КИЇВ ", language="uk").ref == shop.KYIV


@pytest.mark.parametrize("typed", ["%", "_", "'", "\x00", "Київ' OR 1=1 --", "Ґ" * 100])
def test_nonsense_finds_nothing(typed):
    assert selectors.city_search(typed, language="uk") == []


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("12", [12, 126, 4127]),
        ("126", [126]),
        ("СІЧОВИХ", [12]),
        ("Striltsiv 12", [12]),
        ("99", []),
        ("", [12, 126, 4127]),
    ],
)
def test_places_are_found_by_number_and_street(typed, numbers):
    found = selectors.warehouse_search(city_ref=shop.KYIV, query=typed, language="uk")

    assert [place.number for place in found] == numbers


def test_a_place_that_does_not_fit_stays_with_the_reason():
    found = selectors.warehouse_search(city_ref=shop.KYIV, declared_value=DEAR, language="uk")
    locker = found[-1]

    assert locker.ref == shop.LOCKER_4127
    assert not locker.is_suitable
    assert "10\u00a0000\u00a0₴" in locker.reason
    assert all(place.is_suitable for place in found[:-1])
    assert selectors.warehouse_by_ref(shop.LOCKER_4127, declared_value=CHEAP, language="uk").is_suitable


def test_import_is_safe_to_repeat_and_closes_what_is_gone():
    before = (City.objects.count(), Warehouse.objects.count())
    shop.directory()
    assert (City.objects.count(), Warehouse.objects.count()) == before

    services.directory_import(
        [
            CityRow(
                shop.LVIV, "Львів", "Lviv", places=(PlaceRow("new", 7, "warehouse", "вул. Нова", "Nova St"),)
            )
        ]
    )

    assert [place.number for place in selectors.warehouse_search(city_ref=shop.LVIV, language="uk")] == [7]
    assert not Warehouse.objects.get(ref=shop.LVIV_1).is_active
    assert Warehouse.objects.get(ref=shop.BRANCH_12).is_active


@pytest.mark.slow
def test_a_full_directory_answers_at_once():
    services.directory_import(
        CityRow(
            ref=f"c{number}",
            name_uk=f"Село Іванівка {number}",
            name_en=f"Ivanivka {number}",
            places=(
                PlaceRow(
                    f"w{number}", number, "warehouse", f"вул. Центральна, {number}", f"{number} Tsentralna St"
                ),
            ),
        )
        for number in range(8000)
    )
    for typed in ("іванівка 77", "київ", "а"):
        assert best_of(5, lambda: selectors.city_search(typed, language="uk")) < 0.15  # noqa: B023 - called at once


def best_of(times, act):
    """Return the shortest time: the machine may be busy with something else."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        durations.append(time.perf_counter() - started)
    return min(durations)


@pytest.mark.parametrize(
    ("choice", "error", "attr"),
    [
        ({"city_ref": "nowhere"}, services.UnknownPlace, "delivery.city"),
        ({"warehouse_ref": "nowhere"}, services.UnknownPlace, "delivery.warehouse"),
        ({"warehouse_ref": shop.LVIV_1}, services.UnknownPlace, "delivery.warehouse"),
        ({"warehouse_ref": shop.LOCKER_4127}, services.UnknownPlace, "delivery.warehouse"),
        ({"method": "nova_poshta_courier"}, services.UnknownPlace, "delivery.address"),
        (
            {"method": "nova_poshta_locker", "warehouse_ref": shop.LOCKER_4127},
            services.DeliveryNotPossible,
            "delivery.method",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choice, error, attr):
    wanted = {
        "method": "nova_poshta_warehouse",
        "city_ref": shop.KYIV,
        "warehouse_ref": shop.BRANCH_12,
        **choice,
    }

    with pytest.raises(error) as refusal:
        services.delivery_choose(**wanted, goods=DEAR, language="uk")

    assert refusal.value.attr == attr


def test_a_choice_is_kept_in_words():
    choice = services.delivery_choose(
        method="nova_poshta_warehouse",
        city_ref=shop.KYIV,
        warehouse_ref=shop.BRANCH_12,
        goods=DEAR,
        language="en",
    )

    assert (choice.city, choice.place) == ("Kyiv", "Branch 12, 37 Sichovykh Striltsiv St")
    assert choice.cost == Money(Decimal("120.00"), "UAH")
