"""Pages and buttons of the visitor's lists.

The buttons stand on cacheable pages and carry no CSRF token, like those of the cart: the origin guard refuses
posts from other sites, and the cookies are SameSite=Lax.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import ProductVariant
from catalog.web.cards import product_cards
from catalog.web.lists import comparison
from catalog.web.lists.changes import Change, change_of, charged_prices, keep, names_of
from catalog.web.lists.favorites import empty_shapes, favorites_page, shared_page
from catalog.web.lists.frame import ListsFrame
from catalog.web.seo import absolute
from commerce.cart import selectors as carts
from commerce.cart import services as cart_services
from commerce.cart.selectors import CART_COOKIE
from commerce.customers import selectors as customers
from commerce.customers import services
from commerce.customers.domain import COMPARE_LIMIT, Saved, typed_ids
from commerce.customers.selectors import visit
from gemkit.api.throttling import limited
from gemkit.cookies import keep_cookie
from gemkit.errors import DomainError
from gemkit.text import inner_quotes

SEEN_SHOWN = 6
_SKUS_LENGTH = 41 * 12  # a dozen SKUs with their commas

View = Callable[..., HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    """After a form: go there with GET."""

    status_code = 303


def _private(view: View) -> View:
    """Keep a page out of shared caches and of search engines."""
    return cache_control(private=True, no_store=True)(view)


@csrf_exempt
@never_cache
@limited("lists")
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Do what a heart or a compare button says; GET tells scripts how the lists stand.

    A script gets the counters, the bar and the toast as HTML, a form comes back to the card it was pressed on.
    """
    before = visit().saved
    change, refusal = Change(before, ""), ""
    if request.method == "POST":
        try:
            change = change_of(request.POST, before, language=_language())
        except DomainError as error:
            refusal = error.detail
    is_script = request.headers.get("X-Requested-With") == "fetch"
    response = (
        _news(request, change, refusal)
        if is_script or request.method != "POST"
        else _back(request, change, refusal)
    )
    keep(request, response, saved=change.saved, before=before)
    return response


def _news(request: HttpRequest, change: Change, refusal: str) -> HttpResponse:
    context = {"lists": _frame(request, change.saved), "change": change, "refusal": refusal}
    return render(request, "catalog/lists/news.html", context)


def _back(request: HttpRequest, change: Change, refusal: str) -> HttpResponse:
    """Return to the page of the button: to its card, or to the page's top where something is to be read."""
    target = _next(request)
    if refusal:
        messages.error(request, refusal)
        return SeeOther(target)
    address = urlsplit(target)
    if change.is_removal and address.path in {reverse("catalog:favorites"), reverse("catalog:compare")}:
        # What was taken out is gone from these pages: they offer to put it back.
        query = [pair for pair in parse_qsl(address.query) if pair == ("only", "differences")]
        query += [change.undo] if change.undo else []
        return SeeOther(f"{address.path}?{urlencode(query)}" if query else address.path)
    place = f"#v{change.variant_ids[0]}" if len(change.variant_ids) == 1 else ""
    return SeeOther(target + place)


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "").partition("#")[0]
    if target and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return reverse("catalog:favorites")


@_private
@require_safe
def favorites(request: HttpRequest) -> HttpResponse:
    """The visitor's own list; ``?restore=`` offers to put back what was just taken out."""
    saved = visit().saved
    page = favorites_page(saved.favorites, language=_language(), currency=_currency(request))
    shown = tuple(item.card.variant_id for item in page.items)
    share_url = ""
    if shown:
        token = customers.share_token(shown)
        share_url = absolute(reverse("catalog:favorites_shared", args=[token]))
    context = {
        "page": page,
        "share_url": share_url,
        "undo": _undo_favorite(request),
        "is_shared": False,
        "shapes": [] if saved.favorites else empty_shapes(_language()),
    }
    return render(request, "catalog/lists/favorites.html", context)


def _undo_favorite(request: HttpRequest) -> dict[str, str] | None:
    ticket = request.GET.get("restore", "")[:200]
    favorite = customers.ticket_favorite(ticket) if ticket else None
    if favorite is None or favorite.variant_id in visit().favorite_ids:
        return None
    name = names_of([favorite.variant_id], language=_language()).get(favorite.variant_id)
    return {"name": inner_quotes(name), "value": ticket} if name else None


@_private
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A list that somebody shared, to look at and to save whole."""
    ids = customers.shared_ids(token)
    page = shared_page(ids, language=_language(), currency=_currency(request))
    missing = [
        item.card.variant_id for item in page.items if item.card.variant_id not in visit().favorite_ids
    ]
    context = {
        "page": page,
        "is_shared": True,
        "save_all": ",".join(map(str, missing)),
        "is_known": bool(ids),
    }
    return render(request, "catalog/lists/favorites.html", context)


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def to_cart(request: HttpRequest) -> HttpResponse:
    """Move a favorite into the cart; a refusal leaves it where it is."""
    saved = visit().saved
    ids = typed_ids(request.POST.getlist("variant"), limit=1)
    found = ProductVariant.objects.filter(pk__in=ids).values_list("sku", flat=True).first()
    response = SeeOther(reverse("catalog:favorites"))
    try:
        cart_id, name = _put_into_cart(request, sku=found or "")
    except DomainError as error:
        messages.error(request, error.detail)
        return response
    messages.success(request, _("“{name}” is in your cart.").format(name=name))
    keep_cookie(request, response, CART_COOKIE, cart_id, days=settings.CART_DAYS)
    keep(request, response, saved=services.favorite_remove(saved=saved, variant_ids=ids), before=saved)
    return response


def _put_into_cart(request: HttpRequest, *, sku: str) -> tuple[str, str]:
    """Return the cart's id and the name of what was put there."""
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is None or not carts.cart_is_open(cart_id):
        cart_id, line = cart_services.cart_start(sku=sku, quantity=1, language=_language())
    else:
        line = cart_services.line_add(cart_id=cart_id, sku=sku, quantity=1, language=_language())
    return str(cart_id), line.name


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def from_cart(request: HttpRequest) -> HttpResponse:
    """Move a line of the cart, the variant it is of, into the favorites."""
    before = visit().saved
    response = SeeOther(reverse("cart:detail"))
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    line_id = carts.cart_id_of(request.POST.get("line"))
    held = carts.line_held(cart_id, line_id) if cart_id is not None and line_id is not None else None
    if cart_id is None or line_id is None or held is None:
        return response
    ids = tuple(ProductVariant.objects.filter(sku=held[0]).values_list("pk", flat=True))
    try:
        saved = services.favorites_add(saved=before, prices=charged_prices(ids))
        cart_services.line_remove(cart_id=cart_id, line_id=line_id)
    except DomainError as error:
        messages.error(request, error.detail)
        return response
    name = names_of(ids, language=_language()).get(ids[0], held[0])
    messages.success(request, _("“%(name)s” is in your favorites.") % {"name": inner_quotes(name)})
    keep(request, response, saved=saved, before=before)
    return response


@_private
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four things side by side: one's own, or those that ``?v=`` names by SKU."""
    saved = visit().saved
    named = _skus(request)
    ids = comparison.ids_of(named[:COMPARE_LIMIT]) if named else saved.compare
    shown = comparison.comparison_of(ids, language=_language(), currency=_currency(request))
    is_own = not named or shown.ids == saved.compare
    path = reverse("catalog:compare")
    context = {
        "shown": shown,
        "is_own": is_own,
        "all_ids": ",".join(map(str, shown.ids)),
        "is_only": request.GET.get("only") == "differences",
        "share_url": absolute(f"{path}?{urlencode({'v': ','.join(shown.skus)}, safe=',')}"),
        "named": "" if is_own else ",".join(shown.skus),
        "undo": _undo_compare(request, saved) if is_own else None,
        "crumbs": [(_("Home"), f"/{_language()}/")],
    }
    return render(request, "catalog/lists/compare.html", context)


def _undo_compare(request: HttpRequest, saved: Saved) -> dict[str, str] | None:
    ids = [
        pk
        for pk in typed_ids([request.GET.get("compare", "")], limit=COMPARE_LIMIT)
        if pk not in saved.compare
    ]
    names = names_of(ids, language=_language())
    if not names or len(saved.compare) + len(names) > COMPARE_LIMIT:
        return None
    return {
        "name": ", ".join(inner_quotes(name) for name in names.values()),
        "value": ",".join(map(str, names)),
    }


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The strip of recently viewed products, by SKU.

    Which they are stands in the browser's own storage (static/js/seen.js), not in a cookie: product pages then
    set none and stay cacheable, and nobody's path through the shop is sent along with every request. Without
    JavaScript there is no strip.
    """
    ids = comparison.ids_of(_skus(request)[:SEEN_SHOWN])
    cards = product_cards(ids, language=_language(), currency=_currency(request))
    with customers.visiting(request.COOKIES, has_places=False):  # the page may have a card of the same stone
        return render(request, "catalog/lists/seen.html", {"cards": cards})


def _skus(request: HttpRequest) -> list[str]:
    """Return the SKUs of ``?v=``, without repeats; what is too long to be a list of them is cut off."""
    text = request.GET.get("v", "")[:_SKUS_LENGTH].replace("\x00", "")
    return list(dict.fromkeys(sku for part in text.split(",") if (sku := part.strip())))


def _frame(request: HttpRequest, saved: Saved) -> ListsFrame:
    return ListsFrame(saved, language=_language(), currency=_currency(request))


def _language() -> str:
    return "en" if get_language() == "en" else "uk"


def _currency(request: Any) -> str:
    return getattr(request, "currency", "UAH")
