"""Choices of promotions."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from commerce.pricing.domain import DiscountKind


class Effect(TextChoices):
    """What a rule makes cheaper, and how."""

    PERCENT = DiscountKind.PERCENT.value, pgettext_lazy("discount", "per cent")
    AMOUNT = DiscountKind.AMOUNT.value, pgettext_lazy("discount", "amount in UAH")
    FREE_DELIVERY = DiscountKind.FREE_DELIVERY.value, pgettext_lazy("discount", "free delivery")


class Source(StrEnum):
    """Where a discount comes from; the first part of its code (``coupon:5``)."""

    PROMOTION = "promotion"
    COUPON = "coupon"
    TIER = "tier"
