"""The table of contents of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from home.blocks import text as text_blocks

HEADED = {"text", "steps"}
ENOUGH = 3
"""Fewer headings need no table."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and the fragment that leads to it."""

    text: str
    anchor: str


def contents(children: Iterable[Any], *, types: Iterable[str] = HEADED) -> list[Entry]:
    """Return the headings of blocks of some types; none when there are too few for a table."""
    headings = [
        Entry(child.value["heading"], text_blocks.anchor(child.value))
        for child in children
        if child.block_type in types and child.value.get("heading")
    ]
    return headings if len(headings) >= ENOUGH else []
