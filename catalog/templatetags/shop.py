"""Template filters for the shop's numbers, and the tag for a shape's drawing."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.calculator.scale import COINS, Coin
from gemkit import formats
from gemkit.money import Money

register = template.Library()


@register.filter
def money(value: Money | None, places: int | None = None) -> str:
    """Return ``118 390 ₴`` or ``₴118,390``."""
    return "" if value is None else formats.money(value, places=places)


@register.filter
def carat(value: Decimal | None) -> str:
    """Return ``2,14 ct`` or ``2.14 ct``."""
    return "" if value is None else formats.carat(value)


@register.filter
def millimetres(value: Decimal | Iterable[Decimal] | None, places: int | None = None) -> str:
    """Return ``8,2 × 7,6 мм`` for one size or several."""
    return "" if not value else formats.millimetres(value, places=places)


@register.filter
def decimal(value: Decimal | int | None, places: int | None = None) -> str:
    """Return a number with the language's separators."""
    return "" if value is None else formats.number(value, places=places)


@register.filter
def day(value: dt.date | None) -> str:
    """Return ``24 листопада`` or ``24 November``."""
    return "" if value is None else formats.date(value)


@register.filter
def day_and_year(value: dt.date | None) -> str:
    """Return ``24 листопада 2026`` or ``24 November 2026``."""
    return "" if value is None else formats.date_with_year(value)


@register.filter
def local_day(value: dt.datetime | None) -> str:
    """Return the day of a moment in the shop's time: ``24 листопада`` or ``24 November``."""
    return "" if value is None else formats.date(timezone.localtime(value).date())


@register.filter
def short_date(value: dt.date | None) -> str:
    """Return ``24.11.2026``."""
    return "" if value is None else formats.date_short(value)


@register.filter
def true_size(value: Decimal | float, shape: Any = None) -> str:
    """Return millimetres as an SVG length of true size; with ``shape``, the width of its outline at this length.

    The unit is ``em``: elements of the class ``true-size`` have a font size of ten millimetres of this very
    screen (drawing.css, scale.js), so a drawing needs neither a style of its own nor JavaScript.
    """
    ems = float(value) / 10
    if shape is not None:
        _x, _y, width, height = map(float, str(shape.box).split())
        ems *= width / height
    return f"{ems:.4f}".rstrip("0").rstrip(".") + "em"


@register.simple_tag
def coins() -> tuple[Coin, ...]:
    """Return the coins that stones are shown beside."""
    return COINS


@register.simple_tag
def drawing(entry: Any, css_class: str = "") -> SafeString:
    """Return a dictionary value's line drawing as inline SVG, hidden from screen readers.

    The markup was reduced to plain shapes when it was saved (`catalog.domain.drawing_from_svg`).
    """
    if not getattr(entry, "drawing", ""):
        return SafeString("")
    return format_html(
        '<svg class="drawing {}" viewBox="0 0 64 64" aria-hidden="true" focusable="false">{}</svg>',
        css_class,
        mark_safe(entry.drawing),
    )
