"""Reads of pricing, the only door for other areas."""

from commerce.pricing.selectors.history import (
    HeldRate,
    RateRow,
    held_rates,
    last_bank_call,
    rate_courses,
    rate_history,
    rate_row,
)
from commerce.pricing.selectors.prices import (
    converted,
    price_bounds,
    price_rows,
    price_rows_of,
    prices_in_force,
    shown_unit,
    stored_prices,
    turns_due,
    uah_step,
    variant_prices,
)
from commerce.pricing.selectors.rates import (
    RATE_PLACES,
    RateTable,
    currency_choices,
    current_rate,
    display_currencies,
    header_rate,
    rate_is_stale,
    rate_table,
    rates_are_fresh,
    rates_forget,
    request_begins,
    request_ends,
)

__all__ = [
    "RATE_PLACES", "HeldRate", "RateRow", "RateTable", "converted", "currency_choices", "current_rate",
    "display_currencies", "header_rate", "held_rates", "last_bank_call", "price_bounds", "price_rows", "price_rows_of",
    "prices_in_force", "rate_courses", "rate_history", "rate_is_stale", "rate_row", "rate_table", "rates_are_fresh",
    "rates_forget", "request_begins", "request_ends", "shown_unit", "stored_prices", "turns_due", "uah_step",
    "variant_prices",
]  # fmt: skip
