"""The long answer about one product."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Product, ProductVariant, VariantMedia
from catalog.selectors.facts import alt_text, kind_text, translated
from catalog.selectors.pictures import Copy, picture_copies, picture_view
from catalog.selectors.products import variants_of_many
from catalog.selectors.taxonomy import place_of
from catalog.selectors.variants import is_jewelry, media_of, product_url, return_rule_view
from catalog.web.api import answers
from catalog.web.api.made import price_made
from catalog.web.cards import product_cards
from catalog.web.product import choose, crumbs_of_product, lead_of
from catalog.web.seo import absolute
from commerce.delivery import selectors as delivery
from commerce.inventory import selectors as inventory
from commerce.orders.enums import DeliveryMethod
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView


def product_answer(product: Product, *, language: str, currency: str) -> answers.Json | None:
    """Return the answer about a published product; None when it has nothing to show."""
    found = product_answers([product], language=language, currency=currency).get(product.pk)
    if found is None:
        return None
    answer, best = found
    return {**answer, "delivery": delivery_answer(best)}


def product_answers(
    products: Sequence[Product], *, language: str, currency: str
) -> dict[int, tuple[answers.Json, PriceView | None]]:
    """Return the answers about products with the price of the best variant, in six queries for any number.

    Products that have nothing to show are left out. What depends on the day of the order is not part of it.
    """
    variants = variants_of_many(products)
    ids = [variant.pk for mine in variants.values() for variant in mine]
    prices = pricing.variant_prices(ids, currency=currency)
    stock = inventory.availability(ids)
    galleries = media_of(ids)
    copies = picture_copies(media.picture for gallery in galleries.values() for media in gallery)
    best = {pk: one for pk, mine in variants.items() if (one := choose(mine, "", prices, stock))}
    cards = product_cards([one.pk for one in best.values()], language=language, currency=currency)
    card_of = {card.variant_id: card for card in cards}
    found = {}
    for product in products:
        one = best.get(product.pk)
        if one is None:
            continue
        views = [
            {
                **answers.variant(variant, language=language),
                **answers.prices(prices.get(variant.pk), currency=currency),
                "price_made": price_made(prices.get(variant.pk)),
                "availability": answers.availability(stock[variant.pk]),
                "gallery": gallery_answer(
                    variant, galleries.get(variant.pk, []), language=language, copies=copies
                ),
            }
            for variant in variants[product.pk]
        ]
        card = card_of.get(one.pk)
        told = (
            answers.card(card, language=language, currency=currency)
            if card
            else _drafted(product, one, views, language)
        )
        found[product.pk] = {**told, **_texts(product, one, views, language)}, prices.get(one.pk)
    return found


def _drafted(
    product: Product, best: ProductVariant, views: Sequence[answers.Json], language: str
) -> answers.Json:
    """Return the part of the answer that a card tells, for a product that is not published and has none."""
    view = next(view for view in views if view["sku"] == best.sku)
    priced = {
        name: view[name] for name in ("price", "was_price", "display_price", "availability") if name in view
    }
    return {
        "slug": translated(product, "slug", language),
        "slugs": {code: translated(product, "slug", code) for code in ("uk", "en")},
        "url": product_url(product, language=language),
        "picture": next(iter(view["gallery"]), None),
        **priced,
    }


def _texts(product: Product, best: ProductVariant, views: list[answers.Json], language: str) -> answers.Json:
    name, lead = translated(product, "name", language), lead_of(best, language=language)
    rule = return_rule_view(product.return_rule, language=language)
    return {
        "name": name,
        "lead": lead,
        "description": answers.rich_text(translated(product, "description", language)),
        "breadcrumbs": [
            {"name": str(name), "url": url} for name, url in crumbs_of_product(place_of(product), language)
        ],
        "variants": views,
        "disclosure": answers.disclosure(best, language=language),
        "return_rule": {"code": rule.code, "name": rule.name, "text": rule.text, "days": rule.days},
        "seo": {
            "title": translated(product, "seo_title", language) or name,
            "description": translated(product, "seo_description", language) or lead,
            "canonical": absolute(product_url(product, language=language)),
        },
        "updated_at": product.updated_at.isoformat(),
    }


def delivery_answer(price: PriceView | None) -> answers.Json | None:
    """Return the day and the cost of the usual delivery, to a branch."""
    if price is None:
        return None
    option = delivery.delivery_option(DeliveryMethod.WAREHOUSE, goods=price.charged)
    return {"from_date": option.arrival.day.isoformat(), "cost": option.cost.as_json()}


def gallery_answer(
    variant: ProductVariant,
    media: Sequence[VariantMedia],
    *,
    language: str,
    copies: dict[int, list[Copy]] | None = None,
) -> list[answers.Json]:
    """Return a variant's pictures with the view each was taken from."""
    if copies is None:
        copies = picture_copies(item.picture for item in media)
    name = translated(variant.product, "name", language)
    kind = kind_text(variant, language=language, is_jewelry=is_jewelry(variant.product))
    gallery = []
    for item in media:
        view = picture_view(
            copies.get(item.picture_id, []), alt=alt_text(item, name=name, kind=kind, language=language)
        )
        if (shown := answers.picture(view)) is not None:
            gallery.append({**shown, "view": item.view})
    return gallery
