"""Choices of the desk, beyond those of orders and payments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RECORD_PAYMENT = "record-payment"


class PaymentFilter(TextChoices):
    """How orders are sorted out by their money."""

    PENDING = "pending", pgettext_lazy("payment", "awaiting payment")
    OVERDUE = "overdue", pgettext_lazy("payment", "transfer is late")
    PAID = "paid", pgettext_lazy("payment", "paid")
    FAILED = "failed", pgettext_lazy("payment", "failed")
    NEEDS_ATTENTION = "needs_attention", pgettext_lazy("payment", "needs attention")


MAIL_TITLES = {
    "order_placed": _("The order is accepted"),
    "order_confirmed": _("The order is confirmed"),
    "order_shipped": _("The order is on its way"),
    "order_delivered": _("The order is received"),
    "order_cancelled": _("The order is cancelled"),
    "staff_order": _("Notice to the staff of the new order"),
}
