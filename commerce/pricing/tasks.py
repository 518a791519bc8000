"""The day's exchange rates, prices that turn by the clock, changes of many prices."""

import datetime as dt

from django.conf import settings
from django_tasks import task

from commerce.ledger.domain import scheduled
from commerce.pricing import selectors, services
from commerce.pricing.services import reprice


@task(backend="shop")
def rates_fetch() -> None:
    """Fetch and store the National Bank's rates; a day that is stored already changes nothing."""
    services.rates_sync()


@task(backend="shop")
def prices_turn() -> None:
    """Let the listings follow prices that began or ended by the clock."""
    services.prices_turn()


@scheduled("prices-turn", every=dt.timedelta(minutes=1))
def prices_turn_often() -> None:
    if selectors.turns_due():
        prices_turn.enqueue()


# The bank publishes tomorrow's rates by 16:00; the early turns catch what the afternoon missed.
@scheduled("rates-fetch", daily_at=(dt.time(0, 10), dt.time(7, 10), dt.time(16, 10), dt.time(17, 10)))
def rates_fetch_daily() -> None:
    if settings.NBU_ENABLED:
        rates_fetch.enqueue()


@task(backend="shop")
def reprice_run(reprice_id: int) -> None:
    """Count, apply or undo a change of many prices; one cut off goes on, one done is left alone."""
    reprice.reprice_run(reprice_id)


@task(backend="shop")
def reprices_forget() -> None:
    """Delete dry runs that nobody applied."""
    reprice.reprices_forget()


@scheduled("reprices-forget", daily_at=(dt.time(3, 50),))
def reprices_forget_daily() -> None:
    reprices_forget.enqueue()
