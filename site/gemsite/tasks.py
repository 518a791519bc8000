"""Nightly work that belongs to no single area."""

import datetime as dt

import structlog
from django_tasks import task

from catalog.index import services as index
from catalog.search import services as search
from commerce.ledger.domain import scheduled
from gemsite.management.commands.check_invariants import faults
from home.editing.tasks import links_check, scheduled_publish

log = structlog.get_logger(__name__)
SHOWN = 20


@task(backend="shop")
def invariants_check() -> None:
    """Compare stored sums with their sources; a difference is logged as an error, for people to look at."""
    found = list(faults())
    if found:
        log.error("stored sums differ from their sources", number=len(found), faults=found[:SHOWN])


@task(backend="shop")
def catalog_tidy() -> None:
    """Delete traces of changes that every process has seen, and old searches without results."""
    index.changes_prune()
    search.misses_prune()


@scheduled("invariants-check", daily_at=dt.time(4, 10))
def invariants_check_nightly() -> None:
    invariants_check.enqueue()


@scheduled("catalog-tidy", daily_at=dt.time(4, 0))
def catalog_tidy_nightly() -> None:
    catalog_tidy.enqueue()


@scheduled("scheduled-publish", every=dt.timedelta(minutes=1))
def scheduled_publish_often() -> None:
    scheduled_publish.enqueue()


@scheduled("links-check", daily_at=dt.time(4, 30))
def links_check_nightly() -> None:
    links_check.enqueue()
