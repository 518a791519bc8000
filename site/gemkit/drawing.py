"""Geometry of the true-scale drawings: stones on a ruler, dimension lines on a picture.

Everything is in millimetres or in per cent of a picture, never in pixels: templates put the
figures into SVG attributes, and the browser does the scaling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """Where the stone lies in its square face picture, in per cent of the side."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    @property
    def width(self) -> Decimal:
        return self.right - self.left

    @property
    def height(self) -> Decimal:
        return self.bottom - self.top

    @property
    def beside(self) -> Decimal:
        """Return the room at the right of the stone."""
        return 100 - self.right

    @property
    def below(self) -> Decimal:
        return 100 - self.bottom


def _box(left: str, top: str, right: str, bottom: str) -> DrawnBox:
    return DrawnBox(Decimal(left), Decimal(top), Decimal(right), Decimal(bottom))


# Measured on the face pictures. A photographer who keeps to the template gets the same figures.
FACE_BOXES = {
    "asscher": _box("17.2", "17.2", "82.9", "82.6"),
    "baguette": _box("34.1", "12.6", "65.9", "87.4"),
    "cabochon": _box("22.4", "14.6", "77.7", "85.3"),
    "cushion": _box("19.2", "16.6", "80.8", "83.3"),
    "emerald": _box("24.3", "14.6", "75.7", "85.3"),
    "heart": _box("14.7", "18.0", "85.3", "81.8"),
    "marquise": _box("27.9", "11.1", "72.1", "88.8"),
    "oval": _box("22.6", "13.9", "77.4", "86.0"),
    "pear": _box("21.1", "15.9", "79.0", "84.0"),
    "princess": _box("17.9", "18.1", "82.1", "81.8"),
    "radiant": _box("22.0", "15.2", "78.0", "84.7"),
    "round": _box("16.6", "16.6", "83.4", "83.3"),
    "trillion": _box("17.0", "17.8", "83.0", "82.1"),
}
WHOLE_PICTURE = _box("16.6", "16.6", "83.4", "83.4")

# What of a ruler a phone shows.
PHONE_MM = 24
PHONE_STONES = 3


def face_box(shape_code: str) -> DrawnBox:
    """Return where a stone of this shape lies in its face picture."""
    return FACE_BOXES.get(shape_code, WHOLE_PICTURE)


@dataclass(frozen=True, slots=True)
class RulerStone:
    """What a stone on the ruler is called and how large it is."""

    name: str
    url: str
    picture_url: str
    shape_code: str
    shape: Any
    length_mm: Decimal
    width_mm: Decimal
    size_text: str
    price_text: str = ""


@dataclass(frozen=True, slots=True)
class PlacedStone:
    """A stone with its place: its drawn left edge stands on a whole millimetre."""

    stone: RulerStone
    at: int
    right: Decimal
    x: Decimal
    y: Decimal
    side: Decimal


@dataclass(frozen=True, slots=True)
class Ruler:
    """A row of stones on one ruler; all lengths in millimetres, the line is at y = 0."""

    width: int
    top: Decimal
    below: int
    stones: list[PlacedStone]

    @property
    def view_box(self) -> str:
        return f"0 {-self.top} {self.width} {self.top + self.below}"

    @property
    def line_path(self) -> str:
        """Return the line with its ticks, longer at every ten, and the edges of the stones."""
        ticks = "".join(f"M{mm} 0v{'.7' if mm % 10 == 0 else '.35'}" for mm in range(self.width + 1))
        edges = "".join(f"M{place.at} 0v-.7M{place.right} 0v-.7" for place in self.stones)
        return f"M0 0H{self.width}{ticks}{edges}"

    @property
    def tens(self) -> list[int]:
        return list(range(0, self.width, 10))


def ruler_of(stones: Sequence[RulerStone], *, width_mm: int = 66) -> Ruler:
    """Place the stones from left to right with even gaps, leaving out what does not fit.

    The size is the picture's: its drawn width is taken as ``width_mm`` and the height follows,
    so the picture is never stretched. The first three stand within the 24 mm that phones show.
    """
    fitting: list[RulerStone] = []
    used = Decimal(0)
    for stone in stones:
        if used + stone.width_mm + len(fitting) <= width_mm:
            fitting.append(stone)
            used += stone.width_mm
    first, rest = fitting[:PHONE_STONES], fitting[PHONE_STONES:]
    reach = Decimal(PHONE_MM)
    if sum((stone.width_mm for stone in first), Decimal(len(first))) > reach or not rest:
        first, rest, reach = fitting, [], Decimal(width_mm)
    placed = _spread(first, start=Decimal(0), end=reach)
    if rest:
        gap = (width_mm - reach - sum((stone.width_mm for stone in rest), Decimal(0))) / len(rest)
        placed += _spread(rest, start=reach + max(gap, Decimal(1)), end=Decimal(width_mm))
    top = max(
        (place.side * face_box(place.stone.shape_code).height / 100 for place in placed), default=Decimal(1)
    )
    return Ruler(width=width_mm, top=(top + Decimal("0.5")).quantize(Decimal("0.1")), below=2, stones=placed)


def _spread(stones: Sequence[RulerStone], *, start: Decimal, end: Decimal) -> list[PlacedStone]:
    """Place stones between two points, the last one up against the end."""
    free = end - start - sum((stone.width_mm for stone in stones), Decimal(0))
    gap = max(free / (len(stones) - 1), Decimal(0)) if len(stones) > 1 else Decimal(0)
    placed = []
    cursor = start
    for index, stone in enumerate(stones):
        is_last = index == len(stones) - 1 and index > 0
        at = end - stone.width_mm if is_last else cursor
        placed.append(_place(stone, int(at.to_integral_value(ROUND_FLOOR if is_last else ROUND_HALF_UP))))
        cursor += stone.width_mm + gap
    return placed


def _place(stone: RulerStone, at: int) -> PlacedStone:
    box = face_box(stone.shape_code)
    side = stone.width_mm * 100 / box.width
    hundredth = Decimal("0.01")
    return PlacedStone(
        stone=stone,
        at=at,
        right=(at + stone.width_mm).quantize(hundredth),
        x=(at - side * box.left / 100).quantize(hundredth),
        y=(-side * box.bottom / 100).quantize(hundredth),
        side=side.quantize(hundredth),
    )
