"""Choices of delivery."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CityType(TextChoices):
    """What kind of settlement it is."""

    CITY = "city", pgettext_lazy("settlement", "city")
    TOWN = "town", pgettext_lazy("settlement", "town")
    VILLAGE = "village", pgettext_lazy("settlement", "village")


class PlaceType(TextChoices):
    """What kind of pick-up point it is."""

    WAREHOUSE = "warehouse", _("Branch")
    LOCKER = "locker", _("Parcel locker")


class ShipmentStatus(TextChoices):
    """Where a parcel is."""

    PENDING = "pending", pgettext_lazy("shipment", "not handed over yet")
    HANDED_OVER = "handed_over", pgettext_lazy("shipment", "handed to the carrier")
    DELIVERED = "delivered", pgettext_lazy("shipment", "delivered")
    CANCELLED = "cancelled", pgettext_lazy("shipment", "cancelled")
