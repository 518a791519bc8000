import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from commerce.pricing import selectors
from commerce.pricing.models import Currency
from gemkit.clock import today_kyiv
from tests.factories.commerce import RateFactory, currencies, days_ago, make_sellable, set_rates

D = Decimal

pytestmark = pytest.mark.django_db


def test_the_rate_in_force_is_the_newest_that_is_not_of_tomorrow_and_not_held():
    currencies()
    RateFactory(rate=D("41"), rate_date=days_ago(1))
    RateFactory(rate=D("42"))
    RateFactory(rate=D("42.5"))
    RateFactory(rate=D("43"), rate_date=days_ago(-1))
    RateFactory(rate=D("99"), is_held=True)

    assert selectors.current_rate("USD").rate == D("42.5")
    assert selectors.current_rate("EUR") is None


def test_today_is_kyivs_today():
    currencies()
    RateFactory(rate=D("41"), rate_date=dt.date(2026, 11, 20))
    RateFactory(rate=D("42"), rate_date=dt.date(2026, 11, 21))

    with time_machine.travel("2026-11-20T21:59:00+00:00"):
        assert selectors.current_rate("USD").rate == D("41")
    with time_machine.travel("2026-11-20T22:01:00+00:00"):
        assert selectors.current_rate("USD").rate == D("42")


@pytest.mark.parametrize(
    ("days", "source", "shown", "stale"),
    [
        (7, "nbu", ("UAH", "USD", "EUR"), False),
        (8, "nbu", ("UAH",), False),
        (30, "nbu", ("UAH",), False),
        (31, "nbu", ("UAH",), True),
        (300, "demo", ("UAH", "USD", "EUR"), False),
    ],
)
def test_old_rates_hide_their_prices_and_then_stop_the_sale(days, source, shown, stale):
    set_rates(day=days_ago(days), source=source)

    assert selectors.display_currencies() == shown
    assert selectors.rate_is_stale() is stale
    assert selectors.rates_are_fresh() is (len(shown) == 3)
    assert selectors.header_rate()["date"] == today_kyiv() - dt.timedelta(days=days)


def test_a_fresh_shop_without_rates_shows_hryvnia_only():
    currencies()

    assert selectors.display_currencies() == ("UAH",)
    assert selectors.header_rate() is None
    assert selectors.rate_is_stale()


def test_the_switch_marks_the_chosen_currency_or_hryvnia(rates):
    chosen = {row["code"]: row["selected"] for row in selectors.currency_choices(selected="EUR")}
    assert chosen == {"UAH": False, "USD": False, "EUR": True}

    Currency.objects.filter(code="EUR").update(is_active=False)
    chosen = {row["code"]: row["selected"] for row in selectors.currency_choices(selected="EUR")}
    assert chosen == {"UAH": True, "USD": False}


def test_the_visitors_currency_comes_first(rates):
    variant = make_sellable(usd="100.00")

    def codes(currency):
        view = selectors.variant_prices([variant.pk], currency=currency)[variant.pk]
        return [money.currency for money in view.approx]

    assert codes("UAH") == ["USD", "EUR"]
    assert codes("EUR") == ["EUR", "USD"]


@pytest.mark.parametrize("size", [1, 6])
def test_a_page_of_prices_is_two_queries(rates, size, django_assert_num_queries):
    ids = [make_sellable().pk for _ in range(size)]
    selectors.request_begins()
    try:
        selectors.rate_table()
        selectors.request_begins()
        with django_assert_num_queries(2):  # has anything changed? and the prices
            assert len(selectors.variant_prices(ids, currency="EUR")) == size
            selectors.header_rate()
            selectors.currency_choices(selected="UAH")
            selectors.price_bounds(D(1), None, currency="EUR")
    finally:
        selectors.request_ends()


def test_a_change_is_seen_in_the_same_request_and_kept_for_no_other(rates):
    from commerce.pricing import services

    selectors.request_begins()
    try:
        assert selectors.current_rate("USD").rate == D("42.16")
        services.rate_set(currency="USD", rate=D("43.00"), actor="test")
        assert selectors.current_rate("USD").rate == D("43.00")
    finally:
        selectors.request_ends()
    RateFactory(rate=D("44"))
    assert selectors.current_rate("USD").rate == D("44")


def test_the_history_leaves_held_rates_out():
    currencies()
    RateFactory(rate=D("41"), rate_date=days_ago(2))
    RateFactory(rate=D("42"), rate_date=days_ago(1))
    RateFactory(rate=D("99"), is_held=True)

    assert [row.rate for row in selectors.rate_history(currency="USD")] == [D("42"), D("41")]
    assert [row.rate for row in selectors.rate_history(since=days_ago(1))] == [D("42")]
    assert [row.rate for row in selectors.rate_history(until=days_ago(2))] == [D("41")]
