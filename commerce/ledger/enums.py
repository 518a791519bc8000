"""Choices of the ledger."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class AuditKind:
    """A kind of audited change: its name for people, and the right without which nobody reads of it."""

    title: Any
    right: str


ORDERS, PRICES = "orders.view_order", "pricing.change_variantprice"
RULES = "promotions.view_coupon"
AUDIT_KINDS: dict[str, AuditKind] = {
    "order": AuditKind(pgettext_lazy("audit", "order"), ORDERS),
    "payment": AuditKind(pgettext_lazy("audit", "payment"), ORDERS),
    "cart": AuditKind(pgettext_lazy("audit", "carts"), ORDERS),
    "price": AuditKind(pgettext_lazy("audit", "price"), PRICES),
    "sheet": AuditKind(pgettext_lazy("audit", "sheet"), "sheets.run_sheet"),
    "rate": AuditKind(pgettext_lazy("audit", "exchange rate"), "pricing.view_exchangerate"),
    "currency": AuditKind(pgettext_lazy("audit", "currency"), "pricing.view_currency"),
    "stock": AuditKind(pgettext_lazy("audit", "stock"), "inventory.view_stockmovement"),
    "coupon": AuditKind(pgettext_lazy("audit", "promo code"), RULES),
    "promotion": AuditKind(pgettext_lazy("audit", "promotion"), RULES),
    "discount_tier": AuditKind(pgettext_lazy("audit", "discount program"), RULES),
    "mail_resend": AuditKind(pgettext_lazy("audit", "mail sent again"), "ledger.view_maillog"),
    "role": AuditKind(pgettext_lazy("audit", "rights and roles"), "auth.change_group"),
}


class MailStatus(TextChoices):
    """What became of a mail."""

    QUEUED = "queued", pgettext_lazy("mail", "queued")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")
