"""The two buttons of a card: into the favorites, into the comparison."""

from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commerce.customers.selectors import visit

register = template.Library()


@register.simple_tag
def card_toggles(card: Any) -> SafeString:
    """Return the two buttons of a `catalog.web.cards.Card`."""
    return list_toggles(card.variant_id, card.name, is_sold=card.availability.state == "sold")


@register.simple_tag
def list_toggles(variant_id: int, name: str, *, is_sold: bool = False, css_class: str = "") -> SafeString:
    """Return heart and compare buttons for a variant, pressed as the visitor's lists say.

    They belong to the page's one form `lists` (templates/base.html), so twenty-four cards carry buttons and
    no forms; the name of a button says what it does, its value is the variant. A listing has forty-eight of
    them: they are written here and not in a template to stay cheap. A sold stone has a button only where it
    is to be taken out of a list. The first card of a variant gets an id to come back to.
    """
    lists = visit()
    saved, compared = variant_id in lists.favorite_ids, variant_id in lists.compare_ids
    buttons = ""
    if saved or not is_sold:
        buttons += _button(
            "heart", "favorite", variant_id, _("In favorites: %(name)s") % {"name": name}, saved
        )
    if compared or not is_sold:
        buttons += _button(
            "compare", "compare", variant_id, _("In the comparison: %(name)s") % {"name": name}, compared
        )
    if not buttons:
        return SafeString("")
    place = f' id="v{variant_id}"' if lists.is_first(variant_id) else ""
    extra = f" {css_class}" if css_class else ""
    return SafeString(f'<div class="toggles{extra}"{place}>{buttons}</div>')


def _button(icon: str, act: str, variant_id: int, label: str, is_on: bool) -> str:
    """The label stays, the pressed state says whether it is so."""
    name, pressed = (f"un{act}", "true") if is_on else (act, "false")
    return (
        f'<button class="toggle" type="submit" form="lists" name="{name}" value="{variant_id}" '
        f'aria-pressed="{pressed}" aria-label="{escape(label)}">{icon_svg(icon)}</button>'
    )


@lru_cache(maxsize=100)
def icon_svg(name: str) -> str:
    """Return what components/icon.html draws."""
    return (
        f'<svg class="icon icon--{name}" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" '
        'focusable="false">'
        f'<use href="{static("icons/sprite.svg")}#{name}"/></svg>'
    )
