import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from commerce.ledger.models import AuditEntry
from commerce.pricing import selectors, services
from commerce.pricing.events import PriceChanged, RateHeld, RatesChanged
from commerce.pricing.gateways import nbu
from commerce.pricing.models import Currency, ExchangeRate, VariantPrice
from gemkit.money import Money
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import RateFactory, currencies, days_ago, make_sellable, set_rates

D = Decimal

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def heard(monkeypatch):
    published = []
    for module in ("prices", "rates", "currencies"):
        monkeypatch.setattr(f"commerce.pricing.services.{module}.publish", published.append)
    return published


def sheet(**rates):
    day = rates.pop("day", FRIDAY)
    quotes = tuple(nbu.RateQuote(code, D(rate), day) for code, rate in rates.items())
    return nbu.Sheet(quotes, "https://bank.example/?json", "0" * 64)


@pytest.fixture
def bank(monkeypatch, settings):
    """Let the bank answer with given rates, as often as it is asked."""
    settings.NBU_WINDOW_MINUTES = 0

    def answers(**rates):
        monkeypatch.setattr(nbu, "fetch", lambda on=None: sheet(**rates))

    currencies()
    return answers


class TestPrices:
    def test_a_price_is_stored_with_its_trace_and_the_read_model(self, heard):
        variant = VariantFactory()

        services.price_set(
            variant_id=variant.pk, currency="USD", amount=D("100.00"), actor="staff:o", reason="new"
        )
        services.price_set(variant_id=variant.pk, currency="UAH", amount=D("4000.00"), actor="staff:o")

        assert selectors.stored_prices([variant.pk]) == {
            variant.pk: {"USD": D("100.00"), "UAH": D("4000.00")}
        }
        variant.card.refresh_from_db()
        assert (variant.card.price_usd, variant.card.price_uah) == (D("100.00"), D("4000.00"))
        assert heard == [PriceChanged(variant.pk, "USD"), PriceChanged(variant.pk, "UAH")]
        entry = AuditEntry.objects.order_by("pk").first()
        assert (entry.before, entry.after["amount"], entry.reason) == (None, "100.00", "new")

    def test_the_same_price_again_writes_nothing(self, heard):
        variant = make_sellable(usd="100.00", stock=0)
        heard.clear()

        services.price_set(variant_id=variant.pk, currency="USD", amount=D("100.00"), actor="staff:o")

        assert heard == []
        assert AuditEntry.objects.filter(kind="price").count() == 1

    def test_an_override_can_be_removed(self):
        variant = make_sellable(usd="100.00", uah="4000.00", stock=0)

        services.price_remove(variant_id=variant.pk, currency="UAH", actor="staff:o")
        services.price_remove(variant_id=variant.pk, currency="UAH", actor="staff:o")

        variant.card.refresh_from_db()
        assert variant.card.price_uah is None
        assert AuditEntry.objects.filter(kind="price", after__isnull=True).count() == 1

    @pytest.mark.parametrize("amount", ["0", "-1", "1.005", "NaN", "Infinity", "1E+12"])
    def test_what_is_no_price_is_refused(self, amount):
        variant = VariantFactory()

        with pytest.raises(services.PriceInvalid):
            services.price_set(variant_id=variant.pk, currency="USD", amount=D(amount), actor="staff:o")

        assert not VariantPrice.objects.exists()

    @pytest.mark.parametrize("was", ["100.00", "99.99"])
    def test_the_price_before_a_reduction_must_be_higher(self, was):
        with pytest.raises(services.PriceInvalid):
            services.price_set(
                variant_id=VariantFactory().pk,
                currency="USD",
                amount=D("100.00"),
                was_amount=D(was),
                actor="s",
            )

    @pytest.mark.parametrize("currency", ["usd", "GBP", ""])
    def test_another_currency_is_refused(self, currency):
        with pytest.raises(services.CurrencyUnknown):
            services.price_set(variant_id=VariantFactory().pk, currency=currency, amount=D("1.00"), actor="s")


class TestRates:
    def test_rates_are_stored_once(self, bank, heard):
        bank(USD="42.7538", EUR="49.6226", JPY="0.28766", PLN="11.6402")

        assert services.rates_sync() == 2
        assert services.rates_sync() == 0

        row = ExchangeRate.objects.get(currency="USD")
        assert (row.rate, row.rate_date, row.source, row.is_held) == (D("42.753800"), FRIDAY, "nbu", False)
        assert row.source_url == "https://bank.example/?json"
        assert heard == [RatesChanged(("USD", "EUR"))]

    def test_a_correction_is_a_further_row_and_the_newest_wins(self, bank):
        bank(USD="42.7538")
        services.rates_sync()
        bank(USD="42.8000")

        assert services.rates_sync() == 1

        with time_machine.travel("2026-11-20T12:00:00+02:00"):
            assert selectors.current_rate("USD").rate == D("42.8")
        assert ExchangeRate.objects.filter(currency="USD").count() == 2

    @pytest.mark.parametrize(
        ("rate", "held"), [("46.20", False), ("46.30", True), ("37.80", False), ("4.20", True)]
    )
    def test_a_rate_that_moves_too_far_waits_for_a_person(self, bank, heard, rate, held):
        bank(USD="42.00", day=FRIDAY - dt.timedelta(days=1))
        services.rates_sync()
        bank(USD=rate)
        heard.clear()

        services.rates_sync()

        row = ExchangeRate.objects.get(rate_date=FRIDAY)
        assert row.is_held is held
        notices = [event for event in heard if isinstance(event, RateHeld)]
        assert bool(notices) is held
        with time_machine.travel("2026-11-20T12:00:00+02:00"):
            assert selectors.current_rate("USD").rate == (D("42.00") if held else D(rate))

    def test_a_person_may_take_a_held_rate(self, bank):
        bank(USD="42.00", day=FRIDAY - dt.timedelta(days=1))
        services.rates_sync()
        bank(USD="60.00")
        services.rates_sync()

        services.rate_set(
            currency="USD", rate=D("60.00"), rate_date=FRIDAY, reason="devaluation", actor="staff:o"
        )
        bank(USD="60.50", day=FRIDAY + dt.timedelta(days=1))
        services.rates_sync()

        with time_machine.travel("2026-11-21T12:00:00+02:00"):
            assert selectors.current_rate("USD").rate == D("60.50")

    def test_real_rates_are_not_measured_against_demo_rates(self, bank):
        RateFactory(rate=D("20.00"), rate_date=FRIDAY - dt.timedelta(days=1), source="demo")
        bank(USD="42.00")
        services.rates_sync()

        assert not ExchangeRate.objects.get(source="nbu").is_held

    def test_a_missing_currency_keeps_its_old_rate(self, bank):
        bank(USD="42.00", EUR="49.00", day=FRIDAY - dt.timedelta(days=1))
        services.rates_sync()
        bank(USD="42.10")

        assert services.rates_sync() == 1
        with time_machine.travel("2026-11-20T12:00:00+02:00"):
            assert selectors.current_rate("EUR").rate == D("49.00")

    def test_when_the_bank_is_away_nothing_changes(self, monkeypatch):
        set_rates()

        def away(on=None):
            raise nbu.NbuUnavailable(reason="HTTP 403")

        monkeypatch.setattr(nbu, "fetch", away)

        with pytest.raises(nbu.NbuUnavailable):
            services.rates_sync()

        assert selectors.current_rate("USD").rate == D("42.16")

    @pytest.mark.parametrize("rate", ["0", "-1", "NaN", "1.1234567", "1E+9"])
    def test_what_is_no_rate_is_refused(self, rate):
        currencies()
        with pytest.raises(services.RateInvalid):
            services.rate_set(currency="USD", rate=D(rate), actor="staff:o")

    def test_the_rate_in_force_again_changes_nothing(self):
        set_rates()
        set_rates()

        assert ExchangeRate.objects.count() == 2

    def test_a_rate_of_hryvnia_or_of_nothing_is_refused(self):
        currencies()
        for currency in ("UAH", "GBP"):
            with pytest.raises(services.CurrencyUnknown):
                services.rate_set(currency=currency, rate=D("1"), actor="staff:o")


class TestQuotes:
    def test_a_quote_adds_up(self, rates):
        one, two = make_sellable(usd="2808.11"), make_sellable(usd="10.00", uah="500.00", stock=5)

        quote = services.quote(lines=[(one.pk, 1), (two.pk, 3)], currency="UAH")

        assert [line.line_total for line in quote.lines] == [
            Money(D("118390.00"), "UAH"),
            Money(D("1500.00"), "UAH"),
        ]
        assert quote.subtotal == Money(D("119890.00"), "UAH")
        assert quote.display is None
        assert (quote.rate, quote.rate_source) == (D("42.16"), "nbu")
        assert quote.valid_until - quote.quoted_at == dt.timedelta(minutes=30)

    def test_a_quote_in_another_currency_still_charges_hryvnia(self, rates):
        one, two = make_sellable(usd="100.00"), make_sellable(usd=None, uah="4216.00")

        quote = services.quote(lines=[(one.pk, 2), (two.pk, 1)], currency="USD")

        assert quote.subtotal == Money(D("12648.00"), "UAH")
        assert quote.display == Money(D("300.00"), "USD")
        assert quote.display_rate == D("42.16")

    def test_what_has_no_price_is_refused(self, rates):
        variant = VariantFactory()

        with pytest.raises(services.PriceMissing) as error:
            services.quote(lines=[(variant.pk, 1)])

        assert error.value.extra == {"variant_id": variant.pk}

    def test_too_old_a_rate_stops_the_sale_but_not_the_page(self):
        variant = make_sellable(usd="100.00")
        set_rates(day=days_ago(31))

        with pytest.raises(services.RateStale) as error:
            services.quote(lines=[(variant.pk, 1)])

        assert (error.value.code, error.value.status) == ("RATE_STALE", 503)
        assert selectors.variant_prices([variant.pk])[variant.pk].charged == Money(D("4216.00"), "UAH")

    def test_prices_in_hryvnia_sell_without_a_rate(self):
        currencies()
        variant = make_sellable(usd=None, uah="4000.00")

        assert services.quote(lines=[(variant.pk, 1)]).subtotal == Money(D("4000.00"), "UAH")

    def test_demo_rates_sell_for_ever(self):
        variant = make_sellable(usd="100.00")
        set_rates(day=days_ago(400), source="demo")

        assert services.quote(lines=[(variant.pk, 1)]).rate_source == "demo"


def test_the_migration_made_the_currencies_and_runs_twice():
    currencies()

    assert {row.code: (row.symbol, row.rounding_step) for row in Currency.objects.all()} == {
        "UAH": ("₴", D("1.00")),
        "USD": ("$", D("0.01")),
        "EUR": ("€", D("0.01")),
    }
