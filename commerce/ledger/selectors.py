"""Reads of the ledger."""

import datetime as dt


def oldest_due_task() -> dt.datetime | None:
    """Return when the oldest task that could run now was enqueued; None when none waits."""
    return None
