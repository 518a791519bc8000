"""A product page: everything the template shows, loaded in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from catalog.domain import PictureView, ReturnRuleView, ShapeView
from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.models import Product, ProductVariant
from catalog.selectors.facts import (
    kind_text,
    measures_text,
    sizes_of,
    translated,
)
from catalog.selectors.galleries import Galleries, galleries_of
from catalog.selectors.shared import shared_view
from catalog.selectors.taxonomy import Place, place_of
from catalog.selectors.variants import is_jewelry, product_url, return_rule_view
from catalog.web.beside import Beside, beside
from catalog.web.cards import Badge, badge_of
from catalog.web.gallery import GalleryPicture, gallery_of, image_urls
from catalog.web.options import option_of, options_text
from catalog.web.passport import PriceStep, Row, passport, price_steps, rate_words
from catalog.web.seo import Meta, absolute, alternates, breadcrumb_list, json_ld, shared_picture
from catalog.web.structured import product_data
from commerce.delivery import selectors as delivery
from commerce.inventory.domain import Availability
from commerce.orders.enums import DeliveryMethod
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView
from commerce.waiting.forms import WishForm
from gemkit import formats
from gemkit.drawing import DrawnBox, face_box

VIEWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Promise:
    """What happens after the purchase: an icon, a bold line, a text."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The variant the page is about, with its price and stock."""

    variant: ProductVariant
    price: PriceView | None
    availability: Availability
    gallery: list[GalleryPicture]
    badge: Badge | None
    box: DrawnBox | None
    length_text: str
    width_text: str
    shape: ShapeView | None
    size_text: str
    passport: list[Row]
    price_steps: list[PriceStep]
    rate_text: str
    url: str

    @property
    def is_sold(self) -> bool:
        return self.availability.state == "sold"

    @property
    def first_views(self) -> list[GalleryPicture]:
        """The pictures that have a thumbnail at once; a single one needs none."""
        return self.gallery[:VIEWS_SHOWN] if len(self.gallery) > 1 else []

    @property
    def more_views(self) -> list[GalleryPicture]:
        return self.gallery[VIEWS_SHOWN:]

    @property
    def can_buy(self) -> bool:
        return self.availability.can_buy and self.price is not None


def translations_of(product: Product) -> dict[str, str]:
    """Return the page's address in each language that has a slug."""
    codes = [code for code in ("uk", "en") if translated(product, "slug", code)]
    return {code: product_url(product, language=code) for code in codes}


def product_context(
    product: Product,
    variants: Sequence[ProductVariant],
    *,
    stock: dict[int, Availability],
    sku: str,
    language: str,
    currency: str,
    is_preview: bool = False,
) -> dict[str, Any]:
    """Return what `catalog/product.html` shows; an unknown ``sku`` shows the best variant.

    ``stock`` has an entry for every one of ``variants``. Four queries, two of them for the cards below.
    """
    ids = [variant.pk for variant in variants]
    prices = pricing.variant_prices(ids, currency=currency)
    selected = choose(variants, sku, prices, stock)
    place = place_of(product) if product.subcategory_id else None
    jewelry = place is not None and place.kind == Kind.JEWELRY
    name = translated(product, "name", language)
    galleries, copies = galleries_of(ids)
    paths = translations_of(product)
    path = paths.get(language, "")
    chosen = None
    if selected is not None:
        chosen = _chosen(
            selected,
            price=prices.get(selected.pk),
            availability=stock[selected.pk],
            gallery=gallery_of(
                selected, galleries.get(selected.pk, []), copies, language=language, jewelry=jewelry
            ),
            place=place,
            language=language,
            url=_variant_url(path, selected, variants),
        )
    crumbs = crumbs_of_product(place, language) if place else []
    rule = return_rule_view(product.return_rule, language=language) if product.return_rule_id else None
    lead = (
        translated(product, "lead", language)
        if selected is None
        else lead_of(selected, language=language, jewelry=jewelry)
    )
    meta = Meta(
        title=translated(product, "seo_title", language) or name,
        description=translated(product, "seo_description", language) or lead,
        canonical=absolute(path),
        alternates=alternates(paths),
        is_indexed=not is_preview,
        image=shared_picture(_shared(chosen, galleries, language)) if chosen else None,
        kind="product",
    )
    structured = product_data(
        product,
        variants,
        prices=prices,
        stock=stock,
        images=image_urls(variants, galleries, copies),
        language=language,
        description=lead,
        chosen=selected,
        path=path,
        rule=rule,
        jewelry=jewelry,
    )
    around = Beside([], [])
    if chosen is not None and not is_preview:
        around = beside(
            chosen.variant,
            price=chosen.price,
            own=ids,
            is_sold=chosen.is_sold,
            language=language,
            currency=currency,
        )
    return {
        "product": product,
        "name": name,
        "latin": place.stone_type.latin_name if place and place.stone_type else "",
        "lead": lead,
        "description": translated(product, "description", language),
        "chosen": chosen,
        "options": [
            option_of(
                variant,
                selected=variant is selected,
                price=prices.get(variant.pk),
                availability=stock[variant.pk],
                language=language,
                path=path,
                jewelry=jewelry,
            )
            for variant in variants
        ],
        "options_text": options_text(len(variants), jewelry=jewelry),
        "promises": [] if chosen is None else _promises(chosen, rule),
        "similar": around.similar,
        "companions": around.companions,
        "wish_form": WishForm() if all(state.state == "sold" for state in stock.values()) else None,
        "crumbs": crumbs,
        "is_jewelry": jewelry,
        "is_preview": is_preview,
        "meta": meta,
        "json_ld": ""
        if is_preview
        else json_ld({"@graph": [structured, breadcrumb_list(crumbs, current=name, url=path)]}),
    }


def _shared(chosen: Chosen, galleries: Galleries, language: str) -> PictureView | None:
    """Return the first picture of the gallery as other sites show it."""
    media = galleries.get(chosen.variant.pk, [])
    if not media or not chosen.gallery:
        return None
    return shared_view(media[0].picture, language=language, alt=chosen.gallery[0].large.alt)


def choose(
    variants: Sequence[ProductVariant],
    sku: str,
    prices: dict[int, PriceView],
    stock: dict[int, Availability],
) -> ProductVariant | None:
    """Return the variant with ``sku``, else the best one: to be had now, cheapest, oldest."""
    for variant in variants:
        if variant.sku == sku:
            return variant

    def rank(variant: ProductVariant) -> tuple[int, bool, Decimal, int]:
        state = stock[variant.pk].state
        price = prices.get(variant.pk)
        wait = 0 if stock[variant.pk].can_buy else 1 if state == "made_to_order" else 2
        return (wait, price is None, price.charged.amount if price else Decimal(0), variant.pk)

    return min(variants, key=rank, default=None)


def _variant_url(path: str, variant: ProductVariant, variants: Sequence[ProductVariant]) -> str:
    return f"{path}?{urlencode({'variant': variant.sku})}" if len(variants) > 1 else path


def _chosen(
    variant: ProductVariant,
    *,
    price: PriceView | None,
    availability: Availability,
    gallery: list[GalleryPicture],
    place: Place | None,
    language: str,
    url: str,
) -> Chosen:
    jewelry = place is not None and place.kind == Kind.JEWELRY
    sizes = sizes_of(variant)
    shape = index.words().shape(variant.shape_id, language)
    measured = shape is not None and len(sizes) >= 2 and not jewelry
    return Chosen(
        variant=variant,
        price=price,
        availability=availability,
        gallery=gallery,
        badge=badge_of(
            price=price,
            availability=availability,
            nature=variant.product.nature,
            treatment=variant.treatment,
            is_jewelry=jewelry,
        )
        if place
        else None,
        box=face_box(shape.code) if measured and shape and gallery and gallery[0].is_face else None,
        length_text=formats.millimetres(sizes[0], places=2) if measured else "",
        width_text=formats.millimetres(sizes[1], places=2) if measured else "",
        shape=shape if measured else None,
        size_text=formats.millimetres(sizes[:2], places=1) if measured else "",
        passport=passport(variant, place.stone_type if place else None, language=language, jewelry=jewelry),
        price_steps=price_steps(price) if price else [],
        rate_text=rate_words(price) if price else "",
        url=url,
    )


def lead_of(variant: ProductVariant, *, language: str, jewelry: bool | None = None) -> str:
    """Return the sentence under the name: the product's own, else the facts of the variant."""
    if own := translated(variant.product, "lead", language):
        return own
    if jewelry is None:
        jewelry = is_jewelry(variant.product)
    kind = kind_text(variant, language=language, is_jewelry=jewelry)
    parts = [kind[:1].upper() + kind[1:], measures_text(variant, language=language)]
    return ", ".join(part for part in parts if part)


def crumbs_of_product(place: Place, language: str) -> list[tuple[str, str]]:
    """Return the way to the product: home, the half of the catalog, type and category."""
    title = _("Gemstones") if place.kind == Kind.STONE else _("Jewelry")
    crumbs = [(_("Home"), f"/{language}/"), (title, Place(place.kind).url(language))]
    for depth in range(1, len(place.branches)):  # the leaf says what the page's own heading says
        step = Place(place.kind, place.branches[:depth])
        crumbs.append((translated(step.last, "name", language), step.url(language)))
    return crumbs


def _promises(chosen: Chosen, rule: ReturnRuleView | None) -> list[Promise]:
    promises = []
    if chosen.can_buy and chosen.price is not None:
        branch = delivery.delivery_option(DeliveryMethod.WAREHOUSE, goods=chosen.price.charged)
        costs = [
            f"{title}: {formats.money(cost)}"
            for title, cost in delivery.delivery_costs(goods=chosen.price.charged)
        ]
        if branch.is_possible:
            text = ". ".join(costs) + "."
            promises.append(Promise("truck", f"{branch.title}. {branch.arrival_text}", text))
    if rule is not None:
        promises.append(Promise("return", _("Returns: %(class)s") % {"class": rule.name.lower()}, rule.text))
    return promises
