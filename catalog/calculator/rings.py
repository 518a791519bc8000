"""Ring sizes: the inner diameter behind each system, and what the others call it.

Ukraine: the inner diameter in mm, by halves. Europe (ISO 8653): the inner circumference in mm.
United States and Canada: diameter = 0.458 in + 0.032 in · size, by quarters (NBS Circular 500 and every
gauge since). United Kingdom, Ireland, Australia (BS 6820, the Wheatsheaf gauge): circumference = 37.5 mm
for A and 1.25 mm more for each letter, by halves; Z is followed by Z+1, Z+2 …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PI = Decimal("3.14159265358979")
INCH = Decimal("25.4")
DIAMETER_BOUNDS = (Decimal(12), Decimal(26))  # mm: a child's little finger to the largest thumb
UA, EU, US, UK = SYSTEMS = ("ua", "eu", "us", "uk")

_US_ZERO, _US_STEP = Decimal("0.458") * INCH, Decimal("0.032") * INCH
_UK_ZERO, _UK_STEP = Decimal("36.25"), Decimal("1.25")
_ALPHABET = 26
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_LETTER = re.compile(r"([A-Z])(?:\+([1-6]))?(½|1/2|\.5|,5)?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")


class RingSizeError(ValueError):
    """A size that is none of its system, or of no finger."""

    code = "invalid"


class UnreadableSize(RingSizeError):
    code = "unreadable"


class NoFinger(RingSizeError):
    """A size beyond `DIAMETER_BOUNDS`."""

    code = "out_of_bounds"


@dataclass(frozen=True, slots=True)
class RingSize:
    """One inner diameter, exact, and the nearest size of every system."""

    diameter_mm: Decimal
    circumference_mm: Decimal
    ua: Decimal
    eu: Decimal
    us: Decimal
    uk: str


def ring_size(system: str, text: str) -> RingSize:
    """Return what size ``text`` of ``system`` (``ua eu us uk``) is everywhere; raises `RingSizeError`."""
    compact = "".join(text.split()).upper()
    if len(compact) > 12 or system not in SYSTEMS:
        raise UnreadableSize(text[:40])
    return of_diameter(_from_letter(compact) if system == UK else _from_number(system, compact))


def of_diameter(diameter: Decimal) -> RingSize:
    """Return the sizes of a ring of this inner diameter in mm; raises `NoFinger`."""
    low, high = DIAMETER_BOUNDS
    if not low <= diameter <= high:
        raise NoFinger(str(diameter))
    around = diameter * PI
    return RingSize(
        diameter_mm=_nearest(diameter, Decimal("0.01")),
        circumference_mm=_nearest(around, Decimal("0.1")),
        ua=_nearest(diameter, Decimal("0.5")),
        eu=_nearest(around, Decimal(1)),
        us=_nearest((diameter - _US_ZERO) / _US_STEP, Decimal("0.25")),
        uk=_letter((around - _UK_ZERO) / _UK_STEP),
    )


def chart() -> list[RingSize]:
    """Return the usual sizes, 14 to 22.5 mm by halves."""
    return [of_diameter(Decimal(halves) / 2) for halves in range(28, 46)]


def _from_number(system: str, text: str) -> Decimal:
    for sign, digits in _FRACTIONS.items():
        text = text.replace(sign, digits)
    text = text.replace(",", ".")
    if text.startswith("."):
        text = f"0{text}"
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise UnreadableSize(text)
    number = Decimal(text)
    if system == EU:
        return number / PI
    return _US_ZERO + _US_STEP * number if system == US else number


def _from_letter(text: str) -> Decimal:
    found = _LETTER.fullmatch(text)
    if found is None or (found[2] and found[1] != "Z"):
        raise UnreadableSize(text)
    place = Decimal(ord(found[1]) - ord("A") + 1 + int(found[2] or 0))
    if found[3]:
        place += Decimal("0.5")
    return (_UK_ZERO + _UK_STEP * place) / PI


def _letter(place: Decimal) -> str:
    halves = int((place * 2).to_integral_value(ROUND_HALF_UP))
    whole, half = divmod(halves, 2)
    tail = "½" if half else ""
    if whole <= _ALPHABET:
        return f"{chr(ord('A') + max(whole, 1) - 1)}{tail}"
    return f"Z+{whole - _ALPHABET}{tail}"


def _nearest(value: Decimal, step: Decimal) -> Decimal:
    return ((value / step).to_integral_value(ROUND_HALF_UP) * step).quantize(step)
