"""Products for those who wait for one: what it is called, whether it can be bought, what came in beside it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import Product, ProductVariant
from catalog.selectors.facts import translated
from catalog.selectors.variants import product_address


def product_links(product_ids: Collection[int], *, language: str) -> dict[int, tuple[str, str]]:
    """Return name and address of published products that have a page in ``language``; one query."""
    products = Product.objects.filter(pk__in=list(product_ids), live=True)
    columns = ("pk", "name_uk", "name_en", "slug_uk", "slug_en")
    return {
        product.pk: (translated(product, "name", language), product_address(slug, language=language))
        for product in products.only(*columns)
        if (slug := translated(product, "slug", language))
    }


def variants_of_products(product_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of the active variants of published products; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = ProductVariant.objects.filter(product__in=list(product_ids), product__live=True, is_active=True)
    for product_id, variant_id in rows.order_by("product", "pk").values_list("product_id", "pk"):
        found[product_id].append(variant_id)
    return dict(found)


def product_of_variant(variant_id: int) -> int | None:
    """Return the product that a variant belongs to; None for an unknown one."""
    return ProductVariant.objects.filter(pk=variant_id).values_list("product_id", flat=True).first()


def _buyable() -> QuerySet[Product]:
    in_stock = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True, card__available__gt=0)
    return Product.objects.filter(Exists(in_stock), live=True)


def buyable_products(product_ids: Collection[int]) -> set[int]:
    """Return those of the products that are published and have a unit in stock; one query."""
    return set(_buyable().filter(pk__in=list(product_ids)).values_list("pk", flat=True))


def newest_beside(product_id: int, *, since: dt.datetime) -> int | None:
    """Return the newest product of the same sub-category that was added ``since`` and can be bought."""
    leaf = Product.objects.filter(pk=product_id).values("subcategory")[:1]
    beside = _buyable().filter(subcategory__in=leaf, created_at__gt=since).exclude(pk=product_id)
    return beside.order_by("-created_at", "-pk").values_list("pk", flat=True).first()
