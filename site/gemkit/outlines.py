"""How much of its grid a line drawing covers: what true-size silhouettes are scaled by."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_TAG = re.compile(r"<(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z0-9]+)="([^"]*)"')
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LENGTHS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
_STEPS = 32  # points on a curve: its widest place is met to a thousandth of its size


class _Unmeasurable(ValueError):
    """A drawing with something else than lines and Bézier curves."""


@lru_cache(maxsize=512)  # shapes are few and pages draw them again and again
def covered_box(drawing: str) -> Box | None:
    """Return (x, y, width, height) that the shapes of clean SVG markup cover; None when that is unknown."""
    try:
        points = [point for tag, rest in _TAG.findall(drawing) for point in _points(tag, rest)]
    except (_Unmeasurable, ValueError, IndexError):
        return None
    if not points:
        return None
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _points(tag: str, attributes: str) -> list[Point]:
    """Return points of one shape, its outermost among them."""
    values = dict(_ATTRIBUTE.findall(attributes))
    if tag == "path":
        return list(_path(values.get("d", "")))
    if tag in {"polyline", "polygon"}:
        return list(_path("M" + values.get("points", "")))

    def of(name: str, otherwise: str = "0") -> float:
        return float(values.get(name, otherwise))

    if tag == "line":
        return [(of("x1"), of("y1")), (of("x2"), of("y2"))]
    if tag == "rect":
        return [(of("x"), of("y")), (of("x") + of("width"), of("y") + of("height"))]
    if tag not in {"circle", "ellipse"}:
        raise _Unmeasurable(tag)
    rx, ry = (of(name, values.get("r", "0")) for name in ("rx", "ry"))
    return [(of("cx") - rx, of("cy") - ry), (of("cx") + rx, of("cy") + ry)]


def _path(text: str) -> Iterator[Point]:
    """Yield the corners of a path and points on its curves."""
    here, start, handle = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)
    before = ""
    for command, numbers in _commands(text):
        kind = command.upper()
        dx, dy = here if command.islower() else (0.0, 0.0)
        if kind == "Z":
            here = start
        elif kind == "H":
            here = (numbers[0] + dx, here[1])
        elif kind == "V":
            here = (here[0], numbers[0] + dy)
        else:
            given = [(x + dx, y + dy) for x, y in zip(numbers[0::2], numbers[1::2], strict=True)]
            if kind in "ST":  # the handle of the curve before, mirrored
                follows = before in ("CS" if kind == "S" else "QT")
                given.insert(0, (2 * here[0] - handle[0], 2 * here[1] - handle[1]) if follows else here)
            if len(given) > 1:
                yield from _curve([here, *given])
                handle = given[-2]
            here = given[-1]
            if kind == "M":
                start = here
        before = kind
        yield here


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; repeated ones are named again, as the SVG grammar says."""
    tokens = _TOKEN.findall(text)
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        length = _LENGTHS.get(command.upper())
        if length is None:
            raise _Unmeasurable(command)
        yield command, [float(token) for token in tokens[place : place + length]]
        if length == 0 and place < len(tokens) and not tokens[place].isalpha():
            raise _Unmeasurable(text[:40])
        place += length
        command = {"M": "L", "m": "l"}.get(command, command)


def _curve(points: list[Point]) -> Iterator[Point]:
    """Yield points on a Bézier curve of any degree (de Casteljau)."""
    for step in range(1, _STEPS):
        share = step / _STEPS
        layer = points
        while len(layer) > 1:
            layer = [
                (x + (u - x) * share, y + (v - y) * share) for (x, y), (u, v) in itertools.pairwise(layer)
            ]
        yield layer[0]
