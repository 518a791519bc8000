"""Pages of the catalog."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.enums import Kind
from catalog.selectors.facts import translated
from catalog.selectors.products import product_at
from catalog.selectors.taxonomy import Place, place_at
from catalog.web.listing import Listing, listing_of
from catalog.web.product import product_context, translations_of
from catalog.web.seo import Meta, absolute, alternates, breadcrumb_list, json_ld, shared_picture

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
    translations = {code: place.url(code) for code in ("uk", "en")}
    request.translations = translations  # type: ignore[attr-defined]
    shown = listing_of(place, request.GET, language=language, currency=request.currency)  # type: ignore[attr-defined]
    crumbs = crumbs_of(place, language)
    context = {
        "place": place,
        "heading": heading_of(place, language),
        "latin": place.stone_type.latin_name if place.stone_type and len(place.branches) == 1 else "",
        "intro": intro_of(place, language),
        "crumbs": crumbs,
        "listing": shown,
        "meta": _listing_meta(place, shown, translations, language),
        "json_ld": json_ld(
            breadcrumb_list(crumbs, current=heading_of(place, language), url=place.url(language))
        ),
    }
    return render(request, "catalog/listing.html", context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product; ``?variant=`` chooses which stone of it."""
    language = _language()
    found = product_at(slug, language=language)
    if found is None:
        raise Http404
    translations = translations_of(found)
    if translations[language] != request.path:  # the other language's slug
        return _moved(request, translations[language])
    request.translations = translations  # type: ignore[attr-defined]
    context = product_context(
        found,
        sku=request.GET.get("variant", ""),
        language=language,
        currency=request.currency,  # type: ignore[attr-defined]
    )
    if context["chosen"] is None:  # every variant was withdrawn
        raise Http404
    return render(request, "catalog/product.html", context)


def _language() -> str:
    return "en" if get_language() == "en" else "uk"


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def kind_title(kind: Kind) -> str:
    return _("Gemstones") if kind == Kind.STONE else _("Jewelry")


def heading_of(place: Place, language: str) -> str:
    return translated(place.last, "name", language) if place.last else kind_title(place.kind)


def intro_of(place: Place, language: str) -> str:
    if place.last is not None:
        return translated(place.last, "intro", language)
    if place.kind == Kind.STONE:
        return _("Every stone with its weight, its size in millimetres and what was done to it.")
    return _("Each piece begins with a stone: first we choose it, then we draw the setting.")


def crumbs_of(place: Place, language: str) -> list[tuple[str, str]]:
    """Return the way to ``place``, the page itself left out."""
    crumbs = [(_("Home"), f"/{language}/")]
    return crumbs + [(heading_of(above, language), above.url(language)) for above in place.above()]


def _listing_meta(place: Place, shown: Listing, translations: dict[str, str], language: str) -> Meta:
    heading = heading_of(place, language)
    number = shown.pages.number
    paging: dict[str, Any] = {"page": number} if number > 1 else {}
    tail = f"?{urlencode(paging)}" if paging else ""
    title = _("%(heading)s, page %(number)d") % {"heading": heading, "number": number} if paging else heading
    cards = shown.cards
    return Meta(
        title=title,
        description=intro_of(place, language),
        canonical=absolute(shown.path + tail),
        alternates=alternates({code: path + tail for code, path in translations.items()}),
        is_indexed=not shown.filters,
        image=shared_picture(cards[0].picture) if cards else None,
    )
