"""Background work of carts."""

import datetime as dt

from django_tasks import task

from commerce.cart import services
from commerce.ledger.domain import scheduled


@task(backend="shop")
def carts_forget() -> None:
    """Delete carts that nobody touched for a long time."""
    services.carts_forget()


@scheduled("carts-forget", daily_at=dt.time(3, 50))
def carts_forget_daily() -> None:
    carts_forget.enqueue()
