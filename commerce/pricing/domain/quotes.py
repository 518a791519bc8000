"""Pure rules of a sum: which discount takes how much from which line, and what is left to pay.

Everything here is in hryvnias. The order of the stages and the places of rounding are those of
docs/pricing.md, whose tables a test executes against this module.

A sale and a price by quantity change the price of one piece, so they round to the currency's step like any
unit price. A coupon and a program tier take a sum from the whole, rounded once to the kopiyka and shared out
among the lines without a remainder. Delivery is added last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import IntEnum, StrEnum

from commerce.pricing.domain.prices import ONE
from gemkit.money import CENT, round_to_step

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


class Stage(IntEnum):
    """Where in the sum a discount enters; a lower stage is applied before a higher one."""

    SALE = 1
    QUANTITY = 2
    COUPON = 3
    TIER = 4
    DELIVERY = 5

    @property
    def is_of_unit(self) -> bool:
        """Whether it changes the price of one piece, not a sum."""
        return self <= Stage.QUANTITY


class DiscountKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    FREE_DELIVERY = "free_delivery"


@dataclass(frozen=True, slots=True)
class Discount:
    """A rule that may make something cheaper.

    ``value`` is a percentage (0 < value <= 100) or hryvnias: for one piece in the stages of the unit price,
    for the whole otherwise. ``lines`` are the variants it is for (None: all), ``min_quantity`` how many
    pieces a line must hold, ``at_most`` the most hryvnias a coupon or a tier may take. Whoever makes the rule
    decides whether it holds (period, limits, stacking); `price_lines` decides what it takes.
    """

    code: str
    names: Mapping[str, str]
    stage: Stage
    kind: DiscountKind
    value: Decimal = ZERO
    lines: frozenset[int] | None = None
    min_quantity: int = 1
    at_most: Decimal | None = None

    def __post_init__(self) -> None:
        if self.kind == DiscountKind.PERCENT and not 0 < self.value <= HUNDRED:
            raise ValueError(f"{self.code}: a percentage lies above 0 and up to 100, not {self.value}")
        if self.kind == DiscountKind.AMOUNT and self.value <= 0:
            raise ValueError(f"{self.code}: an amount is positive, not {self.value}")
        if self.kind == DiscountKind.FREE_DELIVERY and self.stage != Stage.DELIVERY:
            raise ValueError(f"{self.code}: free delivery belongs to the stage of delivery")
        if self.min_quantity < 1:
            raise ValueError(f"{self.code}: the least quantity is 1, not {self.min_quantity}")

    def holds_for(self, variant_id: int, quantity: int) -> bool:
        """Whether the rule is for so many pieces of a variant."""
        return quantity >= self.min_quantity and (self.lines is None or variant_id in self.lines)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a rule took, named: ``amount`` are hryvnias off a line, the whole or delivery, never negative.

    ``value`` and ``at_most`` are the rule's own, so that the amount can be worked out again.
    """

    code: str
    names: Mapping[str, str]
    stage: Stage
    kind: DiscountKind
    value: Decimal
    amount: Decimal
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineAsk:
    """So many pieces of a variant at ``unit_price``, the price of one as pages show it."""

    variant_id: int
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line after all rules.

    ``unit_price`` × ``quantity`` = ``line_total`` (after sale and quantity); ``discount`` is the line's share of
    coupons and tiers; ``payable`` = ``line_total`` - ``discount``. ``adjustments`` names every rule that took
    something from this line, in the order of application.
    """

    variant_id: int
    quantity: int
    list_price: Decimal
    unit_price: Decimal
    line_total: Decimal
    discount: Decimal
    adjustments: tuple[Adjustment, ...]

    @property
    def payable(self) -> Decimal:
        return self.line_total - self.discount


@dataclass(frozen=True, slots=True)
class Priced:
    """A finished sum: ``total`` = ``subtotal`` - ``discount`` + ``delivery``.

    ``delivery`` is what is left to pay for it after ``delivery_discount``. ``adjustments`` are the rules that
    took from the whole or from delivery, each once with its full sum; those of the unit price stand on the
    lines only.
    """

    lines: tuple[PricedLine, ...]
    subtotal: Decimal
    discount: Decimal
    delivery: Decimal
    delivery_discount: Decimal
    total: Decimal
    adjustments: tuple[Adjustment, ...]


def price_lines(
    lines: Sequence[LineAsk],
    *,
    discounts: Iterable[Discount] = (),
    delivery: Decimal = ZERO,
    step: Decimal = ONE,
) -> Priced:
    """Return what ``lines`` and ``delivery`` cost under ``discounts``; ``step`` rounds unit prices.

    Of several rules of one stage that change the price of one piece the cheapest for the buyer counts, alone.
    Coupons, then tiers take one after the other from what is left, each stage in the order given.
    """
    given = sorted(discounts, key=lambda rule: rule.stage)  # stable: inside a stage as given
    units = [_unit(line, given, step) for line in lines]
    left = [unit * line.quantity for line, (unit, _named) in zip(lines, units, strict=True)]
    totals = list(left)
    named = [list(adjustments) for _unit_price, adjustments in units]
    whole: list[Adjustment] = []
    for rule in given:
        if rule.stage.is_of_unit or rule.stage == Stage.DELIVERY:
            continue
        shares = _shares(rule, lines, left)
        taken = sum(shares, ZERO)
        if not taken:
            continue
        for number, share in enumerate(shares):
            if share:
                left[number] -= share
                named[number].append(_adjustment(rule, share))
        whole.append(_adjustment(rule, taken))
    delivery_left = delivery
    for rule in given:
        if rule.stage == Stage.DELIVERY and (taken := _off_delivery(rule, delivery_left)):
            delivery_left -= taken
            whole.append(_adjustment(rule, taken))
    done = tuple(
        PricedLine(
            variant_id=line.variant_id,
            quantity=line.quantity,
            list_price=line.unit_price,
            unit_price=unit,
            line_total=total,
            discount=total - rest,
            adjustments=tuple(adjustments),
        )
        for line, (unit, _), total, rest, adjustments in zip(lines, units, totals, left, named, strict=True)
    )
    return Priced(
        lines=done,
        subtotal=sum(totals, ZERO),
        discount=sum(totals, ZERO) - sum(left, ZERO),
        delivery=delivery_left,
        delivery_discount=delivery - delivery_left,
        total=sum(left, ZERO) + delivery_left,
        adjustments=tuple(whole),
    )


def allocate(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share ``amount`` out in proportion to ``weights``, in kopiykas, so that the shares add up to it exactly.

    Every share is first rounded down; the kopiykas left over go to the largest remainders, of equal ones to the
    earlier line. No share is larger than its weight when ``amount`` is at most their sum.
    """
    total = sum(weights, ZERO)
    if not amount or not total:
        return [ZERO for _weight in weights]
    with localcontext() as context:
        context.prec = 60
        exact = [amount * weight / total for weight in weights]
        shares = [share.quantize(CENT, ROUND_FLOOR) for share in exact]
        missing = int((amount - sum(shares, ZERO)) / CENT)
        by_remainder = sorted(range(len(shares)), key=lambda number: (shares[number] - exact[number], number))
    for number in by_remainder[:missing]:
        shares[number] += CENT
    return shares


def _unit(line: LineAsk, rules: Sequence[Discount], step: Decimal) -> tuple[Decimal, list[Adjustment]]:
    """Return the price of one piece after sale and quantity, and what was taken from the line."""
    unit = line.unit_price
    named = []
    for stage in (Stage.SALE, Stage.QUANTITY):
        best: tuple[Decimal, Discount] | None = None
        for rule in rules:
            if rule.stage == stage and rule.holds_for(line.variant_id, line.quantity):
                cheaper = _reduced(unit, rule, step)
                if cheaper < unit and (best is None or cheaper < best[0]):
                    best = (cheaper, rule)
        if best is not None:
            named.append(_adjustment(best[1], (unit - best[0]) * line.quantity))
            unit = best[0]
    return unit, named


def _reduced(unit: Decimal, rule: Discount, step: Decimal) -> Decimal:
    off = unit * rule.value / HUNDRED if rule.kind == DiscountKind.PERCENT else rule.value
    return max(ZERO, round_to_step(unit - off, step))


def _shares(rule: Discount, lines: Sequence[LineAsk], left: Sequence[Decimal]) -> list[Decimal]:
    """Return what a coupon or a tier takes from every line."""
    weights = [
        rest if rule.holds_for(line.variant_id, line.quantity) else ZERO
        for line, rest in zip(lines, left, strict=True)
    ]
    return allocate(_taken(rule, sum(weights, ZERO)), weights)


def _taken(rule: Discount, of: Decimal) -> Decimal:
    """Return what a rule takes from a sum, rounded half up to the kopiyka, at most all of it."""
    taken = rule.value if rule.kind == DiscountKind.AMOUNT else round_to_step(of * rule.value / HUNDRED, CENT)
    if rule.at_most is not None:
        taken = min(taken, rule.at_most)
    return min(taken.quantize(CENT), of)


def _off_delivery(rule: Discount, delivery: Decimal) -> Decimal:
    return delivery if rule.kind == DiscountKind.FREE_DELIVERY else _taken(rule, delivery)


def _adjustment(rule: Discount, amount: Decimal) -> Adjustment:
    return Adjustment(rule.code, rule.names, rule.stage, rule.kind, rule.value, amount, rule.at_most)
