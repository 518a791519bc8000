"""Writes of pricing, the only door for other areas."""

from commerce.pricing.services.currencies import (
    CURRENCIES,
    CurrencyRefused,
    currencies_ensure,
    currency_change,
)
from commerce.pricing.services.many import Lasting, NewPrice, lasting_of, prices_write
from commerce.pricing.services.prices import (
    DatesInvalid,
    DateTaken,
    PriceOver,
    card_refresh,
    price_remove,
    price_schedule,
    price_set,
    price_unschedule,
    prices_turn,
)
from commerce.pricing.services.quotes import Quote, QuoteLine, quote
from commerce.pricing.services.rates import (
    RateDecided,
    RateRepeated,
    rate_decide,
    rate_set,
    rates_sync,
)
from commerce.pricing.services.refusals import (
    CurrencyUnknown,
    PriceInvalid,
    PriceMissing,
    RateInvalid,
    RateStale,
    SkuUnknown,
)

__all__ = [
    "CURRENCIES", "CurrencyRefused", "CurrencyUnknown", "DateTaken", "DatesInvalid", "Lasting", "NewPrice", "PriceInvalid", "PriceMissing", "PriceOver", "Quote", "QuoteLine",
    "RateDecided", "RateInvalid", "RateRepeated", "RateStale", "SkuUnknown", "card_refresh", "currencies_ensure",
    "currency_change", "lasting_of", "price_remove", "price_schedule", "price_set", "price_unschedule", "prices_turn", "prices_write", "quote",
    "rate_decide", "rate_set", "rates_sync",
]  # fmt: skip
