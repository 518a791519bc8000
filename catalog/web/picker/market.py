"""What the picker must know of prices: the budgets it offers, and what a budget means."""

from __future__ import annotations

from decimal import Decimal

from catalog.index import selectors as index
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Bounds, Prices
from catalog.picker.domain import Budget, nice_ceiling
from catalog.picker.selectors import FREE, STONES, Market
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import shown_amount

SHARES = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))
"""Which share of the stones each budget is to be enough for, at least."""


def bounds(most: Decimal | None, currency: str) -> Bounds:
    """Return what "at most" in a currency means for stored prices; without a most: whatever has a price."""
    return pricing.price_bounds(FREE, most, currency=currency)


def market(*, currency: str) -> Market:
    """Return the market in the visitor's currency; its budgets are made of today's prices."""
    rate = pricing.current_rate("USD")
    base = rate.rate if rate else None
    return Market(base, bounds, _bands(base, currency))


def _bands(rate: Decimal | None, currency: str) -> tuple[Budget, ...]:
    """Return round budgets, each enough for one more fifth of the stones that can be bought; one query."""
    filters = Filters(price=Span(FREE), in_stock=True, ordering="price")
    prices = Prices(rate, bounds(None, currency))
    total = index.total(STONES, filters, prices)
    places = sorted({int(total * share) for share in SHARES}) if total else []
    ids = [pk for at in places for pk in index.page(STONES, filters, prices, offset=at, limit=1)]
    amounts = prices_in(ids, currency=currency)
    nice = sorted({nice_ceiling(amount) for amount in amounts.values()})
    return tuple(Budget(amount, currency) for amount in nice)


def prices_in(variant_ids: list[int], *, currency: str) -> dict[int, Decimal]:
    """Return prices as people see them in ``currency``, of those variants that have one."""
    views = pricing.variant_prices(variant_ids, currency=currency)
    shown = {pk: shown_amount(view, currency) for pk, view in views.items()}
    return {pk: money.amount for pk, money in shown.items() if money.currency == currency}
