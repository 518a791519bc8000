"""What others may hear from pricing."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """A variant's stored price in ``currency`` was set or removed."""

    variant_id: int
    currency: str


@dataclass(frozen=True, slots=True)
class RatesChanged:
    """New rates are in force; converted prices have moved with them."""

    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateHeld:
    """A fetched rate moved too far and waits for a person; the last good one stays in force."""

    rate_id: int
    currency: str
    rate: Decimal
    previous: Decimal
    rate_date: dt.date


@dataclass(frozen=True, slots=True)
class RepriceQueued:
    """A change of many prices waits for the worker."""

    reprice_id: int
