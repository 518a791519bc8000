"""Shop windows of pages: what a collection or a pasted address of a list asks the index for, and where it leads."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters, Problem, parse
from catalog.index.selectors import Prices, Scope
from catalog.selectors.taxonomy import Place, place_at, place_url
from catalog.web import grounds
from catalog.web.listing import prices_for
from commerce.pricing.domain import CHARGED

Window = tuple[Scope, Filters, Prices, str]
"""The part of the catalog, the filters with their order, what the engine must know of prices, and the address."""

_SLUGS = ("type_slug", "category_slug", "subcategory_slug")


def window_of(*, collection: str, rule: str, ordering: str, language: str) -> Window | None:
    """Return what a collection (a code) or a rule (path and query of a list) shows of what can be bought now.

    None when there is neither, or what there was is gone. No query.
    """
    if collection:
        word = index.words().by_code["collection"].get(collection)
        if word is None:
            return None
        filters = Filters(in_stock=True, ordering=ordering)
        url = grounds.of_collection(word, language=language).path(language)
        return Scope(collection=collection), filters, prices_for(filters, currency=CHARGED), url
    if not rule:
        return None
    found = _read(rule)
    if isinstance(found, str):
        return None
    scope, filters, place, _problems = found
    pairs = filters.query()
    order = filters.ordering if ordering == "relevance" else ordering
    asked = replace(filters, ordering=order, in_stock=True)
    path = _path(scope, place, language)
    url = f"{path}?{urlencode(pairs)}" if pairs else path
    return scope, asked, prices_for(asked, currency=CHARGED), url


def problems_of(rule: str) -> str:
    """Return what is wrong with a rule, in the active language; empty when it can be used."""
    found = _read(rule)
    if isinstance(found, str):
        return found
    scope, filters, place, problems = found
    if problems:
        return " ".join(dict.fromkeys(str(problem.text) for problem in problems))
    if not filters and not place.branches and not (scope.sale or scope.new or scope.collection):
        return _("This list has no filters: it is the whole shop. Filter it first, then paste its address.")
    return ""


def _read(rule: str) -> tuple[Scope, Filters, Place, list[Problem]] | str:
    parts = urlsplit(rule)
    found = _part_at(parts.path or "/stones/")
    if found is None:
        return _("This is not the address of a list in the shop, such as /stones/?shape=oval.")
    filters, problems = parse(QueryDict(parts.query), known=index.words().known)
    scope, place = found
    return scope, filters, place, problems


def _part_at(path: str) -> tuple[Scope, Place] | None:
    """Return what the address of a list is about, with or without its language."""
    named = path.startswith(("/uk/", "/en/"))
    for language in ("en",) if path.startswith("/en/") else ("uk", "en"):
        with override(language):
            try:
                match = resolve(path if named else f"/{language}{path}")
            except Resolver404:
                continue
        if "kind" in match.kwargs:
            slugs = [match.kwargs[name] for name in _SLUGS if name in match.kwargs]
            place = place_at(match.kwargs["kind"], slugs, language=language)
            if place is None:
                continue
            ids = [branch.pk for branch in place.branches] + [None] * 3
            return Scope(place.kind, ids[0], ids[1], ids[2]), place
        whole = Place(Kind.STONE)
        if match.view_name == "catalog:sale":
            return Scope(sale=True), whole
        if match.view_name == "catalog:new":
            return Scope(new=True), whole
        if (
            match.view_name == "catalog:collection"
            and match.kwargs["code"] in index.words().by_code["collection"]
        ):
            return Scope(collection=match.kwargs["code"]), whole
    return None


def _path(scope: Scope, place: Place, language: str) -> str:
    if scope.sale:
        return grounds.paths_of("sale")[language]
    if scope.new:
        return grounds.paths_of("new")[language]
    if scope.collection:
        return grounds.paths_of("collection", scope.collection)[language]
    return place_url(place.kind, place.branches, language=language)
