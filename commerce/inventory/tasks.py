"""Reservations whose time is over, variants that are nearly gone."""

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


@task(backend="shop")
def stock_watch() -> None:
    """Tell staff of variants that came down to their level. Running it twice tells once."""
    services.stock_watch()


@scheduled("stock-watch", every=dt.timedelta(minutes=5))
def stock_watch_often() -> None:
    stock_watch.enqueue()
