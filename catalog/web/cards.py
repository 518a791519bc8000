"""Product cards: what a tray, a block of a page or the API shows of a variant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.domain import ColorView, DictView, PictureView, ShapeView
from catalog.enums import Kind, Nature, Treatment, label_text
from catalog.index import selectors as index
from catalog.index.faces import Face, FacePicture
from catalog.index.selectors import Words
from catalog.index.services import pictures_scale
from catalog.models import VariantCard
from catalog.selectors.facts import jewelry_words, measures_words, stone_words, view_words
from catalog.selectors.pictures import Copy, picture_view
from catalog.selectors.variants import product_address
from commerce.inventory import selectors as inventory
from commerce.inventory.domain import Availability
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView
from gemkit.prepared import Reading

VIEWS = 3
_FACES = Reading(
    lambda ids: VariantCard.objects.filter(
        variant__in=ids, variant__is_active=True, variant__product__live=True
    ).values_list("variant_id", "face", "available")
)


@dataclass(frozen=True, slots=True)
class Badge:
    """The one word a card may carry. Kinds: advantage, fact, discount, sold."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a card shows; templates need no further query."""

    variant_id: int
    product_id: int
    sku: str
    name: str
    url: str
    slugs: dict[str, str]
    stone: DictView
    picture: PictureView | None
    views: list[PictureView]
    carat: Decimal | None
    size_mm: tuple[Decimal, ...]
    shape: ShapeView | None
    color: ColorView | None
    treatment: DictView | None
    price: PriceView | None
    availability: Availability
    badge: Badge | None
    is_jewelry: bool
    facts: str
    kind_text: str
    picture_id: int | None = None


def product_cards(
    variant_ids: Sequence[int], *, language: str, currency: str, views: int = VIEWS
) -> list[Card]:
    """Return cards in the order of ``variant_ids``, in two queries for any number.

    Only published products and active variants have cards; other ids are left out. ``views`` is
    how many pictures a card can show.
    """
    if not variant_ids:
        return []
    found = {pk: (face, available) for pk, face, available in _FACES(ids=variant_ids)}
    prices = pricing.variant_prices(list(found), currency=currency)
    _complete(face for face, _available in found.values())
    words = index.words()
    with override(language):
        return [
            _card(
                pk,
                found[pk][0],
                words,
                price=prices.get(pk),
                availability=inventory.availability_of(found[pk][1], found[pk][0]["made"]),
                language=language,
                views=views,
            )
            for pk in variant_ids
            if pk in found
        ]


def _card(
    variant_id: int,
    face: Face,
    words: Words,
    *,
    price: PriceView | None,
    availability: Availability,
    language: str,
    views: int,
) -> Card:
    stone = words.stone_of(face["leaf"])
    jewelry = stone.kind == Kind.JEWELRY
    carat = Decimal(face["carat"]) if face["carat"] else None
    sizes = tuple(map(Decimal, face["sizes"]))
    shape = words.shape(face["shape"], language)
    name, slug = face["names"][language], face["slugs"][language]
    if jewelry:
        ring = Decimal(face["ring"]) if face["ring"] else None
        kind = jewelry_words(face["setting"][language], face["metal"], ring, language=language)
    else:
        kind = stone_words(shape.name if shape else "", face["treatment"])
    url = product_address(slug, language=language, sku=face["sku"] if face["several"] else "")
    pictures = _pictures(face["pictures"][:views], name=name, kind=kind, language=language)
    treatment = face["treatment"]
    return Card(
        variant_id=variant_id,
        product_id=face["product"],
        sku=face["sku"],
        name=name,
        url=url,
        slugs=face["slugs"],
        stone=DictView(stone.code, stone.names[language]),
        picture=pictures[0] if pictures else None,
        views=pictures,
        carat=carat,
        size_mm=sizes,
        shape=shape,
        color=words.color(face["color"], language),
        treatment=DictView(treatment, label_text(Treatment(treatment))) if treatment else None,
        price=None if price is None else replace(price, approx=price.approx[:1]),
        availability=availability,
        badge=badge_of(
            price=price,
            availability=availability,
            nature=face["nature"],
            treatment=treatment,
            is_jewelry=jewelry,
        ),
        is_jewelry=jewelry,
        facts=measures_words(carat, sizes, language=language),
        kind_text=kind,
        picture_id=face["pictures"][0]["id"] if face["pictures"] else None,
    )


def _complete(faces: Iterable[Face]) -> None:
    """Give pictures that nobody scaled yet their copies; that happens once in the life of a picture."""
    bare = [picture for face in faces for picture in face["pictures"] if not picture["copies"]]
    if not bare:
        return
    made = pictures_scale({picture["id"] for picture in bare})
    for picture in bare:
        copies = made.get(picture["id"], [])
        picture["copies"] = [[copy.name, copy.width, copy.height] for copy in copies]


def _pictures(pictures: Sequence[FacePicture], *, name: str, kind: str, language: str) -> list[PictureView]:
    found = []
    for picture in pictures:
        alt = picture["alt"][language] or view_words(name, kind, picture["view"])
        if view := picture_view([Copy(*copy) for copy in picture["copies"]], alt=alt):
            found.append(view)
    return found


def badge_of(
    *, price: PriceView | None, availability: Availability, nature: str, treatment: str, is_jewelry: bool
) -> Badge | None:
    """Return the most telling badge, in the active language: at most one stands on a card."""
    if availability.state == "sold":
        return Badge(_("Sold"), "sold")
    if price is not None and price.was is not None:
        percent = int((1 - price.charged.amount / price.was.amount) * 100)
        if percent >= 1:
            return Badge(f"−{percent} %", "discount")
    if nature == Nature.LAB_GROWN:
        return Badge(label_text(Nature.LAB_GROWN), "fact")
    if treatment == Treatment.NONE and not is_jewelry:
        return Badge(label_text(Treatment.NONE).capitalize(), "advantage")
    return None
