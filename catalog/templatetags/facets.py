"""Markup of the groups of a filter form: values in rows or tiles, and ranges. Why functions: see `markup`."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.templatetags.lists import icon_svg
from catalog.templatetags.markup import facet_rows, shape_tiles

register = template.Library()


@register.simple_tag
def facet_group(facet: Any) -> SafeString:
    """Return a `catalog.web.facets.Facet`: shapes as tiles, all others as rows."""
    values = shape_tiles if facet.name == "shape" else facet_rows
    first, rest = values(facet.name, facet.first), ""
    if facet.name == "shape":
        first = SafeString(f'<div class="shape-tiles">{first}</div>')
    if facet.rest:
        more = values(facet.name, facet.rest)
        if facet.name == "shape":
            more = SafeString(f'<div class="shape-tiles">{more}</div>')
        rest = (
            f'<details class="more"{_open(facet.rest_open)}><summary class="more__toggle">'
            f'<span class="link">{escape(facet.rest_text)}</span></summary>{more}</details>'
        )
    body = f'<fieldset class="facet__body">{_legend(facet)}{first}{rest}{_link(facet)}</fieldset>'
    return _group(facet, body, css_class=" facet--shapes" if facet.name == "shape" else "")


@register.simple_tag
def facet_range(facet: Any) -> SafeString:
    """Return a `catalog.web.facets.RangeFacet`: two number fields; the slider is the script's."""
    error_id = f"{facet.low.name}_error"
    invalid = f' aria-invalid="true" aria-describedby="{error_id}"' if facet.error else ""
    fields = "".join(
        f'<label class="range__field"><span class="range__word">{escape(word)}</span>'
        f'<input class="range__input" type="text" inputmode="decimal" autocomplete="off" name="{end.name}" '
        f'value="{escape(end.value)}" placeholder="{escape(end.bound)}" data-limit="{end.limit}"{invalid}></label>'
        for word, end in ((pgettext("range", "from"), facet.low), (pgettext("range", "to"), facet.high))
    )
    unit = escape(facet.unit)
    hidden = "" if facet.error else " hidden"
    body = (
        f'<fieldset class="facet__body" data-range data-places="{facet.places}" data-unit="{unit}" '
        f'data-title="{escape(facet.title)}">{_legend(facet)}'
        f'<div class="range">{fields}<span class="range__unit">{unit}</span></div>{_link(facet)}'
        f'<p class="field__error" id="{error_id}"{hidden}>{icon_svg("alert")}<span>{escape(facet.error)}</span></p>'
        "</fieldset>"
    )
    return _group(facet, body)


def _group(facet: Any, body: str, *, css_class: str = "") -> SafeString:
    return SafeString(
        f'<div class="facet-group"><details class="facet{css_class}"{_open(facet.open)}>{_head(facet)}{body}</details></div>'
    )


def _head(facet: Any) -> str:
    """Return the heading row; what was chosen stays readable when the group is closed."""
    chosen = facet.chosen_text
    if not chosen and (number := getattr(facet, "chosen", 0)):
        chosen = ngettext("%(number)s chosen", "%(number)s chosen", number) % {"number": number}
    shown = f'<span class="facet__chosen">{escape(chosen)}</span>' if chosen else ""
    return (
        f'<summary class="facet__head"><span class="facet__title">{escape(facet.title)}</span>{shown}'
        f"{icon_svg('chevron-down')}</summary>"
    )


def _legend(facet: Any) -> str:
    """Return the group's name for readers, and its explanation: a sign after the title, held there by an unseen
    copy of it; the text opens below, never as a tooltip."""
    title = escape(facet.title)
    legend = f'<legend class="visually-hidden">{title}</legend>'
    if not facet.info:
        return legend
    question = escape(_("What “%(title)s” means") % {"title": facet.title})
    return (
        f'{legend}<details class="facet__info"><summary class="facet__info-toggle">'
        f'<span class="facet__info-title" aria-hidden="true">{title}</span>'
        f'<span class="facet__info-sign">{icon_svg("info")}</span>'
        f'<span class="visually-hidden">{question}</span></summary>'
        f'<p class="facet__info-text">{escape(facet.info)}</p></details>'
    )


def _link(facet: Any) -> str:
    if not facet.link_url:
        return ""
    return f'<p class="facet__more"><a class="link" href="{escape(facet.link_url)}">{escape(facet.link_text)}</a></p>'


def _open(is_open: bool) -> str:
    return " open" if is_open else ""
