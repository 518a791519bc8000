"""Rules that change many prices at once: what a price becomes, and what people should know before they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gemkit.money import CENT

PERCENT, AMOUNT, SET = "percent", "amount", "set"
CHANGES = (PERCENT, AMOUNT, SET)
# Rounding: the step, and how far below a multiple of it prices end (to 100 less 1: …99).
ROUNDINGS = {
    "cent": (CENT, Decimal(0)),
    "1": (Decimal(1), Decimal(0)),
    "5": (Decimal(5), Decimal(0)),
    "10": (Decimal(10), Decimal(0)),
    "50": (Decimal(50), Decimal(0)),
    "100": (Decimal(100), Decimal(0)),
    "0.99": (Decimal(1), CENT),
    "9": (Decimal(10), Decimal(1)),
    "99": (Decimal(100), Decimal(1)),
}
LARGEST_PRICE = Decimal(10) ** 10 - CENT
BIG_MOVE_PERCENT = Decimal(30)

# Why a row stays as it is.
NO_PRICE, NOT_POSITIVE, TOO_LARGE, UNCHANGED = "no_price", "not_positive", "too_large", "unchanged"
# What does not stop a change, but should be seen.
BIG_MOVE, STRUCK_GONE, HIDDEN, OVERRIDDEN, REPLACES_DATED = (
    "big_move", "struck_gone", "hidden", "overridden", "replaces_dated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepriceRule:
    """``value`` is per cent, a sum added (either may be negative) or the new price, in ``currency``."""

    change: str
    value: Decimal
    currency: str
    rounding: str = "cent"


@dataclass(frozen=True, slots=True)
class Before:
    """What a rule must know of a variant's price in the rule's currency.

    ``amount`` is what lasts (a period with an end comes and goes before it), ``was`` what stands struck out beside
    it. ``is_hidden``: a price with an end is in force before it now; ``is_overridden``: buyers are charged a fixed
    price in hryvnias whatever this one is; ``has_dated``: a dated price without an end is what lasts.
    """

    amount: Decimal | None
    was: Decimal | None = None
    is_hidden: bool = False
    is_overridden: bool = False
    has_dated: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a price: a ``new`` one, or a ``problem`` and the old one stays."""

    new: Decimal | None
    was: Decimal | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()


def rounded(amount: Decimal, rounding: str) -> Decimal:
    """Return the nearest price that ends as ``rounding`` says, the higher one of two; never one below zero."""
    step, less = ROUNDINGS[rounding]
    steps = ((amount + less) / step).quantize(Decimal(1), ROUND_HALF_UP)
    if less and amount > 0:
        steps = max(steps, Decimal(1))
    return (steps * step - less).quantize(CENT)


def new_amount(old: Decimal | None, rule: RepriceRule) -> Decimal | None:
    """Return the new price, rounded once; None when there is nothing that could be changed."""
    if rule.change == SET:
        return rounded(rule.value, rule.rounding)
    if old is None:
        return None
    moved = old + rule.value if rule.change == AMOUNT else old * (100 + rule.value) / 100
    return rounded(moved, rule.rounding)


def plan(before: Before, rule: RepriceRule) -> Planned:
    """Return what ``rule`` makes of a price."""
    new = new_amount(before.amount, rule)
    if new is None:
        return Planned(None, problem=NO_PRICE)
    if new <= 0:
        return Planned(None, problem=NOT_POSITIVE)
    if new > LARGEST_PRICE:
        return Planned(None, problem=TOO_LARGE)
    if new == before.amount:
        return Planned(None, problem=UNCHANGED)
    is_struck = before.was is not None and before.was > new
    told = {
        BIG_MOVE: before.amount is not None
        and abs(new - before.amount) * 100 > BIG_MOVE_PERCENT * before.amount,
        STRUCK_GONE: before.was is not None and not is_struck,
        HIDDEN: before.is_hidden,
        OVERRIDDEN: before.is_overridden,
        REPLACES_DATED: before.has_dated,
    }
    return Planned(
        new, before.was if is_struck else None, "", tuple(name for name, is_so in told.items() if is_so)
    )


def sums(rows: Sequence[tuple[Decimal | None, Decimal | None]]) -> tuple[Decimal, Decimal]:
    """Return what all changed prices came to before and come to now; a price that was not there counts as zero."""
    zero = Decimal("0.00")
    changed = [(old or zero, new) for old, new in rows if new is not None]
    return sum((old for old, _new in changed), zero), sum((new for _old, new in changed), zero)


def rule_from_json(stored: dict[str, Any]) -> RepriceRule:
    """Return a rule as it was stored."""
    return RepriceRule(stored["change"], Decimal(stored["value"]), stored["currency"], stored["rounding"])
