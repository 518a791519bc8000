"""Where the line of a chart of rates runs: geometry only, drawn by a template as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 12, 28
LINES = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place and what it stands for."""

    at: str
    value: Decimal | dt.date


@dataclass(frozen=True, slots=True)
class RateChart:
    """A step line: a rate stays until the next one."""

    path: str
    rates: tuple[Tick, ...]
    days: tuple[Tick, ...]
    lowest: Decimal
    highest: Decimal
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def rate_chart(points: Sequence[tuple[dt.date, Decimal]], *, until: dt.date) -> RateChart | None:
    """Return the chart of ``points`` (oldest first, one a day) up to ``until``; None without any."""
    if not points:
        return None
    first = points[0][0]
    span = max((until - first).days, 1)
    lowest, highest = min(rate for _day, rate in points), max(rate for _day, rate in points)
    spread = highest - lowest or Decimal(1)

    def across(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min((day - first).days, span) / span

    def down(rate: Decimal) -> float:
        share = (rate - lowest) / spread if highest > lowest else Decimal("0.5")
        return float(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share)

    path = f"M{across(first):.1f} {down(points[0][1]):.1f}"
    for day, rate in points[1:]:
        path += f"H{across(day):.1f}V{down(rate):.1f}"
    path += f"H{across(max(until, points[-1][0])):.1f}"
    levels = {lowest + (highest - lowest) * step / (LINES - 1) for step in range(LINES)}
    return RateChart(
        path=path,
        rates=tuple(Tick(f"{down(level):.1f}", round(level, 4)) for level in sorted(levels)),
        days=tuple(
            Tick(f"{across(first + dt.timedelta(days=ahead)):.1f}", first + dt.timedelta(days=ahead))
            for ahead in sorted({0, span // 2, span})
        ),
        lowest=lowest,
        highest=highest,
    )
