"""Housekeeping of the ledger."""

import datetime as dt

from django_tasks import task

from commerce.ledger import services
from commerce.ledger.domain import scheduled
from commerce.ledger.services import queue


@task(backend="shop")
def ledger_tidy() -> None:
    """Delete answered idempotency keys and finished tasks that nobody needs any more."""
    services.keys_forget()
    queue.tasks_forget(older_than=dt.timedelta(days=14))


@scheduled("ledger-tidy", daily_at=dt.time(3, 40))
def ledger_tidy_daily() -> None:
    ledger_tidy.enqueue()
