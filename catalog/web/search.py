"""The search page and what the search field suggests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters
from catalog.index.selectors import Scope
from catalog.search import services
from catalog.search.selectors import COUNTED, LONGEST_QUERY, Found, clean, find, highlight, says_same, suggest
from catalog.selectors.taxonomy import Place, branches_below
from catalog.web import grounds
from catalog.web.cards import Card, product_cards
from catalog.web.listing import prices_for
from catalog.web.seo import Meta, absolute, alternates
from catalog.web.views import listing_page
from commerce.pricing.domain import CHARGED, PriceView
from gemkit.api.throttling import limited

MOST_PRODUCTS, MOST_PLACES, MOST_PAGES = 4, 4, 3
MOST_SHOWN = 6
_LOOKED_AT = 24
POPULAR = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A place or a page with its words marked; ``title`` is the same without marks."""

    title: str
    marked: SafeString
    url: str
    above: str = ""
    snippet: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the search field offers for a query that may not be finished.

    ``products`` come with marked names; ``total`` is None where there are too many to count while somebody types.
    """

    found: Found
    products: list[tuple[Card, SafeString]] = field(default_factory=list)
    places: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    total: int | None = 0

    def __bool__(self) -> bool:
        return bool(self.products or self.places or self.pages)


def suggestions_for(query: str, *, language: str, currency: str) -> Suggestions:
    """Return products with their cards, branches and dictionary values, and pages for ``query``."""
    found = suggest(query, language=language, pages=MOST_PAGES, places=MOST_PLACES)
    cards = _cards(found, language=language, currency=currency)
    return Suggestions(
        found=found,
        products=[(card, highlight(card.name, found)) for card in cards],
        places=places_of(found),
        pages=pages_of(found),
        total=len(found.product_ids) if len(found.product_ids) < COUNTED else None,
    )


def _cards(found: Found, *, language: str, currency: str) -> list[Card]:
    """Return the cards of the best products, each with its best variant."""
    if not found.product_ids:
        return []
    scope = Scope(products=tuple(found.product_ids[:_LOOKED_AT]), variants=tuple(found.variant_ids))
    prices = prices_for(Filters(), currency=currency)
    ids = index.page(scope, Filters(), prices, offset=0, limit=MOST_PRODUCTS)
    cards = product_cards(ids, language=language, currency=currency, views=1)
    return [replace(card, price=_short(card.price, currency)) for card in cards]


def _short(price: PriceView | None, currency: str) -> PriceView | None:
    """Return what a row has room for: what is charged, and the visitor's own currency if he chose one."""
    return (
        None
        if price is None
        else replace(price, approx=price.approx if currency != CHARGED else (), was=None)
    )


def places_of(found: Found) -> list[Link]:
    return [
        Link(
            place.title,
            highlight(place.title, found),
            place.url,
            above="" if says_same(place.title, place.above) else place.above,
        )
        for place in found.places
    ]


def pages_of(found: Found) -> list[Link]:
    return [
        Link(page.title, highlight(page.title, found), page.url, snippet=highlight(page.snippet, found))
        for page in found.pages
    ]


@require_safe
@limited("search", "GET")
def search(request: HttpRequest) -> HttpResponse:
    """Everything that matches ``?q=``: products as a list with filters, sections, pages."""
    language = _language()
    query = clean(request.GET.get("q", ""))
    found = find(query, language=language) if query else Found("")
    if query and found.is_missed:
        services.miss_record(query, language=language)
    ground = grounds.of_search(query, found.product_ids, variant_ids=found.variant_ids, language=language)
    ground = replace(ground, heading=_heading(found))
    more: dict[str, Any] = {
        "found": found,
        "query": query,
        "longest_query": LONGEST_QUERY,
        "places": places_of(found)[:MOST_SHOWN],
        "pages_found": pages_of(found),
        "popular": [] if found.product_ids else popular(language),
        "meta": _meta(ground, language),
    }
    if found.product_ids:
        return listing_page(request, ground, template="catalog/search.html", more=more)
    request.translations = ground.paths  # type: ignore[attr-defined]
    return render(request, "catalog/search.html", {"ground": ground, "listing": None, "json_ld": "", **more})


@require_safe
@limited("search", "GET")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Rows of the search field's list, for a query that is being typed; nothing for an empty one."""
    language = _language()
    query = clean(request.GET.get("q", ""))
    if not query:
        return HttpResponse("")
    shown = suggestions_for(query, language=language, currency=request.currency)  # type: ignore[attr-defined]
    context = {
        "query": query,
        "shown": shown,
        "popular": [] if shown else popular(language),
        "all_url": reverse("catalog:search", query={"q": query}),
    }
    return render(request, "catalog/suggestions.html", context)


def popular(language: str) -> list[Link]:
    """Return the minerals with the most stones, to go on with where nothing was found."""
    branches = sorted(branches_below(Place(Kind.STONE), language=language), key=lambda branch: -branch.count)
    return [Link(branch.name, SafeString(), branch.url) for branch in branches[:POPULAR]]


def _heading(found: Found) -> str:
    return _("Search: “%(query)s”") % {"query": found.query} if found.query else _("Search")


def _meta(ground: grounds.Ground, language: str) -> Meta:
    """A page of results is nothing for other search engines."""
    return Meta(
        title=ground.heading,
        description=_("Stones, jewelry and texts of the shop that match a query."),
        canonical=absolute(ground.path(language)),
        alternates=alternates(ground.paths),
        is_indexed=False,
    )


def _language() -> str:
    return "en" if get_language() == "en" else "uk"
