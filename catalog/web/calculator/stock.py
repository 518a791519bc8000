"""What of a computed stone is in stock: filters, their count, and the address that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from catalog.calculator.scale import same_size
from catalog.calculator.weights import ROUND, Estimate
from catalog.enums import Kind
from catalog.index import selectors as engine
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Scope
from catalog.selectors.calculator import Mineral
from catalog.selectors.taxonomy import place_url
from catalog.web.listing import prices_for


@dataclass(frozen=True, slots=True)
class Stock:
    """How many products match, and where they are listed."""

    count: int
    url: str
    filters: Filters


def stock_of(filters: Filters, *, mineral: Mineral | None, language: str) -> Stock:
    """Return what is in stock of a mineral, or of all stones, by these filters."""
    scope = Scope(kind=Kind.STONE, type_id=mineral.pk if mineral else None)
    path = mineral.url if mineral else place_url(Kind.STONE, [], language=language)
    count = engine.total(scope, filters, prices_for(filters, currency="UAH"))
    return Stock(count=count, url=f"{path}?{urlencode(filters.query())}", filters=filters)


def filters_by_size(shape: str, *, length: Decimal, width: Decimal) -> Filters:
    """Return filters for stones that pass for this size."""
    return Filters(
        shape=(shape,),
        length=Span(*same_size(length)),
        width=Span() if shape == ROUND else Span(*same_size(width)),
        in_stock=True,
    )


def filters_by_weight(shape: str, *, carat: Estimate) -> Filters:
    """Return filters for stones within the band of a weight."""
    return Filters(shape=(shape,), in_stock=True, carat=Span(carat.low, carat.high))
