"""JSON-LD of a product: the same names, prices and stock as the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from catalog.domain import ReturnRuleView
from catalog.enums import Metal, label_text
from catalog.models import Product, ProductVariant
from catalog.selectors.facts import facts_text, sizes_of, translated
from catalog.web.disclosed import disclosed
from catalog.web.seo import absolute
from commerce.inventory.domain import Availability
from commerce.pricing.domain import PriceView
from gemkit import formats

Json = dict[str, Any]

SCHEMA = "https://schema.org/"
CARAT = "CTM"
"""The metric carat in UN/CEFACT's list of units, which schema.org refers to."""

_AVAILABILITY = {
    "in_stock": "InStock",
    "last_one": "LimitedAvailability",
    "made_to_order": "MadeToOrder",
    "sold": "SoldOut",
}


def product_data(
    product: Product,
    variants: Sequence[ProductVariant],
    *,
    prices: dict[int, PriceView],
    stock: dict[int, Availability],
    images: dict[int, list[str]],
    language: str,
    description: str,
    chosen: ProductVariant | None,
    path: str,
    rule: ReturnRuleView | None = None,
    jewelry: bool,
) -> Json:
    """Return a Product, or a ProductGroup with its variants where there are several.

    ``rule`` is the return rule of the page, in ``language`` like all else.
    """

    def one(variant: ProductVariant) -> Json:
        several = len(variants) > 1
        url = absolute(f"{path}?{urlencode({'variant': variant.sku})}" if several else path)
        facts = facts_text(variant, language=language, is_jewelry=jewelry)
        name = translated(product, "name", language)
        data: Json = {
            "@type": "Product",
            "name": f"{name}, {facts}" if several else name,
            "sku": variant.sku,
            "url": url,
            "description": facts if several else description or facts,
            "image": images.get(variant.pk, []),
            **_properties(variant, language),
        }
        if (price := prices.get(variant.pk)) is not None:
            data["offers"] = _offer(price, stock[variant.pk], url=url, rule=rule)
        return {key: value for key, value in data.items() if value}

    if chosen is None:
        return {"@type": "Product", "name": translated(product, "name", language)}
    if len(variants) == 1:
        return one(chosen)
    # The chosen variant first: it is the one whose price stands large on the page.
    ordered = [one(variant) for variant in (chosen, *(v for v in variants if v is not chosen))]
    group: Json = {
        "@type": "ProductGroup",
        "name": translated(product, "name", language),
        "description": description,
        "url": absolute(path),
        "productGroupID": str(product.pk),
        "variesBy": _varies_by(ordered),
        "hasVariant": ordered,
    }
    return {key: value for key, value in group.items() if value}


def _properties(variant: ProductVariant, language: str) -> Json:
    """Return weight, size, color, metal and what must be disclosed, as far as known."""
    sizes = sizes_of(variant)
    data: Json = {
        "color": translated(variant.color, "name", language) if variant.color else "",
        "material": label_text(Metal(variant.metal)) if variant.metal else "",
        "size": formats.millimetres(sizes, places=2, language=language) if sizes else "",
        "additionalProperty": [
            {"@type": "PropertyValue", "name": what, "value": value} for what, value in disclosed(variant)
        ],
    }
    if variant.ring_size is not None:
        data["size"] = formats.number(variant.ring_size, language=language)
    if variant.carat is not None:
        data["weight"] = {"@type": "QuantitativeValue", "value": f"{variant.carat:f}", "unitCode": CARAT}
    return data


def _varies_by(variants: Sequence[Json]) -> list[str]:
    """Return the properties that not all variants share."""
    return [
        f"{SCHEMA}{name}"
        for name in ("size", "weight", "color", "material")
        if len({str(variant.get(name)) for variant in variants}) > 1
    ]


def _offer(price: PriceView, state: Availability, *, url: str, rule: ReturnRuleView | None) -> Json:
    """Return the offer in the currency that is charged."""
    offer: Json = {
        "@type": "Offer",
        "url": url,
        "price": f"{price.charged.amount:.2f}",
        "priceCurrency": price.charged.currency,
        "availability": f"{SCHEMA}{_AVAILABILITY[str(state.state)]}",
        "itemCondition": f"{SCHEMA}NewCondition",
    }
    if price.was is not None:
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "price": f"{price.was.amount:.2f}",
            "priceCurrency": price.was.currency,
            "priceType": f"{SCHEMA}StrikethroughPrice",
        }
    if rule is not None:
        offer["hasMerchantReturnPolicy"] = _return_policy(rule)
    return offer


def _return_policy(rule: ReturnRuleView) -> Json:
    policy: Json = {"@type": "MerchantReturnPolicy", "applicableCountry": "UA"}
    if not rule.days:
        return {**policy, "returnPolicyCategory": f"{SCHEMA}MerchantReturnNotPermitted"}
    return {
        **policy,
        "returnPolicyCategory": f"{SCHEMA}MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": rule.days,
    }
