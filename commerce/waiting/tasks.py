"""Telling those who wait, and forgetting them."""

import datetime as dt

from django_tasks import task

from commerce.ledger.domain import scheduled
from commerce.waiting import services


@task(backend="shop")
def wishes_answer(product_id: int | None = None) -> None:
    """Tell who waits for one product, or for any. Running it twice tells nobody twice."""
    services.wishes_answer(product_id=product_id)


@task(backend="shop")
def wishes_forget() -> None:
    """Delete addresses that serve no longer."""
    services.wishes_forget()


@scheduled("wishes-answer", every=dt.timedelta(hours=1))
def wishes_answer_hourly() -> None:
    """Similar pieces come in without a word; and a piece may be published after its stock was counted."""
    wishes_answer.enqueue()


@scheduled("wishes-forget", daily_at=dt.time(3, 40))
def wishes_forget_nightly() -> None:
    wishes_forget.enqueue()
