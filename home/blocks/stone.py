"""Markup of a stone inside a text, by hand: an article may hold thirty of them (docs/decisions/0010-hot-markup.md).

As a template each took a millisecond of a processor, as this function a quarter of it. Every text is escaped.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def stone_section(
    card: Any, *, label: str, is_substitute: bool, is_inside: bool, is_preview: bool
) -> SafeString:
    """Return a `catalog.web.cards.Card` as a passage of a page; nothing without one.

    ``is_inside``: it stands in the column of an article. A preview has no button that buys.
    """
    from catalog.templatetags import markup  # blocks are defined while models load; the tags need the models

    if card is None:
        return SafeString("")
    kind = "live-stone" if is_inside else "live-stone section container"
    picture = markup.picture(card.picture) if card.picture else markup.no_picture(card.shape)
    why = _("The stone of this story is sold. This one is close to it.") if is_substitute else label
    facts = "".join(f"<p>{escape(text)}</p>" for text in (card.facts, card.kind_text) if text)
    size = card.size_mm[0] if card.size_mm else None
    outline = "" if card.is_jewelry else markup.true_outline(card.shape, size)
    fresh = escape(_("Price and stock are read anew each time you open the page."))
    return mark_safe(
        f'<section class="{kind}"><div class="live-stone__picture">{picture}</div>'
        f'<div class="live-stone__facts"><p class="small ink-3">{escape(why)}</p>'
        f'<p class="title"><a class="live-stone__name" href="{escape(card.url)}">{escape(card.name)}</a></p>'
        f"{facts}<p>{markup.availability(card.availability)}</p>{markup.price(card.price, size='page')}"
        f"{_buy(card, is_preview=is_preview)}"
        f'<p class="micro ink-3">{fresh}</p>'
        f"</div>{outline}</section>"
    )


def _buy(card: Any, *, is_preview: bool) -> str:
    if not (card.price and card.availability.quantity) or is_preview:
        return f'<p><a class="button" href="{escape(card.url)}">{escape(_("See the stone"))}</a></p>'
    # No CSRF token: pages are cacheable, the form is guarded by its origin.
    return (
        f'<form method="post" action="{reverse("cart:add")}" data-add data-busy="{escape(_("Adding…"))}">'
        f'<input type="hidden" name="sku" value="{escape(card.sku)}">'
        '<input type="hidden" name="quantity" value="1">'
        f'<button class="button" type="submit">{escape(_("Add to cart"))}</button></form>'
    )
