"""What is asked of the index and what it answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from catalog.index.filters import Span


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
    """The part of the catalog that a page is about; everything when nothing is given.

    ``collection`` is a code; ``sale`` and ``new`` are the pages of that name; ``products`` (ids, best first) is
    what a search found, ``variants`` those of their variants that were asked for by number: the others of the
    same products stay out.
    """

    kind: str | None = None
    type_id: int | None = None
    category_id: int | None = None
    subcategory_id: int | None = None
    collection: str | None = None
    sale: bool = False
    new: bool = False
    products: tuple[int, ...] | None = None
    variants: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True)
class RuleBounds:
    """The price of a rule in UAH, to the kopiyka and without rounding to a step."""

    uah_min: Decimal | None
    uah_max: Decimal | None
    usd_min: Decimal | None
    usd_max: Decimal | None
    is_empty: bool = False

    @classmethod
    def of(cls, price: Span, rate: Decimal | None) -> RuleBounds:
        low, high = (None if end is None or not rate else end / rate for end in (price.low, price.high))
        return cls(price.low, price.high, low, high)
