"""Reads for changes of many prices: which variants are meant, how a change stands, its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from catalog.index import filters as reading
from catalog.index import selectors as index
from catalog.index.filters import Filters, Params, Problem
from commerce.pricing.domain import BASE, CHARGED
from commerce.pricing.enums import RepriceRowState
from commerce.pricing.models import Reprice, RepriceRow
from commerce.pricing.selectors.prices import price_bounds
from commerce.pricing.selectors.rates import current_rate
from gemkit.clock import now

MOST_SKUS = 20_000
MOST_DAYS = 36_500
LONGEST_QUERY = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """Which variants a change is about: all filters hold for one and the same, SKUs narrow them further.

    Filters see what is on sale; SKUs alone, without a filter, find drafts as well. ``currency`` is that of the
    price filter; the days say how long ago a product was added, at least (``older``) or at most (``newer``).
    """

    filters: Filters = field(default_factory=Filters)
    currency: str = CHARGED
    older: int | None = None
    newer: int | None = None
    is_all: bool = False
    skus: tuple[str, ...] = ()

    @property
    def has_filters(self) -> bool:
        return bool(self.filters) or self.older is not None or self.newer is not None

    @property
    def is_empty(self) -> bool:
        return not (self.has_filters or self.is_all or self.skus)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters as they stand in an address."""
        pairs = [pair for pair in self.filters.query() if pair[0] != "ordering"]
        if self.filters.price:
            pairs.append(("price_currency", self.currency))
        days = (("older", self.older), ("newer", self.newer))
        pairs += [(name, str(number)) for name, number in days if number is not None]
        return [*pairs, ("all", "1")] if self.is_all else pairs

    @property
    def query(self) -> str:
        return urlencode(self.pairs)


def choice_read(params: Params, *, skus: str = "") -> tuple[Choice, list[Problem]]:
    """Return what parameters and a text of SKUs mean, and what of it was not understood."""
    filters, problems = reading.parse(params, known=index.words().known)
    currency = _last(params, "price_currency") or CHARGED
    if currency not in settings.SHOP_CURRENCIES:
        problems.append(Problem("price_currency", _("Unknown currency.")))
        currency = CHARGED
    days = {name: _days(params, name, problems) for name in ("older", "newer")}
    wanted = tuple(dict.fromkeys(skus.replace(",", " ").replace(";", " ").split()))
    if len(wanted) > MOST_SKUS:
        problems.append(Problem("skus", _("Too many SKUs for one change.")))
    choice = Choice(
        filters, currency, days["older"], days["newer"], _last(params, "all") in {"1", "on", "true"}, wanted
    )
    if len(choice.query) > LONGEST_QUERY:
        problems.append(Problem("filter", _("Too many filters for one change.")))
    if choice.is_empty:
        problems.append(Problem("filter", _("Choose at least one filter, SKUs, or everything on sale.")))
    return choice, problems


def _last(params: Params, name: str) -> str:
    given = params.getlist(name)
    return given[-1].strip() if given else ""


def _days(params: Params, name: str, problems: list[Problem]) -> int | None:
    text = _last(params, name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= MOST_DAYS):
        problems.append(Problem(name, _("A whole number of days is needed here.")))
        return None
    return int(text)


def choice_of(row: Reprice) -> Choice:
    """Return the choice a change was made with; values that are gone since find nothing."""
    return choice_read(QueryDict(row.query), skus=row.skus)[0]


def chosen_variants(choice: Choice) -> list[int]:
    """Return the ids of the chosen variants in order. Not to be asked inside a transaction that writes."""
    named = sorted(catalog.ids_of_skus(choice.skus).values()) if choice.skus else None
    if named is not None and not choice.has_filters:
        return named
    moment, rate = now(), current_rate(BASE)
    bounds = None
    if price := choice.filters.price:
        bounds = price_bounds(price.low, price.high, currency=choice.currency)
    found = index.matching_variants(
        choice.filters,
        index.Prices(rate=rate.rate if rate else None, bounds=bounds),
        added_after=None if choice.newer is None else moment - dt.timedelta(days=choice.newer),
        added_before=None if choice.older is None else moment - dt.timedelta(days=choice.older),
    )
    return found if named is None else sorted(set(found).intersection(named))


def skus_unknown(choice: Choice) -> list[str]:
    """Return those of the named SKUs that no variant has."""
    known = catalog.ids_of_skus(choice.skus)
    return [sku for sku in choice.skus if sku not in known]


def reprices() -> QuerySet[Reprice]:
    """Return all changes of many prices, the newest first."""
    return Reprice.objects.order_by("-pk")


def reprice(reprice_id: int) -> Reprice | None:
    return Reprice.objects.filter(pk=reprice_id).first()


def reprice_rows(row: Reprice, *, show: str = "") -> QuerySet[RepriceRow]:
    """Return the rows of a change; ``show`` is a state of rows, or ``warned``."""
    rows = row.rows.order_by("pk")
    if show == "warned":
        return rows.filter(new__isnull=False).exclude(warnings=[])
    return rows.filter(state=show) if show in RepriceRowState.values else rows


def row_counts(row: Reprice) -> dict[str, int]:
    """Return how many rows of a change are in each state."""
    return dict(row.rows.order_by().values_list("state").annotate(Count("pk")))


def moved_skus(row: Reprice, *, limit: int = 100) -> list[str]:
    """Return the SKUs whose prices were left alone because somebody had changed them."""
    states = (RepriceRowState.MOVED, RepriceRowState.KEPT)
    return list(row.rows.filter(state__in=states).order_by("pk").values_list("sku", flat=True)[:limit])


def percent_of(row: Reprice) -> Decimal | None:
    """Return by how many per cent the sum of the changed prices moves."""
    if not row.sum_before:
        return None
    return ((row.sum_after - row.sum_before) * 100 / row.sum_before).quantize(Decimal("0.01"))
