"""Sheets in the worker."""

import datetime as dt

from django_tasks import task

from commerce.ledger.domain import scheduled
from commerce.sheets import services


@task(backend="shop")
def sheet_run(sheet_id: int) -> None:
    """Check a sheet or take it over; one cut off goes on, one done is left alone."""
    services.sheet_run(sheet_id)


@task(backend="shop")
def sheets_forget() -> None:
    """Delete sheets of long ago."""
    services.sheets_forget()


@scheduled("sheets-forget", daily_at=(dt.time(3, 55),))
def sheets_forget_daily() -> None:
    sheets_forget.enqueue()
