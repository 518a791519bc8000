"""From SKUs to ids, many at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Q

from catalog.domain import CountFilter
from catalog.models import Category, ProductVariant, StoneType

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


def variants_to_count(wanted: CountFilter) -> list[int]:
    """Return the ids of variants on sale that a count of the shelves is about, by SKU, in one query."""
    found = ProductVariant.objects.filter(is_active=True, is_made_to_order=False)
    if wanted.stone_type_id is not None:
        found = found.filter(product__subcategory__category__stone_type_id=wanted.stone_type_id)
    if wanted.category_id is not None:
        found = found.filter(product__subcategory__category_id=wanted.category_id)
    for word in wanted.text.split():
        named = Q(product__name_uk__icontains=word) | Q(product__name_en__icontains=word)
        found = found.filter(named | Q(sku__icontains=word))
    return list(found.order_by("sku").values_list("pk", flat=True))


def branch_choices() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return stone types and categories as (id, name) for a form, in the shop's order, in two queries."""
    stones = [(row.pk, str(row)) for row in StoneType.objects.order_by("sort_order", "code")]
    rows = Category.objects.select_related("stone_type").order_by(
        "stone_type__sort_order", "stone_type__code", "sort_order", "code"
    )
    return stones, [(row.pk, f"{row.stone_type} · {row}") for row in rows]
