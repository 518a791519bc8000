"""A listing page: what is shown for a part of the catalog and a query string."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.enums import Kind
from catalog.index import filters as reading
from catalog.index import selectors as engine
from catalog.index.filters import RANGES, Filters, Problem, Span
from catalog.index.selectors import Counts, PriceRange, Prices
from catalog.selectors.taxonomy import BranchView, Place, branches_below
from catalog.web.cards import Card, product_cards
from catalog.web.facets import (
    FIRST,
    Chip,
    Facet,
    Labels,
    RangeFacet,
    chips,
    facet_groups,
    range_facets,
)
from catalog.web.grounds import Ground
from catalog.web.paging import PAGE_SIZE, Pages, pages_of
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import CHARGED, convert, convert_back
from gemkit.money import CENT

VIEWS = ("grid", "table")
FIRST_RANGES = {"price", "carat", "length"}


@dataclass(frozen=True, slots=True)
class Empty:
    """What to say and where to go when nothing fits."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Look:
    """A way to look at the list, with its address."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the page shows. ``path`` with ``query`` is the list without filters."""

    path: str
    clear_url: str
    filters: Filters
    view: str
    looks: list[Look]
    cards: list[Card]
    total: int
    scope_total: int
    count_text: str
    scope_text: str
    show_text: str
    facets: list[Facet]
    more_facets: list[Facet]
    ranges: dict[str, RangeFacet]
    first_ranges: list[RangeFacet]
    more_ranges: list[RangeFacet]
    chips: list[Chip]
    kept: list[tuple[str, str]]
    hidden: list[tuple[str, str]]
    orderings: list[tuple[str, str, bool]]
    pages: Pages
    notices: list[str]
    empty: Empty | None
    branches: list[BranchView] = field(default_factory=list)


class Addresses:
    """The addresses of one listing: its path, what stands before the filters, the filters, the rest."""

    def __init__(self, ground: Ground, *, view: str, language: str) -> None:
        self.path = ground.path(language)
        self.before = ground.query
        self.after = (("view", view),) if view != VIEWS[0] else ()

    def of(self, filters: Filters, *, page: int = 1, view: str | None = None) -> str:
        after = self.after if view is None else (("view", view),) if view != VIEWS[0] else ()
        pairs = [*self.before, *filters.query(), *after, *([("page", str(page))] if page > 1 else [])]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def prices_for(filters: Filters, *, currency: str) -> Prices:
    """Return what the engine must know of prices for these filters."""
    rate = pricing.current_rate("USD")
    bounds = None
    if filters.price:
        bounds = pricing.price_bounds(filters.price.low, filters.price.high, currency=currency)
    return Prices(rate=rate.rate if rate else None, bounds=bounds)


def listing_of(ground: Ground, params: QueryDict, *, language: str, currency: str) -> Listing:
    """Return the listing of ``ground``; parameters that make no sense are left out with a notice."""
    words = Labels(engine.words(), language)
    filters, problems = reading.parse(params, known=words.known)
    prices = prices_for(filters, currency=currency)
    counts = engine.count(ground.scope, filters, prices, facets=ground.facets)
    view = params.get("view", "")
    addresses = Addresses(ground, view=view if view in VIEWS else VIEWS[0], language=language)
    pages = pages_of(counts.total, params.get("page"), address=lambda page: addresses.of(filters, page=page))
    ids = engine.page(ground.scope, filters, prices, offset=(pages.number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    applied = chips(filters, words, address=addresses.of, currency=currency)
    typed = {name: str(params.get(name, "")) for name in params}
    shown = view if view in VIEWS else VIEWS[0]
    facets = facet_groups(filters, counts, words, kind=ground.kind)
    ranges = range_facets(
        filters, _bounds(counts, currency), problems, typed, currency=currency, kind=ground.kind
    )
    kept = [*addresses.before, *addresses.after]
    return Listing(
        path=addresses.path,
        clear_url=addresses.of(Filters()),
        filters=filters,
        view=shown,
        looks=[
            Look(name, addresses.of(filters, page=pages.number, view=name), name == shown) for name in VIEWS
        ],
        cards=product_cards(ids, language=language, currency=currency),
        total=counts.total,
        scope_total=counts.scope_total,
        count_text=count_text(counts.total, ground.kind),
        scope_text=_("of %(total)d") % {"total": counts.scope_total}
        if counts.total != counts.scope_total
        else "",
        show_text=show_text(counts.total, ground.kind),
        facets=[facet for facet in facets if facet.name in FIRST],
        more_facets=[facet for facet in facets if facet.name not in FIRST],
        ranges=ranges,
        first_ranges=[facet for name, facet in ranges.items() if name in FIRST_RANGES],
        more_ranges=[facet for name, facet in ranges.items() if name not in FIRST_RANGES],
        chips=applied,
        kept=kept,
        hidden=[*kept, *(pair for pair in filters.query() if pair[0] != "ordering")],
        orderings=_orderings(filters.ordering, is_ranked=ground.scope.products is not None),
        pages=pages,
        notices=_notices(problems),
        empty=None
        if counts.total
        else _empty(ground, filters, prices, applied, addresses=addresses, language=language),
        branches=branches_below(ground.place, language=language) if ground.place else [],
    )


def count_text(total: int, kind: Kind | None) -> str:
    """Return ``32 stones``."""
    if kind == Kind.STONE:
        return ngettext("%(count)d stone", "%(count)d stones", total) % {"count": total}
    return ngettext("%(count)d piece", "%(count)d pieces", total) % {"count": total}


def show_text(total: int, kind: Kind | None) -> str:
    """Return ``Show 32 stones``."""
    if kind == Kind.STONE:
        return ngettext("Show %(count)d stone", "Show %(count)d stones", total) % {"count": total}
    return ngettext("Show %(count)d piece", "Show %(count)d pieces", total) % {"count": total}


def _orderings(chosen: str, *, is_ranked: bool) -> list[tuple[str, str, bool]]:
    titles = {
        "relevance": pgettext("ordering", "best match") if is_ranked else pgettext("ordering", "available"),
        "newest": pgettext("ordering", "newest"),
        "price": pgettext("ordering", "cheapest"),
        "-price": pgettext("ordering", "dearest"),
        "-carat": pgettext("ordering", "heaviest"),
        "carat": pgettext("ordering", "lightest"),
        "popular": pgettext("ordering", "most ordered"),
    }
    return [(name, title, name == chosen) for name, title in titles.items()]


def _bounds(counts: Counts, currency: str) -> dict[str, Span]:
    return {**counts.ranges, "price": price_span(counts.price, currency)}


def price_span(found: PriceRange, currency: str) -> Span:
    """Return the cheapest and the dearest price in ``currency``."""
    table = pricing.rate_table()
    usd, step = table.rates.get("USD"), table.steps.get(CHARGED, Decimal(1))
    lows = [found.uah_min] if found.uah_min is not None else []
    highs = [found.uah_max] if found.uah_max is not None else []
    if usd is not None and found.usd_min is not None and found.usd_max is not None:
        lows.append(convert(found.usd_min, usd.rate, step))
        highs.append(convert(found.usd_max, usd.rate, step))
    if not lows or not highs:
        return Span()
    low, high = min(lows), max(highs)
    shown = table.rates.get(currency)
    if currency == CHARGED or shown is None:
        return Span(low, high)
    return Span(convert_back(low, shown.rate, CENT), convert_back(high, shown.rate, CENT))


def _notices(problems: list[Problem]) -> list[str]:
    """Say once what was left out; a wrong range says so at its own fields."""
    shown_at_fields = {f"{name}_{end}" for name in RANGES for end in ("min", "max")}
    return list(
        dict.fromkeys(str(problem.text) for problem in problems if problem.attr not in shown_at_fields)
    )[:3]


def _empty(
    ground: Ground,
    filters: Filters,
    prices: Prices,
    applied: list[Chip],
    *,
    addresses: Addresses,
    language: str,
) -> Empty:
    found = engine.closest(ground.scope, filters, prices)
    if found is not None:
        name, number = found
        words = ", ".join(chip.text for chip in applied if chip.name == name)
        closest = count_text(number, ground.kind)
        return Empty(
            title=_("Nothing fits all of this."),
            text=_("Closest: without “%(condition)s”, %(count)s.") % {"condition": words, "count": closest},
            url=addresses.of(filters.without(name)),
            action=show_text(number, ground.kind),
        )
    if filters:
        return Empty(
            title=_("Nothing fits all of this."),
            text=_("Lift some of the conditions."),
            url=addresses.of(Filters()),
            action=_("Clear all filters"),
        )
    if ground.kind is None or (ground.place and ground.place.branches):
        top = Place(ground.kind or Kind.STONE)
        return Empty(_("Nothing is here yet."), "", top.url(language), _("See everything we have"))
    return Empty(_("Nothing is here yet."), "", f"/{language}/", _("To the home page"))
