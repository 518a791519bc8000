"""The filters of a listing as the page shows them: groups, chips, the address without each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.domain import ColorView, DictView, ShapeView, drawing_view_box
from catalog.enums import Origin, Treatment
from catalog.index.filters import CODES, FLAGS, RANGES, Filters, Problem, Span
from catalog.index.selectors import Counts
from catalog.selectors.dictionaries import dictionary_rows
from gemkit import formats
from gemkit.money import Money

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


@dataclass(frozen=True, slots=True)
class RangeEnd:
    name: str
    value: str
    bound: str


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


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter and the address without it."""

    text: str
    url: str
    name: str


class Dictionaries:
    """The dictionaries a listing page needs, read in one query."""

    def __init__(self, language: str) -> None:
        self.shapes: dict[str, ShapeView] = {}
        self.colors: dict[str, ColorView] = {}
        self.cuts: dict[str, DictView] = {}
        for kind, code, name, text, look in dictionary_rows(language):
            if kind == "shape":
                self.shapes[code] = ShapeView(code, name, mark_safe(look), drawing_view_box(look), text)
            elif kind == "color":
                self.colors[code] = ColorView(code, name, look, text)
            else:
                self.cuts[code] = DictView(code, name, text)

    def known(self, name: str) -> Mapping[str, Any] | None:
        """Return the codes of a dictionary that is loaded already."""
        loaded: dict[str, Mapping[str, Any]] = {"shape": self.shapes, "color": self.colors, "cut": self.cuts}
        return loaded.get(name)

    def label(self, name: str, code: str) -> str:
        """Return the name of a value; of a branch given by code, the code itself."""
        if name == "treatment":
            return str(Treatment(code).label).capitalize()
        if name == "origin":
            return str(Origin(code).label)
        entry = (self.known(name) or {}).get(code)
        return code if entry is None else entry.name


def facet_groups(filters: Filters, counts: Counts, words: Dictionaries) -> dict[str, Facet]:
    """Return the groups of values. Shapes and cuts are always all there; of the rest, what the scope has."""
    texts = {
        "shape": (pgettext("facet", "Shape"), _("The outline of the stone seen from above.")),
        "color": (pgettext("facet", "Color"), _("The main colour in daylight. Two stones of one name may still differ in tone.")),
        "treatment": (
            pgettext("facet", "Treatment"),
            _("What was done to the stone after mining. We name every treatment that we know of or that a laboratory found."),
        ),
        "origin": (pgettext("facet", "Origin"), ""),
        "cut": (pgettext("facet", "Cut"), _("The way the facets are arranged.")),
    }  # fmt: skip
    everything: dict[str, list[str]] = {"shape": list(words.shapes), "cut": list(words.cuts)}
    order = {
        "color": list(words.colors),
        "treatment": list(Treatment.values),
        "origin": [*sorted(Origin.values, key=lambda code: words.label("origin", code))],
    }
    groups = {}
    for name, (title, info) in texts.items():
        selected = getattr(filters, name)
        found = counts.facets.get(name, {})
        if name in everything:
            codes = everything[name]
        else:
            codes = [code for code in order[name] if code in found or code in selected]
        values = [_value(name, code, found.get(code, 0), selected, words) for code in codes]
        if values:
            groups[name] = _group(name, title, info, values, is_open=name in {"shape", "color", "treatment"})
    return groups


def _value(name: str, code: str, count: int, selected: Iterable[str], words: Dictionaries) -> FacetValue:
    is_selected = code in selected
    return FacetValue(
        value=code,
        label=words.label(name, code),
        count=count,
        selected=is_selected,
        disabled=count == 0 and not is_selected,
        shape=words.shapes[code] if name == "shape" else None,
        hex=words.colors[code].hex if name == "color" else "",
    )


def _group(name: str, title: str, info: str, values: list[FacetValue], *, is_open: bool) -> Facet:
    limit = SHAPES_FIRST if name == "shape" else SHOWN_FIRST
    first, rest = (values[:limit], values[limit:]) if len(values) > limit + 1 else (values, [])
    chosen = sum(value.selected for value in values)
    more = ngettext("%(count)d more", "%(count)d more", len(rest)) % {"count": len(rest)}
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
    )


def range_facets(
    filters: Filters,
    bounds: Mapping[str, Span],
    problems: list[Problem],
    typed: Mapping[str, str],
    *,
    currency: str,
) -> dict[str, RangeFacet]:
    """Return the pairs of number fields, with what the visitor typed and what the list offers."""
    texts = {
        "price": (pgettext("facet", "Price"), "", formats.SYMBOLS[currency], True),
        "carat": (
            pgettext("facet", "Weight"),
            _("A carat is 0.2 g. Stones of one weight may differ in size: look at the millimetres too."),
            "ct",
            True,
        ),
        "length": (pgettext("facet", "Longest side"), "", pgettext("unit", "mm"), False),
    }
    errors = {problem.attr: str(problem.text) for problem in problems}
    facets = {}
    for name, (title, info, unit, is_open) in texts.items():
        span: Span = getattr(filters, name)
        error = errors.get(f"{name}_min") or errors.get(f"{name}_max") or ""
        ends = bounds.get(name, Span())
        facets[name] = RangeFacet(
            title=title,
            info=info,
            open=is_open or bool(span) or bool(error),
            chosen_text=span_text(name, span, currency=currency) if span else "",
            unit=unit,
            error=error,
            low=RangeEnd(f"{name}_min", typed.get(f"{name}_min", ""), _bound(name, ends.low, ROUND_FLOOR)),
            high=RangeEnd(
                f"{name}_max", typed.get(f"{name}_max", ""), _bound(name, ends.high, ROUND_CEILING)
            ),
        )
    return facets


def _bound(name: str, value: Decimal | None, rounding: str) -> str:
    if value is None:
        return ""
    places = 0 if name == "price" else 2 if name == "carat" else 1
    return formats.number(value.quantize(Decimal(1).scaleb(-places), rounding), places=places)


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
    "is_new": lambda: pgettext("filter", "New"),
}


def chips(filters: Filters, words: Dictionaries, *, path: str, currency: str) -> list[Chip]:
    """Return the applied filters, each with the address that lifts it."""
    found = [
        Chip(words.label(name, code), address(path, filters.without(name, code)), name)
        for name in CODES
        for code in getattr(filters, name)
    ]
    found += [
        Chip(
            span_text(name, getattr(filters, name), currency=currency),
            address(path, filters.without(name)),
            name,
        )
        for name in RANGES
        if getattr(filters, name)
    ]
    found += [
        Chip(_FLAG_TEXTS[name](), address(path, filters.without(name)), name)
        for name in FLAGS.values()
        if getattr(filters, name)
    ]
    return found


def address(path: str, filters: Filters, *, page: int = 1) -> str:
    """Return the address of a filtered list."""
    pairs = filters.query()
    if page > 1:
        pairs.append(("page", str(page)))
    return f"{path}?{urlencode(pairs)}" if pairs else path
