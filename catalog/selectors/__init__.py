"""Reads of the catalog. Other areas use what is named here."""

from catalog.selectors.skus import sellable_ids
from catalog.selectors.variants import product_url, variant_by_sku, variant_summaries

__all__ = ["product_url", "sellable_ids", "variant_by_sku", "variant_summaries"]
