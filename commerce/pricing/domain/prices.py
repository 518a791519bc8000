"""Pure rules of prices: conversion, rounding, age of rates, bounds of a price filter.

A price has a base in USD or an override in UAH. What is charged is always UAH; every other
currency is a convenience, shown after "≈". Rounding happens at one place, the unit price, half up
to the currency's step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from gemkit.money import CENT, Money, round_to_step

BASE = "USD"
CHARGED = "UAH"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rate:
    """UAH for one unit of ``currency``, in force from ``rate_date``."""

    currency: str
    rate: Decimal
    rate_date: dt.date
    source: str

    @property
    def is_demo(self) -> bool:
        return self.source == "demo"

    def age_days(self, today: dt.date) -> int:
        return (today - self.rate_date).days

    def is_within(self, days: int, today: dt.date) -> bool:
        """Whether the rate is at most ``days`` old; demo rates are dated at seeding and exempt."""
        return self.is_demo or self.age_days(today) <= days


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A stored price of a variant in one currency."""

    amount: Decimal
    was_amount: Decimal | None = None
    sale_from: dt.datetime | None = None
    sale_until: dt.datetime | None = None

    def was_at(self, now: dt.datetime) -> Decimal | None:
        """The price before the reduction, while the reduction runs."""
        if self.was_amount is None:
            return None
        if self.sale_from is not None and now < self.sale_from:
            return None
        if self.sale_until is not None and now >= self.sale_until:
            return None
        return self.was_amount


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A stored price that holds from ``valid_from`` up to ``valid_until`` (None: on and on).

    A reduction strikes out the price that would be in force without it.
    """

    amount: Decimal
    valid_from: dt.datetime
    valid_until: dt.datetime | None = None
    is_reduction: bool = False

    def holds_at(self, now: dt.datetime) -> bool:
        return self.valid_from <= now and (self.valid_until is None or now < self.valid_until)


def price_in_force(standing: PriceRow | None, dated: Iterable[DatedRow], now: dt.datetime) -> PriceRow | None:
    """Return the price of one currency that counts now; None when none does.

    Of the dated prices that hold the one with the latest start wins, the standing one yields to any. What a
    reduction strikes out is the price that is in force beside all reductions.
    """
    holding = sorted((row for row in dated if row.holds_at(now)), key=lambda row: row.valid_from)
    if not holding:
        return standing
    won = holding[-1]
    lasting = [row for row in holding if not row.is_reduction]
    before = lasting[-1].amount if lasting else standing.amount if standing else None
    if not won.is_reduction or before is None or before <= won.amount:
        return PriceRow(won.amount)
    return PriceRow(won.amount, before, won.valid_from, won.valid_until)


def next_change(dated: Iterable[DatedRow], now: dt.datetime) -> dt.datetime | None:
    """Return when a dated price begins or ends next; None when nothing changes by the clock."""
    moments = (moment for row in dated for moment in (row.valid_from, row.valid_until))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price as people see it: ``charged`` in UAH, ``approx`` in other currencies after "≈".

    ``was`` is what it cost before a reduction that runs until ``was_until`` (None: no end is set).
    """

    charged: Money
    was: Money | None = None
    was_until: dt.datetime | None = None
    base: Money | None = None
    approx: tuple[Money, ...] = ()
    rate: Decimal | None = None
    rate_date: dt.date | None = None
    rate_source: str = ""
    is_override: bool = False
    rounding: Decimal = ONE

    @property
    def source(self) -> str:
        return self.rate_source


@dataclass(frozen=True, slots=True)
class PriceBounds:
    """The limits of a price filter for a read model with a USD base and a UAH override.

    A variant fits when its override lies in ``uah_min … uah_max``, or it has none and its base lies
    in ``usd_min … usd_max``. None is an open side. ``is_empty``: nothing can fit.
    """

    uah_min: Decimal | None = None
    uah_max: Decimal | None = None
    usd_min: Decimal | None = None
    usd_max: Decimal | None = None
    is_empty: bool = False


def convert(usd: Decimal, rate: Decimal, step: Decimal) -> Decimal:
    """Return the UAH for ``usd`` at ``rate``, rounded half up to ``step``."""
    return round_to_step(usd * rate, step)


def convert_back(uah: Decimal, rate: Decimal, step: Decimal) -> Decimal:
    """Return what ``uah`` is in a currency that costs ``rate`` UAH, rounded half up to ``step``."""
    with localcontext() as context:
        context.prec = 40
        return round_to_step(uah / rate, step)


def price_view(
    rows: Mapping[str, PriceRow],
    *,
    rates: Mapping[str, Rate],
    steps: Mapping[str, Decimal],
    shown: tuple[str, ...],
    now: dt.datetime,
) -> PriceView | None:
    """Return the price made of a variant's stored ``rows``; None when there is none to charge.

    ``shown`` are the currencies of the approximations, the visitor's choice first.
    """
    usd, override = rows.get(BASE), rows.get(CHARGED)
    rate = rates.get(BASE)
    step = steps.get(CHARGED, ONE)
    base = Money(usd.amount, BASE) if usd is not None else None
    if override is not None:
        was = override.was_at(now)
        charged = Money(round_to_step(override.amount, step), CHARGED)
        view = PriceView(charged=charged, base=base, is_override=True, rounding=step)
    elif usd is not None and rate is not None:
        was_usd = usd.was_at(now)
        was = None if was_usd is None else convert(was_usd, rate.rate, step)
        view = PriceView(
            charged=Money(convert(usd.amount, rate.rate, step), CHARGED),
            base=base,
            rate=rate.rate,
            rate_date=rate.rate_date,
            rate_source=rate.source,
            rounding=step,
        )
    else:
        return None
    approx = tuple(
        money
        for code in shown
        if (money := _approx(code, view, rows=rows, rates=rates, steps=steps)) is not None
    )
    struck = None if was is None or was <= view.charged.amount else Money(round_to_step(was, step), CHARGED)
    counts = override or usd
    return PriceView(
        charged=view.charged,
        was=struck,
        was_until=counts.sale_until if struck is not None and counts is not None else None,
        base=view.base,
        approx=approx,
        rate=view.rate,
        rate_date=view.rate_date,
        rate_source=view.rate_source,
        is_override=view.is_override,
        rounding=step,
    )


def _approx(
    code: str,
    view: PriceView,
    *,
    rows: Mapping[str, PriceRow],
    rates: Mapping[str, Rate],
    steps: Mapping[str, Decimal],
) -> Money | None:
    if code == BASE and view.base is not None and not view.is_override:
        return view.base
    if code in rows and code not in {BASE, CHARGED}:
        return Money(rows[code].amount, code)
    rate = rates.get(code)
    if rate is None:
        return None
    return Money(convert_back(view.charged.amount, rate.rate, steps.get(code, CENT)), code)


def shown_amount(view: PriceView, currency: str) -> Money:
    """Return the price in the visitor's currency: the charged sum or its approximation."""
    for money in view.approx:
        if money.currency == currency:
            return money
    return view.charged


def price_bounds(
    minimum: Decimal | None,
    maximum: Decimal | None,
    *,
    currency: str,
    rates: Mapping[str, Rate],
    steps: Mapping[str, Decimal],
) -> PriceBounds:
    """Return what a filter ``minimum … maximum`` in ``currency`` means for stored prices.

    Exact for the rounded prices people see: a stone shown at 1 000 ₴ is in "from 1000", and one shown
    at 1 001 ₴ is not in "to 1000".
    """
    usd_rate = rates.get(BASE)
    if currency == BASE:
        uah_low = uah_high = None
        if usd_rate is not None:
            uah_low, uah_high = _around(
                minimum, maximum, factor=ONE / usd_rate.rate, step=steps.get(BASE, CENT)
            )
        return PriceBounds(uah_low, uah_high, minimum, maximum)
    if currency != CHARGED:
        rate = rates.get(currency)
        if rate is None:
            return PriceBounds(is_empty=True)
        minimum, maximum = _around(minimum, maximum, factor=ONE / rate.rate, step=steps.get(currency, CENT))
    if usd_rate is None:
        return PriceBounds(minimum, maximum)
    usd_low, usd_high = _around(minimum, maximum, factor=usd_rate.rate, step=steps.get(CHARGED, ONE))
    return PriceBounds(minimum, maximum, usd_low, usd_high)


def _around(
    minimum: Decimal | None, maximum: Decimal | None, *, factor: Decimal, step: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """Return the cents x for which round(x · factor) lies in ``minimum … maximum``."""
    half = step / 2
    low = high = None
    if minimum is not None:
        edge = (minimum / step).to_integral_value(ROUND_CEILING) * step - half
        low = max(Decimal(0), (edge / factor).quantize(CENT, ROUND_CEILING))
    if maximum is not None:
        edge = (maximum / step).to_integral_value(ROUND_FLOOR) * step + half
        exact = edge / factor
        high = exact.quantize(CENT, ROUND_FLOOR)
        if high == exact:  # half rounds up, out of the range
            high -= CENT
    return low, high


def move_percent(old: Decimal, new: Decimal) -> Decimal:
    """Return by how many per cent ``new`` differs from ``old``, without sign."""
    return abs(new - old) / old * 100
