"""Payments follow orders, and orders whose time is over ask for their money."""

from commerce.inventory.events import ReservationExpired
from commerce.orders.events import OrderMoved
from commerce.payments import services
from gemkit.events import subscribe


@subscribe(OrderMoved)
def follow_order(event: OrderMoved) -> None:
    services.payment_follow(
        order_id=event.order_id, to_status=event.to_status, actor=event.actor, reason=event.reason
    )


@subscribe(ReservationExpired)
def cancel_unpaid(event: ReservationExpired) -> None:
    services.order_expire(order_line_id=event.order_line_id)
