"""Money never loses its currency or a kopiyka."""

from decimal import Decimal

import pytest

from gemkit.money import Money, money_sum, round_to_step


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        ("174964.00", "1", "174964.00"),
        ("174964.49", "1", "174964.00"),
        ("174964.50", "1", "174965.00"),
        ("0.005", "0.01", "0.01"),
        ("12.345", "0.05", "12.35"),
    ],
)
def test_rounding_is_half_up_to_the_step(amount, step, expected):
    assert round_to_step(Decimal(amount), Decimal(step)) == Decimal(expected)


def test_sums_keep_the_currency():
    total = money_sum([Money(Decimal("1.10"), "UAH"), Money(Decimal("2.20"), "UAH")], currency="UAH")

    assert total == Money(Decimal("3.30"), "UAH")
    assert money_sum([], currency="UAH") == Money(Decimal("0.00"), "UAH")


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="cannot combine UAH with USD"):
        Money(Decimal(1), "UAH") + Money(Decimal(1), "USD")


def test_floats_and_fractions_of_pieces_are_refused():
    with pytest.raises(TypeError):
        Money(1.5, "UAH")
    with pytest.raises(TypeError):
        Money(Decimal(1), "UAH") * Decimal("1.5")


def test_json_has_two_decimals():
    assert Money(Decimal("12345"), "UAH").as_json() == {"amount": "12345.00", "currency": "UAH"}
