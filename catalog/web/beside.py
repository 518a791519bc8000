"""What stands below a product: things like it and things that go with it, each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import ProductVariant
from catalog.selectors.similar import (
    SHOWN,
    Companion,
    Complement,
    Likeness,
    Similar,
    companions_of,
    similar_to,
)
from catalog.web.cards import Card, product_cards
from commerce.pricing.domain import PriceView
from gemkit import formats

Found = TypeVar("Found", Similar, Companion)


@dataclass(frozen=True, slots=True)
class ReasonedCard:
    """A card and why it is shown."""

    card: Card
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Alternatives to a product and complements of it; no product is in both."""

    similar: list[ReasonedCard]
    companions: list[ReasonedCard]


def beside(
    variant: ProductVariant,
    *,
    price: PriceView | None,
    own: Collection[int],
    is_sold: bool,
    language: str,
    currency: str,
) -> Beside:
    """Return what can be bought instead of a variant and along with it, in two queries for all cards.

    ``own`` are the product's own variants. Nothing goes along with what is sold.
    """
    similar = similar_to(variant, own=own)
    taken = [*own, *(found.variant_id for found in similar)]
    companions = [] if is_sold else companions_of(variant, own=taken)
    wanted = [one.variant_id for one in similar] + [one.variant_id for one in companions]
    cards = {card.variant_id: card for card in product_cards(wanted, language=language, currency=currency)}
    known: set[int] = set()
    return Beside(
        similar=_reasoned(
            sorted(_shown(similar, cards, known), key=lambda found: _LIKENESSES.index(found.likeness)),
            cards,
            price,
        ),
        companions=_reasoned(_shown(companions, cards, known), cards, None),
    )


_LIKENESSES = list(Likeness)


def _shown(found: Sequence[Found], cards: dict[int, Card], known: set[int]) -> list[Found]:
    """Return the first ones of products that are not ``known`` yet, which then are."""
    shown: list[Found] = []
    for one in found:
        card = cards.get(one.variant_id)
        if card is not None and card.product_id not in known and len(shown) < SHOWN:
            known.add(card.product_id)
            shown.append(one)
    return shown


def _reasoned(
    found: Sequence[Similar] | Sequence[Companion], cards: dict[int, Card], price: PriceView | None
) -> list[ReasonedCard]:
    return [ReasonedCard(cards[one.variant_id], _reason(one, cards[one.variant_id], price)) for one in found]


def _reason(found: Similar | Companion, card: Card, price: PriceView | None) -> str:
    if isinstance(found, Companion):
        return str(_COMPLEMENT_TEXTS[found.complement])
    reason = str(_LIKENESS_TEXTS[found.likeness])
    if found.likeness != Likeness.MINERAL_AND_COLOR or price is None or card.price is None:
        return reason
    difference = price.charged - card.price.charged
    if difference.amount <= 0:
        return reason
    return _("%(reason)s, %(money)s less") % {"reason": reason, "money": formats.money(difference)}


_LIKENESS_TEXTS = {
    Likeness.MINERAL_AND_COLOR: gettext_lazy("The same mineral and color"),
    Likeness.SIZE: gettext_lazy("The same shape and size to within 0.2 mm"),
    Likeness.COLOR: gettext_lazy("The same color, another mineral"),
    Likeness.MINERAL: gettext_lazy("The same mineral"),
    Likeness.WEIGHT: gettext_lazy("The same weight, another mineral"),
    Likeness.KIND: gettext_lazy("Of the same kind"),
    Likeness.METAL: gettext_lazy("The same metal"),
}
_COMPLEMENT_TEXTS = {
    Complement.PAIR: gettext_lazy("For a pair: the same mineral, color, shape and size"),
    Complement.LARGER: gettext_lazy("For a set: the same mineral, color and shape, larger"),
    Complement.SMALLER: gettext_lazy("For a set: the same mineral, color and shape, smaller"),
    Complement.JEWEL: gettext_lazy("Jewelry with a stone of the same color"),
    Complement.MATCHING_JEWEL: gettext_lazy("For a set: a stone of the same color"),
    Complement.STONE: gettext_lazy("A loose stone of the same color"),
}
