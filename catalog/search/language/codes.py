"""SKU and report numbers, found whole or in part, with or without their hyphens."""

from __future__ import annotations

import re

SHORTEST = 3
_DIGITS = 3
_PART = re.compile(r"[a-z]+|[0-9]+")
_RUN = re.compile(r"[0-9a-z]+")
MOST = 24


def plain(code: str) -> str:
    """Return a number without hyphens and spaces, to compare whole ones."""
    return "".join(_RUN.findall(code.lower()))


def parts_of(code: str) -> list[str]:
    """Return what of a number can be asked for: any run of its parts that holds three digits, joined.

    ``KGL-26-31668`` gives kgl2631668, kgl26 is too short of digits, 2631668, 31668.
    """
    return _joined(_PART.findall(code.lower()), most_parts=5)


def asked_in(text: str) -> list[str]:
    """Return what in a query may be a number, longest first.

    Neighbouring words are joined: people write ``S 0401 A`` and ``s0401a``.
    """
    pieces = [piece for run in _RUN.findall(text) for piece in _PART.findall(run)]
    found = sorted(_joined(pieces, most_parts=4), key=len, reverse=True)
    return found[:MOST]


def _joined(pieces: list[str], *, most_parts: int) -> list[str]:
    found: dict[str, None] = {}
    for start in range(len(pieces)):
        for end in range(start + 1, min(start + most_parts, len(pieces)) + 1):
            whole = "".join(pieces[start:end])
            if sum(char.isdigit() for char in whole) >= _DIGITS and len(whole) <= 40:
                found[whole] = None
    return list(found)
