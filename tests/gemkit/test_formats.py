"""Numbers as people read them."""

import datetime as dt
from decimal import Decimal

import pytest

from gemkit import formats
from gemkit.money import Money

D = Decimal


@pytest.mark.parametrize(
    ("amount", "currency", "uk", "en"),
    [
        ("118390.00", "UAH", "118\u00a0390\u00a0₴", "₴118,390"),
        ("174964.50", "UAH", "174\u00a0964,50\u00a0₴", "₴174,964.50"),
        ("4150.00", "USD", "$4\u00a0150", "$4,150"),
        ("-4.00", "UAH", "−4\u00a0₴", "−₴4"),
        ("0.00", "EUR", "€0", "€0"),
    ],
)
def test_money(amount, currency, uk, en):
    value = Money(D(amount), currency)

    assert formats.money(value, language="uk") == uk
    assert formats.money(value, language="en") == en


def test_money_with_fixed_places():
    assert formats.money(Money(D("4150"), "USD"), places=2, language="en") == "$4,150.00"


@pytest.mark.parametrize(
    ("sizes", "places", "uk"),
    [
        ((D("8.20"), D("7.60"), D("4.80")), None, "8,2\u00a0×\u00a07,6\u00a0×\u00a04,8\u00a0мм"),
        ((D("8.25"), D("7.00")), None, "8,25\u00a0×\u00a07,0\u00a0мм"),
        (D("8.4"), 2, "8,40\u00a0мм"),
    ],
)
def test_millimetres(sizes, places, uk):
    assert formats.millimetres(sizes, places=places, language="uk") == uk


def test_carat_number_and_grams():
    assert formats.carat(D("2.1"), language="uk") == "2,10\u00a0ct"
    assert formats.carat(D("2.1"), language="en") == "2.10\u00a0ct"
    assert formats.number(D("42.160000"), language="uk") == "42,16"
    assert formats.number(D("1000"), language="en") == "1,000"
    assert formats.grams(D("0.372"), language="uk") == "0,372\u00a0г"


def test_dates_and_file_sizes():
    day = dt.date(2026, 11, 24)

    assert formats.date(day, language="uk") == "24\u00a0листопада"
    assert formats.date(day, language="en") == "24\u00a0November"
    assert formats.date_with_year(day, language="en") == "24\u00a0November\u00a02026"
    assert formats.date_short(day) == "24.11.2026"
    assert formats.file_size(1_240_000, language="uk") == "1,2\u00a0МБ"
    assert formats.file_size(48_300, language="en") == "48\u00a0KB"
