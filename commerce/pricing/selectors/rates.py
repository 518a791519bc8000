"""Reads of pricing.

Inside a request rates and currencies are those that every process keeps until somebody changes them; outside
of one (tasks, commands, tests of services) every call reads the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from catalog.index import selectors as index
from commerce.pricing.domain import BASE, CHARGED, Rate
from commerce.pricing.models import Currency, ExchangeRate
from gemkit.clock import today_kyiv

RATE_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class RateTable:
    """The shop's currencies and the rates in force on one day."""

    today: dt.date
    symbols: Mapping[str, str]
    steps: Mapping[str, Decimal]
    active: tuple[str, ...]
    rates: Mapping[str, Rate]

    @property
    def shown(self) -> tuple[str, ...]:
        """Currencies people may see prices in: UAH always, others while their rate is fresh."""
        days = settings.RATE_DISPLAY_AGE_DAYS
        return tuple(
            code
            for code in self.active
            if code == CHARGED or (code in self.rates and self.rates[code].is_within(days, self.today))
        )


# A dict inside a request, None outside of one.
_request: ContextVar[dict[str, Any] | None] = ContextVar("pricing_request", default=None)


def request_begins(**kwargs: Any) -> None:
    """Start to keep the rates, for one request."""
    _request.set({})


def request_ends(**kwargs: Any) -> bool:
    """Forget the rates that were kept; returns whether the request saw prices that the read model lags behind."""
    kept = _request.get()
    _request.set(None)
    return bool(kept and kept.get("is_behind"))


def note_behind() -> None:
    """Remember that this request saw prices turn before the read model did."""
    if (kept := _request.get()) is not None:
        kept["is_behind"] = True


def rates_forget() -> None:
    """Drop what this request has read; called by every service that changes rates or currencies."""
    if _request.get() is not None:
        _request.set({})


# The newest table of this process with what it is true for: the version of all words, and the day.
_newest: list[tuple[int, RateTable]] = []


def rate_table() -> RateTable:
    """Return the currencies with the rates in force today: one query when they changed, else none.

    In force is the largest ``rate_date`` up to today in Kyiv that is not held; of several rows for
    that day the newest wins.
    """
    kept = _request.get()
    if kept is not None and "table" in kept:
        found: RateTable = kept["table"]
        return found
    if kept is None:
        return _rate_table()
    version = index.words_version()
    if not _newest or _newest[0][0] != version or _newest[0][1].today != today_kyiv():
        _newest[:] = [(version, _rate_table())]
    table = kept["table"] = _newest[0][1]
    return table


def _rate_table() -> RateTable:
    today = today_kyiv()
    newest = ExchangeRate.objects.filter(
        currency=OuterRef("code"), rate_date__lte=today, is_held=False
    ).order_by("-rate_date", "-pk")
    rows = Currency.objects.annotate(
        rate=Subquery(newest.values("rate")[:1]),
        rate_date=Subquery(newest.values("rate_date")[:1]),
        rate_source=Subquery(newest.values("source")[:1]),
    ).values_list("code", "symbol", "rounding_step", "is_active", "rate", "rate_date", "rate_source")
    symbols, steps, active, rates = {}, {}, [], {}
    for code, symbol, step, is_active, rate, rate_date, source in rows:
        symbols[code], steps[code] = symbol, step
        if code == CHARGED or (is_active and code in settings.SHOP_CURRENCIES):
            active.append(code)
        if rate is not None:
            rates[code] = Rate(code, rate.quantize(RATE_PLACES), rate_date, source)  # SQLite adds digits
    return RateTable(today, symbols, steps, tuple(active), rates)


def current_rate(code: str) -> Rate | None:
    """Return the rate of ``code`` in force today; None when there has never been one."""
    return rate_table().rates.get(code)


def display_currencies() -> tuple[str, ...]:
    """Return the codes people may see prices in, in order; UAH is always there."""
    return rate_table().shown or (CHARGED,)


def currency_choices(*, selected: str) -> list[dict[str, Any]]:
    """Return the currency switch: ``[{code, symbol, selected}]``."""
    table = rate_table()
    codes = table.shown
    current = selected if selected in codes else CHARGED
    return [{"code": code, "symbol": table.symbols[code], "selected": code == current} for code in codes]


def header_rate() -> dict[str, Any] | None:
    """Return the day's rate as the header shows it: ``{currency, rate, date, is_demo}``."""
    rate = current_rate(BASE)
    if rate is None:
        return None
    return {"currency": rate.currency, "rate": rate.rate, "date": rate.rate_date, "is_demo": rate.is_demo}


def rates_are_fresh() -> bool:
    """Whether every shown currency has a rate young enough to be shown."""
    table = rate_table()
    return set(table.active) == set(table.shown)


def rate_is_stale() -> bool:
    """Whether the base rate is missing or too old to sell by."""
    table = rate_table()
    rate = table.rates.get(BASE)
    return rate is None or not rate.is_within(settings.RATE_MAX_AGE_DAYS, table.today)
