"""What others may hear of orders. Published inside the transaction of the act."""

from dataclasses import dataclass

from commerce.orders.enums import OrderStatus


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """An order was made: lines, parcel and payment are written."""

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """An order has a new status. A handler that raises refuses the move."""

    order_id: int
    from_status: OrderStatus
    to_status: OrderStatus
    actor: str
    reason: str = ""
    waybill: str = ""
