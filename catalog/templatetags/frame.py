"""Markup of the frame around every page: its head for machines, the way to it, its switches. Why functions: see `markup`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

register = template.Library()

_LOCALES = {"uk": "uk_UA", "en": "en_GB"}


@register.simple_tag
def meta_tags(meta: Any, language: str, brand: str = "") -> SafeString:
    """Return the head of a catalog page from its `catalog.web.seo.Meta`."""
    title, canonical, description = escape(meta.title), escape(meta.canonical), escape(meta.description)
    parts = []
    if description:
        parts.append(f'<meta name="description" content="{description}">')
    if meta.is_indexed:
        parts.append(f'<link rel="canonical" href="{canonical}">')
        every = (*meta.alternates.items(), ("x-default", meta.x_default))
        parts += [f'<link rel="alternate" hreflang="{code}" href="{escape(url)}">' for code, url in every]
    else:
        parts.append('<meta name="robots" content="noindex, follow">')
    parts += [
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:type" content="{escape(meta.kind)}">',
        f'<meta property="og:url" content="{canonical}">',
        og_locales(language, meta.alternates),
    ]
    if brand:
        parts.append(f'<meta property="og:site_name" content="{escape(str(brand))}">')
    if description:
        parts.append(f'<meta property="og:description" content="{description}">')
    parts.append(shared_picture(meta.image))
    return SafeString("\n".join(parts))


@register.simple_tag
def og_locales(language: str, alternates: Mapping[str, str] | None) -> SafeString:
    """Return the languages of a page as Open Graph names them; ``alternates`` are language → address."""
    others = [code for code in alternates or () if code not in (language, "x-default")]
    own = f'<meta property="og:locale" content="{_LOCALES.get(language, "uk_UA")}">'
    more = (
        f'<meta property="og:locale:alternate" content="{_LOCALES.get(code, "uk_UA")}">' for code in others
    )
    return SafeString("\n".join([own, *more]))


@register.simple_tag
def shared_picture(picture: Any, base: str = "") -> SafeString:
    """Return the picture of a page where it is shared: url, width, height, alt, or none.

    ``base`` is what makes its address absolute.
    """
    if not picture:
        return SafeString('<meta name="twitter:card" content="summary">')
    parts = [
        f'<meta property="og:image" content="{escape(base or "")}{escape(picture.url)}">',
        f'<meta property="og:image:width" content="{picture.width:d}">',
        f'<meta property="og:image:height" content="{picture.height:d}">',
    ]
    if picture.alt:
        parts.append(f'<meta property="og:image:alt" content="{escape(picture.alt)}">')
    return SafeString("\n".join([*parts, '<meta name="twitter:card" content="summary_large_image">']))


@register.simple_tag
def breadcrumbs(crumbs: Sequence[tuple[str, str]] | None) -> SafeString:
    """Return the way to a page: pairs of title and address; nothing without any."""
    if not crumbs:
        return SafeString("")
    steps = "".join(
        f'<li><a href="{escape(str(url))}">{escape(str(title))}</a></li>' for title, url in crumbs
    )
    label = escape(_("Breadcrumb"))
    return SafeString(
        f'<nav class="breadcrumbs" aria-label="{label}"><ol class="breadcrumbs__list">{steps}</ol></nav>'
    )


@register.simple_tag
def language_switch(languages: Iterable[Mapping[str, Any]] | None, *, is_long: bool = False) -> SafeString:
    """Return the languages, each leading to this page's translation; in the menu with their names in full."""
    links = language_links(languages, css_class="switch__item", is_long=is_long)
    label = escape(_("Language"))
    return SafeString(
        f'<div class="switch" role="group" aria-label="{label}"><ul class="switch__list">{links}</ul></div>'
    )


@register.simple_tag
def language_links(
    languages: Iterable[Mapping[str, Any]] | None, *, css_class: str = "", is_long: bool = True
) -> SafeString:
    """Return the languages as items of a list. Each has code, label, name, url and current."""
    look = f' class="{css_class}"' if css_class else ""
    return SafeString("".join(_language_link(one, look, is_long=is_long) for one in languages or ()))


def _language_link(one: Mapping[str, Any], look: str, *, is_long: bool) -> str:
    code, name = one["code"], escape(str(one["name" if is_long else "label"]))
    current = ' aria-current="true"' if one["current"] else ""
    return (
        f'<li><a{look} href="{escape(one["url"])}" lang="{code}" hreflang="{code}"{current}>{name}</a></li>'
    )


@register.simple_tag(takes_context=True)
def currency_switch(context: Any, currencies: Iterable[Mapping[str, Any]] | None) -> SafeString:
    """Return a form that posts the currency and comes back to the same page. Each has code, symbol, selected."""
    buttons = "".join(_currency_button(**one) for one in currencies or ())
    request = context.get("request")
    here = escape(request.get_full_path()) if request else ""
    legend = escape(_("Show prices in"))
    return SafeString(
        f'<form class="switch" method="post" action="{_currency_url(get_language() or "")}" data-keep-scroll>'
        f'<input type="hidden" name="next" value="{here}"><fieldset class="switch__list">'
        f'<legend class="visually-hidden">{legend}</legend>{buttons}</fieldset></form>'
    )


def _currency_button(*, code: str, symbol: str, selected: bool) -> str:
    return (
        f'<button class="switch__item" type="submit" name="currency" value="{code}" '
        f'aria-pressed="{"true" if selected else "false"}" aria-label="{code}">{escape(symbol)}</button>'
    )


@lru_cache(maxsize=4)
def _currency_url(language: str) -> str:
    with override(language or None):
        return reverse("set_currency")
