"""The catalog's tables tell the read model that they changed, inside the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished, request_started
from django.db.models.signals import m2m_changed, post_delete, post_save

from catalog.index import services, state
from catalog.models import (
    Category,
    Collection,
    CollectionItem,
    Color,
    Cut,
    Palette,
    PaletteColor,
    Picture,
    Product,
    ProductVariant,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    VariantMedia,
    ZodiacSign,
    ZodiacStoneRecommendation,
)

WORDS = (
    Category, Collection, CollectionItem, Color, Cut, Palette, PaletteColor, Shape, StoneType, SubCategory, Tag,
    ZodiacSign, ZodiacStoneRecommendation,
)  # fmt: skip


def _product(sender: Any, instance: Product, **kwargs: Any) -> None:
    services.faces_changed([instance.pk])


def _variant(sender: Any, instance: ProductVariant, **kwargs: Any) -> None:
    services.faces_changed([instance.product_id])


def _media(sender: Any, instance: VariantMedia, **kwargs: Any) -> None:
    product_ids = ProductVariant.objects.filter(pk=instance.variant_id).values_list("product_id", flat=True)
    services.faces_changed(list(product_ids))


def _picture(sender: Any, instance: Picture, created: bool, **kwargs: Any) -> None:
    if not created:
        services.pictures_changed([instance.pk])


def _tags(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Product):
        services.faces_changed([instance.pk])


def _words(sender: Any, **kwargs: Any) -> None:
    services.words_changed()


def connect() -> None:
    """Register the handlers, once."""
    for signal in (post_save, post_delete):
        name = "saved" if signal is post_save else "deleted"
        signal.connect(_variant, ProductVariant, dispatch_uid=f"card_variant_{name}")
        signal.connect(_media, VariantMedia, dispatch_uid=f"card_media_{name}")
        for model in WORDS:
            signal.connect(_words, model, dispatch_uid=f"card_words_{model.__name__}_{name}")
    request_started.connect(state.request_begins, dispatch_uid="index_request_begins")
    request_finished.connect(state.request_ends, dispatch_uid="index_request_ends")
    post_save.connect(_product, Product, dispatch_uid="card_product")
    post_save.connect(_picture, Picture, dispatch_uid="card_picture")
    m2m_changed.connect(_tags, Product.tags.through, dispatch_uid="card_tags")
