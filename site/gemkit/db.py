"""Transactions that refuse rather than hang, and are tried again when two collide."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction

from gemkit.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4
# deadlock_detected, serialization_failure, lock_not_available, query_canceled: many short waits for one row can
# come to more than a statement may take, though none of them is longer than a lock may
_RETRY_STATES = {"40P01", "40001", "55P03", "57014"}


def is_collision(error: DatabaseError) -> bool:
    """Whether two writers got into each other's way, so that trying again may help."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state is not None:
        return state in _RETRY_STATES
    return isinstance(error, OperationalError) and "locked" in str(error)


def limit_waiting() -> None:
    """Bound every wait of the current transaction (PostgreSQL; SQLite has its own timeout)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            cursor.execute("SET LOCAL statement_timeout = '5s'")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15s'")


def write_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in one transaction; a deadlock or lock timeout runs it again, whole.

    Inside another transaction it is a plain savepoint: only the outermost call may start again.
    Raises `Unavailable` when every try collided.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return function(*args, **kwargs)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    limit_waiting()
                    return function(*args, **kwargs)
            except DatabaseError as error:
                if not is_collision(error):
                    raise
                if attempt == ATTEMPTS:
                    raise Unavailable() from error
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    return run


def for_update_supported() -> bool:
    """Whether row locks mean anything here (they do not on SQLite, where writers queue)."""
    return connection.features.has_select_for_update
