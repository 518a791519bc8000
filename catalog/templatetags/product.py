"""Markup of what a product page repeats: variants, views, lines of the passport. Why functions: see `markup`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from catalog.templatetags.markup import icon, picture, product_card
from gemkit import formats

register = template.Library()


@register.simple_tag
def option_rows(options: Iterable[Any], name: str = "sku") -> SafeString:
    """Return variants as radio buttons.

    Each has sku, carat_text, size_text, note (treatment, origin), price (Money), stock_text, url, selected
    and is_available.
    """
    return SafeString("".join(_option_row(option, name) for option in options))


def _option_row(option: Any, name: str) -> str:
    gone = "" if option.is_available else " option--gone"
    checked = " checked" if option.selected else ""
    size = f" · {escape(option.size_text)}" if option.size_text else ""
    note = f'<span class="option__note">{escape(str(option.note))}</span>' if option.note else ""
    money = formats.money(option.price) if option.price is not None else ""
    return (
        f'<label class="option{gone}"><input class="option__radio" type="radio" name="{name}" '
        f'value="{escape(option.sku)}" data-url="{escape(option.url)}"{checked}>'
        f'<span class="option__main"><span class="option__title"><b>{escape(option.carat_text)}</b>{size}</span>'
        f'{note}</span><span class="option__side"><span class="option__figure">{money}</span>'
        f'<span class="option__note">{escape(str(option.stock_text))}</span></span></label>'
    )


@register.simple_tag
def thumbs(pictures: Iterable[Any], *, has_first: bool = True) -> SafeString:
    """Return views of the gallery: links to the full size, which the page's script shows on the stage instead."""
    return SafeString(
        "".join(_thumb(view, is_first=has_first and not place) for place, view in enumerate(pictures))
    )


def _thumb(view: Any, *, is_first: bool) -> str:
    full, stage = escape(view.full), view.stage
    current = ' aria-current="true"' if is_first else ""
    return (
        f'<li><a class="thumb" href="{full}" data-src="{escape(stage.url)}" data-srcset="{escape(stage.srcset)}" '
        f'data-full="{full}" data-alt="{escape(stage.alt)}" data-face="{"true" if view.is_face else "false"}"'
        f'{current}>{picture(view.thumbnail)}<span class="thumb__label">{escape(str(view.label))}</span></a></li>'
    )


@register.simple_tag
def passport_rows(rows: Iterable[Any]) -> SafeString:
    """Return the lines of a passport (`catalog.web.passport.Row`)."""
    return SafeString("".join(_passport_row(row) for row in rows))


def _passport_row(row: Any) -> str:
    note = f'<span class="ledger__note">{escape(str(row.note))}</span>' if row.note else ""
    links = "".join(
        f'<a class="link" href="{escape(link.url)}" rel="noopener">{escape(link.text)}</a> '
        for link in row.links
    )
    proof = f'<span class="ledger__note">{links}</span>' if links else ""
    return f'<div class="ledger__row"><dt>{escape(str(row.label))}</dt><dd>{escape(str(row.value))}{note}{proof}</dd></div>'


@register.simple_tag
def price_rows(steps: Iterable[Any]) -> SafeString:
    """Return how a price was made (`catalog.web.passport.PriceStep`) as rows of a table."""
    return SafeString("".join(_price_row(step) for step in steps))


def _price_row(step: Any) -> str:
    look = ' class="breakdown__total"' if step.is_total else ""
    return f'<tr{look}><th scope="row">{escape(step.label)}</th><td>{escape(step.value)}</td></tr>'


@register.simple_tag
def promise_rows(promises: Iterable[Any]) -> SafeString:
    """Return what happens after the purchase (`catalog.web.product.Promise`)."""
    return SafeString(
        "".join(
            f'<li class="promise">{icon(one.icon)}<div><p class="promise__title">{escape(one.title)}</p>'
            f'<p class="promise__text">{escape(one.text)}</p></div></li>'
            for one in promises
        )
    )


@register.simple_tag
def beside(items: Sequence[Any], *, id: str, title: str) -> SafeString:
    """Return cards below a product, each with its reason: `catalog.web.beside.ReasonedCard`; nothing without any."""
    if not items:
        return SafeString("")
    cells = "".join(
        f'<li class="tray__cell">{product_card(item.card, reason=item.reason)}</li>' for item in items
    )
    return SafeString(
        f'<section class="section" id="{id}"><div class="section__head">'
        f'<h2 class="section__title">{escape(title)}</h2></div>'
        f'<ul class="tray tray--4 bleed">{cells}</ul></section>'
    )
