"""How far one colour is from another, as people see it.

sRGB to CIELAB: IEC 61966-2-1 and CIE 15, white point D65, 2° observer. The difference is CIEDE2000 as given by
G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test
Data, and Mathematical Observations", Color Research and Application 30 (2005) 21-30; the numbers in brackets are
that paper's equations. Its 34 test pairs stand in tests/picker/test_color.py.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Lab = tuple[float, float, float]

_D65 = (0.95047, 1.0, 1.08883)
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_25_TO_7 = 25.0**7


@lru_cache(maxsize=4096)
def lab_of(swatch: str) -> Lab:
    """Return CIELAB of a swatch, ``#RRGGBB`` in sRGB."""
    linear = [_linear(int(swatch[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    xyz = [sum(part * light for part, light in zip(row, linear, strict=True)) for row in _TO_XYZ]
    x, y, z = (_curve(value / white) for value, white in zip(xyz, _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _curve(ratio: float) -> float:
    return ratio ** (1 / 3) if ratio > (6 / 29) ** 3 else ratio / (3 * (6 / 29) ** 2) + 4 / 29


@lru_cache(maxsize=65536)
def distance(one: str, other: str) -> float:
    """Return the CIEDE2000 difference of two swatches: 1 is about the least that people notice."""
    return difference(lab_of(one), lab_of(other))


def difference(one: Lab, other: Lab) -> float:
    """Return the CIEDE2000 difference of two colours, all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2  # (2, 3)
    g = (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + _25_TO_7))) / 2  # (4)
    a1, a2 = a1 * (1 + g), a2 * (1 + g)  # (5)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)  # (6)
    h1, h2 = _hue(a1, b1), _hue(a2, b2)  # (7)
    d_l, d_c = l2 - l1, c2 - c1  # (8, 9)
    d_h = 2 * sqrt(c1 * c2) * sin(radians(_turn(h1, h2, c1 * c2)) / 2)  # (10, 11)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2  # (12, 13)
    mean_h = _mean_hue(h1, h2, c1 * c2)  # (14)
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )  # (15)
    rotation = 30 * exp(-(((mean_h - 275) / 25) ** 2))  # (16)
    r_c = 2 * sqrt(mean_c**7 / (mean_c**7 + _25_TO_7))  # (17)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)  # (18)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t  # (19, 20)
    r_t = -sin(radians(2 * rotation)) * r_c  # (21)
    light, chroma, hue = d_l / s_l, d_c / s_c, d_h / s_h
    return sqrt(light**2 + chroma**2 + hue**2 + r_t * chroma * hue)  # (22)


def _hue(a: float, b: float) -> float:
    return 0.0 if a == b == 0 else degrees(atan2(b, a)) % 360


def _turn(h1: float, h2: float, chroma: float) -> float:
    """Return the difference of two hues by the shorter way round, in degrees."""
    if chroma == 0:
        return 0.0
    turn = h2 - h1
    if turn > 180:
        return turn - 360
    return turn + 360 if turn < -180 else turn


def _mean_hue(h1: float, h2: float, chroma: float) -> float:
    if chroma == 0:
        return h1 + h2
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2
