"""`/calc/` and the sheet to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.calculator.rings import PI, UA, chart
from catalog.selectors.calculator import minerals, shapes_to_weigh
from catalog.web.calculator.answers import answer_of, ring_row, species_rows
from catalog.web.calculator.forms import BY_SIZE, BY_WEIGHT, CalculatorForm, RingForm
from catalog.web.seo import Meta, absolute, alternates, breadcrumb_list, json_ld

STONE_PARAMS = ("know", "stone", "gravity", "shape", "length", "width", "depth", "carat")
RING_PARAMS = ("system", "ring")
EXAMPLE = {"know": BY_SIZE, "stone": "diamond", "shape": "round", "length": "6.5"}
RING_EXAMPLE = {"system": UA, "ring": "17"}


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Carats and millimetres, minerals side by side, ring sizes, true scale; all by GET."""
    language = "en" if get_language() == "en" else "uk"
    stones, shapes = minerals(language=language), shapes_to_weigh(language=language)
    form = CalculatorForm(
        _stone_data(request.GET, [stone.code for stone in stones]), minerals=stones, shapes=shapes
    )
    ring_form = RingForm(_given(request.GET, RING_PARAMS) or RING_EXAMPLE)
    form.is_valid()
    ring_form.is_valid()
    species, rows = species_rows(form)
    translations = _translations(request, "catalog:calculator")
    title = _("Carat calculator")
    context = {
        "form": form,
        "shapes": shapes,
        "answer": answer_of(form, shapes=shapes, language=language),
        "species": {
            **species,
            "shape": next((shape for shape in shapes if shape.code == species["shape"]), None),
        },
        "species_rows": rows,
        "ring_form": ring_form,
        "ring": ring_row(ring_form.found) if ring_form.found else None,
        "ring_chart": [ring_row(size) for size in chart()],
        "kept_for_stone": list(_given(request.GET, RING_PARAMS).items()),
        "kept_for_ring": list(_given(request.GET, STONE_PARAMS).items()),
        "crumbs": [(_("Home"), f"/{language}/")],
        "title": title,
        "meta": Meta(
            title=title,
            description=_(
                "Carats from millimetres and back for every shape and mineral, ring sizes, true scale."
            ),
            canonical=absolute(request.path),
            alternates=alternates(translations),
            is_indexed=not request.GET,
        ),
        "json_ld": json_ld(
            breadcrumb_list([(_("Home"), f"/{language}/")], current=title, url=translations[language])
        ),
    }
    return render(request, "catalog/calculator.html", context)


@require_safe
def ring_sizer(request: HttpRequest) -> HttpResponse:
    """Circles and a strip for the finger, to be printed at 100 %."""
    language = "en" if get_language() == "en" else "uk"
    translations = _translations(request, "catalog:ring_sizer")
    sizes = chart()
    context = {
        "circles": [ring_row(size) for size in sizes],
        "marks": [
            {
                "text": f"{size.ua.normalize():f}" if size.ua == int(size.ua) else "",
                "at": size.diameter_mm * PI,
            }
            for size in sizes
        ],
        "crumbs": [
            (_("Home"), f"/{language}/"),
            (_("Carat calculator"), reverse("catalog:calculator")),
        ],
        "meta": Meta(
            title=_("Ring sizer to print"),
            description=_("A sheet to print at 100 %: circles to lay a ring on and a strip for the finger."),
            canonical=absolute(request.path),
            alternates=alternates(translations),
        ),
    }
    return render(request, "catalog/ring_sizer.html", context)


def _given(params: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters that are there, the last of each, as they were typed."""
    return {name: str(params[name]) for name in names if name in params}


def _stone_data(params: QueryDict, codes: list[str]) -> dict[str, str]:
    """Return what to compute: the address's parameters, or an example where there are none.

    A link may be short: ``?carat=2`` asks for sizes, a missing shape is round.
    """
    given = _given(params, STONE_PARAMS)
    example = {**EXAMPLE, "stone": EXAMPLE["stone"] if EXAMPLE["stone"] in codes else next(iter(codes), "")}
    if not given:
        return example
    by_weight = bool(given.get("carat")) and not given.get("length")
    known = {"know": BY_WEIGHT if by_weight else BY_SIZE, "shape": example["shape"]}
    if "gravity" not in given:
        known["stone"] = example["stone"]
    return {**known, **given}


def _translations(request: HttpRequest, name: str) -> dict[str, str]:
    found: dict[str, Any] = {}
    for code in ("uk", "en"):
        with override(code):
            found[code] = reverse(name)
    request.translations = found  # type: ignore[attr-defined]
    return found
