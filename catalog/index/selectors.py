"""The listing engine: filters in, one page of variants, totals and facet counts out.

All filters hold on one and the same variant. A product is shown once, with its best matching
variant: one that can be bought now, then the cheapest, then the oldest. Counts count products.
Only published products with active variants exist here.

Everything is three queries whatever the size: the totals with the ranges, all facets in one UNION,
and the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber

from catalog.index.filters import Filters, Span
from catalog.models import ProductVariant, ZodiacStoneRecommendation
from gemkit.clock import now

NEW_DAYS = 60
FACETS = ("shape", "cut", "color", "treatment", "origin")
RANGES = ("price", "carat", "length")
_TYPE = "product__subcategory__category__stone_type"
_COLUMNS = {
    "shape": "shape__code",
    "cut": "cut__code",
    "color": "color__code",
    "treatment": "treatment",
    "origin": "origin",
    "stone": f"{_TYPE}__code",
    "category": "product__subcategory__category__code",
    "subcategory": "product__subcategory__code",
}
_MEASURES = {"carat": "carat", "length": "length_mm", "width": "width_mm", "depth": "depth_mm"}


class Bounds(Protocol):
    """A price filter as stored prices understand it (`commerce.pricing.domain.PriceBounds`)."""

    @property
    def uah_min(self) -> Decimal | None: ...
    @property
    def uah_max(self) -> Decimal | None: ...
    @property
    def usd_min(self) -> Decimal | None: ...
    @property
    def usd_max(self) -> Decimal | None: ...
    @property
    def is_empty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the hierarchy that a page is about; everything when nothing is given."""

    kind: str | None = None
    type_id: int | None = None
    category_id: int | None = None
    subcategory_id: int | None = None

    def condition(self) -> Q:
        if self.subcategory_id is not None:
            return Q(product__subcategory=self.subcategory_id)
        if self.category_id is not None:
            return Q(product__subcategory__category=self.category_id)
        if self.type_id is not None:
            return Q(**{_TYPE: self.type_id})
        return Q(**{f"{_TYPE}__kind": self.kind}) if self.kind is not None else Q()


@dataclass(frozen=True, slots=True)
class Prices:
    """What the engine must know of pricing: the base rate, and the price filter's meaning."""

    rate: Decimal | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The cheapest and the dearest stored prices: bases in USD, overrides in UAH."""

    usd_min: Decimal | None = None
    usd_max: Decimal | None = None
    uah_min: Decimal | None = None
    uah_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals and facets: ``facets[name][code]`` counts products, each facet ignoring itself.

    A code with 0 exists in the scope, but not beside the other filters.
    """

    total: int
    scope_total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    ranges: dict[str, Span] = field(default_factory=dict)
    price: PriceRange = field(default_factory=PriceRange)


def _published() -> QuerySet[ProductVariant]:
    # Plain columns only: ordering and language columns of the model play no part here.
    return ProductVariant.objects.filter(is_active=True, product__live=True).order_by()


def conditions(filters: Filters, prices: Prices) -> dict[str, Q]:
    """Return one condition a filter, all of them on the variant."""
    found = {
        name: Q(**{f"{column}__in": getattr(filters, name)})
        for name, column in _COLUMNS.items()
        if getattr(filters, name)
    }
    for name, column in _MEASURES.items():
        if span := getattr(filters, name):
            found[name] = _between(column, span.low, span.high)
    if filters.price:
        found["price"] = _price_condition(prices)
    if filters.tag:
        tagged = ProductVariant.objects.filter(product__tags__code__in=filters.tag, pk=OuterRef("pk"))
        found["tag"] = Q(Exists(tagged))
    if filters.zodiac:
        advised = ZodiacStoneRecommendation.objects.filter(sign__code__in=filters.zodiac).values("stone_type")
        found["zodiac"] = Q(**{f"{_TYPE}__in": advised})
    if filters.in_stock:
        found["in_stock"] = Q(card__available__gt=0)
    if filters.is_new:
        found["is_new"] = Q(product__created_at__gte=now() - dt.timedelta(days=NEW_DAYS))
    return found


def _between(column: str, low: Decimal | None, high: Decimal | None) -> Q:
    condition = Q(**{f"{column}__isnull": False})
    if low is not None:
        condition &= Q(**{f"{column}__gte": low})
    if high is not None:
        condition &= Q(**{f"{column}__lte": high})
    return condition


def _price_condition(prices: Prices) -> Q:
    bounds = prices.bounds
    if bounds is None or bounds.is_empty:
        return Q(pk__in=[])
    overridden = _between("card__price_uah", bounds.uah_min, bounds.uah_max)
    if prices.rate is None:  # a base price alone is no price then
        return overridden
    return overridden | (
        Q(card__price_uah__isnull=True) & _between("card__price_usd", bounds.usd_min, bounds.usd_max)
    )


def _all(found: dict[str, Q], *, but: str = "") -> Q:
    whole = Q()
    for name, condition in found.items():
        if name != but:
            whole &= condition
    return whole


def count(scope: Scope, filters: Filters, prices: Prices) -> Counts:
    """Return totals, ranges and facet counts in two queries."""
    found = conditions(filters, prices)
    variants = _published().filter(scope.condition())
    row = variants.aggregate(
        total=Count("product", filter=_all(found) or None, distinct=True),
        scope_total=Count("product", distinct=True),
        **_range_aggregates(found),
    )
    return Counts(
        total=row["total"],
        scope_total=row["scope_total"],
        facets=_facets(variants, found),
        ranges={name: Span(row[f"{name}_min"], row[f"{name}_max"]) for name in ("carat", "length")},
        price=PriceRange(row["usd_min"], row["usd_max"], row["uah_min"], row["uah_max"]),
    )


def _range_aggregates(found: dict[str, Q]) -> dict[str, Any]:
    aggregates: dict[str, Any] = {}
    for name in ("carat", "length"):
        rest = _all(found, but=name) or None
        aggregates[f"{name}_min"] = Min(_MEASURES[name], filter=rest)
        aggregates[f"{name}_max"] = Max(_MEASURES[name], filter=rest)
    rest = _all(found, but="price")
    converted = rest & Q(card__price_uah__isnull=True)
    aggregates |= {
        "usd_min": Min("card__price_usd", filter=converted),
        "usd_max": Max("card__price_usd", filter=converted),
        "uah_min": Min("card__price_uah", filter=rest or None),
        "uah_max": Max("card__price_uah", filter=rest or None),
    }
    return aggregates


def _facets(variants: QuerySet[ProductVariant], found: dict[str, Q]) -> dict[str, dict[str, int]]:
    parts = []
    for name in FACETS:
        column = _COLUMNS[name]
        counted = variants.exclude(**{f"{column}__isnull": True}).annotate(
            facet=Value(name, output_field=CharField()), code=Cast(column, CharField())
        )
        parts.append(
            counted.values("facet", "code")
            .annotate(number=Count("product", filter=_all(found, but=name) or None, distinct=True))
            .values_list("facet", "code", "number")
        )
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for facet, code, number in parts[0].union(*parts[1:], all=True):
        if code:
            facets[facet][code] = number
    return facets


def page(scope: Scope, filters: Filters, prices: Prices, *, offset: int, limit: int) -> list[int]:
    """Return the variant ids of one page, one a product, in one query."""
    return list(_listed(scope, filters, prices)[offset : offset + limit])


def total(scope: Scope, filters: Filters, prices: Prices) -> int:
    """Return the number of products that match, without facets."""
    matching = _published().filter(scope.condition(), _all(conditions(filters, prices)))
    return matching.aggregate(total=Count("product", distinct=True))["total"]


def _listed(scope: Scope, filters: Filters, prices: Prices) -> QuerySet[ProductVariant, int]:
    rate = Value(prices.rate or Decimal(1), output_field=DecimalField(max_digits=14, decimal_places=6))
    price = Coalesce(
        F("card__price_uah"),
        F("card__price_usd") * rate,
        output_field=DecimalField(max_digits=20, decimal_places=8),
    )
    matching = (
        _published()
        .filter(scope.condition(), _all(conditions(filters, prices)))
        .annotate(
            uah=price,
            wait=Case(
                When(card__available__gt=0, then=0),
                When(is_made_to_order=True, then=1),
                default=2,
                output_field=IntegerField(),
            ),
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("product"),
                order_by=[F("wait").asc(), F("uah").asc(nulls_last=True), F("pk").asc()],
            )
        )
        .filter(place=1)
    )
    return matching.order_by(*_order(filters.ordering)).values_list("pk", flat=True)


def _order(ordering: str) -> Iterable[Any]:
    newest = (F("product__created_at").desc(), F("product").desc())
    orders: dict[str, tuple[Any, ...]] = {
        "relevance": (F("wait").asc(), *newest),
        "newest": newest,
        "price": (F("uah").asc(nulls_last=True), F("pk").asc()),
        "-price": (F("uah").desc(nulls_last=True), F("pk").asc()),
        "carat": (F("carat").asc(nulls_last=True), F("pk").asc()),
        "-carat": (F("carat").desc(nulls_last=True), F("pk").asc()),
    }
    return orders[ordering]
