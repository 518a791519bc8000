"""Reads of the catalog. Other areas use what is named here."""

from catalog.selectors.arrivals import (
    buyable_products,
    newest_beside,
    product_links,
    product_of_variant,
    variants_of_products,
)
from catalog.selectors.skus import branch_choices, ids_of_skus, sellable_ids, skus_of, variants_to_count
from catalog.selectors.variants import (
    made_to_order_ids,
    product_url,
    variant_by_sku,
    variant_summaries,
    variant_to_buy,
)

__all__ = [
    "branch_choices", "buyable_products", "ids_of_skus", "made_to_order_ids", "newest_beside", "product_links",
    "product_of_variant", "product_url", "sellable_ids", "skus_of", "variant_by_sku", "variant_summaries",
    "variant_to_buy", "variants_of_products", "variants_to_count",
]  # fmt: skip
