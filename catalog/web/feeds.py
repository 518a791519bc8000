"""The goods for others' shop windows: the feed of Google Merchant Center, and news of what came in.

The feed has one item a variant, with the price and the availability of its page. It is written while it is
read, `catalog.selectors.published.BATCH` variants at a time, so its size does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Enclosure
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from catalog.enums import Metal
from catalog.models import ProductVariant
from catalog.selectors.facts import SEPARATOR, facts_text, translated
from catalog.selectors.published import newest_products, picture_urls_of, variant_batches
from catalog.selectors.variants import is_jewelry, product_paths
from catalog.web.disclosed import disclosed
from catalog.web.seo import absolute
from commerce.delivery import selectors as delivery
from commerce.inventory import selectors as inventory
from commerce.inventory.domain import Availability
from commerce.orders.enums import DeliveryMethod
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView
from gemkit import formats
from gemkit.money import Money

TITLE, DESCRIPTION, MORE_PICTURES = 150, 5000, 10
"""Limits of Google's specification."""

NEWEST = 30


def google_feed(*, language: str, title: str) -> Iterator[str]:
    """Return the RSS 2.0 document in parts; ``title`` is the shop's name.

    Left out is what Google would refuse: a variant without a price or without a picture.
    """
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    )
    yield head + _tags({"title": title, "link": absolute(f"/{language}/"), "description": title}) + "\n"
    for batch in variant_batches():
        with override(language):  # never open across a yield: the server's thread goes on to others
            text = "".join(_batch(batch, language))
        yield text
    yield "</channel>\n</rss>\n"


def _batch(variants: list[ProductVariant], language: str) -> Iterator[str]:
    ids = [variant.pk for variant in variants]
    prices = pricing.variant_prices(ids)
    stock = inventory.availability(ids)
    pictures = picture_urls_of(ids)
    for variant in variants:
        price, urls = prices.get(variant.pk), pictures.get(variant.pk)
        if price is not None and urls:
            yield _item(variant, price, stock[variant.pk], urls, language)


def _item(
    variant: ProductVariant, price: PriceView, state: Availability, pictures: list[str], language: str
) -> str:
    product, jewelry = variant.product, is_jewelry(variant.product)
    facts = facts_text(variant, language=language, is_jewelry=jewelry)
    name = translated(product, "name", language)
    words = [translated(product, "lead", language), facts]
    words += [f"{what}: {value}" for what, value in disclosed(variant)]
    leaf = product.subcategory
    path = [leaf.category.stone_type, leaf.category, leaf]
    slugs = {language: translated(product, "slug", language)}
    option = delivery.delivery_option(DeliveryMethod.WAREHOUSE, goods=price.charged)
    fields = {
        "id": variant.sku,
        "item_group_id": str(product.pk),
        "title": f"{name}, {facts}"[:TITLE],
        "description": ". ".join(word.rstrip(".") for word in words if word)[:DESCRIPTION],
        "link": absolute(product_paths(slugs, sku=variant.sku)[language]),
        "image_link": absolute(pictures[0]),
        "availability": "in_stock" if state.can_buy else "out_of_stock",
        "price": _amount(price.was or price.charged),
        "sale_price": _amount(price.charged) if price.was else "",
        "condition": "new",
        "identifier_exists": "no",  # a stone has no GTIN and no brand
        "product_type": " > ".join(translated(branch, "name", language) for branch in path),
        "color": translated(variant.color, "name", language) if variant.color else "",
        "material": str(Metal(variant.metal).label) if variant.metal else "",
        "size": formats.number(variant.ring_size, language=language) if variant.ring_size is not None else "",
    }
    parts = [_tags(fields, prefix="g:")]
    parts += [
        _tags({"additional_image_link": absolute(url)}, "g:") for url in pictures[1 : MORE_PICTURES + 1]
    ]
    for what, value in disclosed(variant):
        detail = {"section_name": _("What we disclose"), "attribute_name": what, "attribute_value": value}
        parts.append(f"<g:product_detail>{_tags(detail, 'g:')}</g:product_detail>")
    shipping = {"country": "UA", "service": option.title, "price": _amount(option.cost)}
    parts.append(f"<g:shipping>{_tags(shipping, 'g:')}</g:shipping>")
    return f"<item>{''.join(parts)}</item>\n"


def _tags(fields: dict[str, str], prefix: str = "") -> str:
    """Return an element a field; empty ones are left out."""
    return "".join(
        f"<{prefix}{name}>{escape(_printable(value))}</{prefix}{name}>"
        for name, value in fields.items()
        if value
    )


def _printable(text: str) -> str:
    """Return ``text`` without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _amount(money: Money) -> str:
    return f"{money.amount:.2f} {money.currency}"


class NewFeed(Feed):
    """What came in last, in the language of the address; hosts come from the settings."""

    def get_object(self, request: Any) -> str:
        return "en" if get_language() == "en" else "uk"

    def title(self, language: str) -> str:
        return _("New stones and jewelry")

    def description(self, language: str) -> str:
        return _("What has just been put on sale, newest first.")

    def link(self, language: str) -> str:
        return absolute(f"/{language}/stones/")

    def feed_url(self, language: str) -> str:
        return absolute(f"/{language}/new/feed/")

    def items(self, language: str) -> list[dict[str, Any]]:
        variants = newest_products(NEWEST)
        ids = [variant.pk for variant in variants]
        prices, pictures = pricing.variant_prices(ids), picture_urls_of(ids)
        return [
            {
                "variant": variant,
                "language": language,
                "price": prices.get(variant.pk),
                "picture": next(iter(pictures.get(variant.pk, [])), ""),
            }
            for variant in variants
        ]

    def item_title(self, item: dict[str, Any]) -> str:
        return translated(item["variant"].product, "name", item["language"])

    def item_description(self, item: dict[str, Any]) -> str:
        variant, language = item["variant"], item["language"]
        words = [
            translated(variant.product, "lead", language),
            facts_text(variant, language=language, is_jewelry=is_jewelry(variant.product)),
            formats.money(item["price"].charged) if item["price"] else "",
        ]
        return SEPARATOR.join(word for word in words if word)

    def item_link(self, item: dict[str, Any]) -> str:
        language = item["language"]
        slugs = {language: translated(item["variant"].product, "slug", language)}
        return absolute(product_paths(slugs)[language])

    def item_pubdate(self, item: dict[str, Any]) -> Any:
        return item["variant"].product.created_at

    def item_enclosures(self, item: dict[str, Any]) -> list[Enclosure]:
        url = item["picture"]
        return [Enclosure(absolute(url), "0", "image/webp")] if url.endswith(".webp") else []
