"""What others may hear from inventory."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StockChanged:
    """Units of a variant came, went, were promised or given back; ``available`` is what is free now.

    ``is_less``: they were promised to an order, so nobody who waits for the variant hears news.
    """

    variant_id: int
    available: int
    is_less: bool = False


@dataclass(frozen=True, slots=True)
class ReservationExpired:
    """Units promised to an order line were given back because its time was over."""

    order_line_id: int


@dataclass(frozen=True, slots=True)
class StockRanLow:
    """A variant came down to its level since the last look; ``at`` names this crossing."""

    variant_id: int
    available: int
    at: dt.datetime
