"""Rows of the index, read from their sources: the tables are the truth, the index is a copy."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast, Round

from catalog.models import Product, ProductVariant

BATCH = 20_000
CHOICES = ("shape", "cut", "color", "clarity", "treatment", "origin", "nature", "metal", "ring_size", "lab")
"""Facets with one value a variant, in the order of the columns below."""

MEASURES = ("carat", "length", "width", "depth")
"""Ranges in hundredths of a carat or a millimetre."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = tuple[Any, ...]
"""(product, variant, sub-category, *choices, *measures, cents USD, cents UAH, reduced, from, until, available,
ordered, made to order, created); None is "not stated"; from and until are seconds since 1970, created microseconds."""


def _hundredths(name: str) -> Cast:
    return Cast(Round(F(name) * 100), BigIntegerField())


def _rows() -> QuerySet[ProductVariant, Any]:
    listed = ProductVariant.objects.filter(is_active=True, product__live=True).order_by("product", "pk")
    return listed.annotate(
        ring=_hundredths("ring_size"),
        ct=_hundredths("carat"),
        length_c=_hundredths("length_mm"),
        width_c=_hundredths("width_mm"),
        depth_c=_hundredths("depth_mm"),
        usd=_hundredths("card__price_usd"),
        uah=_hundredths("card__price_uah"),
    ).values_list(
        "product_id", "pk", "product__subcategory_id",
        "shape_id", "cut_id", "color_id", "clarity", "treatment", "origin", "product__nature", "metal", "ring",
        "report_lab", "ct", "length_c", "width_c", "depth_c", "usd", "uah",
        "card__is_reduced", "card__sale_from", "card__sale_until", "card__available", "card__ordered",
        "is_made_to_order", "product__created_at",
    )  # fmt: skip


def micros(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return round((moment - _EPOCH).total_seconds() * 1_000_000)


def seconds(moment: datetime) -> int:
    """Return whole seconds since 1970, a begun one counted, within what 32 bits hold (until 2106)."""
    return min(max(math.ceil((moment - _EPOCH).total_seconds()), 0), 2**32 - 2)


def _plain(row: Row) -> Row:
    *facts, reduced, sale_from, sale_until, available, ordered, made, created = row
    starts = seconds(sale_from) if sale_from else None
    ends = seconds(sale_until) if sale_until else None
    return (*facts, bool(reduced), starts, ends, available or 0, ordered or 0, made, micros(created))


def read_all(report: Callable[[int], None] | None = None) -> Iterator[Row]:
    """Yield a row for every active variant of a published product, by product; one query.

    ``report`` is called now and then with the number of rows so far.
    """
    for number, row in enumerate(_rows().iterator(chunk_size=BATCH), start=1):
        yield _plain(row)
        if report is not None and number % BATCH == 0:
            report(number)


def count_all() -> int:
    """Return how many rows `read_all` is about to yield."""
    return ProductVariant.objects.filter(is_active=True, product__live=True).count()


def read_products(product_ids: Collection[int]) -> list[Row]:
    """Return the rows of some products, in one query a thousand."""
    found: list[Row] = []
    for ids in batched_ids(product_ids):
        found += map(_plain, _rows().filter(product__in=ids))
    return found


def read_tags(product_ids: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield (product, tag) of some products or of all."""
    links = Product.tags.through.objects.order_by()
    if product_ids is None:
        yield from links.values_list("product_id", "tag_id").iterator(chunk_size=BATCH)
        return
    for ids in batched_ids(product_ids):
        yield from links.filter(product_id__in=ids).values_list("product_id", "tag_id")


def batched_ids(ids: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    """Yield ``ids`` in lists that every database takes as parameters of one query."""
    whole = sorted(ids)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
