"""Filters of the admin's lists that refuse what no database can be asked."""

import datetime as dt
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django_filters.fields import DateRangeField

# Days outside these are slips of the finger, and some of them cannot be turned into a time.
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2999, 12, 31)


class DaysField(DateRangeField):
    """From day to day, within reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields:
            field.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class DaysFilter(django_filters.DateFromToRangeFilter):
    field_class = DaysField
