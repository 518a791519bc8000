"""From SKUs to ids, many at once."""

from collections.abc import Iterable

from catalog.models import ProductVariant


def sellable_ids(skus: Iterable[str]) -> dict[str, int]:
    """Return the ids of variants that are on sale in a published product, by SKU, in one query."""
    found = ProductVariant.objects.filter(sku__in=list(skus), is_active=True, product__live=True)
    return dict(found.values_list("sku", "pk"))
