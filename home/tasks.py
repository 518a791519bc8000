"""Nightly work of pages, for the worker to find."""

import datetime as dt

from django.conf import settings
from django_tasks import task

from commerce.ledger.domain import scheduled
from home.enums import RunJob
from home.services.messages import messages_forget
from home.translating.runs import run_start


@scheduled("translations-update", daily_at=dt.time(4, 20))
def translations_update_nightly() -> None:
    """Count again what was written past the models, by imports and by hand."""
    run_start(job=RunJob.UPDATE)


@task(backend="shop")
def messages_tidy() -> None:
    """Delete messages of forms that the shop has no more reason to keep."""
    messages_forget(older_than=dt.timedelta(days=settings.FORM_MESSAGE_DAYS))


@scheduled("messages-tidy", daily_at=dt.time(3, 50))
def messages_tidy_nightly() -> None:
    messages_tidy.enqueue()
