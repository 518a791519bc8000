"""Pages of the catalog."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.selectors.products import page_variants
from catalog.selectors.taxonomy import place_at
from catalog.web import grounds
from catalog.web.grounds import Ground
from catalog.web.listing import Listing, listing_of
from catalog.web.product import product_context, translations_of
from catalog.web.seo import Meta, absolute, alternates, breadcrumb_list, json_ld, shared_picture
from catalog.web.shelves import shelves_of
from commerce.inventory import selectors as inventory

_SLUGS = ("type_slug", "category_slug", "subcategory_slug")


@require_safe
def listing(request: HttpRequest, kind: Kind, **slugs: str) -> HttpResponse:
    """A level of the hierarchy with its filters."""
    language = _language()
    place = place_at(kind, [slugs[name] for name in _SLUGS if name in slugs], language=language)
    if place is None:
        raise Http404
    if place.url(language) != request.path:  # a slug of the other language
        return _moved(request, place.url(language))
    return listing_page(request, grounds.of_place(place, language=language))


@require_safe
def collection(request: HttpRequest, code: str) -> HttpResponse:
    """A collection with the same filters."""
    found = index.words().by_code["collection"].get(code)
    if found is None:
        raise Http404
    return listing_page(request, grounds.of_collection(found, language=_language()))


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """All collections, each with its first pieces."""
    language = _language()
    paths = {code: grounds.collections_path(code) for code in ("uk", "en")}
    request.translations = paths  # type: ignore[attr-defined]
    shelves = shelves_of(language=language, currency=request.currency)  # type: ignore[attr-defined]
    heading = _("Collections")
    crumbs = [grounds.home_crumb(language)]
    context = {
        "heading": heading,
        "crumbs": crumbs,
        "shelves": shelves,
        "meta": Meta(
            title=heading,
            description=_("Stones and jewelry that go together, chosen by people who know them."),
            canonical=absolute(paths[language]),
            alternates=alternates(paths),
            image=shared_picture(shelves[0].cards[0].picture) if shelves and shelves[0].cards else None,
        ),
        "json_ld": json_ld(breadcrumb_list(crumbs, current=heading, url=paths[language])),
    }
    return render(request, "catalog/collections.html", context)


@require_safe
def sale(request: HttpRequest) -> HttpResponse:
    """Exactly what is reduced now."""
    return listing_page(request, grounds.of_sale(language=_language()))


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came lately, newest first."""
    return listing_page(request, grounds.of_new(language=_language()))


def listing_page(
    request: HttpRequest,
    ground: Ground,
    *,
    template: str = "catalog/listing.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Render the listing of ``ground``; ``more`` goes to the template beside it."""
    language = _language()
    request.translations = ground.paths  # type: ignore[attr-defined]
    shown = listing_of(ground, request.GET, language=language, currency=request.currency)  # type: ignore[attr-defined]
    context = {
        "ground": ground,
        "listing": shown,
        "meta": _listing_meta(ground, shown, language),
        "json_ld": json_ld(
            breadcrumb_list(list(ground.crumbs), current=ground.heading, url=ground.path(language))
        ),
        **(more or {}),
    }
    return render(request, template, context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product; ``?variant=`` chooses which stone of it."""
    language = _language()
    variants = page_variants(slug, language=language)
    if not variants:  # unknown, a draft, or every variant was withdrawn
        raise Http404
    found = variants[0].product
    translations = translations_of(found)
    if translations[language] != request.path:  # the other language's slug
        return _moved(request, translations[language])
    request.translations = translations  # type: ignore[attr-defined]
    context = product_context(
        found,
        variants,
        stock={
            variant.pk: inventory.availability_of(variant.available or 0, variant.is_made_to_order)
            for variant in variants
        },
        sku=request.GET.get("variant", ""),
        language=language,
        currency=request.currency,  # type: ignore[attr-defined]
    )
    return render(request, "catalog/product.html", context)


def _language() -> str:
    return "en" if get_language() == "en" else "uk"


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _listing_meta(ground: Ground, shown: Listing, language: str) -> Meta:
    number = shown.pages.number
    tail = f"?{urlencode({'page': number})}" if number > 1 else ""
    title = ground.heading
    if number > 1:
        title = _("%(heading)s, page %(number)d") % {"heading": ground.heading, "number": number}
    cards = shown.cards
    return Meta(
        title=title,
        description=ground.intro,
        canonical=absolute(shown.path + tail),
        alternates=alternates({code: path + tail for code, path in ground.paths.items()}),
        is_indexed=not shown.filters and not ground.query and shown.view == "grid",
        image=shared_picture(cards[0].picture) if cards else None,
    )
