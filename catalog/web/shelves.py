"""Collections side by side, each with its first pieces."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.index import selectors as engine
from catalog.index.filters import Filters
from catalog.index.selectors import Scope
from catalog.web import grounds
from catalog.web.cards import Card, product_cards
from catalog.web.listing import prices_for, show_text

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection with its first pieces."""

    heading: str
    intro: str
    url: str
    show_text: str
    cards: list[Card]


def shelves_of(*, language: str, currency: str) -> list[Shelf]:
    """Return every collection that has something to show, in the order that staff gave them; two queries."""
    nothing = Filters()
    prices = prices_for(nothing, currency=currency)
    found = []
    for word in engine.words().all("collection"):
        scope = Scope(collection=word.code)
        ids = engine.page(scope, nothing, prices, offset=0, limit=SHOWN)
        if ids:
            found.append((word, ids, engine.total(scope, nothing, prices)))
    wanted = [pk for _word, ids, _total in found for pk in ids]
    cards = {card.variant_id: card for card in product_cards(wanted, language=language, currency=currency)}
    return [
        Shelf(
            heading=word.names[language],
            intro=word.texts[language],
            url=grounds.of_collection(word, language=language).path(language),
            show_text=show_text(total, None),
            cards=[cards[pk] for pk in ids if pk in cards],
        )
        for word, ids, total in found
    ]
