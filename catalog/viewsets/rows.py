"""What the admin's lists tell of products and variants: gathered for a page at a time.

The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language, pgettext
from wagtail.models import Revision, WorkflowState

from catalog.models import Picture, Product, ProductVariant, VariantMedia
from catalog.selectors.facts import facts_text
from catalog.selectors.pictures import picture_copies
from catalog.selectors.variants import is_jewelry, media_of, variants_with_all
from commerce.inventory import selectors as inventory
from commerce.inventory.domain import Availability
from commerce.inventory.selectors import Stock
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import PriceView
from gemkit import formats
from gemkit.money import Money


def picture_urls(pictures: Iterable[Picture]) -> dict[int, str]:
    """Return the address of each picture's smallest copy."""
    return {pk: copies[0].url for pk, copies in picture_copies(pictures).items() if copies}


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant as staff see it."""

    variant: ProductVariant
    facts: str
    thumbnail: str
    price: PriceView | None
    stock: Stock
    availability: Availability

    @property
    def sku(self) -> str:
        return self.variant.sku

    @property
    def charged(self) -> Decimal | None:
        return self.price.charged.amount if self.price else None

    @property
    def base(self) -> Decimal | None:
        return self.price.base.amount if self.price and self.price.base else None

    @property
    def price_lines(self) -> list[str]:
        """The price that is charged, with the base that it comes from."""
        if self.price is None:
            return []
        lines = [formats.money(self.price.charged)]
        if self.price.base is not None:
            lines.append(formats.money(self.price.base))
        return lines

    @property
    def stock_text(self) -> str:
        return f"{self.stock.free} / {self.stock.on_hand}" if self.stock.reserved else str(self.stock.free)


def variant_rows(variants: Collection[ProductVariant]) -> list[VariantRow]:
    """Return rows for ``variants`` (of `variants_with_all`), in their order."""
    ids = [variant.pk for variant in variants]
    language = get_language() or "uk"
    firsts = {pk: media[0].picture for pk, media in media_of(ids).items()}
    urls = picture_urls(firsts.values())
    prices = pricing.variant_prices(ids)
    stocks = inventory.stock_of(ids)
    states = inventory.availability(ids)
    return [
        VariantRow(
            variant=variant,
            facts=facts_text(
                variant,
                language="en" if language == "en" else "uk",
                is_jewelry=is_jewelry(variant.product),
            ),
            thumbnail=urls.get(firsts[variant.pk].pk, "") if variant.pk in firsts else "",
            price=prices.get(variant.pk),
            stock=stocks[variant.pk],
            availability=states[variant.pk],
        )
        for variant in variants
    ]


def rows_of_product(product_id: int) -> list[VariantRow]:
    """Return all variants of a product, those taken off sale included."""
    found = variants_with_all().filter(product_id=product_id).order_by("sort_order", "pk")
    return variant_rows(list(found))


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What a list of products says beside the name."""

    skus: tuple[str, ...] = ()
    on_sale: int = 0
    available: int = 0
    thumbnail: str = ""
    cheapest: Money | None = None
    dearest: Money | None = None

    @property
    def price_text(self) -> str:
        if self.cheapest is None or self.dearest is None:
            return ""
        ends = [formats.money(money) for money in (self.cheapest, self.dearest)]
        return ends[0] if self.cheapest == self.dearest else " – ".join(ends)

    @property
    def price_from(self) -> Decimal | None:
        return self.cheapest.amount if self.cheapest else None

    @property
    def price_to(self) -> Decimal | None:
        return self.dearest.amount if self.dearest else None

    @property
    def sku_list(self) -> str:
        return ", ".join(self.skus)


CHUNK = 2000


def product_rows(product_ids: Collection[int], *, with_pictures: bool = True) -> dict[int, ProductRow]:
    """Return rows by product id, an entry for every id."""
    ids = list(product_ids)
    rows: dict[int, ProductRow] = {}
    for start in range(0, len(ids), CHUNK):
        rows |= _product_rows(ids[start : start + CHUNK], with_pictures=with_pictures)
    return rows


def _product_rows(ids: list[int], *, with_pictures: bool) -> dict[int, ProductRow]:
    found = ProductVariant.objects.filter(product_id__in=ids).order_by("sort_order", "pk")
    by_product: dict[int, list[tuple[int, str, bool, int]]] = defaultdict(list)
    columns = ("product_id", "pk", "sku", "is_active", "card__available")
    for product_id, pk, sku, is_active, available in found.values_list(*columns):
        by_product[product_id].append((pk, sku, is_active, available or 0))
    active = [pk for variants in by_product.values() for pk, _sku, is_active, _free in variants if is_active]
    prices = pricing.variant_prices(active)
    pictures = _first_pictures(ids) if with_pictures else {}
    rows = {}
    for product_id in ids:
        variants = by_product.get(product_id, [])
        on_sale = [variant for variant in variants if variant[2]]
        charged = sorted(prices[pk].charged.amount for pk, *_rest in on_sale if pk in prices)
        rows[product_id] = ProductRow(
            skus=tuple(sku for _pk, sku, _is_active, _free in variants),
            on_sale=len(on_sale),
            available=sum(free for *_rest, free in on_sale),
            thumbnail=pictures.get(product_id, ""),
            cheapest=Money(charged[0], "UAH") if charged else None,
            dearest=Money(charged[-1], "UAH") if charged else None,
        )
    return rows


def product_statuses(products: Collection[Product]) -> dict[int, str]:
    """Return where each product stands between draft and public; Wagtail's own word asks row by row."""
    keys = [str(product.pk) for product in products]
    kind = ContentType.objects.get_for_model(Product)
    scheduled = set(
        Revision.objects.filter(
            base_content_type=kind, object_id__in=keys, approved_go_live_at__isnull=False
        ).values_list("object_id", flat=True)
    )
    waiting = set(
        WorkflowState.objects.filter(
            base_content_type=kind, object_id__in=keys, status=WorkflowState.STATUS_IN_PROGRESS
        ).values_list("object_id", flat=True)
    )
    return {
        product.pk: _status(product, str(product.pk) in scheduled, str(product.pk) in waiting)
        for product in products
    }


def _status(product: Product, is_scheduled: bool, is_waiting: bool) -> str:
    parts = [pgettext("product", "published")] if product.live else []
    if is_scheduled:
        parts.append(pgettext("product", "scheduled"))
    elif is_waiting:
        parts.append(pgettext("product", "awaiting approval"))
    elif not product.live:
        parts.append(pgettext("product", "expired") if product.expired else pgettext("product", "draft"))
    elif product.has_unpublished_changes:
        parts.append(pgettext("product", "with a draft"))
    return " + ".join(parts)


def _first_pictures(product_ids: list[int]) -> dict[int, str]:
    media = VariantMedia.objects.filter(variant__product_id__in=product_ids).select_related(
        "picture", "variant"
    )
    firsts: dict[int, Picture] = {}
    for item in media.order_by("variant__sort_order", "variant_id", "sort_order", "pk"):
        firsts.setdefault(item.variant.product_id, item.picture)
    urls = picture_urls(firsts.values())
    return {product_id: urls[picture.pk] for product_id, picture in firsts.items() if picture.pk in urls}
