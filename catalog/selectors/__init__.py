"""Reads of the catalog. Other areas use what is named here."""

from catalog.selectors.skus import sellable_ids
from catalog.selectors.variants import made_to_order_ids, product_url, variant_by_sku, variant_summaries

__all__ = ["made_to_order_ids", "product_url", "sellable_ids", "variant_by_sku", "variant_summaries"]
