"""Choices of inventory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    COUNT = "count", _("counted")


class TakeState(TextChoices):
    """A stock-take is open until it is closed, and then stays so."""

    OPEN = "open", pgettext_lazy("stock-take", "open")
    CLOSED = "closed", pgettext_lazy("stock-take", "closed")


class CountState(TextChoices):
    """How a counted line stands against the shop's own number."""

    WAITING = "waiting", pgettext_lazy("count", "not counted")
    SAME = "same", pgettext_lazy("count", "agrees")
    DIFFERENT = "different", pgettext_lazy("count", "differs")
    CHANGED = "changed", pgettext_lazy("count", "changed meanwhile: count again")
    PROMISED = "promised", pgettext_lazy("count", "fewer than are promised to orders")
    BOOKED = "booked", pgettext_lazy("count", "booked")


class AvailabilityState(TextChoices):
    """What a shopper may expect."""

    IN_STOCK = "in_stock", _("In stock")
    LAST_ONE = "last_one", _("One piece")
    MADE_TO_ORDER = "made_to_order", _("Made to order")
    SOLD = "sold", _("Sold")
