"""What the calculator's page shows for valid forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.calculator import weights
from catalog.calculator.rings import RingSize
from catalog.calculator.weights import ASSUMED_ERROR, Estimate, Measured, Weighed
from catalog.domain import ShapeView
from catalog.selectors.calculator import Mineral
from catalog.web.calculator.forms import CalculatorForm
from catalog.web.calculator.stock import Stock, filters_by_size, filters_by_weight, stock_of
from catalog.web.calculator.words import band_text, formula_text, percent_text, size_text, weight_text
from gemkit import formats


@dataclass(frozen=True, slots=True)
class Answer:
    """A computed stone: ``title`` is the figure asked for, ``band`` where it lies."""

    title: str
    band: str
    error: str
    formula: str
    reasons: list[str]
    shape: ShapeView
    length_mm: Decimal
    sizes: str
    stock: Stock
    wider: Stock | None


@dataclass(frozen=True, slots=True)
class SpeciesRow:
    """A mineral in the table of one size and of one weight."""

    name: str
    url: str
    gravity: str
    weight: str
    length_mm: Decimal
    size: str
    is_chosen: bool


def answer_of(form: CalculatorForm, *, shapes: Iterable[ShapeView], language: str) -> Answer | None:
    """Return what a form found, with what of it is in stock; None when it has errors."""
    found, gravity = form.found, form.specific_gravity
    if found is None or gravity is None:
        return None
    code = form.cleaned_data["shape"]
    shape = next(shape for shape in shapes if shape.code == code)
    if isinstance(found, Weighed):
        carat = found.carat.value
        title, band = weight_text(carat), band_text(found.carat, unit="ct")
        sizes = (found.length_mm, found.width_mm, found.depth_mm)
        filters = filters_by_size(code, length=found.length_mm, width=found.width_mm)
    else:
        carat = form.cleaned_data["carat"]
        sizes = (found.length_mm.value, found.width_mm.value, found.depth_mm.value)
        title, band = formats.millimetres(sizes, places=2), _sizes_band(found)
        filters = filters_by_weight(code, carat=weight_band(carat))
    stock = stock_of(filters, mineral=form.mineral, language=language)
    # Nothing of this mineral: the same size or weight in every other one.
    others = (
        None if stock.count or form.mineral is None else stock_of(filters, mineral=None, language=language)
    )
    return Answer(
        title=title,
        band=band,
        error=percent_text(found.error) if isinstance(found, Weighed) else "",  # of weights only
        formula=formula_text(found, shape=code, gravity=gravity, carat=carat),
        reasons=reasons_of(found),
        shape=shape,
        length_mm=sizes[0],
        sizes=formats.millimetres(sizes[:2], places=1),
        stock=stock,
        wider=others if others and others.count else None,
    )


def weight_band(carat: Decimal) -> Estimate:
    """Return the weights that pass for ``carat``: a tenth to either side, in hundredths."""
    cent = Decimal("0.01")
    return Estimate(carat, (carat * Decimal("0.9")).quantize(cent), (carat * Decimal("1.1")).quantize(cent))


def _sizes_band(found: Measured) -> str:
    parts = {
        _("length"): found.length_mm,
        _("width"): found.width_mm,
        _("depth"): found.depth_mm,
    }
    return ", ".join(f"{name} {band_text(band, unit='mm')}" for name, band in parts.items())


def reasons_of(found: Weighed | Measured) -> list[str]:
    """Return where the error band comes from, in plain words."""
    own = (
        weights.CABOCHON_ERROR if found.factor == weights.SHAPES["cabochon"].factor else weights.FACETED_ERROR
    )
    reasons = [
        _("Girdles and domes differ: stones of equal sizes weigh %(error)s.") % {"error": percent_text(own)}
    ]
    assumed = {"width_mm": _("width"), "depth_mm": _("depth")}
    names = (
        [text for attr, text in assumed.items() if attr in found.assumed]
        if isinstance(found, Weighed)
        else list(assumed.values())
    )
    if names:
        values = {"sizes": _(" and ").join(names), "error": percent_text(ASSUMED_ERROR)}
        reasons.append(_("Taken from the usual proportions of the shape: %(sizes)s, %(error)s.") % values)
    return reasons


def species_rows(form: CalculatorForm) -> tuple[dict[str, Any], list[SpeciesRow]]:
    """Return the heading facts and a row a mineral: its weight in this size, its size at one carat.

    Without a valid form: a round stone of 6.5 mm.
    """
    shape, length, width, depth = weights.ROUND, Decimal("6.5"), None, None
    found = form.found
    if found is not None:
        shape = form.cleaned_data["shape"]
        sizes = (found.length_mm, found.width_mm, found.depth_mm)
        length, width, depth = (size.value if isinstance(size, Estimate) else size for size in sizes)
    rows = []
    for mineral in form.minerals.values():
        try:
            weighed = weights.weigh(
                shape=shape,
                specific_gravity=mineral.specific_gravity,
                length_mm=length,
                width_mm=width,
                depth_mm=depth,
            )
            one = weights.measure(shape=shape, specific_gravity=mineral.specific_gravity, carat=Decimal(1))
        except weights.CalculatorError:  # a density of no gem, or a size that rounding pushed out
            continue
        rows.append(_species_row(mineral, weighed, one, chosen=form.data.get("stone", "")))
    rows.sort(key=lambda row: row.length_mm)
    sizes_shown = [size for size in (length, width) if size is not None][: 1 if shape == weights.ROUND else 2]
    return {"shape": shape, "size": formats.millimetres(sizes_shown)}, rows


def _species_row(mineral: Mineral, weighed: Weighed, one: Measured, *, chosen: str) -> SpeciesRow:
    return SpeciesRow(
        name=mineral.name,
        url=mineral.url,
        gravity=formats.number(mineral.specific_gravity, places=2),
        weight=weight_text(weighed.carat.value),
        length_mm=one.length_mm.value,
        size=size_text(one.length_mm.value),
        is_chosen=mineral.code == chosen,
    )


def ring_row(size: RingSize) -> dict[str, Any]:
    """Return one size as the tables show it."""
    return {
        "mm": size.diameter_mm,
        "ua": formats.number(size.ua, places=1),
        "eu": formats.number(size.eu),
        "us": _quarters(size.us),
        "uk": size.uk,
        "diameter": size_text(size.diameter_mm),
        "circumference": formats.millimetres(size.circumference_mm, places=1),
    }


def _quarters(value: Decimal) -> str:
    """Return ``7¼``: American sizes are written with fractions."""
    whole = int(value)
    tail = {"0.25": "¼", "0.5": "½", "0.75": "¾"}.get(f"{(value - whole).normalize():f}", "")
    return f"{whole}{tail}" if whole or not tail else tail
