"""Reads of the history of rates: rows, courses, what waits for a person, when the bank was asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from commerce.pricing.domain import move_percent
from commerce.pricing.models import BankCall, ExchangeRate
from commerce.pricing.selectors.rates import RATE_PLACES, rate_table
from gemkit.clock import today_kyiv

Course = list[tuple[dt.date, Decimal]]


def rate_history(
    *, currency: str | None = None, since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[ExchangeRate]:
    """Return rates that were in force or were replaced, newest first; held ones are left out."""
    rates = ExchangeRate.objects.filter(is_held=False)
    if currency is not None:
        rates = rates.filter(currency=currency)
    if since is not None:
        rates = rates.filter(rate_date__gte=since)
    if until is not None:
        rates = rates.filter(rate_date__lte=until)
    return rates.order_by("-rate_date", "currency", "-pk")


def rate_courses(*, since: dt.date) -> dict[str, Course]:
    """Return the rate in force of every day that has one, oldest first, by currency; later days are left out."""
    rows = ExchangeRate.objects.filter(is_held=False, rate_date__gte=since, rate_date__lte=today_kyiv())
    courses: dict[str, dict[dt.date, Decimal]] = defaultdict(dict)
    for currency, day, rate in rows.order_by("rate_date", "pk").values_list("currency", "rate_date", "rate"):
        courses[currency][day] = rate.quantize(RATE_PLACES)  # of several rows for a day the newest wins
    return {code: list(courses[code].items()) for code in rate_table().active if code in courses}


@dataclass(frozen=True, slots=True)
class HeldRate:
    """A rate that waits for a person, beside the one that is in force instead."""

    id: int
    currency: str
    rate: Decimal
    rate_date: dt.date
    fetched_at: dt.datetime
    source_url: str
    current: Decimal | None
    percent: Decimal | None


def held_rates() -> list[HeldRate]:
    """Return the rates that wait for a decision, the newest first."""
    rates = rate_table().rates
    found = []
    for row in ExchangeRate.objects.filter(is_held=True, is_refused=False):
        current = rates[row.currency].rate if row.currency in rates else None
        moved = round(move_percent(current, row.rate), 1) if current else None
        found.append(
            HeldRate(
                row.pk, row.currency, row.rate, row.rate_date, row.fetched_at, row.source_url, current, moved
            )
        )
    return found


def last_bank_call() -> BankCall | None:
    """Return when the bank was asked last, and what came of it."""
    return BankCall.objects.first()


@dataclass(frozen=True, slots=True)
class RateRow:
    """A stored rate, in force or not."""

    id: int
    currency: str
    rate: Decimal
    rate_date: dt.date
    source: str
    is_held: bool


def rate_row(rate_id: int) -> RateRow | None:
    """Return a stored rate by its id."""
    row = ExchangeRate.objects.filter(pk=rate_id).first()
    if row is None:
        return None
    return RateRow(row.pk, row.currency, row.rate, row.rate_date, row.source, row.is_held)
