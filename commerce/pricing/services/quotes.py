"""Quotes: what some lines cost now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from commerce.pricing import domain, selectors
from commerce.pricing.domain import (
    BASE,
    CHARGED,
    Adjustment,
    Discount,
    LineAsk,
    Priced,
    PricedLine,
    PriceView,
)
from commerce.pricing.services.refusals import PriceMissing, RateStale
from gemkit.clock import now
from gemkit.money import Money, money_sum


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quantity of a variant at today's price. ``price`` is what pages show for one piece, ``sums`` what the
    line comes to after every rule; ``shown_unit_price`` is the same unit price in the visitor's currency."""

    variant_id: int
    quantity: int
    price: PriceView
    sums: PricedLine
    shown_unit_price: Money

    @property
    def unit_price(self) -> Money:
        return Money(self.sums.unit_price, CHARGED)

    @property
    def line_total(self) -> Money:
        return Money(self.sums.line_total, CHARGED)

    @property
    def shown_total(self) -> Money:
        return self.shown_unit_price * self.quantity

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        return self.sums.adjustments


@dataclass(frozen=True, slots=True)
class Quote:
    """What the lines cost now, in UAH: ``total`` = ``subtotal`` - ``discount`` + ``delivery``.

    The ``display`` sums are the same in the visitor's currency, None where only hryvnias are shown.
    ``adjustments`` are the rules that took from the whole or from delivery; those of one line stand on it.
    """

    lines: tuple[QuoteLine, ...]
    adjustments: tuple[Adjustment, ...]
    subtotal: Money
    discount: Money
    delivery: Money
    delivery_discount: Money
    total: Money
    display: Money | None
    display_discount: Money | None
    display_delivery: Money | None
    display_total: Money | None
    currency: str
    display_rate: Decimal | None
    display_rate_date: dt.date | None
    rate: Decimal | None
    rate_date: dt.date | None
    rate_source: str
    quoted_at: dt.datetime
    valid_until: dt.datetime


def quote(
    *,
    lines: Sequence[tuple[int, int]],
    currency: str = CHARGED,
    discounts: Iterable[Discount] = (),
    delivery: Money | None = None,
) -> Quote:
    """Return what ``lines`` of (variant id, quantity) cost now; it writes nothing.

    ``discounts`` hold already (whoever passes them has checked periods, limits and stacking); ``delivery`` is
    its full price. Raises `PriceMissing` (with ``variant_id``) and, when a converted price would rest on a rate
    older than RATE_MAX_AGE_DAYS, `RateStale`.
    """
    prices = selectors.variant_prices({variant_id for variant_id, _quantity in lines}, currency=currency)
    for variant_id, _quantity in lines:
        if variant_id not in prices:
            raise PriceMissing(variant_id=variant_id)
    if any(not prices[variant_id].is_override for variant_id, _ in lines) and selectors.rate_is_stale():
        raise RateStale()
    table = selectors.rate_table()
    base, chosen = table.rates.get(BASE), table.rates.get(currency)
    is_shown = currency in table.shown and currency != CHARGED and chosen is not None
    priced = domain.price_lines(
        [LineAsk(pk, quantity, prices[pk].charged.amount) for pk, quantity in lines],
        discounts=discounts,
        delivery=domain.ZERO if delivery is None else delivery.amount,
        step=table.steps.get(CHARGED, domain.ONE),
    )
    parts = tuple(
        QuoteLine(
            variant_id=line.variant_id,
            quantity=line.quantity,
            price=prices[line.variant_id],
            sums=line,
            shown_unit_price=selectors.shown_unit(prices[line.variant_id], line.unit_price, currency),
        )
        for line in priced.lines
    )
    shown = _displayed(parts, priced, currency) if is_shown else (None, None, None, None)
    display, display_discount, display_delivery, display_total = shown
    moment = now()
    return Quote(
        lines=parts,
        adjustments=priced.adjustments,
        subtotal=Money(priced.subtotal, CHARGED),
        discount=Money(priced.discount, CHARGED),
        delivery=Money(priced.delivery, CHARGED),
        delivery_discount=Money(priced.delivery_discount, CHARGED),
        total=Money(priced.total, CHARGED),
        display=display,
        display_discount=display_discount,
        display_delivery=display_delivery,
        display_total=display_total,
        currency=currency if is_shown else CHARGED,
        display_rate=chosen.rate if chosen and is_shown else None,
        display_rate_date=chosen.rate_date if chosen and is_shown else None,
        rate=base.rate if base else None,
        rate_date=base.rate_date if base else None,
        rate_source=base.source if base else "",
        quoted_at=moment,
        valid_until=moment + dt.timedelta(minutes=settings.QUOTE_MINUTES),
    )


def _displayed(
    parts: Sequence[QuoteLine], priced: Priced, currency: str
) -> tuple[Money, Money, Money, Money]:
    """Return subtotal, discount, delivery and total in the visitor's currency, which add up like the charged."""
    subtotal = money_sum((part.shown_total for part in parts), currency=currency)
    if priced.discount == priced.subtotal:
        discount = subtotal
    else:
        discount = min(subtotal, selectors.converted(priced.discount, currency))
    delivery = selectors.converted(priced.delivery, currency)
    return subtotal, discount, delivery, subtotal - discount + delivery
