"""What is owed for an order and what was paid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.payments.enums import PaymentStatus


class Payment(models.Model):
    """One attempt to pay an order; an order has at most one that is open and one that is paid."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(_("method"), max_length=20)
    status = models.CharField(
        _("status"), max_length=20, choices=PaymentStatus.choices, default=PaymentStatus.PENDING
    )
    amount = models.DecimalField(_("amount, UAH"), max_digits=14, decimal_places=2)
    captured = models.DecimalField(_("received"), max_digits=14, decimal_places=2, default=0)
    refunded = models.DecimalField(_("given back"), max_digits=14, decimal_places=2, default=0)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PaymentStatus.values), name="payment_status_known"),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount")), name="payment_captured_lte_amount"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("captured")),
                name="payment_refunded_lte_captured",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=[PaymentStatus.PENDING, PaymentStatus.AUTHORIZED]),
                name="payment_one_open",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(
                    status__in=[PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED]
                ),
                name="payment_one_succeeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} UAH, {self.status}"


class Refund(models.Model):
    """Money that went back to a buyer; ``key`` names it, so that noting it twice notes it once."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(_("reference"), max_length=80)
    amount = models.DecimalField(_("amount, UAH"), max_digits=14, decimal_places=2)
    actor = models.CharField(_("by"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
            models.UniqueConstraint(fields=["payment", "key"], name="refund_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} UAH"
