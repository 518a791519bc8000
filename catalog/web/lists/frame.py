"""What every page shows of a visitor's lists: the counters of the header and the compare bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from catalog.web.cards import Card, product_cards
from commerce.customers.domain import COMPARE_LIMIT, Saved


@dataclass(frozen=True, slots=True)
class CompareBar:
    """The bar at the foot: what is chosen, whether there is room, and what the button says."""

    cards: list[Card]
    has_room: bool
    can_compare: bool
    button: str


class ListsFrame:
    """The counters cost nothing; the bar reads its cards once, and only where something is compared."""

    def __init__(self, saved: Saved, *, language: str, currency: str) -> None:
        self.saved = saved
        self._language, self._currency = language, currency

    @property
    def favorites_count(self) -> int:
        return len(self.saved.favorites)

    @property
    def compare_count(self) -> int:
        return len(self.saved.compare)

    @property
    def favorite_ids(self) -> str:
        """Return the ids for a script, joined by spaces."""
        return " ".join(str(favorite.variant_id) for favorite in self.saved.favorites)

    @property
    def compare_ids(self) -> str:
        return " ".join(map(str, self.saved.compare))

    @cached_property
    def bar(self) -> CompareBar | None:
        if not self.saved.compare:
            return None
        cards = product_cards(self.saved.compare, language=self._language, currency=self._currency)
        if not cards:
            return None
        can_compare = len(cards) > 1
        return CompareBar(
            cards=cards,
            has_room=len(cards) < COMPARE_LIMIT,
            can_compare=can_compare,
            button=_("Compare %(count)d") % {"count": len(cards)} if can_compare else _("Add one more"),
        )
