"""Order statuses and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderStatus(TextChoices):
    """Where an order stands."""

    PLACED = "placed", pgettext_lazy("order", "placed")
    CONFIRMED = "confirmed", pgettext_lazy("order", "confirmed")
    PACKED = "packed", pgettext_lazy("order", "packed")
    SHIPPED = "shipped", pgettext_lazy("order", "shipped")
    DELIVERED = "delivered", pgettext_lazy("order", "delivered")
    COMPLETED = "completed", pgettext_lazy("order", "completed")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")


NEXT: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PLACED: frozenset({OrderStatus.CONFIRMED, OrderStatus.CANCELLED}),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.PACKED, OrderStatus.CANCELLED}),
    OrderStatus.PACKED: frozenset({OrderStatus.SHIPPED, OrderStatus.CANCELLED}),
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED}),
    OrderStatus.DELIVERED: frozenset({OrderStatus.COMPLETED}),
    OrderStatus.COMPLETED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
}


class OrderAction(TextChoices):
    """What staff may do; each leads to one status."""

    CONFIRM = "confirm", pgettext_lazy("order action", "Confirm")
    PACK = "pack", pgettext_lazy("order action", "Pack")
    SHIP = "ship", pgettext_lazy("order action", "Ship")
    DELIVER = "deliver", pgettext_lazy("order action", "Mark as delivered")
    COMPLETE = "complete", pgettext_lazy("order action", "Complete")
    CANCEL = "cancel", pgettext_lazy("order action", "Cancel order")


TARGET: dict[OrderAction, OrderStatus] = {
    OrderAction.CONFIRM: OrderStatus.CONFIRMED,
    OrderAction.PACK: OrderStatus.PACKED,
    OrderAction.SHIP: OrderStatus.SHIPPED,
    OrderAction.DELIVER: OrderStatus.DELIVERED,
    OrderAction.COMPLETE: OrderStatus.COMPLETED,
    OrderAction.CANCEL: OrderStatus.CANCELLED,
}


class DeliveryMethod(TextChoices):
    """How the parcel travels."""

    WAREHOUSE = "nova_poshta_warehouse", _("Nova Poshta branch")
    LOCKER = "nova_poshta_locker", _("Nova Poshta parcel locker")
    COURIER = "nova_poshta_courier", _("Nova Poshta courier")
    PICKUP = "pickup", _("Pick-up in Kyiv")


class PaymentMethod(TextChoices):
    """How the order is paid."""

    CASH_ON_DELIVERY = "cash_on_delivery", _("Pay on delivery")
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
