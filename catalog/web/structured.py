"""JSON-LD of a product: the same names, prices and stock as the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from catalog.models import Product, ProductVariant
from catalog.selectors.facts import facts_text, translated
from catalog.selectors.variants import is_jewelry
from catalog.web.seo import absolute
from commerce.inventory.domain import Availability
from commerce.pricing.domain import PriceView

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
) -> dict[str, Any]:
    """Return a Product, or a ProductGroup with its variants where there are several."""

    def one(variant: ProductVariant) -> dict[str, Any]:
        several = len(variants) > 1
        url = f"{path}?{urlencode({'variant': variant.sku})}" if several else path
        facts = facts_text(variant, language=language, is_jewelry=is_jewelry(product))
        data: dict[str, Any] = {
            "@type": "Product",
            "name": f"{translated(product, 'name', language)}, {facts}"
            if several
            else translated(product, "name", language),
            "sku": variant.sku,
            "url": absolute(url),
            "description": facts if several else description or facts,
        }
        if pictures := images.get(variant.pk):
            data["image"] = pictures
        if variant.color is not None:
            data["color"] = translated(variant.color, "name", language)
        if (price := prices.get(variant.pk)) is not None:
            data["offers"] = {
                "@type": "Offer",
                "url": absolute(url),
                "price": f"{price.charged.amount:.2f}",
                "priceCurrency": price.charged.currency,
                "availability": f"https://schema.org/{_AVAILABILITY[str(stock[variant.pk].state)]}",
                "itemCondition": "https://schema.org/NewCondition",
            }
        return data

    if chosen is None:
        return {"@type": "Product", "name": translated(product, "name", language)}
    if len(variants) == 1:
        return one(chosen)
    # The chosen variant first: it is the one whose price stands large on the page.
    ordered = [chosen, *(variant for variant in variants if variant is not chosen)]
    return {
        "@type": "ProductGroup",
        "name": translated(product, "name", language),
        "description": description,
        "url": absolute(path),
        "productGroupID": str(product.pk),
        "variesBy": ["https://schema.org/size", "https://schema.org/weight"],
        "hasVariant": [one(variant) for variant in ordered],
    }
