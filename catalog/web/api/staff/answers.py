"""What the staff's API answers: rows as they are stored, with what stands around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from rest_framework.serializers import Serializer

from catalog import models
from catalog.models import CollectionItem, Product, ProductVariant, Tag
from catalog.selectors.facts import translated
from catalog.selectors.variants import media_of
from catalog.services.publishing import problem_summary, publish_problems
from catalog.web.api.staff.serializers import StaffCollection, StaffProduct, StaffVariant
from commerce.inventory import selectors as inventory
from commerce.pricing import selectors as pricing

Json = dict[str, Any]
_APART = ("variants", "problems", "tags")
_OF_VARIANT = ("product", "gallery", "prices", "price_reason", "stock", "stock_change")
_PRICE = ("amount", "was_amount", "sale_from", "sale_until")


def products(rows: Sequence[Product]) -> list[Json]:
    """Return the rows of a list, without what publishing would be refused for; three queries."""
    ids = [row.pk for row in rows]
    skus: dict[int, list[str]] = defaultdict(list)
    variants = ProductVariant.objects.filter(product__in=ids).order_by("sort_order", "pk")
    for product_id, sku in variants.values_list("product_id", "sku"):
        skus[product_id].append(sku)
    tags: dict[int, list[str]] = defaultdict(list)
    for product_id, code in (
        Tag.objects.filter(products__in=ids).order_by("sort_order", "code").values_list("products", "code")
    ):
        tags[product_id].append(code)
    return [
        {**_columns(StaffProduct(row), but=_APART), "tags": tags[row.pk], "variants": skus[row.pk]}
        for row in rows
    ]


def product(row: Product) -> Json:
    """Return the draft ``row`` with what publishing it would be refused for."""
    skus = ProductVariant.objects.filter(product=row.pk).order_by("sort_order", "pk")
    return {
        **_columns(StaffProduct(row), but=_APART),
        "tags": [tag.code for tag in row.tags.all()],
        "variants": list(skus.values_list("sku", flat=True)),
        "problems": [
            {
                "code": problem.code,
                "field": problem.field,
                "sku": problem.sku,
                "text": problem_summary(problem),
            }
            for problem in publish_problems(row)
        ],
    }


def _columns(serializer: Serializer[Any], *, but: Collection[str]) -> Json:
    """Return the plain columns of a row; what needs a query of its own (``but``) is added by the caller."""
    answer: Json = {}
    for name, field in serializer.fields.items():
        if name not in but:
            value = field.get_attribute(serializer.instance)
            answer[name] = None if value is None else field.to_representation(value)
    return answer


def variants(rows: Sequence[ProductVariant]) -> list[Json]:
    """Return variants with prices, stock and gallery, in a fixed number of queries."""
    ids = [row.pk for row in rows]
    stored = pricing.price_rows_of(ids)
    counted = inventory.stock_of(ids)
    galleries = media_of(ids)
    answers = []
    for row in rows:
        answer = {**_columns(StaffVariant(row), but=_OF_VARIANT), "product": row.product_id}
        answer["gallery"] = [
            {
                "picture": media.picture_id,
                "view": media.view,
                "alt_uk": translated(media, "alt", "uk"),
                "alt_en": translated(media, "alt", "en"),
            }
            for media in galleries.get(row.pk, [])
        ]
        answer["prices"] = {
            currency: None
            if (price := stored.get(row.pk, {}).get(currency)) is None
            else {name: _plain(getattr(price, name)) for name in _PRICE}
            for currency in ("USD", "UAH")
        }
        numbers = counted[row.pk]
        answer["stock"] = {"on_hand": numbers.on_hand, "reserved": numbers.reserved, "free": numbers.free}
        answers.append(answer)
    return answers


def _plain(value: Any) -> Any:
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else f"{value:.2f}"


def collections(rows: Sequence[models.Collection]) -> list[Json]:
    """Return collections with the ids of their products; one query beside the rows."""
    picked: dict[int, list[int]] = defaultdict(list)
    items = CollectionItem.objects.filter(collection__in=[row.pk for row in rows])
    for collection_id, product_id in items.order_by("sort_order", "pk").values_list(
        "collection_id", "product_id"
    ):
        picked[collection_id].append(product_id)
    return [{**_columns(StaffCollection(row), but=("products",)), "products": picked[row.pk]} for row in rows]
