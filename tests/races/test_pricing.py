"""Prices and rates at once: a turn is written once, a held rate is decided once, the bank is asked once."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from commerce.ledger.models import AuditEntry
from commerce.pricing import services
from commerce.pricing.gateways import nbu
from commerce.pricing.models import BankCall, ExchangeRate, VariantPrice
from gemkit.clock import now, today_kyiv
from tests.factories.commerce import RateFactory, currencies, make_sellable, set_rates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _shop(transactional_db):
    currencies()
    set_rates()


def test_a_held_rate_is_decided_once(together):
    held = RateFactory(rate=Decimal("60"), is_held=True)

    done, errors = together(
        lambda number: services.rate_decide(
            rate_id=held.pk, is_accepted=number % 2 == 0, reason=f"r{number}", actor="staff:o"
        ),
        8,
    )

    assert (len(done), len(errors)) == (1, 7)
    assert all(isinstance(error, services.RateDecided) for error in errors)
    assert AuditEntry.objects.filter(kind="rate", object_id=str(held.pk)).count() == 1


def test_a_turn_belongs_to_one_worker(together):
    stone = make_sellable(usd="100.00")
    start = now() + dt.timedelta(hours=1)
    services.price_schedule(
        variant_id=stone.pk, currency="USD", amount=Decimal("80.00"), valid_from=start, actor="staff:o"
    )

    with time_machine.travel(start + dt.timedelta(seconds=1)):
        turned, errors = together(lambda number: services.prices_turn(), 6)

    assert errors == []
    assert sum(turned) == 1
    assert not VariantPrice.objects.filter(turn_at__isnull=False).exists()
    stone.card.refresh_from_db()
    assert stone.card.price_usd == Decimal("80.00")


def test_workers_together_ask_the_bank_once(together, monkeypatch, settings):
    settings.NBU_WINDOW_MINUTES = 50
    sheet = nbu.Sheet(
        (nbu.RateQuote("USD", Decimal("42.50"), today_kyiv()),), "https://bank.example", "0" * 64
    )
    asked = []
    monkeypatch.setattr(nbu, "fetch", lambda on=None: asked.append(on) or sheet)

    added, errors = together(lambda number: services.rates_sync(), 6)

    assert errors == []
    assert (len(asked), BankCall.objects.count(), sum(added)) == (1, 1, 1)
    assert ExchangeRate.objects.filter(rate=Decimal("42.50")).count() == 1


def test_two_prices_for_one_moment_are_one_and_a_refusal(together):
    stone = make_sellable(usd="100.00")
    start = now() + dt.timedelta(hours=1)

    made, errors = together(
        lambda number: services.price_schedule(
            variant_id=stone.pk,
            currency="USD",
            amount=Decimal(50 + number),
            valid_from=start,
            actor="staff:o",
        ),
        6,
    )

    assert (len(made), len(errors)) == (1, 5)
    assert all(isinstance(error, services.DateTaken) for error in errors)
