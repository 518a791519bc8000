"""How long an answer stays true when nobody changes anything.

Whoever draws what changes by the clock (an announcement with an end, a countdown) says so with `shown_until`;
the cache of pages keeps the answer no longer than the earliest of these moments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Lifetime:
    """The end of one answer's time; None while nothing limits it."""

    def __init__(self) -> None:
        self.ends_at: dt.datetime | None = None

    def shorten(self, moment: dt.datetime | None) -> None:
        if moment is not None and (self.ends_at is None or moment < self.ends_at):
            self.ends_at = moment


_answer: ContextVar[Lifetime | None] = ContextVar("lifetime", default=None)


@contextmanager
def measured() -> Iterator[Lifetime]:
    """Collect what `shown_until` is told while the block runs."""
    lifetime = Lifetime()
    token = _answer.set(lifetime)
    try:
        yield lifetime
    finally:
        _answer.reset(token)


def shown_until(moment: dt.datetime | None) -> None:
    """Say that what is being drawn changes at ``moment`` by itself; None says nothing."""
    lifetime = _answer.get()
    if lifetime is not None:
        lifetime.shorten(moment)
