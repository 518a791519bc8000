"""Choices of payments."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PaymentStatus(TextChoices):
    """Where a payment stands, in the words of the public contract."""

    PENDING = "pending", pgettext_lazy("payment", "awaiting payment")
    AUTHORIZED = "authorized", pgettext_lazy("payment", "authorized")
    PAID = "paid", pgettext_lazy("payment", "paid")
    PARTIALLY_REFUNDED = "partially_refunded", pgettext_lazy("payment", "partially refunded")
    REFUNDED = "refunded", pgettext_lazy("payment", "refunded")
    FAILED = "failed", pgettext_lazy("payment", "failed")
    NEEDS_ATTENTION = "needs_attention", pgettext_lazy("payment", "needs attention")
