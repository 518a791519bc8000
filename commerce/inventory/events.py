"""What others may hear from inventory."""

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
