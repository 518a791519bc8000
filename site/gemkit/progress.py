"""A progress bar for the terminal; a line a step where nobody watches."""

import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
WIDTH = 28


class Out(Protocol):
    """Where to write: a management command's ``stdout``."""

    def write(self, msg: str, *, ending: str = ...) -> Any: ...

    def flush(self) -> None: ...

    def isatty(self) -> bool: ...


class Bar:
    """A bar for work that reports how far it is by itself."""

    def __init__(self, title: str, total: int, out: Out | None) -> None:
        self.title, self.total, self.started = title, total, time.monotonic()
        self.progress = Progress(out)

    def at(self, done: int) -> None:
        """Show that ``done`` of all are done."""
        self.progress._draw(self.title, done, self.total)

    def end(self) -> None:
        """Say how long it took."""
        self.progress._end(self.title, self.total, time.monotonic() - self.started)


class Progress:
    """Shows what is being done. ``out=None`` keeps quiet."""

    def __init__(self, out: Out | None) -> None:
        self.out = out

    def each(self, title: str, items: Iterable[Item], total: int | None = None) -> Iterator[Item]:
        """Yield ``items`` and show how far we are."""
        count = total if total is not None else len(items) if isinstance(items, Sized) else 0
        started = time.monotonic()
        for done, item in enumerate(items):
            self._draw(title, done, count)
            yield item
        self._end(title, count, time.monotonic() - started)

    def _draw(self, title: str, done: int, count: int) -> None:
        if self.out is None or not self.out.isatty():
            return
        filled = WIDTH * done // max(count, 1)
        bar = "█" * filled + "·" * (WIDTH - filled)
        self.out.write(f"\r    {title:<24} {bar} {done}/{count}", ending="")
        self.out.flush()

    def _end(self, title: str, count: int, seconds: float) -> None:
        if self.out is None:
            return
        start = "\r" if self.out.isatty() else ""
        self.out.write(f"{start}    {title:<24} {count:>5} in {seconds:.1f} s".ljust(70 if start else 0))
        self.out.flush()
