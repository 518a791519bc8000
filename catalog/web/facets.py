"""The filters of a listing as the page shows them: groups, chips, the address without each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.domain import ShapeView
from catalog.enums import Clarity, Kind, Lab, Metal, Nature, Origin, Treatment, label_text
from catalog.index.filters import CODES, FLAGS, RANGES, RING_SIZE, Filters, Problem, Span
from catalog.index.selectors import Counts, Words
from gemkit import formats
from gemkit.money import Money

ENUMS: dict[str, Any] = {
    "treatment": Treatment,
    "origin": Origin,
    "clarity": Clarity,
    "nature": Nature,
    "metal": Metal,
    "lab": Lab,
}
SHOWN_FIRST = 8
SHAPES_FIRST = 9


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a group; disabled when choosing it would show nothing."""

    value: str
    label: str
    count: int
    selected: bool
    disabled: bool
    shape: ShapeView | None = None
    hex: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values to choose from."""

    name: str
    title: str
    info: str
    open: bool
    chosen: int
    first: list[FacetValue]
    rest: list[FacetValue] = field(default_factory=list)
    rest_text: str = ""
    rest_open: bool = False
    chosen_text: str = ""
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class RangeEnd:
    """One end: what was typed, the bound in words, and the same as a plain number for the slider."""

    name: str
    value: str
    bound: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class RangeFacet:
    """A group of two number fields."""

    title: str
    info: str
    open: bool
    chosen_text: str
    unit: str
    error: str
    low: RangeEnd
    high: RangeEnd
    places: int = 0
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter and the address without it."""

    text: str
    url: str
    name: str


class Labels:
    """The names of values in one language; needs no query."""

    def __init__(self, words: Words, language: str) -> None:
        self.words, self.language = words, language

    def known(self, name: str) -> Mapping[str, Any] | frozenset[str]:
        """Return the codes that a filter of this name may have."""
        return self.words.known(name)

    def label(self, name: str, code: str) -> str:
        """Return the name of a value."""
        if name in ENUMS:
            label = label_text(ENUMS[name](code))
            return label[:1].upper() + label[1:]
        if name == RING_SIZE:
            return formats.number(Decimal(code), language=self.language)
        word = self.words.by_code[name].get(code)
        return code if word is None else word.names[self.language]

    def shape(self, code: str) -> ShapeView | None:
        word = self.words.by_code["shape"].get(code)
        return None if word is None else self.words.shape(word.id, self.language)

    def swatch(self, code: str) -> str:
        word = self.words.by_code["color"].get(code)
        return "" if word is None else word.look

    def in_order(self, name: str) -> list[str]:
        """Return all codes of a facet in the order that people expect."""
        if name in {"origin", "tag"}:
            codes = ENUMS[name].values if name in ENUMS else list(self.words.by_code[name])
            return sorted(codes, key=lambda code: collation(self.label(name, code)))
        return list(ENUMS[name].values) if name in ENUMS else list(self.words.by_code[name])


def collation(text: str) -> str:
    """Return a key that sorts Ukrainian words as a dictionary does: ґ after г, є after е, і and ї after и."""
    return text.lower().translate(_ALPHABET)


_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ALPHABET = {ord(letter): chr(0x0430 + place) for place, letter in enumerate(_LETTERS)}


def facet_texts(kind: str | None = None) -> dict[str, tuple[str, str]]:
    """Return title and plain explanation of every facet, in the order they stand on the page.

    ``kind`` is the half of the catalog that the page is about: the types of jewelry are no stones.
    """
    return {
        "stone": (pgettext("facet", "Stone") if kind == Kind.STONE else pgettext("facet", "Kind"), ""),
        "category": (pgettext("facet", "Category"), ""),
        "shape": (pgettext("facet", "Shape"), _("The outline of the stone seen from above.")),
        "color": (pgettext("facet", "Color"), _("The main colour in daylight. Two stones of one name may still differ in tone.")),
        "metal": (pgettext("facet", "Metal"), _("The number is the fineness: parts of pure metal in a thousand.")),
        "ring_size": (pgettext("facet", "Ring size"), _("The inner diameter in millimetres, as Ukrainian jewellers count it.")),
        "treatment": (
            pgettext("facet", "Treatment"),
            _("What was done to the stone after mining. We name every treatment that we know of or that a laboratory found."),
        ),
        "clarity": (
            pgettext("facet", "Clarity"),
            _("How much can be seen inside the stone: from IF, clean under a 10× loupe, to I, seen with the naked eye."),
        ),
        "origin": (pgettext("facet", "Origin"), _("Where the stone was found. Not determined is an honest answer: only a laboratory can tell, and not always.")),
        "nature": (pgettext("facet", "Natural or grown"), _("A laboratory-grown stone is of the same substance, but was not made by nature.")),
        "cut": (pgettext("facet", "Cut"), _("The way the facets are arranged.")),
        "lab": (pgettext("facet", "Report"), _("The laboratory whose report comes with the stone.")),
        "zodiac": (pgettext("facet", "Sign of the zodiac"), _("Stones that tradition gives to those born under a sign. It is custom, not science.")),
        "tag": (pgettext("facet", "Good to know"), ""),
    }  # fmt: skip


FIRST = {"stone", "category", "shape", "color", "metal", "ring_size"}
"""The facets that stand above price and sizes."""

ALWAYS_ALL = {"shape", "cut"}
STONE_SIZES = {"length", "width", "depth"}
PLACES = {"price": 0, "carat": 2}
OPEN = {"shape", "color", "treatment", "origin", "stone", "metal", "ring_size"}
# What is not asked for where it says nothing: the mineral inside a mineral, the ring size of a stone.
OF_JEWELRY = frozenset({"stone", "category", "color", "metal", "ring_size", "nature", "tag", "lab"})
OF_STONES = frozenset(
    {
        "stone",
        "category",
        "shape",
        "color",
        "treatment",
        "clarity",
        "origin",
        "nature",
        "cut",
        "lab",
        "zodiac",
        "tag",
    }
)


def facets_of(kind: str | None, *, depth: int = 0) -> tuple[str, ...]:
    """Return the facets of a page about stones or jewelry; ``depth`` is how far down the hierarchy it stands."""
    wanted = {"jewelry": OF_JEWELRY, "stone": OF_STONES}.get(kind or "", OF_JEWELRY | OF_STONES)
    hidden = {"stone": depth > 0, "category": depth != 1}
    return tuple(name for name in facet_texts() if name in wanted and not hidden.get(name, False))


def facet_groups(filters: Filters, counts: Counts, words: Labels, *, kind: str | None = None) -> list[Facet]:
    """Return the groups of values that were counted. Shapes and cuts are always all there; of the rest, what
    the scope has; a group with nothing to choose is left out."""
    groups = []
    for name, (title, info) in facet_texts(kind).items():
        if name not in counts.facets:
            continue
        selected = getattr(filters, name)
        found = counts.facets[name]
        if name == RING_SIZE:
            codes = [*found, *(code for code in selected if code not in found)]
        else:
            codes = [
                code
                for code in words.in_order(name)
                if name in ALWAYS_ALL or code in found or code in selected
            ]
        if (not found and not selected) or (len(codes) < 2 and not selected):
            continue
        values = [_value(name, code, found.get(code, 0), selected, words) for code in codes]
        groups.append(_group(name, title, info, values, is_open=name in OPEN))
    return groups


def _value(name: str, code: str, count: int, selected: Iterable[str], words: Labels) -> FacetValue:
    is_selected = code in selected
    return FacetValue(
        value=code,
        label=words.label(name, code),
        count=count,
        selected=is_selected,
        disabled=count == 0 and not is_selected,
        shape=words.shape(code) if name == "shape" else None,
        hex=words.swatch(code) if name == "color" else "",
    )


def _group(name: str, title: str, info: str, values: list[FacetValue], *, is_open: bool) -> Facet:
    limit = SHAPES_FIRST if name == "shape" else SHOWN_FIRST
    first, rest = (values[:limit], values[limit:]) if len(values) > limit + 1 else (values, [])
    chosen = sum(value.selected for value in values)
    if name == "shape":
        more = ngettext("%(count)d more shape", "%(count)d more shapes", len(rest)) % {"count": len(rest)}
    else:
        more = ngettext("%(count)d more", "%(count)d more", len(rest)) % {"count": len(rest)}
    is_ring = name == RING_SIZE
    return Facet(
        name=name,
        title=title,
        info=info,
        open=is_open or chosen > 0,
        chosen=chosen,
        first=first,
        rest=rest,
        rest_text=more,
        rest_open=any(value.selected for value in rest),
        link_url=f"{reverse('catalog:calculator')}#rings" if is_ring else "",
        link_text=_("Sizes of other countries") if is_ring else "",
    )


def range_facets(
    filters: Filters,
    bounds: Mapping[str, Span],
    problems: list[Problem],
    typed: Mapping[str, str],
    *,
    currency: str,
    kind: str | None = None,
) -> dict[str, RangeFacet]:
    """Return the pairs of number fields, with what the visitor typed and what the list offers.

    Left out are those that nothing in the list has, and for jewelry the sizes of its stones.
    """
    texts = {
        "price": (pgettext("facet", "Price"), "", formats.SYMBOLS[currency], True),
        "carat": (
            pgettext("facet", "Weight"),
            _("A carat is 0.2 g. Stones of one weight may differ in size: look at the millimetres too."),
            "ct",
            True,
        ),
        "length": (
            pgettext("facet", "Longest side"),
            _("The longer side seen from above. The true-size outline on every card shows it at once."),
            pgettext("unit", "mm"),
            True,
        ),
        "width": (
            pgettext("facet", "Shorter side"),
            _("The shorter side seen from above. In a round stone both sides are the diameter."),
            pgettext("unit", "mm"),
            False,
        ),
        "depth": (
            pgettext("facet", "Depth"),
            _("From the flat face on top to the tip below. It matters for a setting."),
            pgettext("unit", "mm"),
            False,
        ),
    }
    errors = {problem.attr: str(problem.text) for problem in problems}
    facets = {}
    for name, (title, info, unit, is_open) in texts.items():
        span: Span = getattr(filters, name)
        ends = bounds.get(name, Span())
        has_none = name != "price" and ends.low is None
        if not span and (has_none or (kind == Kind.JEWELRY and name in STONE_SIZES)):
            continue
        error = errors.get(f"{name}_min") or errors.get(f"{name}_max") or ""
        places = PLACES.get(name, 1)
        facets[name] = RangeFacet(
            title=title,
            info=info,
            open=is_open or bool(span) or bool(error),
            chosen_text=span_text(name, span, currency=currency) if span else "",
            unit=unit,
            error=error,
            low=_end(f"{name}_min", typed, ends.low, ROUND_FLOOR, places),
            high=_end(f"{name}_max", typed, ends.high, ROUND_CEILING, places),
            places=places,
            link_url=reverse("catalog:calculator") if name == "carat" else "",
            link_text=_("Carats in millimetres") if name == "carat" else "",
        )
    return facets


def _end(name: str, typed: Mapping[str, str], value: Decimal | None, rounding: str, places: int) -> RangeEnd:
    if value is None:
        return RangeEnd(name, typed.get(name, ""), "")
    limit = value.quantize(Decimal(1).scaleb(-places), rounding)
    return RangeEnd(name, typed.get(name, ""), formats.number(limit, places=places), f"{limit:f}")


def span_text(name: str, span: Span, *, currency: str) -> str:
    """Return ``40 000–200 000 ₴``, ``from 1.00 ct``."""
    low, high = (None if end is None else _amount(name, end, currency) for end in (span.low, span.high))
    if low is None:
        return _("to %(amount)s") % {"amount": high}
    if high is None:
        return _("from %(amount)s") % {"amount": low}
    return _("%(low)s – %(high)s") % {"low": low, "high": high}


def _amount(name: str, value: Decimal, currency: str) -> str:
    if name == "price":
        return formats.money(Money(value, currency))
    return formats.carat(value) if name == "carat" else formats.millimetres(value)


_FLAG_TEXTS = {
    "in_stock": lambda: pgettext("filter", "In stock"),
    "on_sale": lambda: pgettext("filter", "On sale"),
    "is_new": lambda: pgettext("filter", "New"),
}


def chips(filters: Filters, words: Labels, *, address: Callable[[Filters], str], currency: str) -> list[Chip]:
    """Return the applied filters, each with the address that lifts it."""
    found = [
        Chip(words.label(name, code), address(filters.without(name, code)), name)
        for name in CODES
        for code in getattr(filters, name)
    ]
    found += [
        Chip(span_text(name, getattr(filters, name), currency=currency), address(filters.without(name)), name)
        for name in RANGES
        if getattr(filters, name)
    ]
    found += [
        Chip(_FLAG_TEXTS[name](), address(filters.without(name)), name)
        for name in FLAGS.values()
        if getattr(filters, name)
    ]
    return found
