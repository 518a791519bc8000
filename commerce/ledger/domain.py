"""Pure rules of background work: the schedule and the pause before another try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
Job = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A periodic job. ``run`` takes nothing and is harmless when repeated: usually it enqueues a task."""

    name: str
    run: Job
    every: dt.timedelta | None = None
    daily_at: tuple[dt.time, ...] = ()

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """Return when the job is due next, strictly after ``moment``."""
        if self.every is not None:
            return moment + self.every
        today = moment.astimezone(KYIV).date()
        days = (today + dt.timedelta(days=ahead) for ahead in (0, 1))
        times = sorted(dt.datetime.combine(day, at, KYIV) for day in days for at in self.daily_at)
        return next(at for at in times if at > moment).astimezone(dt.UTC)


SCHEDULE: dict[str, Scheduled] = {}


def scheduled(
    name: str, *, every: dt.timedelta | None = None, daily_at: dt.time | tuple[dt.time, ...] = ()
) -> Callable[[Job], Job]:
    """Run the decorated function by the worker, ``every`` so often or daily at Kyiv times.

    Put it on a function in an area's ``tasks.py``; of several workers only one runs each turn. Turns
    missed while no worker ran are made up for once.
    """
    times = (daily_at,) if isinstance(daily_at, dt.time) else tuple(daily_at)
    if (every is None) == (not times):
        raise ValueError(f"job {name}: say either every or daily_at")

    def register(run: Job) -> Job:
        SCHEDULE[name] = Scheduled(name=name, run=run, every=every, daily_at=times)
        return run

    return register


def backoff(attempt: int, *, base: int = 5, ceiling: int = 3600) -> dt.timedelta:
    """Return the pause after failed try number ``attempt``: 5 s, 20 s, 80 s, 320 s … at most an hour."""
    return dt.timedelta(seconds=min(ceiling, base * 4 ** (attempt - 1)))
