"""Product cards: what a tray, a block of a page or the API shows of a variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.domain import ColorView, DictView, PictureView, ShapeView
from catalog.enums import Nature, Treatment
from catalog.models import ProductVariant, VariantMedia
from catalog.selectors.facts import (
    alt_text,
    color_view,
    kind_text,
    measures_text,
    shape_view,
    sizes_of,
    translated,
    treatment_view,
)
from catalog.selectors.pictures import Copy, picture_copies, picture_view
from catalog.selectors.variants import is_jewelry, media_of, product_url, variants_with_all
from commerce.inventory import selectors as inventory
from commerce.inventory.domain import Availability
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView

VIEWS = 3


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


def product_cards(
    variant_ids: Sequence[int], *, language: str, currency: str, views: int = VIEWS
) -> list[Card]:
    """Return cards in the order of ``variant_ids``, in five queries for any number.

    Only published products and active variants have cards; other ids are left out. ``views`` is
    how many pictures a card can show.
    """
    if not variant_ids:
        return []
    siblings = (
        ProductVariant.objects.filter(product=OuterRef("product"), is_active=True)
        .order_by()
        .values("product")
        .annotate(number=Count("pk"))
        .values("number")
    )
    variants = {
        variant.pk: variant
        for variant in variants_with_all()
        .filter(pk__in=variant_ids, is_active=True, product__live=True)
        .annotate(siblings=Coalesce(Subquery(siblings), 1))
    }
    found = [variants[pk] for pk in variant_ids if pk in variants]
    return cards_of(found, language=language, currency=currency, views=views)


def cards_of(
    variants: Sequence[ProductVariant], *, language: str, currency: str, views: int = VIEWS
) -> list[Card]:
    """Return cards of loaded variants (`variants_with_all`), published or not."""
    ids = [variant.pk for variant in variants]
    galleries = {pk: media[:views] for pk, media in media_of(ids).items()}
    copies = picture_copies(media.picture for gallery in galleries.values() for media in gallery)
    prices = pricing.variant_prices(ids, currency=currency)
    with override(language):
        stock = inventory.availability(ids)
        return [
            _card(
                variant,
                gallery=galleries.get(variant.pk, []),
                copies=copies,
                price=prices.get(variant.pk),
                availability=stock[variant.pk],
                language=language,
            )
            for variant in variants
        ]


def _card(
    variant: ProductVariant,
    *,
    gallery: list[VariantMedia],
    copies: dict[int, list[Copy]],
    price: PriceView | None,
    availability: Availability,
    language: str,
) -> Card:
    product, jewelry = variant.product, is_jewelry(variant.product)
    name = translated(product, "name", language)
    kind = kind_text(variant, language=language, is_jewelry=jewelry)
    stone = product.subcategory.category.stone_type
    pictures = [
        view
        for media in gallery
        if (
            view := picture_view(
                copies.get(media.picture_id, []),
                alt=alt_text(media, name=name, kind=kind, language=language),
            )
        )
    ]
    several = getattr(variant, "siblings", 2) > 1
    return Card(
        variant_id=variant.pk,
        product_id=product.pk,
        sku=variant.sku,
        name=name,
        url=product_url(product, language=language, sku=variant.sku if several else ""),
        slugs={code: translated(product, "slug", code) for code in ("uk", "en")},
        stone=DictView(stone.code, translated(stone, "name", language)),
        picture=pictures[0] if pictures else None,
        views=pictures,
        carat=variant.carat,
        size_mm=sizes_of(variant),
        shape=shape_view(variant.shape, language=language),
        color=color_view(variant.color, language=language),
        treatment=treatment_view(variant, language=language),
        price=None if price is None else replace(price, approx=price.approx[:1]),
        availability=availability,
        badge=badge_of(variant, price=price, availability=availability),
        is_jewelry=jewelry,
        facts=measures_text(variant, language=language),
        kind_text=kind,
    )


def badge_of(variant: ProductVariant, *, price: PriceView | None, availability: Availability) -> Badge | None:
    """Return the most telling badge, in the active language: at most one stands on a card."""
    if availability.state == "sold":
        return Badge(_("Sold"), "sold")
    if price is not None and price.was is not None:
        percent = int((1 - price.charged.amount / price.was.amount) * 100)
        if percent >= 1:
            return Badge(f"−{percent} %", "discount")
    if variant.product.nature == Nature.LAB_GROWN:
        return Badge(str(Nature.LAB_GROWN.label), "fact")
    if variant.treatment == Treatment.NONE and not is_jewelry(variant.product):
        return Badge(str(Treatment.NONE.label).capitalize(), "advantage")
    return None
