"""The index of this process, and how it keeps up with the others.

Whoever changes what listings show writes a `CardChange` in the same transaction. Before every answer the process
reads the changes that it has not seen (one small query) and takes the changed products anew; so an answer is
never older than the request, in any process.

Rows of a sequence may be committed out of order, so a number that is missing is waited for: the process goes on
from the last number without a gap before it, for a minute at most. A process that was silent for half a day
builds its index anew, because old changes are deleted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import structlog
from django.db import connection
from django.db.models import Max

from catalog.index.engine import Engine
from catalog.index.loading import count_all, read_all, read_products, read_tags
from catalog.index.table import Table
from catalog.index.words import Words, read_words
from catalog.models import CardChange
from gemkit.clock import now
from gemkit.memory import give_back
from gemkit.prepared import Reading

log = structlog.get_logger(__name__)

GAP = timedelta(seconds=60)
SILENCE = 12 * 3600
MOST_CHANGES = 20_000
MOST_UNREAD = 100
_UNSEEN = f"SELECT id FROM {CardChange._meta.db_table} WHERE id > %s"  # noqa: S608 - our own name
_NEWS = f"SELECT id, product_id FROM {CardChange._meta.db_table} WHERE id > %s LIMIT {MOST_UNREAD + 1}"  # noqa: S608
_CHANGES = Reading(
    lambda floor: (
        CardChange.objects.filter(pk__gt=floor)
        .order_by("pk")
        .values_list("pk", "product_id", "at")[: MOST_CHANGES + 1]
    )
)

# Inside a request: whether this request has read the changes; outside of one nothing is kept.
_versions = count(1)
_read: ContextVar[dict[str, bool] | None] = ContextVar("index_read", default=None)


def request_begins(**kwargs: Any) -> None:
    """Read the changes once for the request that begins, not before every answer."""
    _read.set({})


def request_ends(**kwargs: Any) -> None:
    """Go back to reading the changes before every answer."""
    _read.set(None)


def changed_here() -> None:
    """Make the next answer of this request read the changes again: the request itself made one."""
    if (kept := _read.get()) is not None:
        kept.clear()


class State:
    """The engine of a process with the place in the changes up to which it is true."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.engine: Engine | None = None
        self.floor = 0
        self.applied: set[int] = set()
        self.synced_at = 0.0
        self.version = next(_versions)
        self.revision = self.version

    def forget(self) -> None:
        """Drop the index; the next answer builds it anew."""
        with self.lock:
            self.engine = None

    def current(self) -> Engine:
        """Return the engine, brought up to date; the caller holds the lock."""
        kept = _read.get()
        if self.engine is not None and kept and "done" in kept:
            return self.engine
        if kept is not None:
            kept["done"] = True
        if self.engine is None or time.monotonic() - self.synced_at > SILENCE:
            return self.build()
        return self._follow(self.engine)

    def latest(self) -> int:
        """Return the number of the state that holds every committed change; it takes the lock only when one is new.

        The cache of pages asks before every answer, so this is the shortest way there is: one statement.
        """
        kept = _read.get()
        if (
            self.engine is not None
            and not (kept and "done" in kept)
            and time.monotonic() - self.synced_at < GAP.total_seconds()
        ):
            applied, revision = self.applied, self.revision
            with connection.cursor() as cursor:
                cursor.execute(_UNSEEN, [self.floor])
                if all(pk in applied for (pk,) in cursor.fetchall()):
                    if kept is not None:
                        kept["done"] = True
                    return revision
        with self.lock:
            self.current()
            return self.revision

    def latest_words(self) -> int:
        """Return the version of the words. Products that changed are left for who asks for products.

        A sale changes products and never words, so a checkout does not take them into the index on its way; a
        hundred of them at once are taken in all the same, lest they are read again and again.
        """
        kept = _read.get()
        if self.engine is not None and kept:
            return self.version
        if self.engine is not None and time.monotonic() - self.synced_at < GAP.total_seconds():
            applied, version = self.applied, self.version
            with connection.cursor() as cursor:
                cursor.execute(_NEWS, [self.floor])
                rows = cursor.fetchall()
            if len(rows) <= MOST_UNREAD and all(product is not None or pk in applied for pk, product in rows):
                if kept is not None:
                    kept["words"] = True
                    if all(pk in applied for pk, _product in rows):  # no products changed either
                        kept["done"] = True
                return version
        with self.lock:
            self.current()
            return self.version

    def build(self, *, report: Callable[[int], None] | None = None) -> Engine:
        """Read the whole catalog; ``report`` is called now and then with the number of rows so far."""
        with self.lock:
            begun = time.monotonic()
            # Younger changes are read again: one of them may be committed while the catalog is being read.
            settled = CardChange.objects.filter(at__lt=now() - GAP).aggregate(last=Max("pk"))["last"]
            table = Table(read_words(), rate=self.engine.table.rate if self.engine else None)
            table.fill(read_all(report), read_tags(), size=count_all())
            engine = self.engine = Engine(table)
            self.version = self.revision = next(_versions)
            self.floor, self.applied, self.synced_at = settled or 0, set(), time.monotonic()
            give_back()
            log.info("index built", rows=table.used, seconds=round(time.monotonic() - begun, 2))
            return self._follow(engine)

    def _follow(self, engine: Engine) -> Engine:
        rows = _CHANGES(floor=self.floor)
        if len(rows) > MOST_CHANGES:
            return self.build()
        fresh = [(pk, product_id) for pk, product_id, _at in rows if pk not in self.applied]
        if fresh:
            products = {product_id for _pk, product_id in fresh if product_id is not None}
            told = any(product_id is None for _pk, product_id in fresh)
            self._apply(engine, products, words=read_words() if told else None)
            # A new set, not a changed one: `latest` reads it beside the number, without the lock.
            self.applied = self.applied | {pk for pk, _product_id in fresh}
            self.revision = next(_versions)
        settled = now() - GAP
        for pk, _product_id, at in rows:
            if pk != self.floor + 1 and at >= settled:
                break
            self.floor = pk
            self.applied.discard(pk)
        self.synced_at = time.monotonic()
        return engine

    def _apply(self, engine: Engine, products: set[int], *, words: Words | None) -> None:
        table = engine.table
        if products:
            table.replace(products, read_products(products), read_tags(products))
        if words is not None:
            table.set_words(words)
            self.version = next(_versions)
        engine.forget()


_state = State()


def forget() -> None:
    """Drop the index of this process; tests call it when they throw away the database's changes."""
    _state.forget()


def build(*, report: Callable[[int], None] | None = None) -> int:
    """Build the index of this process anew; returns the number of its rows."""
    return _state.build(report=report).table.used


def words() -> Words:
    """Return the words of the catalog as they are now."""
    with _state.lock:
        return _state.current().table.words


def words_version() -> int:
    """Return a number that is another one whenever the words may have changed."""
    return _state.latest_words()


def revision() -> int:
    """Return a number that is another one whenever anything that listings or pages show may have changed."""
    return _state.latest()


@contextmanager
def engine(*, rate: Decimal | None) -> Iterator[Engine]:
    """Give the engine of this process, up to date, to one thread at a time.

    It sorts by ``rate``; who does not care for prices gives none.
    """
    with _state.lock:
        found = _state.current()
        if rate is not None and found.table.rate != rate:
            found.table.set_rate(rate)
            found.forget()
        yield found
