"""Rates from end to end, against a National Bank on a real port."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command

from commerce.ledger.domain import SCHEDULE
from commerce.pricing import selectors, services, tasks
from commerce.pricing.gateways.nbu import NbuUnavailable
from commerce.pricing.models import BankCall, ExchangeRate
from tests.factories.commerce import currencies
from tests.pricing.bank import open_bank

D = Decimal
THURSDAY, FRIDAY, MONDAY = dt.date(2026, 11, 19), dt.date(2026, 11, 20), dt.date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with open_bank() as bank:
        yield bank


@pytest.fixture
def bank(server, settings):
    settings.NBU_URL = server.url
    url = server.url
    server.__init__()
    server.url = url
    currencies()
    return server


def at(text):
    return time_machine.travel(f"2026-11-{text}+02:00", tick=False)


def usd():
    rate = selectors.current_rate("USD")
    return rate and (rate.rate, rate.rate_date)


def test_fridays_evening_brings_mondays_rate_which_waits_for_monday(bank):
    bank.sets(FRIDAY, USD="42.7538", EUR="49.6226")
    with at("20T09:00"):
        assert services.rates_sync() == 2
    bank.sets(MONDAY, USD="42.9000", EUR="49.8000")
    with at("20T16:10"):
        assert services.rates_sync() == 2
        assert usd() == (D("42.7538"), FRIDAY)
    for day in ("21T12:00", "22T23:59"):
        with at(day):
            assert usd() == (D("42.7538"), FRIDAY)
    with at("23T00:00"):
        assert usd() == (D("42.9000"), MONDAY)
    assert bank.asked == ["/NBUStatService/v1/statdirectory/exchange?json"] * 2


@pytest.mark.parametrize("weekend", ["friday", "same", "empty"])
def test_a_weekend_keeps_fridays_rate_however_the_bank_says_so(bank, weekend):
    bank.sets(FRIDAY, USD="42.7538", EUR="49.6226")
    bank.weekend = weekend
    with at("22T12:00"):
        services.rates_sync(on=dt.date(2026, 11, 22))
        assert usd()[0] == D("42.7538")


@pytest.mark.parametrize("mode", ["html", "nonsense", "object", "cut", "error"])
def test_a_bank_that_misbehaves_leaves_the_last_good_rate_and_a_note(bank, mode):
    bank.sets(FRIDAY, USD="42.7538", EUR="49.6226")
    with at("20T09:00"):
        services.rates_sync()
    bank.mode = mode
    with at("20T16:10"):
        with pytest.raises(NbuUnavailable):
            services.rates_sync()
        assert usd() == (D("42.7538"), FRIDAY)
        call = selectors.last_bank_call()
    assert (call.is_answered, bool(call.outcome)) == (False, True)
    assert ExchangeRate.objects.count() == 2


def test_a_rate_for_ten_units_is_divided(bank):
    bank.sets(FRIDAY, USD="427.538", EUR="49.6226")
    bank.units = {"USD": 10}
    with at("20T09:00"):
        services.rates_sync()
        assert usd()[0] == D("42.7538")


def test_metals_and_currencies_that_are_not_shown_are_left_out(bank):
    bank.sets(FRIDAY, USD="42.75", XAU="99999.5", JPY="0.28")
    with at("20T09:00"):
        assert services.rates_sync() == 1
    assert set(ExchangeRate.objects.values_list("currency", flat=True)) == {"USD"}


def test_the_bank_is_asked_once_in_the_window(bank, settings):
    settings.NBU_WINDOW_MINUTES = 50
    bank.sets(FRIDAY, USD="42.7538", EUR="49.6226")
    with at("20T16:10"):
        assert services.rates_sync() == 2
    for minute in (11, 30, 59):
        with at(f"20T16:{minute}"):
            assert services.rates_sync() == 0
    assert len(bank.asked) == BankCall.objects.count() == 1
    with at("20T17:00"):
        services.rates_sync()
    assert len(bank.asked) == 2
    with at("20T17:01"):
        call_command("rates_sync", "--force")
    assert len(bank.asked) == 3


def test_a_failed_question_counts_too(bank):
    bank.mode = "html"
    with at("20T16:10"), pytest.raises(NbuUnavailable):
        services.rates_sync()
    with at("20T16:20"):
        assert services.rates_sync() == 0
    assert len(bank.asked) == 1


def test_the_days_questions_come_after_four_in_kyiv_and_further_apart_than_the_window(settings):
    job = SCHEDULE["rates-fetch"]
    assert job.run is tasks.rates_fetch_daily
    times = job.daily_at
    minutes = [time.hour * 60 + time.minute for time in times]

    assert sum(time > dt.time(16) for time in times) == 2
    assert min(after - before for before, after in pairwise(minutes)) > settings.NBU_WINDOW_MINUTES


class TestHeld:
    @pytest.fixture
    def held(self, bank):
        bank.sets(THURSDAY, USD="40.00", EUR="50.00")
        with at("19T16:10"):
            services.rates_sync()
        bank.sets(FRIDAY, USD="44.0001", EUR="45.0001")
        with at("20T16:10"):
            services.rates_sync()
            (rate,) = selectors.held_rates()
            yield rate

    def test_more_than_a_tenth_waits_and_a_tenth_does_not(self, held):
        assert (held.currency, held.rate, held.current, held.percent) == (
            "USD",
            D("44.0001"),
            D("40"),
            D("10.0"),
        )
        assert usd() == (D("40.0000"), THURSDAY)
        assert selectors.current_rate("EUR").rate == D("45.0001")

    def test_accepted_it_is_in_force_at_once(self, held):
        services.rate_decide(rate_id=held.id, is_accepted=True, reason="real", actor="staff:o")

        assert usd() == (D("44.0001"), FRIDAY)
        assert selectors.held_rates() == []

    def test_refused_it_never_is(self, held):
        services.rate_decide(rate_id=held.id, is_accepted=False, reason="typing", actor="staff:o")

        assert usd() == (D("40.0000"), THURSDAY)
        assert selectors.held_rates() == []
        assert [row.rate for row in selectors.rate_history(currency="USD")] == [D("40")]

    @pytest.mark.parametrize("first", [True, False])
    def test_it_is_decided_once(self, held, first):
        services.rate_decide(rate_id=held.id, is_accepted=first, reason="one", actor="staff:o")

        with pytest.raises(services.RateDecided):
            services.rate_decide(rate_id=held.id, is_accepted=not first, reason="two", actor="staff:i")
        assert ExchangeRate.objects.get(pk=held.id).reason == "one"

    def test_the_same_answer_again_does_not_ask_again(self, held, bank):
        with at("20T17:10"):
            assert services.rates_sync() == 0
        assert len(selectors.held_rates()) == 1
