"""Choices of inventory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReservationState(TextChoices):
    """A reservation ends exactly once: consumed or released."""

    ACTIVE = "active", _("active")
    CONSUMED = "consumed", _("consumed")
    RELEASED = "released", _("released")


class MovementKind(TextChoices):
    """Why the number of units on hand changed."""

    RECEIPT = "receipt", _("received")
    CORRECTION = "correction", _("corrected")
    SHIPMENT = "shipment", _("shipped")
    RETURN = "return", _("returned")


class AvailabilityState(TextChoices):
    """What a shopper may expect."""

    IN_STOCK = "in_stock", _("In stock")
    LAST_ONE = "last_one", _("One piece")
    MADE_TO_ORDER = "made_to_order", _("Made to order")
    SOLD = "sold", _("Sold")
