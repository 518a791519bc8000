"""The price promise of docs/pricing.md in pure functions.

`prices` makes the price of one piece; `quotes` makes a sum of lines, delivery and discounts.
"""

from commerce.pricing.domain.prices import (
    BASE,
    CHARGED,
    ONE,
    DatedRow,
    PriceBounds,
    PriceRow,
    PriceView,
    Rate,
    convert,
    convert_back,
    move_percent,
    next_change,
    price_bounds,
    price_in_force,
    price_view,
    shown_amount,
)
from commerce.pricing.domain.quotes import (
    ZERO,
    Adjustment,
    Discount,
    DiscountKind,
    LineAsk,
    Priced,
    PricedLine,
    Stage,
    allocate,
    price_lines,
)

__all__ = [
    "BASE",
    "CHARGED",
    "ONE",
    "ZERO",
    "Adjustment",
    "DatedRow",
    "Discount",
    "DiscountKind",
    "LineAsk",
    "PriceBounds",
    "PriceRow",
    "PriceView",
    "Priced",
    "PricedLine",
    "Rate",
    "Stage",
    "allocate",
    "convert",
    "convert_back",
    "move_percent",
    "next_change",
    "price_bounds",
    "price_in_force",
    "price_lines",
    "price_view",
    "shown_amount",
]
