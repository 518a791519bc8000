"""Pure rules of the picker: answers, what gives way when nothing fits, reasons and when they are true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from itertools import combinations
from typing import Any

ZODIAC, COLOR, SHAPE, CUT, BUDGET = CRITERIA = ("zodiac", "color", "shape", "cut", "budget")
"""What a visitor may be asked, in the order of the questions."""

STEPS: tuple[tuple[str, ...], ...] = ((ZODIAC,), (COLOR,), (SHAPE, CUT), (BUDGET,))
SEVERAL = frozenset({COLOR, SHAPE, CUT})
"""Questions that take more than one answer: a stone fits when one of them does."""

GIVES_WAY = (CUT, BUDGET, SHAPE, COLOR, ZODIAC)
"""What is relaxed when nothing fits, the first that helps first.

From what changes the stone least to what it was looked for by: the style of its facets, what it costs, its
outline, its colour, and last the sign it is meant for. The fewest conditions give way: two only when no single
one helps.
"""

MOST_CODES = 24
DAILY_WEAR = Decimal(7)
"""Household dust holds quartz, 7 on the Mohs scale; what is harder stays unscratched on a ring of every day."""

LEAST_REASONS = 3
MANY = 4
_NICE = tuple(map(Decimal, ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))


@dataclass(frozen=True, slots=True)
class Budget:
    """The most a stone may cost, in the currency in which the visitor sees prices."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a visitor answered; empty is "any". Codes of ``color`` are palettes, or colours of the dictionary."""

    zodiac: str = ""
    color: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    budget: Budget | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The criteria that were answered."""
        return tuple(name for name in CRITERIA if getattr(self, name))

    def without(self, *names: str) -> Answers:
        """Return these answers less some criteria."""
        return replace(self, **{name: _NOTHING[name] for name in names})

    def less(self, name: str, code: str) -> Answers:
        """Return these answers less one of several values of a criterion."""
        return self.only(name, tuple(kept for kept in getattr(self, name) if kept != code))

    def only(self, name: str, value: Any) -> Answers:
        """Return these answers with another answer to one question."""
        return replace(self, **{name: value})


_NOTHING: dict[str, Any] = {ZODIAC: "", COLOR: (), SHAPE: (), CUT: (), BUDGET: None}


def relaxations(given: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what to relax, in the order to try it: nothing, one criterion, then two …; see `GIVES_WAY`."""
    names = [name for name in GIVES_WAY if name in given]
    for size in range(len(names) + 1):
        yield from combinations(names, size)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A condition that gave way. ``now`` is the budget it was raised to; None when it was lifted."""

    name: str
    asked: Any
    now: Budget | None = None


def nice_ceiling(amount: Decimal) -> Decimal:
    """Return the next round number from ``amount``: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten."""
    if amount <= 1:
        return Decimal(1)
    power = Decimal(10) ** amount.adjusted()
    found = next(step for step in _NICE if step * power >= amount) * power
    return found.to_integral_value(ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a variant that can be bought. ``price`` is in the currency of the budget."""

    variant_id: int
    stone: str
    color: str = ""
    shape: str = ""
    cut: str = ""
    treatment: str = ""
    nature: str = ""
    origin: str = ""
    lab: str = ""
    carat: Decimal | None = None
    mohs: Decimal | None = None
    price: Decimal | None = None
    available: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What a stone is measured by: the answers in force and what they mean in this catalog.

    ``stones`` are the sign's, ``colors`` those of the palettes, ``distances`` from the chosen tone by colour;
    ``nearest`` and ``largest`` are the best of all results.
    """

    answers: Answers = field(default_factory=Answers)
    stones: frozenset[str] = frozenset()
    colors: frozenset[str] = frozenset()
    distances: Mapping[str, float] = field(default_factory=dict)
    nearest: float | None = None
    largest: Decimal | None = None
    total: int = 0


Test = Callable[[Facts, Frame], bool]

REASONS: dict[str, Test] = {
    ZODIAC: lambda stone, frame: bool(frame.answers.zodiac) and stone.stone in frame.stones,
    "closest": lambda stone, frame: (
        frame.nearest is not None and frame.distances.get(stone.color) == frame.nearest
    ),
    COLOR: lambda stone, frame: bool(frame.answers.color) and stone.color in frame.colors,
    SHAPE: lambda stone, frame: stone.shape in frame.answers.shape,
    CUT: lambda stone, frame: stone.cut in frame.answers.cut,
    BUDGET: lambda stone, frame: (
        frame.answers.budget is not None
        and stone.price is not None
        and stone.price <= frame.answers.budget.amount
    ),
    "largest": lambda stone, frame: (
        frame.total > 1 and stone.carat is not None and stone.carat == frame.largest
    ),
    "report": lambda stone, frame: bool(stone.lab),
    "untreated": lambda stone, frame: stone.treatment == "none",
    "hard": lambda stone, frame: stone.mohs is not None and stone.mohs > DAILY_WEAR,
    "natural": lambda stone, frame: stone.nature == "natural",
    "in_stock": lambda stone, frame: stone.available > 0,
    "disclosed": lambda stone, frame: bool(stone.nature and stone.treatment and stone.origin),
}
"""Every reason with the test of its truth, the most telling first."""

CRITERION_OF = {**{name: name for name in CRITERIA}, "closest": COLOR}
"""Reasons that an answer gave; the others are the stone's own."""

_LAST = ("in_stock", "disclosed")


def holds(code: str, stone: Facts, frame: Frame) -> bool:
    """Whether a reason is true of a stone."""
    return REASONS[code](stone, frame)


def reasons(stone: Facts, frame: Frame) -> list[str]:
    """Return why a stone is shown: every answer that it fits, then its own merits, three in all or more.

    That it can be had now is always said, and what is known of it fills up where merits are few.
    """
    true = [code for code in REASONS if holds(code, stone, frame)]
    if "closest" in true and COLOR in true:
        true.remove(COLOR)  # the stronger of the two says it
    asked = [code for code in true if CRITERION_OF.get(code) in frame.answers.given]
    own = [code for code in true if code not in asked and code not in _LAST]
    last = [code for code in _LAST if code in true]
    room = max(LEAST_REASONS - 1 - len(asked), 1 if len(asked) < MANY else 0)
    found = [*asked, *own[:room], *last[:1]]
    return found + last[1:] if len(found) < LEAST_REASONS else found
