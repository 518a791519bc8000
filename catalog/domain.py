"""Pure rules of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gemkit.outlines import covered_box

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
    "rect": ("x", "y", "width", "height"),
}
_SAFE_VALUE = re.compile(r"[0-9a-zA-Z .,\-+]*")

VERIFY_PAGES = {
    "GIA": "https://www.gia.edu/report-check?reportno={number}",
    "SSEF": "https://www.myssef.ch/",
    "GUBELIN": "https://www.gubelingemlab.com/en/verify-report",
    "GRS": "https://www.gemresearch.ch/verify",
    "GIT": "https://www.git.or.th/en/verify",
    "IGI": "https://www.igi.org/verify-your-report/?r={number}",
}


def report_url(lab: str, number: str) -> str:
    """Return the page on which ``lab`` confirms report ``number``; empty when it has none."""
    return VERIFY_PAGES.get(lab, "").format(number=number)


LANGUAGES = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What an active variant says of its stone."""

    sku: str
    treatment: str
    origin: str


@dataclass(frozen=True, slots=True)
class PublishProblem:
    """Why a product cannot be published: a stable code, the field at fault, the variant at fault."""

    code: str
    field: str = ""
    sku: str = ""


def publish_problems(
    *, texts: Mapping[str, str], nature: str, variants: Iterable[Disclosure]
) -> list[PublishProblem]:
    """Return everything that keeps a product from the public; empty when it may be published.

    ``texts`` are names and slugs by field (``name_uk`` …), ``variants`` the active ones. Buyers must
    be told whether a stone is natural, what was done to it and where it comes from; an origin that
    nobody knows is said to be not determined.
    """
    problems = [
        PublishProblem("text_missing", field=f"{name}_{language}")
        for name in ("name", "slug")
        for language in LANGUAGES
        if not texts.get(f"{name}_{language}")
    ]
    if not nature:
        problems.append(PublishProblem("nature_missing", field="nature"))
    active = list(variants)
    if not active:
        problems.append(PublishProblem("variant_missing"))
    for variant in active:
        if not variant.treatment:
            problems.append(PublishProblem("treatment_missing", sku=variant.sku))
        if not variant.origin:
            problems.append(PublishProblem("origin_missing", sku=variant.sku))
    return problems


def drawing_from_svg(source: str) -> str:
    """Return the line shapes of an SVG file as clean markup, fit to stand inside our own ``<svg>``.

    Only plain shapes and their geometry survive: no script, style, link, text or outside
    reference. Raises ValueError with an explanation when nothing usable is left.
    """
    try:
        root = fromstring(source, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ValueError("not an SVG drawing") from error
    if root.tag not in {f"{_SVG}svg", "svg"}:
        raise ValueError("not an SVG drawing")
    shapes = [shape for element in root.iter() if (shape := _clean(element))]
    if not shapes:
        raise ValueError("the drawing has no lines")
    return "".join(shapes)


def _clean(element: Element) -> str:
    tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    geometry = _SHAPES.get(tag, ())
    values = [(name, element.get(name, "")) for name in geometry]
    if not geometry or not any(value for _, value in values):
        return ""
    if not all(_SAFE_VALUE.fullmatch(value) for _, value in values):
        return ""
    attributes = "".join(f' {name}="{value}"' for name, value in values if value)
    return f"<{tag}{attributes}/>"


def drawing_box(drawing: str) -> tuple[float, float, float, float]:
    """Return (x, y, width, height) of the area that a drawing covers, on its 64 x 64 grid.

    Used to scale a shape's outline to true size: the box is what stands for the millimetres.
    What cannot be measured (arcs) falls back to the whole grid.
    """
    return covered_box(drawing) or (0.0, 0.0, 64.0, 64.0)


def drawing_view_box(drawing: str) -> str:
    """Return the ``viewBox`` that encloses the lines of ``drawing`` and nothing else."""
    return " ".join(f"{value:g}" for value in drawing_box(drawing))


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture ready for a page: its address, true proportions and text alternative.

    ``focus`` is where the eye goes, across and down in fifths ("2 0"); a frame that cuts keeps it in sight.
    """

    url: str
    width: int
    height: int
    alt: str
    srcset: str = ""
    sizes: str = ""
    focus: str = ""


@dataclass(frozen=True, slots=True)
class DictView:
    """A dictionary value in one language."""

    code: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShapeView:
    """A shape in one language with its line drawing; ``box`` encloses the lines ("x y w h")."""

    code: str
    name: str
    drawing: str
    box: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ColorView:
    """A colour in one language with its swatch."""

    code: str
    name: str
    hex: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReturnRuleView:
    """The rule for giving goods of a class back, as the buyer reads it."""

    code: str
    name: str
    text: str
    days: int


@dataclass(frozen=True, slots=True)
class CountFilter:
    """Which variants a count of the shelves is about; what is empty leaves all in."""

    stone_type_id: int | None = None
    category_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class VariantToBuy:
    """The little that has to be known of a variant to put it into a cart."""

    variant_id: int
    name: str
    is_purchasable: bool
    is_one_of_a_kind: bool


@dataclass(frozen=True, slots=True)
class VariantSummary:
    """What a cart, an order or a mail says about a variant.

    ``is_purchasable`` means published and on sale; whether any is left is the inventory's word.
    ``facts`` is ``facts_uk`` or ``facts_en`` by the language asked for, as ``name`` and ``url`` are.
    """

    variant_id: int
    sku: str
    product_id: int
    name: str
    name_uk: str
    name_en: str
    facts: str
    facts_uk: str
    facts_en: str
    slug_uk: str
    slug_en: str
    url: str
    picture: PictureView | None
    is_purchasable: bool
    is_one_of_a_kind: bool
    is_made_to_order: bool
    is_jewelry: bool
    return_rule: ReturnRuleView
    carat: Decimal | None = None
