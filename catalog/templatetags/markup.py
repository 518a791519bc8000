"""Markup of what stands on a page by the dozen: cards and the values of facets.

A listing has some forty cards and a hundred and fifty values. As templates they took thirty milliseconds of a
processor, as these functions three (``bench/pages.py``); so these few are written here. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.templatetags.lists import card_toggles, icon_svg
from catalog.templatetags.shop import local_day, true_size
from gemkit import formats

register = template.Library()

_DIAMOND = (
    '<svg class="availability__mark" width="9" height="9" viewBox="0 0 10 10" aria-hidden="true" '
    'focusable="false"><path d="M5 .7L9.3 5 5 9.3.7 5z"/></svg>'
)


@register.simple_tag
def picture(view: Any, *, loading: str = "", decorative: bool = False) -> SafeString:
    """Return a PictureView on the page's own ground.

    ``loading="eager"`` is for what is in the first view, ``decorative`` where words beside it say the same.
    """
    srcset = f' srcset="{escape(view.srcset)}"' if view.srcset else ""
    sizes = f' sizes="{escape(view.sizes)}"' if view.sizes else ""
    focus = f' data-focus="{escape(view.focus)}"' if view.focus else ""
    when = ' fetchpriority="high"' if loading == "eager" else ' loading="lazy"'
    return SafeString(
        f'<img class="picture" src="{escape(view.url)}"{srcset}{sizes} width="{view.width}" '
        f'height="{view.height}" alt="{"" if decorative else escape(view.alt)}"{focus}{when} decoding="async">'
    )


@register.simple_tag
def badge(shown: Any) -> SafeString:
    """Return a Badge; nothing without one."""
    if not shown:
        return SafeString("")
    return SafeString(f'<span class="badge badge--{shown.kind}">{escape(shown.text)}</span>')


@register.simple_tag
def availability(shown: Any) -> SafeString:
    """Return an Availability; the diamond repeats what the words say: filled = can be bought."""
    return SafeString(
        f'<span class="availability availability--{shown.state}">{_DIAMOND}{escape(shown.text)}</span>'
    )


@register.simple_tag
def true_outline(shape: Any, length_mm: Decimal | None) -> SafeString:
    """Return the shape at its true size: as long as ``length_mm`` (the unit and who sets it: scale.js)."""
    if not shape or not length_mm:
        return SafeString("")
    return SafeString(
        f'<svg class="drawing true-size true-outline" width="{true_size(length_mm, shape)}" '
        f'height="{true_size(length_mm)}" viewBox="{shape.box}" data-true-mm="{length_mm}" '
        f'aria-hidden="true" focusable="false">{shape.drawing}</svg>'
    )


@register.simple_tag
def price(shown: Any, *, size: str = "card", is_sold: bool = False) -> SafeString:
    """Return a PriceView, or that it is on request. Only hryvnias are charged; all else is ≈."""
    if shown is None or shown == "":
        inside = f'<p class="price__request">{escape(_("Price on request"))}</p>'
    else:
        charged = shown.charged
        inside = (
            f'<p class="price__main"><data class="price__charged" value="{charged.amount:.2f}">'
            f"{formats.money(charged)}</data>"
        )
        if shown.was:
            before = escape(pgettext("price", "Before:"))
            inside += (
                f' <s class="price__was"><span class="visually-hidden">{before} </span>'
                f"{formats.money(shown.was)}</s>"
            )
        inside += "</p>"
        if shown.was_until:
            until = _("until %(day)s") % {"day": local_day(shown.was_until)}
            inside += f'<p class="price__until">{escape(until)}</p>'
        if shown.approx:
            amounts = "".join(f"<span>≈&nbsp;{formats.money(amount)}</span>" for amount in shown.approx)
            inside += f'<p class="price__approx">{amounts}</p>'
    sold = " price--sold" if is_sold else ""
    return SafeString(f'<div class="price price--{size}{sold}">{inside}</div>')


@register.simple_tag
def product_card(card: Any, *, level: int | str = 3, loading: str = "", reason: str = "") -> SafeString:
    """Return a `catalog.web.cards.Card`.

    ``level`` is the level of its heading, ``reason`` why this stone is recommended.
    """
    is_sold = card.availability.state == "sold"
    kind = (" product-card--sold" if is_sold else "") + (" product-card--jewelry" if card.is_jewelry else "")
    mark = f'<div class="product-card__badge">{badge(card.badge)}</div>' if card.badge else ""
    shown = picture(card.picture, loading=loading) if card.picture else no_picture(card.shape)
    name = escape(card.name)
    why = f'<p class="product-card__reason">{escape(reason)}</p>' if reason else ""
    outline = "" if card.is_jewelry else true_outline(card.shape, card.size_mm[0] if card.size_mm else None)
    kind_text = f"<p>{escape(card.kind_text)}</p>" if card.kind_text else ""
    heading = f"h{level or 3}"
    return SafeString(
        f'<article class="product-card{kind}" data-card><div class="product-card__stage">{mark}'
        f'<div class="product-card__picture">{shown}</div>{card_toggles(card)}</div>{_views(card.views)}'
        f'<div class="product-card__body">{why}'
        f'<{heading} class="product-card__name"><a href="{escape(card.url)}">{name}</a></{heading}>'
        f'<div class="product-card__row"><div class="product-card__facts">{_measures(card)}{kind_text}'
        f"<p>{availability(card.availability)}</p></div>{outline}</div>"
        f"{price(card.price, is_sold=is_sold)}</div></article>"
    )


def _measures(card: Any) -> str:
    if card.carat and card.size_mm and not card.is_jewelry:
        return (
            f'<p class="product-card__measures"><span>{formats.carat(card.carat)}</span>'
            '<span class="product-card__dot"> · </span>'
            f"<span>{formats.millimetres(card.size_mm, places=1)}</span></p>"
        )
    return f"<p>{escape(card.facts)}</p>" if card.facts else ""


def _views(views: list[Any]) -> str:
    """Return the buttons for further pictures; the card's script brings them to life."""
    if len(views) < 2:
        return ""
    buttons = "".join(
        f'<button class="product-card__view" type="button" data-src="{escape(view.url)}" '
        f'data-srcset="{escape(view.srcset)}" data-alt="{(alt := escape(view.alt))}" aria-label="{alt}" '
        f'aria-pressed="{"false" if place else "true"}"></button>'
        for place, view in enumerate(views)
    )
    label = escape(pgettext("pictures of a stone", "Views"))
    return f'<div class="product-card__views" role="group" aria-label="{label}" hidden>{buttons}</div>'


@register.simple_tag
def no_picture(shape: Any) -> SafeString:
    """Return what stands in for a picture that has not been taken yet."""
    drawing = shape_drawing(shape, "no-picture__drawing") if shape else ""
    return SafeString(
        f'<div class="no-picture">{drawing}<span>{escape(_("Being photographed"))}</span></div>'
    )


def shape_drawing(shape: Any, css_class: str) -> str:
    """Return a shape's line drawing on its 64 × 64 grid. Always beside a text label, hence hidden from readers."""
    return (
        f'<svg class="drawing {css_class}" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        f"{shape.drawing}</svg>"
    )


@register.simple_tag
def swatch(color: str) -> SafeString:
    """Return a gem colour as a step-cut octagon. Colours are data, so they travel in the fill attribute."""
    return SafeString(
        '<svg class="swatch" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        f'<path d="M6 .5h8L19.5 6v8L14 19.5H6L.5 14V6z" fill="{escape(color)}"/></svg>'
    )


@register.simple_tag
def facet_rows(name: str, values: Iterable[Any]) -> SafeString:
    """Return the values of a facet as rows with a box; a value with ``hex`` gets a colour swatch."""
    return SafeString("".join(_facet_row(name, value) for value in values))


def _facet_row(name: str, value: Any) -> str:
    empty = " facet-row--empty" if value.disabled else ""
    look = swatch(value.hex) if value.hex else ""
    return (
        f'<label class="facet-row{empty}">'
        f'<input class="checkbox" type="checkbox" name="{name}" value="{escape(value.value)}"{_state(value)}>'
        f'{look}<span class="facet-row__label">{escape(value.label)}</span>'
        f'<span class="facet-row__count">{value.count}</span></label>'
    )


@register.simple_tag
def shape_tiles(name: str, values: Iterable[Any]) -> SafeString:
    """Return the values of a facet as tiles with a drawing and its name."""
    tick = icon_svg("tick")
    return SafeString("".join(_shape_tile(name, value, tick) for value in values))


def _shape_tile(name: str, value: Any, tick: str) -> str:
    empty = " shape-tile--empty" if value.disabled else ""
    drawing = shape_drawing(value.shape, "shape-tile__drawing") if value.shape else ""
    return (
        f'<label class="shape-tile{empty}">'
        f'<input class="shape-tile__box" type="checkbox" name="{name}" value="{escape(value.value)}"'
        f'{_state(value)}>{drawing}<span class="shape-tile__label">{escape(value.label)}</span>'
        f'<span class="shape-tile__count">{value.count}</span>{tick}</label>'
    )


def _state(value: Any) -> str:
    return " checked" if value.selected else " disabled" if value.disabled else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return one interface icon; decorative, so the words beside it (or aria-label) carry the meaning."""
    return SafeString(icon_svg(name))
