"""The parcel follows its order."""

from commerce.delivery import services
from commerce.orders.enums import OrderStatus
from commerce.orders.events import OrderMoved
from gemkit.events import subscribe


@subscribe(OrderMoved)
def follow_order(event: OrderMoved) -> None:
    if event.to_status == OrderStatus.SHIPPED:
        services.shipment_hand_over(order_id=event.order_id, waybill=event.waybill)
    elif event.to_status == OrderStatus.DELIVERED:
        services.shipment_deliver(order_id=event.order_id)
    elif event.to_status == OrderStatus.CANCELLED:
        services.shipment_cancel(order_id=event.order_id)
