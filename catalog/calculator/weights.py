"""Carats from millimetres and back, by shape and specific gravity.

The trade's estimate is ``weight in ct = length · width · depth in mm · specific gravity · factor``; for a
round stone length and width are both its mean diameter. The factors are those published at
dendritics.com, "The Standard Formula" (collected by R. J. Williams, G.G.): round 0.0018, oval 0.0020,
emerald cut 0.0025, rectangle 0.0026, square 0.0023, marquise 0.0016, pear 0.0018, cabochon 0.0027,
rectangular cushion 0.0022. What that list lacks is said at `SHAPES`.

Decimals in, decimals out; nothing is rounded before the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

SIZE_BOUNDS = (Decimal("0.5"), Decimal(100))  # mm
CARAT_BOUNDS = (Decimal("0.01"), Decimal(2000))
GRAVITY_BOUNDS = (Decimal(1), Decimal(8))  # amber is the lightest gem, cassiterite the heaviest

# Girdles move the weight of equal sizes by −5 to +7 % (gemgate.com, girdle thickness adjustment), bulge by
# 2 to 6 % more (gempulse.com): ±6 % holds for ordinary stones. Domes of cabochons differ more.
FACETED_ERROR = Decimal("0.06")
CABOCHON_ERROR = Decimal("0.10")
# A side that was not measured is taken from the shape's usual proportions, and those vary.
ASSUMED_ERROR = Decimal("0.08")

ROUND = "round"
_THIRD = Decimal(1) / Decimal(3)
_ONE = Decimal(1)


class CalculatorError(ValueError):
    """Something cannot be computed; ``attr`` names the input, ``code`` says why."""

    code = "invalid"

    def __init__(self, attr: str) -> None:
        super().__init__(f"{attr}: {self.code}")
        self.attr = attr


class NotANumber(CalculatorError):
    code = "not_a_number"


class OutOfBounds(CalculatorError):
    """A number outside ``low`` … ``high``, what a gem can be."""

    code = "out_of_bounds"

    def __init__(self, attr: str, low: Decimal, high: Decimal) -> None:
        super().__init__(attr)
        self.low, self.high = low, high


class UnknownShape(CalculatorError):
    """A shape for which no factor was published."""

    code = "unknown_shape"


class NotRound(CalculatorError):
    """Length and width of a round stone that differ by more than a tenth."""

    code = "not_round"


@dataclass(frozen=True, slots=True)
class Proportions:
    """A shape's factor and its usual proportions, both measured against the width."""

    factor: Decimal
    length: Decimal
    depth: Decimal
    error: Decimal = FACETED_ERROR


def _shape(factor: str, length: str, depth: str, error: Decimal = FACETED_ERROR) -> Proportions:
    return Proportions(Decimal(factor), Decimal(length), Decimal(depth), error)


# Lengths are those of the drawings of the shapes, so that a computed outline is the drawn one.
#
# The depth of a round stone is counted as 0.575 of its diameter although a brilliant is cut near 0.60:
# that is the depth at which the published 0.0018 gives the published 1.00 ct for a diamond of 6.5 mm.
# (The gem laboratories' finer D² · depth · 0.0061 for diamond, at 0.60, gives 1.005 ct.)
SHAPES: Mapping[str, Proportions] = {
    ROUND: _shape("0.0018", "1", "0.575"),
    "oval": _shape("0.0020", "1.30", "0.65"),
    "cushion": _shape("0.0022", "1.08", "0.65"),
    "emerald": _shape("0.0025", "1.38", "0.65"),
    "asscher": _shape("0.0023", "1", "0.65"),  # a square
    "baguette": _shape("0.0026", "2.38", "0.62"),  # a rectangle
    "princess": _shape("0.0023", "1", "0.71"),  # a square
    "radiant": _shape("0.0025", "1.25", "0.66"),  # the outline of the emerald cut
    "pear": _shape("0.0018", "1.18", "0.62"),
    "marquise": _shape("0.0016", "1.75", "0.63"),
    "heart": _shape("0.0018", "0.91", "0.61"),  # as the pear: gempulse.com, yourgemologist.com
    "trillion": _shape("0.0016", "1", "0.46"),  # 0.0057 for diamond (octonus.com) / 3.52
    "cabochon": _shape("0.0027", "1.28", "0.53", CABOCHON_ERROR),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A computed value with the band it lies in."""

    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of a stone of given sizes; sizes in ``assumed`` came from usual proportions."""

    length_mm: Decimal
    width_mm: Decimal
    depth_mm: Decimal
    assumed: tuple[str, ...]
    carat: Estimate
    factor: Decimal
    error: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    """The sizes of a stone of given weight in the usual proportions of its shape."""

    length_mm: Estimate
    width_mm: Estimate
    depth_mm: Estimate
    factor: Decimal
    error: Decimal


def proportions_of(shape: str) -> Proportions:
    """Return what is known of a shape; raises `UnknownShape`."""
    try:
        return SHAPES[shape]
    except KeyError:
        raise UnknownShape("shape") from None


def weigh(
    *,
    shape: str,
    specific_gravity: Decimal,
    length_mm: Decimal,
    width_mm: Decimal | None = None,
    depth_mm: Decimal | None = None,
) -> Weighed:
    """Return the weight in carats of a stone of these sizes (mm) and specific gravity (g/cm³).

    Sizes left out are taken from the shape's usual proportions, which widens the band. Raises a
    `CalculatorError` whose ``attr`` is the argument at fault.
    """
    usual = proportions_of(shape)
    _check("specific_gravity", specific_gravity, GRAVITY_BOUNDS)
    given = {"length_mm": length_mm, "width_mm": width_mm, "depth_mm": depth_mm}
    for attr, size in given.items():
        if size is not None:
            _check(attr, size, SIZE_BOUNDS)
    width = length_mm / usual.length if width_mm is None else width_mm
    if shape == ROUND and abs(length_mm - width) * 10 > max(length_mm, width):
        raise NotRound("width_mm")
    sides = ((length_mm + width) / 2) ** 2 if shape == ROUND else length_mm * width
    # The usual depth of a round is a share of its diameter.
    depth = (
        ((length_mm + width) / 2 if shape == ROUND else width) * usual.depth if depth_mm is None else depth_mm
    )
    assumed = tuple(attr for attr, size in given.items() if size is None)
    # The width of a shape as wide as long is no guess: the stone would not be of that shape.
    guessed = [attr for attr in assumed if attr == "depth_mm" or usual.length != _ONE]
    error = _together(usual.error, *[ASSUMED_ERROR] * len(guessed))
    exact = sides * depth * specific_gravity * usual.factor
    return Weighed(
        length_mm=_size(length_mm),
        width_mm=_size(width),
        depth_mm=_size(depth),
        assumed=assumed,
        carat=Estimate(*(_weight(exact * part) for part in (_ONE, _ONE - error, _ONE + error))),
        factor=usual.factor,
        error=error,
    )


def measure(*, shape: str, specific_gravity: Decimal, carat: Decimal) -> Measured:
    """Return length, width and depth in mm of a stone of this weight in the usual proportions of its shape.

    The band: sides follow the third root of the weight. A shallower stone of the same weight is wider, so
    the depth varies by two thirds of the usual variation of depths, the sides by one third.
    """
    usual = proportions_of(shape)
    _check("specific_gravity", specific_gravity, GRAVITY_BOUNDS)
    _check("carat", carat, CARAT_BOUNDS)
    error = _together(usual.error, ASSUMED_ERROR)
    volume = carat / (usual.factor * specific_gravity)
    with localcontext() as context:
        context.prec = 28
        width = (volume / (usual.length * usual.depth)) ** _THIRD
        side_low, side_high = ((_ONE + sign * error) ** _THIRD for sign in (-1, 1))
    depth_error = _together(usual.error * _THIRD, ASSUMED_ERROR * 2 * _THIRD)
    return Measured(
        length_mm=_spread(width * usual.length, side_low, side_high),
        width_mm=_spread(width, side_low, side_high),
        depth_mm=_spread(width * usual.depth, _ONE - depth_error, _ONE + depth_error),
        factor=usual.factor,
        error=error,
    )


def _check(attr: str, value: Decimal, bounds: tuple[Decimal, Decimal]) -> None:
    if not value.is_finite():
        raise NotANumber(attr)
    low, high = bounds
    if not low <= value <= high:
        raise OutOfBounds(attr, low, high)


def _together(*errors: Decimal) -> Decimal:
    """Return the error of a product of independent factors, to the nearest per cent."""
    return (
        sum((error * error for error in errors), Decimal(0)).sqrt().quantize(Decimal("0.01"), ROUND_HALF_UP)
    )


def _spread(value: Decimal, low: Decimal, high: Decimal) -> Estimate:
    return Estimate(_size(value), _size(value * low), _size(value * high))


def _size(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _weight(value: Decimal) -> Decimal:
    """Round to hundredths; small stones to thousandths, as the trade writes them."""
    return value.quantize(Decimal("0.01") if value >= Decimal("0.1") else Decimal("0.001"), ROUND_HALF_UP)
