import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce.pricing import domain
from commerce.pricing.domain import PriceRow, Rate
from gemkit.money import Money

D = Decimal

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
RATES = {"USD": Rate("USD", D("42.16"), DAY, "nbu"), "EUR": Rate("EUR", D("48.90"), DAY, "nbu")}
STEPS = {"UAH": D("1.00"), "USD": D("0.01"), "EUR": D("0.01")}


def view(rows, shown=("USD", "EUR"), rates=RATES):
    return domain.price_view(rows, rates=rates, steps=STEPS, shown=shown, now=NOW)


@pytest.mark.parametrize(
    ("usd", "rate", "step", "uah"),
    [
        ("100.00", "42.16", "1.00", "4216.00"),
        ("2808.11", "42.16", "1.00", "118390.00"),
        ("0.50", "1.00", "1.00", "1.00"),  # half up, not to even
        ("1.50", "1.00", "1.00", "2.00"),
        ("2.50", "1.00", "1.00", "3.00"),
        ("1.234", "1", "0.01", "1.23"),
        ("10.00", "42.7538", "10.00", "430.00"),
    ],
)
def test_conversion_rounds_half_up_to_the_step(usd, rate, step, uah):
    assert domain.convert(D(usd), D(rate), D(step)) == D(uah)


def test_a_base_price_is_charged_in_hryvnia_at_the_rate():
    price = view({"USD": PriceRow(D("4150.00"))})

    assert price.charged == Money(D("174964.00"), "UAH")
    assert price.base == Money(D("4150.00"), "USD")
    assert price.approx == (Money(D("4150.00"), "USD"), Money(D("3578.00"), "EUR"))
    assert (price.rate, price.rate_date, price.rate_source) == (D("42.16"), DAY, "nbu")
    assert not price.is_override


def test_an_override_wins_and_needs_no_rate():
    price = view({"USD": PriceRow(D("100.00")), "UAH": PriceRow(D("3999.00"))}, rates={})

    assert price.charged == Money(D("3999.00"), "UAH")
    assert price.is_override
    assert price.rate is None
    assert price.approx == ()


def test_an_override_is_converted_back_for_display():
    price = view({"USD": PriceRow(D("100.00")), "UAH": PriceRow(D("4216.00"))}, shown=("EUR", "USD"))

    assert price.approx == (Money(D("86.22"), "EUR"), Money(D("100.00"), "USD"))


def test_without_a_rate_a_base_price_cannot_be_charged():
    assert view({"USD": PriceRow(D("100.00"))}, rates={}) is None
    assert view({}) is None


@pytest.mark.parametrize(
    ("since", "until", "struck"),
    [(None, None, True), (0, None, True), (1, None, False), (None, 0, False), (-1, 1, True), (None, 1, True)],
)
def test_the_price_before_a_reduction_is_shown_while_it_runs(since, until, struck):
    def at(hours):
        return None if hours is None else NOW + dt.timedelta(hours=hours)

    price = view({"USD": PriceRow(D("90.00"), D("100.00"), at(since), at(until))})

    assert price.was == (Money(D("4216.00"), "UAH") if struck else None)
    assert price.charged == Money(D("3794.00"), "UAH")


def test_a_reduction_lost_in_rounding_is_not_shown():
    assert view({"USD": PriceRow(D("100.00"), D("100.01"))}).was is None


@pytest.mark.parametrize(("days", "fits"), [(7, True), (8, False)])
def test_a_rate_ages(days, fits):
    rate = Rate("USD", D("42"), DAY - dt.timedelta(days=days), "nbu")

    assert rate.is_within(7, DAY) is fits


def test_demo_rates_do_not_age():
    assert Rate("USD", D("42"), DAY - dt.timedelta(days=400), "demo").is_within(7, DAY)


def test_bounds_in_hryvnia_are_exact_at_the_edges():
    bounds = domain.price_bounds(D("1000"), D("2000"), currency="UAH", rates=RATES, steps=STEPS)

    assert (bounds.uah_min, bounds.uah_max) == (D("1000"), D("2000"))
    assert domain.convert(bounds.usd_min, D("42.16"), D(1)) == 1000
    assert domain.convert(bounds.usd_min - D("0.01"), D("42.16"), D(1)) < 1000
    assert domain.convert(bounds.usd_max, D("42.16"), D(1)) == 2000
    assert domain.convert(bounds.usd_max + D("0.01"), D("42.16"), D(1)) > 2000


def test_bounds_without_a_rate_for_the_currency_fit_nothing():
    assert domain.price_bounds(D(1), None, currency="EUR", rates={}, steps=STEPS).is_empty


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    usd=st.decimals(min_value="0.01", max_value="99999.99", places=2),
    rate=st.decimals(min_value="0.01", max_value="500", places=4),
    low=st.integers(min_value=0, max_value=10**6),
    high=st.integers(min_value=0, max_value=10**6),
)
def test_bounds_agree_with_the_price_people_see(usd, rate, low, high):
    rates = {"USD": Rate("USD", rate, DAY, "nbu")}
    bounds = domain.price_bounds(D(low), D(high), currency="UAH", rates=rates, steps=STEPS)
    seen = domain.convert(usd, rate, D(1))

    assert (bounds.usd_min <= usd <= bounds.usd_max) == (low <= seen <= high)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    uah=st.decimals(min_value="1", max_value="999999", places=0),
    low=st.decimals(min_value="0", max_value="9999", places=2),
    high=st.decimals(min_value="0", max_value="9999", places=2),
)
def test_bounds_in_euro_agree_with_the_approximation(uah, low, high):
    bounds = domain.price_bounds(low, high, currency="EUR", rates=RATES, steps=STEPS)
    seen = domain.convert_back(uah, RATES["EUR"].rate, STEPS["EUR"])

    assert (bounds.uah_min <= uah <= bounds.uah_max) == (low <= seen <= high)


def test_a_move_is_measured_without_its_sign():
    assert domain.move_percent(D("40"), D("44")) == 10
    assert domain.move_percent(D("40"), D("36")) == 10
