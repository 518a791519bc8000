"""What the catalog's routes answer, built from the same cards and views as the pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wagtail.rich_text import expand_db_html

from catalog.domain import ColorView, DictView, PictureView, ShapeView, report_url
from catalog.enums import Clarity, Lab, Metal, Nature, Origin, Treatment
from catalog.models import ProductVariant
from catalog.selectors.facts import color_view, shape_view, sizes_of, translated, treatment_view
from catalog.selectors.taxonomy import BranchView
from catalog.web.cards import Card
from commerce.inventory.domain import Availability
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import CHARGED, PriceView, shown_amount

Json = dict[str, Any]


def number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def entry(view: DictView | ShapeView | ColorView | None) -> Json | None:
    if view is None:
        return None
    answer: Json = {"code": view.code, "name": view.name}
    if isinstance(view, ColorView):
        answer["hex"] = view.hex
    return answer


def picture(view: PictureView | None) -> Json | None:
    if view is None:
        return None
    return {
        "url": view.url,
        "width": view.width,
        "height": view.height,
        "alt": view.alt,
        "srcset": view.srcset,
    }


def prices(price: PriceView | None, *, currency: str) -> Json:
    """Return ``price`` in UAH, and ``was_price`` and ``display_price`` where there are any."""
    if price is None:
        return {"price": None}
    answer: Json = {"price": price.charged.as_json()}
    if price.was is not None:
        answer["was_price"] = price.was.as_json()
    rate = pricing.current_rate(currency)
    if currency != CHARGED and rate is not None:
        answer["display_price"] = {
            **shown_amount(price, currency).as_json(),
            "rate": number(rate.rate),
            "rate_date": rate.rate_date.isoformat(),
        }
    return answer


def availability(found: Availability) -> Json:
    return {"state": str(found.state), "quantity": found.quantity, "text": found.text}


def card(view: Card, *, language: str, currency: str) -> Json:
    """Return a card as API.md has it."""
    return {
        "slug": view.slugs[language],
        "slugs": view.slugs,
        "name": view.name,
        "url": view.url,
        "stone": entry(view.stone),
        "picture": picture(view.picture),
        "variant": {
            "sku": view.sku,
            "carat": number(view.carat),
            "size_mm": [number(size) for size in view.size_mm],
            "shape": entry(view.shape),
            "color": entry(view.color),
            "treatment": entry(view.treatment),
        },
        **prices(view.price, currency=currency),
        "availability": availability(view.availability),
        "badges": [] if view.badge is None else [{"kind": view.badge.kind, "text": view.badge.text}],
    }


def choice(kind: Any, code: str) -> Json | None:
    """Return an enumeration's value with its name in the active language."""
    return {"code": code, "name": str(kind(code).label)} if code else None


def variant(found: ProductVariant, *, language: str) -> Json:
    """Return what is known of a variant, without price and stock."""
    return {
        "sku": found.sku,
        "carat": number(found.carat),
        "size_mm": [number(size) for size in sizes_of(found)],
        "shape": entry(shape_view(found.shape, language=language)),
        "cut": {"code": found.cut.code, "name": translated(found.cut, "name", language)}
        if found.cut
        else None,
        "color": entry(color_view(found.color, language=language)),
        "clarity": choice(Clarity, found.clarity),
        "treatment": entry(treatment_view(found, language=language)),
        "origin": choice(Origin, found.origin),
        "report": report(found),
        "measured_at": found.measured_at.isoformat() if found.measured_at else None,
        "metal": choice(Metal, found.metal),
        "ring_size": number(found.ring_size),
        "setting_stones": translated(found, "setting_stones", language),
        "is_one_of_a_kind": found.is_one_of_a_kind,
    }


def report(found: ProductVariant) -> Json | None:
    if not found.report_lab:
        return None
    return {
        "lab": str(Lab(found.report_lab).label),
        "number": found.report_number,
        "date": found.report_date.isoformat() if found.report_date else None,
        "file": found.report_file.url if found.report_file else None,
        "verify_url": report_url(found.report_lab, found.report_number) or None,
    }


def disclosure(found: ProductVariant, *, language: str) -> Json:
    """Return what a buyer must be told before the purchase; what is unknown is null."""
    return {
        "nature": choice(Nature, found.product.nature),
        "treatment": choice(Treatment, found.treatment),
        "origin": choice(Origin, found.origin),
        "report": report(found),
    }


def branch(view: BranchView, *, depth: int = 0) -> Json:
    """Return a branch of the tree with what lies below it."""
    answer: Json = {
        "code": view.code,
        "name": view.name,
        "slugs": view.slugs,
        "url": view.url,
        "count": view.count,
    }
    if depth == 0:
        answer = {**answer, "kind": view.branch.kind, "latin_name": view.branch.latin_name}
    below = ("categories", "subcategories", "")[depth]
    if below:
        answer[below] = [branch(child, depth=depth + 1) for child in view.children]
    return answer


def icon(drawing: str) -> str:
    """Return a drawing as an SVG document that takes the colour of the text around it."""
    if not drawing:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" fill="none" '
        f'stroke="currentColor" stroke-width="1">{drawing}</svg>'
    )


def rich_text(source: str) -> str:
    return expand_db_html(source) if source else ""


def listed(rows: Iterable[Json]) -> Json:
    """Return a whole list in the shape of a page."""
    results = list(rows)
    return {"count": len(results), "next": None, "previous": None, "results": results}
