"""Reads of the catalog. Other areas use what is named here."""

from catalog.selectors.arrivals import (
    buyable_products,
    newest_beside,
    product_links,
    product_of_variant,
    variants_of_products,
)
from catalog.selectors.skus import sellable_ids
from catalog.selectors.variants import made_to_order_ids, product_url, variant_by_sku, variant_summaries

__all__ = [
    "buyable_products", "made_to_order_ids", "newest_beside", "product_links", "product_of_variant", "product_url",
    "sellable_ids", "variant_by_sku", "variant_summaries", "variants_of_products",
]  # fmt: skip
