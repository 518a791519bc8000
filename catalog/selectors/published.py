"""Everything the public may see, in batches for machines: sitemaps and feeds of a catalog of any size."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import Picture, Product, ProductVariant, Rendition, VariantMedia
from catalog.selectors.pictures import LARGE_WIDTH, WIDTHS, spec
from catalog.selectors.variants import variants_with_all

BATCH = 500
PICTURES = 10
_SPECS = tuple(spec(width) for width in (LARGE_WIDTH, *sorted(WIDTHS, reverse=True)))


@dataclass(frozen=True, slots=True)
class ProductAddress:
    """A published product, as a sitemap names it. ``pictures`` are addresses on the storage."""

    slugs: dict[str, str]
    changed_at: dt.datetime | None
    pictures: tuple[str, ...]


def _shown() -> QuerySet[Product]:
    on_sale = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True)
    return Product.objects.filter(Exists(on_sale), live=True).order_by()


def product_count() -> int:
    """Return how many products have a page."""
    return _shown().count()


def product_addresses(start: int, stop: int) -> Iterator[ProductAddress]:
    """Return products ``start`` to ``stop`` in a stable order; four queries for every `BATCH`."""
    for first in range(start, stop, BATCH):
        columns = ("pk", "slug_uk", "slug_en", "last_published_at", "first_published_at")
        rows = list(_shown().order_by("pk").values_list(*columns)[first : min(first + BATCH, stop)])
        pictures = _pictures_of_products([row[0] for row in rows])
        for pk, slug_uk, slug_en, changed_at, published_at in rows:
            yield ProductAddress(
                slugs={"uk": slug_uk or "", "en": slug_en or ""},
                changed_at=changed_at or published_at,
                pictures=pictures.get(pk, ()),
            )
        if len(rows) < BATCH:
            return


def _pictures_of_products(product_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    shown: dict[int, list[int]] = defaultdict(list)
    media = VariantMedia.objects.filter(variant__product__in=product_ids, variant__is_active=True)
    order = ("variant__sort_order", "variant_id", "sort_order", "pk")
    for product_id, picture_id in media.order_by(*order).values_list("variant__product_id", "picture_id"):
        if len(shown[product_id]) < PICTURES and picture_id not in shown[product_id]:
            shown[product_id].append(picture_id)
    urls = large_urls({picture_id for ids in shown.values() for picture_id in ids})
    return {pk: tuple(urls[picture] for picture in ids if picture in urls) for pk, ids in shown.items()}


def large_urls(picture_ids: Collection[int]) -> dict[int, str]:
    """Return the largest copy of each picture that exists already, else its own file; two queries.

    Nothing is scaled here: a list of a hundred thousand pictures must not wait for a new one.
    """
    names: dict[int, dict[str, str]] = defaultdict(dict)
    copies = Rendition.objects.filter(image_id__in=picture_ids, filter_spec__in=_SPECS, focal_point_key="")
    for picture_id, filter_spec, name in copies.values_list("image_id", "filter_spec", "file"):
        names[picture_id][filter_spec] = name
    urls = {}
    for pk, original, width in Picture.objects.filter(pk__in=picture_ids).values_list("pk", "file", "width"):
        is_light = width <= LARGE_WIDTH and original.endswith(".webp")
        copy = next((names[pk][known] for known in _SPECS if known in names[pk]), original)
        urls[pk] = default_storage.url(original if is_light else copy)
    return urls


def variant_batches() -> Iterator[list[ProductVariant]]:
    """Return all variants that the public may see, with what their facts are told from; a query a batch."""
    last = 0
    shown = variants_with_all().filter(is_active=True, product__live=True).order_by("pk")
    while batch := list(shown.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def picture_urls_of(variant_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the addresses of each variant's pictures, in order; three queries."""
    shown: dict[int, list[int]] = defaultdict(list)
    media = VariantMedia.objects.filter(variant__in=variant_ids).order_by("variant_id", "sort_order", "pk")
    for variant_id, picture_id in media.values_list("variant_id", "picture_id"):
        shown[variant_id].append(picture_id)
    urls = large_urls({picture_id for ids in shown.values() for picture_id in ids})
    return {pk: [urls[picture] for picture in ids if picture in urls] for pk, ids in shown.items()}


def newest_products(limit: int) -> list[ProductVariant]:
    """Return one variant each of the products that came last and can be bought, newest first; two queries."""
    in_stock = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True, card__available__gt=0)
    products = Product.objects.filter(Exists(in_stock), live=True).order_by("-created_at", "-pk")
    ids = list(products.values_list("pk", flat=True)[:limit])
    variants = variants_with_all().filter(product__in=ids, is_active=True, card__available__gt=0)
    firsts: dict[int, ProductVariant] = {}
    for variant in variants.order_by("sort_order", "pk"):
        firsts.setdefault(variant.product_id, variant)
    return [firsts[pk] for pk in ids if pk in firsts]
