"""Reservations whose time is over."""

import datetime as dt

from django_tasks import task

from commerce.inventory import services
from commerce.ledger.domain import scheduled


@task(backend="shop")
def reservations_expire() -> None:
    """Let expired reservations go. Running it twice gives units back once."""
    services.reservations_expire()


@scheduled("reservations-expire", every=dt.timedelta(minutes=1))
def reservations_expire_often() -> None:
    reservations_expire.enqueue()
