"""Choices of pricing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BASE = "USD"
CHARGED = "UAH"


class RateSource(TextChoices):
    """Who says what the rate is."""

    NBU = "nbu", _("National Bank of Ukraine")
    MANUAL = "manual", _("entered by hand")
    DEMO = "demo", _("demo rate")
