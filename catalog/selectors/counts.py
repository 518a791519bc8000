"""How many products and variants there are, for staff."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from catalog.models import Product, ProductVariant, SearchMiss


@dataclass(frozen=True, slots=True)
class CatalogCounts:
    """Products by state; variants on sale that are gone, or nearly.

    A one-of-a-kind piece is never low: one is all there ever was.
    """

    published: int
    drafts: int
    sold_out: int
    low: int


def catalog_counts() -> CatalogCounts:
    """Return the counts in two queries."""
    products = Product.objects.aggregate(
        published=Count("pk", filter=Q(live=True)), drafts=Count("pk", filter=Q(live=False))
    )
    available = Q(card__available__gt=0)
    low_at = settings.LOW_STOCK_AT
    variants = ProductVariant.objects.filter(is_active=True).aggregate(
        sold_out=Count("pk", filter=~available),
        low=Count("pk", filter=available & Q(card__available__lte=low_at, is_one_of_a_kind=False)),
    )
    return CatalogCounts(**products, **variants)


def miss_count() -> int:
    """Return how many different searches found nothing."""
    return SearchMiss.objects.count()
