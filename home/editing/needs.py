"""What waits for somebody: counted by whoever knows, shown on the admin's first page to those who may act.

A part of the shop that knows of such work registers itself once, in its ``wagtail_hooks``:

    needs_from("translations", lambda request: [Need(3, _("pages lack a translation"), url)])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Need:
    """``number`` things of a kind, and the filtered list they stand in."""

    number: int
    label: str
    url: str


Source = Callable[[HttpRequest], Iterable[Need]]
_SOURCES: dict[str, Source] = {}


def needs_from(name: str, source: Source) -> None:
    """Let ``source`` tell what waits. It gives nothing to a user who may not do it, in a fixed number of queries."""
    _SOURCES[name] = source


def needs_of(request: HttpRequest) -> list[Need]:
    """Return what waits for this user, in the order of registration; what is done is left out."""
    return [need for source in _SOURCES.values() for need in source(request) if need.number]
