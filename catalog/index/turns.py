"""When listings change by the clock alone: reductions begin and end."""

from __future__ import annotations

import datetime as dt

import numpy as np

from catalog.index.table import FOREVER, Table


def next_turn(table: Table, moment: dt.datetime) -> dt.datetime | None:
    """Return when the next reduction begins or ends after ``moment``; None when none does.

    Counts are kept for the minute, so one that turned earlier in this minute is over with the minute.
    """
    minute = moment.replace(second=0, microsecond=0)
    columns = table.columns
    turns = np.concatenate([columns[name][columns["reduced"]] for name in ("starts", "ends")])
    ahead = turns[(turns >= int(minute.timestamp())) & (turns < FOREVER)]  # an open end is later than any
    if not len(ahead):
        return None
    first = dt.datetime.fromtimestamp(int(ahead.min()), dt.UTC)
    return minute + dt.timedelta(minutes=1) if first <= moment else first
