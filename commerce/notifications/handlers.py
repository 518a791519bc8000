"""Which facts become mails."""

from commerce.inventory.events import StockRanLow
from commerce.ledger.events import MailQueued
from commerce.notifications import services, tasks
from commerce.orders.enums import OrderStatus
from commerce.orders.events import OrderMoved, OrderPlaced
from commerce.pricing.events import RateHeld
from gemkit.events import subscribe

ORDER_MAILS = {
    OrderStatus.CONFIRMED: "order_confirmed",
    OrderStatus.SHIPPED: "order_shipped",
    OrderStatus.DELIVERED: "order_delivered",
    OrderStatus.CANCELLED: "order_cancelled",
}


@subscribe(MailQueued)
def send_mail(event: MailQueued) -> None:
    tasks.mail_send.enqueue(mail_id=event.mail_id)


@subscribe(OrderPlaced)
def confirm_order(event: OrderPlaced) -> None:
    services.order_mail_enqueue(order_id=event.order_id, kind="order_placed")
    services.staff_mail_enqueue(kind="staff_order", object_type="order", object_id=event.order_id)


@subscribe(OrderMoved)
def tell_buyer(event: OrderMoved) -> None:
    kind = ORDER_MAILS.get(event.to_status)
    if kind is not None:
        services.order_mail_enqueue(order_id=event.order_id, kind=kind)


@subscribe(RateHeld)
def ask_about_rate(event: RateHeld) -> None:
    services.staff_mail_enqueue(kind="staff_rate", object_type="rate", object_id=event.rate_id)


@subscribe(StockRanLow)
def tell_of_low_stock(event: StockRanLow) -> None:
    services.staff_mail_enqueue(
        kind="staff_stock", object_type="variant", object_id=event.variant_id, cause=event.at.isoformat()
    )
