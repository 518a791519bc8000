"""A listing page: what is shown for a place in the catalog and a query string."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.enums import Kind
from catalog.index import filters as reading
from catalog.index import selectors as engine
from catalog.index.filters import Filters, Problem, Span
from catalog.index.selectors import Counts, PriceRange, Prices, Scope
from catalog.selectors.taxonomy import BranchView, Place, branches_below
from catalog.web.cards import Card, product_cards
from catalog.web.facets import (
    Chip,
    Facet,
    Labels,
    RangeFacet,
    address,
    chips,
    facet_groups,
    range_facets,
)
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import CHARGED, convert, convert_back
from gemkit.money import CENT

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; without a number it is a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list as `components/pagination.html` shows them."""

    number: int
    num_pages: int
    shown: int
    total: int
    progress: int
    more_url: str
    more_count: int
    previous_url: str
    next_url: str
    links: list[PageLink]


@dataclass(frozen=True, slots=True)
class Empty:
    """What to say and where to go when nothing fits."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the page shows."""

    path: str
    filters: Filters
    cards: list[Card]
    total: int
    scope_total: int
    count_text: str
    scope_text: str
    show_text: str
    facets: dict[str, Facet]
    ranges: dict[str, RangeFacet]
    chips: list[Chip]
    hidden: list[tuple[str, str]]
    orderings: list[tuple[str, str, bool]]
    pages: Pages
    notices: list[str]
    empty: Empty | None
    branches: list[BranchView]


def scope_of(place: Place) -> Scope:
    ids = [branch.pk for branch in place.branches] + [None] * 3
    return Scope(kind=place.kind, type_id=ids[0], category_id=ids[1], subcategory_id=ids[2])


def prices_for(filters: Filters, *, currency: str) -> Prices:
    """Return what the engine must know of prices for these filters."""
    rate = pricing.current_rate("USD")
    bounds = None
    if filters.price:
        bounds = pricing.price_bounds(filters.price.low, filters.price.high, currency=currency)
    return Prices(rate=rate.rate if rate else None, bounds=bounds)


def listing_of(place: Place, params: QueryDict, *, language: str, currency: str) -> Listing:
    """Return the listing of ``place``; parameters that make no sense are left out with a notice."""
    words = Labels(engine.words(), language)
    filters, problems = reading.parse(params, known=words.known)
    scope, prices = scope_of(place), prices_for(filters, currency=currency)
    counts = engine.count(scope, filters, prices)
    typed = {name: str(params.get(name, "")) for name in params}
    path = place.url(language)
    pages = pages_of(counts.total, params.get("page"), path=path, filters=filters)
    ids = engine.page(scope, filters, prices, offset=(pages.number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    applied = chips(filters, words, path=path, currency=currency)
    return Listing(
        path=path,
        filters=filters,
        cards=product_cards(ids, language=language, currency=currency),
        total=counts.total,
        scope_total=counts.scope_total,
        count_text=count_text(counts.total, place.kind),
        scope_text=_("of %(total)d") % {"total": counts.scope_total}
        if counts.total != counts.scope_total
        else "",
        show_text=show_text(counts.total, place.kind),
        facets=facet_groups(filters, counts, words),
        ranges=range_facets(filters, _bounds(counts, currency), problems, typed, currency=currency),
        chips=applied,
        hidden=[pair for pair in filters.query() if pair[0] != "ordering"],
        orderings=_orderings(filters.ordering),
        pages=pages,
        notices=_notices(problems),
        empty=None if counts.total else _empty(place, scope, filters, prices, applied, language=language),
        branches=branches_below(place, language=language),
    )


def count_text(total: int, kind: Kind) -> str:
    if kind == Kind.JEWELRY:
        return ngettext("%(count)d piece", "%(count)d pieces", total) % {"count": total}
    return ngettext("%(count)d stone", "%(count)d stones", total) % {"count": total}


def show_text(total: int, kind: Kind) -> str:
    if kind == Kind.JEWELRY:
        return ngettext("Show %(count)d piece", "Show %(count)d pieces", total) % {"count": total}
    return ngettext("Show %(count)d stone", "Show %(count)d stones", total) % {"count": total}


def _orderings(chosen: str) -> list[tuple[str, str, bool]]:
    titles = {
        "relevance": pgettext("ordering", "available"),
        "newest": pgettext("ordering", "newest"),
        "price": pgettext("ordering", "cheapest"),
        "-price": pgettext("ordering", "dearest"),
        "-carat": pgettext("ordering", "heaviest"),
        "carat": pgettext("ordering", "lightest"),
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


def pages_of(total: int, asked: str | None, *, path: str, filters: Filters) -> Pages:
    """Return the pages; a number past the end is the last page, nonsense the first."""
    num_pages = max(1, -(-total // PAGE_SIZE))
    text = (asked or "").strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    number = min(max(number, 1), num_pages)
    shown = min(number * PAGE_SIZE, total)

    def url(page: int) -> str:
        return address(path, filters, page=page)

    near = sorted({1, num_pages, *range(max(1, number - 2), min(num_pages, number + 2) + 1)})
    links: list[PageLink] = []
    for page in near:
        if links and page > (links[-1].number or 0) + 1:
            links.append(PageLink(None))
        links.append(PageLink(page, url(page), page == number))
    has_more = number < num_pages
    return Pages(
        number=number,
        num_pages=num_pages,
        shown=shown,
        total=total,
        progress=shown * 100 // total if total else 100,
        more_url=url(number + 1) if has_more else "",
        more_count=min(PAGE_SIZE, total - shown),
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if has_more else "",
        links=links,
    )


def _notices(problems: list[Problem]) -> list[str]:
    """Say once what was left out; a wrong range says so at its own fields."""
    shown_at_fields = {f"{name}_{end}" for name in ("price", "carat", "length") for end in ("min", "max")}
    return list(
        dict.fromkeys(str(problem.text) for problem in problems if problem.attr not in shown_at_fields)
    )[:3]


def _empty(
    place: Place, scope: Scope, filters: Filters, prices: Prices, applied: list[Chip], *, language: str
) -> Empty:
    found = engine.closest(scope, filters, prices)
    if found is not None:
        name, number = found
        words = ", ".join(chip.text for chip in applied if chip.name == name)
        closest = count_text(number, place.kind)
        return Empty(
            title=_("Nothing fits all of this."),
            text=_("Closest: without “%(condition)s”, %(count)s.") % {"condition": words, "count": closest},
            url=address(place.url(language), filters.without(name)),
            action=show_text(number, place.kind),
        )
    if filters:
        return Empty(
            title=_("Nothing fits all of this."),
            text=_("Lift some of the conditions."),
            url=place.url(language),
            action=_("Clear all filters"),
        )
    top = Place(place.kind)
    if place.branches:
        return Empty(_("Nothing is here yet."), "", top.url(language), _("See everything we have"))
    return Empty(_("Nothing is here yet."), "", f"/{language}/", _("To the home page"))
