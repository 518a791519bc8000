"""The catalog's tables tell search that they changed, inside the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from catalog.models import (
    Category,
    Collection,
    Color,
    Cut,
    Product,
    ProductVariant,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    ZodiacSign,
    ZodiacStoneRecommendation,
)
from catalog.search import services

# The products that a word is said of, by the field that leads to it.
_SAID_OF: dict[type, tuple[Any, str, str]] = {
    StoneType: (Product, "pk", "subcategory__category__stone_type"),
    Category: (Product, "pk", "subcategory__category"),
    SubCategory: (Product, "pk", "subcategory"),
    Shape: (ProductVariant, "product_id", "shape"),
    Cut: (ProductVariant, "product_id", "cut"),
    Color: (ProductVariant, "product_id", "color"),
    Tag: (Product.tags.through, "product_id", "tag"),
    ZodiacSign: (
        Product,
        "pk",
        "subcategory__category__stone_type__in",
    ),
}


def _products(model: type, pk: int) -> Callable[[], Iterable[int]]:
    source, key, field = _SAID_OF[model]
    value: Any = pk
    if model is ZodiacSign:
        value = ZodiacStoneRecommendation.objects.filter(sign=pk).values("stone_type")
    return lambda: source.objects.filter(**{field: value}).order_by().values_list(key, flat=True)


def _word(sender: Any, instance: Any, **kwargs: Any) -> None:
    services.places_changed(_products(sender, instance.pk))


def _collection(sender: Any, **kwargs: Any) -> None:
    services.places_changed()


def _product(sender: Any, instance: Product, **kwargs: Any) -> None:
    services.products_changed([instance.pk])


def _variant(sender: Any, instance: ProductVariant, **kwargs: Any) -> None:
    services.products_changed([instance.product_id])


def _tags(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Product):
        services.products_changed([instance.pk])


def _recommendation(sender: Any, instance: ZodiacStoneRecommendation, **kwargs: Any) -> None:
    products = Product.objects.filter(subcategory__category__stone_type=instance.stone_type_id).order_by()
    services.products_changed(products.values_list("pk", flat=True))


def connect() -> None:
    """Register the handlers, once."""
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(_product, Product, dispatch_uid=f"search_product_{name}")
        signal.connect(_variant, ProductVariant, dispatch_uid=f"search_variant_{name}")
        signal.connect(_recommendation, ZodiacStoneRecommendation, dispatch_uid=f"search_sign_{name}")
        signal.connect(_collection, Collection, dispatch_uid=f"search_collection_{name}")
        for model in _SAID_OF:
            signal.connect(_word, model, dispatch_uid=f"search_{model.__name__}_{name}")
    m2m_changed.connect(_tags, Product.tags.through, dispatch_uid="search_tags")
