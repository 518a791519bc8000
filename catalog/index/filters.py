"""The filters of a listing, read once from a query string, for pages and for the API alike.

What cannot be understood is not applied and comes back as a `Problem`: the API refuses it, a page
says so and shows the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.enums import Clarity, Lab, Metal, Nature, Origin, Treatment

ORDERINGS = ("relevance", "newest", "price", "-price", "carat", "-carat", "popular")
DICTIONARIES = (
    "shape", "cut", "color", "tag", "zodiac", "stone", "category", "subcategory", "collection",
)  # fmt: skip
CHOICES = {
    "treatment": frozenset(Treatment.values),
    "origin": frozenset(Origin.values),
    "clarity": frozenset(Clarity.values),
    "nature": frozenset(Nature.values),
    "metal": frozenset(Metal.values),
    "lab": frozenset(Lab.values),
}
RING_SIZE = "ring_size"
CODES = (*DICTIONARIES, *CHOICES, RING_SIZE)
RANGES = ("price", "carat", "length", "width", "depth")
FLAGS = {"in_stock": "in_stock", "on_sale": "on_sale", "new": "is_new"}
LONGEST_QUERY = 200
MOST_VALUES = 60
LARGEST_NUMBER = Decimal(10) ** 10
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Params(Protocol):
    """What a query string offers (Django's QueryDict does)."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval; None is an open side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asks for: OR inside a tuple, AND between the fields.

    ``price`` is in the visitor's currency; codes are known ones, in the order they were given.
    """

    shape: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    color: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    zodiac: tuple[str, ...] = ()
    stone: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    subcategory: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    treatment: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    clarity: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    metal: tuple[str, ...] = ()
    lab: tuple[str, ...] = ()
    ring_size: tuple[str, ...] = ()
    price: Span = field(default_factory=Span)
    carat: Span = field(default_factory=Span)
    length: Span = field(default_factory=Span)
    width: Span = field(default_factory=Span)
    depth: Span = field(default_factory=Span)
    in_stock: bool = False
    on_sale: bool = False
    is_new: bool = False
    ordering: str = "relevance"

    @property
    def names(self) -> list[str]:
        """The fields that narrow the list."""
        return [f.name for f in fields(self) if f.name != "ordering" and getattr(self, f.name)]

    def __bool__(self) -> bool:
        return bool(self.names)

    def without(self, name: str, code: str | None = None) -> Filters:
        """Return these filters less one field, or less one code of it."""
        if code is not None:
            left: Any = tuple(kept for kept in getattr(self, name) if kept != code)
        else:
            left = Span() if name in RANGES else False if name in FLAGS.values() else ()
        return replace(self, **{name: left})

    def query(self) -> list[tuple[str, str]]:
        """Return the query string these filters are read from, in a fixed order."""
        pairs = [(name, code) for name in CODES for code in getattr(self, name)]
        for name in RANGES:
            span: Span = getattr(self, name)
            pairs += [(f"{name}_{end}", f"{value:f}") for end, value in _ends(span)]
        pairs += [(name, "1") for name, attribute in FLAGS.items() if getattr(self, attribute)]
        if self.ordering != "relevance":
            pairs.append(("ordering", self.ordering))
        return pairs


def _ends(span: Span) -> list[tuple[str, Decimal]]:
    return [(end, value) for end, value in (("min", span.low), ("max", span.high)) if value is not None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that was not understood, with the text for the visitor."""

    attr: str
    text: Any


def parse(
    params: Params, *, known: Callable[[str], Mapping[str, Any] | frozenset[str]]
) -> tuple[Filters, list[Problem]]:
    """Return the filters of a query string and what of it was not understood.

    ``known`` gives the codes of a dictionary and is asked only for parameters that are present.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name in CODES:
        if given := [code for code in dict.fromkeys(params.getlist(name)) if code][:MOST_VALUES]:
            if name == RING_SIZE:
                values[name] = _sizes(given, problems)
                continue
            codes = known(name)
            values[name] = tuple(code for code in given if code in codes)
            problems += [_unknown(name, code) for code in given if code not in codes]
    for name in RANGES:
        values[name] = _span(params, name, problems)
    for name, attribute in FLAGS.items():
        values[attribute] = _flag(params, name, problems)
    values["ordering"] = _ordering(params, problems)
    return Filters(**values), problems


def _sizes(given: list[str], problems: list[Problem]) -> tuple[str, ...]:
    """Return ring sizes as the shop writes them: ``17``, ``16.5``."""
    found = []
    for text in given:
        number = read_number(text)
        if number is None or number > 100:
            problems.append(_unknown(RING_SIZE, text))
        else:
            found.append(f"{number.quantize(Decimal('0.01')):f}".rstrip("0").rstrip("."))
    return tuple(dict.fromkeys(found))


def _unknown(name: str, code: str) -> Problem:
    return Problem(name, format_lazy(_("There is no such value: {value}."), value=code[:40]))


def _last(params: Params, name: str) -> str:
    given = params.getlist(name)
    return given[-1].strip() if given else ""


def _span(params: Params, name: str, problems: list[Problem]) -> Span:
    ends: list[Decimal | None] = []
    for end in ("min", "max"):
        text = _last(params, f"{name}_{end}")
        number = read_number(text)
        if text and number is None:
            problems.append(Problem(f"{name}_{end}", _("A number from 0 is needed here.")))
        ends.append(number)
    low, high = ends
    if low is not None and high is not None and low > high:
        problems.append(Problem(f"{name}_min", _("“From” is greater than “to”.")))
        return Span()
    return Span(low, high)


def read_number(text: str) -> Decimal | None:
    """Return the number a person typed (``40 000``, ``1,5``), or None when it is not one from 0."""
    compact = "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    if not compact.isascii() or not 0 < len(compact) <= 20:
        return None
    try:
        number = Decimal(compact)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= LARGEST_NUMBER:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= -6 else None


def _flag(params: Params, name: str, problems: list[Problem]) -> bool:
    text = _last(params, name).lower()
    if text not in _YES | _NO:
        problems.append(Problem(name, _("Use 1 or 0 here.")))
    return text in _YES


def _ordering(params: Params, problems: list[Problem]) -> str:
    text = _last(params, "ordering")
    if text and text not in ORDERINGS:
        problems.append(Problem("ordering", _("The list cannot be sorted like this.")))
    return text if text in ORDERINGS else "relevance"
