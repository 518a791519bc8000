"""Silhouettes of several stones at one scale: side by side, in their true size, and one upon the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.safestring import SafeString, mark_safe

from catalog.domain import ShapeView, drawing_view_box
from gemkit import formats

# The largest stone is drawn as wide as a column of a phone allows, and no further than eight times.
_ROOM_MM = Decimal("24.5")
_OVERLAY_ROOM_MM = Decimal(72)
_MOST = Decimal(8)
_MARGIN_MM = Decimal("0.4")
_TENTH = Decimal("0.1")
_POINT = re.compile(r"(-?[\d.]+)[ ,](-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Silhouette:
    """The drawn outline of a stone. Lengths are texts for attributes of SVG.

    ``width`` and ``height`` are in mm, for a view box in mm, in which ``x`` and ``y`` place its middle on the
    middle of the others. ``true_`` and ``shown_`` (enlarged) lengths are in the em of the class `true-size`
    (drawing.css), ten millimetres of the visitor's screen.
    """

    drawing: SafeString
    girdle: SafeString
    box: str
    girdle_box: str
    width: str
    height: str
    true_width: str
    true_height: str
    shown_width: str
    shown_height: str
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Stones drawn by one measure; an entry a column, None where there is nothing to draw.

    ``pitch`` is the enlarged millimetre, the grid's square. ``overlay_box`` and the sizes beside it are of the
    drawing that lays them on each other. Lengths are in em as those of `Silhouette`, the box is in mm.
    """

    silhouettes: list[Silhouette | None]
    factor_text: str
    pitch: str
    overlay_box: str
    overlay_width: str
    overlay_height: str
    overlay_text: str

    @property
    def drawn(self) -> int:
        return sum(silhouette is not None for silhouette in self.silhouettes)


def scale_of(stones: Sequence[tuple[ShapeView | None, tuple[Decimal, ...]]]) -> Scale | None:
    """Return the silhouettes of stones given by shape and (length, width, …) in mm; None when none is known.

    The drawing of a shape is stretched to the measured length and width, so that two ovals of the same length
    and different width are seen to differ.
    """
    sizes = [_sides(shape, measures) for shape, measures in stones]
    known = [size for size in sizes if size is not None]
    if not known:
        return None
    widest, highest = max(size[0] for size in known), max(size[1] for size in known)
    longest = max(widest, highest)
    factor = enlargement(longest, room=_ROOM_MM)
    overlay = enlargement(longest, room=_OVERLAY_ROOM_MM)
    box_width, box_height = widest + 2 * _MARGIN_MM, highest + 2 * _MARGIN_MM
    return Scale(
        silhouettes=[
            None if size is None or shape is None else _silhouette(shape, size, factor)
            for (shape, _measures), size in zip(stones, sizes, strict=True)
        ],
        factor_text=f"{formats.number(factor)}{formats.NBSP}:{formats.NBSP}1",
        pitch=_em(factor),
        overlay_box=f"{_number(-box_width / 2)} {_number(-box_height / 2)} {_number(box_width)} {_number(box_height)}",
        overlay_width=_em(box_width * overlay),
        overlay_height=_em(box_height * overlay),
        overlay_text=f"{formats.number(overlay)}{formats.NBSP}:{formats.NBSP}1",
    )


def enlargement(longest: Decimal, *, room: Decimal) -> Decimal:
    """Return how many times a stone of ``longest`` mm is enlarged to fill ``room`` mm, in tenths, 1 at least."""
    return min(max((room / longest).quantize(_TENTH, ROUND_FLOOR), Decimal(1)), _MOST)


def _sides(shape: ShapeView | None, measures: tuple[Decimal, ...]) -> tuple[Decimal, Decimal] | None:
    """Return width and height on the page: the longer side lies as the shape's drawing does."""
    if shape is None or len(measures) < 2:
        return None
    longer, shorter = max(measures[:2]), min(measures[:2])
    _x, _y, width, height = map(float, shape.box.split())
    return (longer, shorter) if width > height else (shorter, longer)


def _silhouette(shape: ShapeView, size: tuple[Decimal, Decimal], factor: Decimal) -> Silhouette:
    width, height = size
    line = girdle(shape.drawing)
    return Silhouette(
        drawing=mark_safe(shape.drawing),
        girdle=mark_safe(line),
        box=shape.box,
        girdle_box=drawing_view_box(line),
        width=_number(width),
        height=_number(height),
        true_width=_em(width),
        true_height=_em(height),
        shown_width=_em(width * factor),
        shown_height=_em(height * factor),
        x=_number(-width / 2),
        y=_number(-height / 2),
        text=formats.millimetres((max(size), min(size)), places=2),
    )


def girdle(drawing: str) -> str:
    """Return the outer line of a shape's drawing: its first path up to where that comes back to its start.

    The drawings begin with the girdle and go on with the facets. A drawing that does not (a curve, a circle)
    is returned whole.
    """
    match = re.search(r' d="M([^"]*)"', drawing)
    if match is None or re.search(r"[^MLZz\d\s.,\-]", match[1]):
        return drawing
    first_path = re.split(r"[MZz]", match[1])[0]
    points = _POINT.findall(first_path)
    if len(points) < 3:
        return drawing
    end = points.index(points[0], 1) if points[0] in points[1:] else len(points)
    return f'<path d="M{"L".join(f"{x} {y}" for x, y in points[:end])}Z"/>'


def _em(millimetres: Decimal) -> str:
    """Return a length of the visitor's screen: 1em of a drawing in true size is 10 mm."""
    return f"{(millimetres / 10).quantize(Decimal('0.001')).normalize():f}em"


def _number(value: Decimal) -> str:
    """Return a number as SVG writes it, to the hundredth."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"
