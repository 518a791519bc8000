"""Today in Kyiv, now in UTC: the two questions about time that the shop asks."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

KYIV = ZoneInfo("Europe/Kyiv")


def now() -> dt.datetime:
    """Return the current time, aware, in UTC."""
    return timezone.now()


def today_kyiv() -> dt.date:
    """Return the calendar day in Kyiv, the day National Bank rates are dated by."""
    return now().astimezone(KYIV).date()
