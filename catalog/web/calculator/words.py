"""The calculator's refusals and results in words, for the page and for the API."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.calculator.weights import (
    ROUND,
    CalculatorError,
    Estimate,
    Measured,
    NotANumber,
    NotRound,
    OutOfBounds,
    UnknownShape,
    Weighed,
)
from gemkit import formats

_TIMES = f"{formats.NBSP}{formats.TIMES} "
_UNITS = {"carat": "ct", "specific_gravity": "g/cm³"}


def refusal_text(error: CalculatorError) -> str:
    """Return what is wrong with an input and what would be right."""
    if isinstance(error, OutOfBounds):
        low, high = (formats.number(bound) for bound in (error.low, error.high))
        return _("From %(low)s to %(high)s is possible here.") % {"low": low, "high": high}
    if isinstance(error, NotRound):
        return _("A round stone is as wide as it is long. For this one choose oval.")
    if isinstance(error, UnknownShape):
        return _("No factor was published for this shape.")
    if isinstance(error, NotANumber):
        return _("A number from 0 is needed here.")
    return _("This cannot be computed.")


def weight_text(carat: Decimal) -> str:
    """Return ``1,14 ct``; small stones have a third decimal."""
    places = 3 if carat < Decimal("0.1") else 2
    return f"{formats.number(carat, places=places)}{formats.NBSP}ct"


def percent_text(error: Decimal) -> str:
    return f"±{formats.NBSP}{formats.number(error * 100, places=0)}{formats.NBSP}%"


def size_text(size: Decimal) -> str:
    return formats.millimetres(size, places=2)


def band_text(band: Estimate, *, unit: str) -> str:
    """Return ``1,03–1,25 ct`` or ``6,27–6,71 мм``."""
    places = 3 if unit == "ct" and band.low < Decimal("0.1") else 2
    low = formats.number(band.low, places=places)
    high = weight_text(band.high) if unit == "ct" else size_text(band.high)
    return f"{low}–{high}"


def formula_text(found: Weighed | Measured, *, shape: str, gravity: Decimal, carat: Decimal) -> str:
    """Return the multiplication with its figures: ``6,5 × 6,5 × 3,74 × 4,00 × 0,0018 = 1,14 ct``.

    A round stone is weighed by its mean diameter, and that is what stands here.
    """
    sizes = [
        size.value if isinstance(size, Estimate) else size
        for size in (found.length_mm, found.width_mm, found.depth_mm)
    ]
    if shape == ROUND:
        sizes[:2] = [(sizes[0] + sizes[1]) / 2] * 2
    factors = [*(formats.number(size) for size in sizes), formats.number(gravity, places=2)]
    factors.append(formats.number(found.factor, places=4))
    sign = "≈" if isinstance(found, Measured) else "="
    return f"{_TIMES.join(factors)}{formats.NBSP}{sign} {weight_text(carat)}"
