"""From SKUs to ids, many at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from catalog.models import ProductVariant

Item = TypeVar("Item")


def sellable_ids(skus: Iterable[str]) -> dict[str, int]:
    """Return the ids of variants that are on sale in a published product, by SKU, in one query."""
    found = ProductVariant.objects.filter(sku__in=list(skus), is_active=True, product__live=True)
    return dict(found.values_list("sku", "pk"))


def ids_of_skus(skus: Iterable[str]) -> dict[str, int]:
    """Return the ids of all variants with these SKUs, on sale or not, one query for five hundred."""
    found: dict[str, int] = {}
    for some in batched(skus):
        found |= dict(ProductVariant.objects.filter(sku__in=some).values_list("sku", "pk"))
    return found


def skus_of(variant_ids: Iterable[int]) -> dict[int, str]:
    """Return the SKUs of variants, by id, one query for five hundred."""
    found: dict[int, str] = {}
    for some in batched(variant_ids):
        found |= dict(ProductVariant.objects.filter(pk__in=some).values_list("pk", "sku"))
    return found


def batched(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """Yield lists of items that every database takes as parameters of one query."""
    whole = iter(items)
    while some := list(islice(whole, size)):
        yield some
