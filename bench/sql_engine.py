"""The listing engine in plain SQL: what the index is measured by, for speed and for truth.

All filters hold on one and the same variant. A product is shown once, with its best matching
variant: one that can be bought now, then the cheapest, then the oldest. Counts count products.
Only published products with active variants exist here.

Everything is two queries whatever the size: all counts in one UNION, and the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

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
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber

from catalog.index.conditions import NEW_DAYS
from catalog.index.filters import Filters, Span
from catalog.index.questions import Counts, PriceRange, Prices, Scope
from catalog.models import CollectionItem, ProductVariant, ZodiacStoneRecommendation
from gemkit.clock import now

_TYPE = "product__subcategory__category__stone_type"
_COLUMNS = {
    "shape": "shape__code",
    "cut": "cut__code",
    "color": "color__code",
    "treatment": "treatment",
    "origin": "origin",
    "clarity": "clarity",
    "metal": "metal",
    "lab": "report_lab",
    "nature": "product__nature",
    "stone": f"{_TYPE}__code",
    "category": "product__subcategory__category__code",
    "subcategory": "product__subcategory__code",
    "tag": "product__tags__code",
}
FACETS = tuple(_COLUMNS)
_MEASURES = {"carat": "carat", "length": "length_mm", "width": "width_mm", "depth": "depth_mm"}


def _place(scope: Scope) -> Q:
    if scope.subcategory_id is not None:
        return Q(product__subcategory=scope.subcategory_id)
    if scope.category_id is not None:
        return Q(product__subcategory__category=scope.category_id)
    if scope.type_id is not None:
        return Q(**{_TYPE: scope.type_id})
    return Q(**{f"{_TYPE}__kind": scope.kind}) if scope.kind is not None else Q()


def _published() -> QuerySet[ProductVariant]:
    # Plain columns only: ordering and language columns of the model play no part here.
    return ProductVariant.objects.filter(is_active=True, product__live=True).order_by()


def conditions(filters: Filters, prices: Prices) -> dict[str, Q]:
    """Return one condition a filter, all of them on the variant."""
    found = {
        name: Q(**{f"{column}__in": getattr(filters, name)})
        for name, column in _COLUMNS.items()
        if getattr(filters, name) and name != "tag"
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
    if filters.ring_size:
        found["ring_size"] = Q(ring_size__in=[Decimal(code) for code in filters.ring_size])
    if filters.collection:
        picked = CollectionItem.objects.filter(collection__code__in=filters.collection).values("product")
        found["collection"] = Q(product__in=picked)
    if filters.on_sale:
        found["on_sale"] = Q(card__is_reduced=True) & (
            (Q(card__sale_from__isnull=True) | Q(card__sale_from__lte=now()))
            & (Q(card__sale_until__isnull=True) | Q(card__sale_until__gt=now()))
        )
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
    """Return totals, ranges and facet counts in one query, a UNION of small ones."""
    found = conditions(filters, prices)
    variants = _published().filter(_place(scope))
    converted = _all(found, but="price") & Q(card__price_uah__isnull=True)
    parts = [
        _row(variants, "total", number=_products(_all(found))),
        _row(variants, "scope", number=_products(Q())),
        _row(variants, "carat", spread=("carat", _all(found, but="carat"))),
        _row(variants, "length", spread=("length_mm", _all(found, but="length"))),
        _row(variants, "usd", spread=("card__price_usd", converted)),
        _row(variants, "uah", spread=("card__price_uah", _all(found, but="price"))),
        *(_facet(variants, name, _all(found, but=name)) for name in FACETS),
    ]
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    # An empty catalog has no rows at all.
    single: dict[str, tuple[int, Decimal | None, Decimal | None]]
    single = dict.fromkeys(("total", "scope", "carat", "length", "usd", "uah"), (0, None, None))
    for kind, code, number, low, high in parts[0].union(*parts[1:], all=True):
        if kind not in facets:
            single[kind] = (number, low, high)
        elif code:
            facets[kind][code] = number
    return Counts(
        total=single["total"][0],
        scope_total=single["scope"][0],
        facets=facets,
        ranges={name: Span(*single[name][1:]) for name in ("carat", "length")},
        price=PriceRange(*single["usd"][1:], *single["uah"][1:]),
    )


_NUMBER = DecimalField(max_digits=20, decimal_places=2)
_NOTHING = Value(None, output_field=_NUMBER)


def _products(condition: Q) -> Count:
    return Count("product", filter=condition or None, distinct=True)


def _row(
    variants: QuerySet[ProductVariant],
    kind: str,
    *,
    number: Any = None,
    spread: tuple[str, Q] | None = None,
) -> QuerySet[ProductVariant, Any]:
    """Return a query of one row: a number of products, or the spread of a column."""
    low: Any = Cast(_NOTHING, _NUMBER)
    high: Any = Cast(_NOTHING, _NUMBER)
    if spread is not None:
        column, condition = spread
        low = Cast(Min(column, filter=condition or None), _NUMBER)
        high = Cast(Max(column, filter=condition or None), _NUMBER)
    rows = variants.annotate(
        kind=Value(kind, output_field=CharField()), code=Value("", output_field=CharField())
    )
    counted = rows.values("kind", "code").annotate(
        number=number or Count("pk", filter=Q(pk__in=[])), low=low, high=high
    )
    return counted.values_list("kind", "code", "number", "low", "high")


def _facet(variants: QuerySet[ProductVariant], name: str, rest: Q) -> QuerySet[ProductVariant, Any]:
    """Return a query of a row a value that occurs in the scope; its number heeds ``rest``."""
    column = _COLUMNS[name]
    rows = variants.filter(**{f"{column}__isnull": False}).annotate(
        kind=Value(name, output_field=CharField()), code=Cast(column, CharField())
    )
    counted = rows.values("kind", "code").annotate(
        number=_products(rest), low=Cast(_NOTHING, _NUMBER), high=Cast(_NOTHING, _NUMBER)
    )
    return counted.values_list("kind", "code", "number", "low", "high")


def page(scope: Scope, filters: Filters, prices: Prices, *, offset: int, limit: int) -> list[int]:
    """Return the variant ids of one page, one a product, in one query."""
    return list(_listed(scope, filters, prices)[offset : offset + limit])


def total(scope: Scope, filters: Filters, prices: Prices) -> int:
    """Return the number of products that match, without facets."""
    matching = _published().filter(_place(scope), _all(conditions(filters, prices)))
    return matching.aggregate(total=Count("product", distinct=True))["total"]


def closest(scope: Scope, filters: Filters, prices: Prices) -> tuple[str, int] | None:
    """Return the one filter that hides most, and how many products show without it; one query.

    None when leaving out a single filter does not help.
    """
    found = conditions(filters, prices)
    if not found:
        return None
    counts = {name: Count("product", filter=_all(found, but=name) or None, distinct=True) for name in found}
    row = _published().filter(_place(scope)).aggregate(**{f"without_{name}": n for name, n in counts.items()})
    name = max(found, key=lambda name: (row[f"without_{name}"], name))
    number = row[f"without_{name}"]
    return (name, number) if number else None


def _listed(scope: Scope, filters: Filters, prices: Prices) -> QuerySet[ProductVariant, int]:
    rate = Value(prices.rate or Decimal(1), output_field=DecimalField(max_digits=14, decimal_places=6))
    price = Coalesce(
        F("card__price_uah"),
        F("card__price_usd") * rate,
        output_field=DecimalField(max_digits=20, decimal_places=8),
    )
    kind = _published().filter(product__subcategory=OuterRef("product__subcategory")).order_by()
    demand = kind.values("product__subcategory").annotate(units=Sum("card__ordered")).values("units")
    matching = (
        _published()
        .filter(_place(scope), _all(conditions(filters, prices)))
        .annotate(
            uah=price,
            demand=Coalesce(Subquery(demand), 0),
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
        "popular": (F("wait").asc(), F("card__ordered").desc(), F("demand").desc(), *newest),
        "carat": (F("carat").asc(nulls_last=True), F("pk").asc()),
        "-carat": (F("carat").desc(nulls_last=True), F("pk").asc()),
    }
    return orders[ordering]
