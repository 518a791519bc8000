"""The checkout page: everything on one page, in one column, and it works without JavaScript."""

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from commerce.cart import selectors as carts
from commerce.cart.selectors import CART_COOKIE
from commerce.cart.services import CartNotFound, CartSpent
from commerce.checkout import selectors, services
from commerce.checkout.forms import CheckoutForm
from commerce.checkout.selectors import CheckoutView
from commerce.checkout.services import CheckoutRequest, NotOnSale, QuoteExpired, SoldMeanwhile, TotalChanged
from commerce.checkout.web.pages import page_context, place_note
from commerce.delivery import selectors as deliveries
from commerce.delivery.domain import split_match
from commerce.ledger.services import IdempotencyKeyReused
from commerce.orders import selectors as orders
from commerce.orders.domain import Contact
from commerce.promotions.services import CouponCustomerLimit, CouponUsedUp
from gemkit.api.throttling import limited
from gemkit.errors import DomainError
from gemkit.money import CENT, Money

private = cache_control(private=True, no_store=True)
FIND = ("find_city", "find_warehouse", "show_delivery")


@private
@limited("checkout")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show the form; take it and make the order."""
    if request.method == "POST":
        return _sent(request, cache(lambda: _checkout(request, request.POST)))
    found = _checkout(request, request.GET)
    if found is None or not found.cart.can_check_out:
        return _back_to_cart(request, found)
    hidden = {"key": uuid.uuid4().hex, "accept_total": found.total.amount}
    form = _form(found, initial={**_customer(request), **hidden})
    return render(request, "commerce/checkout/start.html", page_context(found, form))


def _customer(request: HttpRequest) -> dict[str, str]:
    """Return what the account of a signed-in customer knows of them."""
    if not request.user.is_authenticated:
        return {}
    return {name: getattr(request.user, name) for name in ("first_name", "last_name", "email")}


def _sent(request: HttpRequest, look: Callable[[], CheckoutView | None]) -> HttpResponse:
    """Take a sent form. A cart that was ordered meanwhile may still be a repeat of the same request.

    ``look`` reads the cart with its deliveries, once; an order that goes through does without.
    """
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is None:
        return _back_to_cart(request, None)
    form = CheckoutForm(data=request.POST, goods=lambda: _goods(look()), language=get_language() or "uk")
    is_valid = form.is_valid()
    if any(name in request.POST for name in FIND) and (found := look()) is not None:
        shown = _form(found, initial={**form.data, "agree": "agree" in form.data})
        shown.cities, shown.places = form.cities, form.places
        return render(request, "commerce/checkout/start.html", page_context(found, shown))
    if not is_valid:
        if (found := look()) is None:
            return _back_to_cart(request, found)
        return render(request, "commerce/checkout/start.html", page_context(found, form))
    language = get_language() or "uk"
    try:
        placed = services.checkout_place(
            request=_wish(cart_id, form.cleaned_data),
            key=form.cleaned_data["key"],
            language=language,
            display_currency=getattr(request, "currency", services.CHARGED),
        )
    except DomainError as refusal:
        return _refused(request, form, refusal)
    return HttpResponseRedirect(orders.order_path(placed.order_id, language=language))


def _wish(cart_id: uuid.UUID, sent: dict[str, Any]) -> CheckoutRequest:
    return CheckoutRequest(
        cart_id=cart_id,
        contact=Contact(sent["email"], sent["phone"], sent["first_name"], sent["last_name"]),
        delivery_method=sent["delivery_method"],
        city_ref=sent["city_ref"],
        warehouse_ref=sent["warehouse_ref"],
        address=sent["address"],
        payment_method=sent["payment_method"],
        comment=sent["comment"],
        accept_total=Money(sent["accept_total"].quantize(CENT), services.CHARGED),
        valid_until=sent["valid_until"],
    )


def _refused(request: HttpRequest, form: CheckoutForm, refusal: DomainError) -> HttpResponse:
    """Show the form again with what stands in the way; what was typed is kept, and so is the cart."""
    found = _checkout(request, request.POST)
    if found is None or isinstance(refusal, CartSpent | CartNotFound | IdempotencyKeyReused):
        return _back_to_cart(request, found)
    context = page_context(found, form, refusal=refusal, accepted=_accepted(refusal))
    context["must_change_cart"] = isinstance(
        refusal, SoldMeanwhile | NotOnSale | CouponUsedUp | CouponCustomerLimit
    )
    return render(request, "commerce/checkout/start.html", context, status=refusal.status)


def _accepted(refusal: DomainError) -> Money | None:
    return refusal.extra["accepted"] if isinstance(refusal, TotalChanged | QuoteExpired) else None


def _checkout(request: HttpRequest, sent: Any) -> CheckoutView | None:
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is None:
        return None
    return selectors.checkout_view(
        cart_id,
        delivery_method=sent.get("delivery_method", ""),
        currency=getattr(request, "currency", services.CHARGED),
        language=get_language() or "uk",
    )


def _form(found: CheckoutView, initial: dict[str, Any]) -> CheckoutForm:
    initial = {"delivery_method": found.chosen.method.value, **initial}
    return CheckoutForm(initial=initial, goods=lambda: _goods(found), language=get_language() or "uk")


def _goods(found: CheckoutView | None) -> Money:
    if found is None:
        return Money(CENT * 0, services.CHARGED)
    return found.cart.subtotal - found.cart.discount


def _back_to_cart(request: HttpRequest, found: CheckoutView | None) -> HttpResponse:
    """Send the visitor to the cart, which says what is the matter."""
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if found is None and cart_id is not None and carts.cart_is_open(cart_id) is False:
        messages.info(
            request,
            _(
                "This cart has already been ordered. The confirmation with a link to the order is in your mail."
            ),
        )
    return redirect("cart:detail")


@private
@limited("directory", "GET")
@require_GET
def cities(request: HttpRequest) -> HttpResponse:
    """Rows of suggestions for the city field."""
    typed = request.GET.get("q", "")[:100]
    found = deliveries.city_search(typed, language=get_language() or "uk", limit=8) if typed.strip() else []
    rows = [
        {"value": city.ref, "text": city.label, "parts": split_match(city.label, typed)} for city in found
    ]
    return render(request, "commerce/checkout/suggestions.html", {"rows": rows, "typed": typed.strip()})


@private
@limited("directory", "GET")
@require_GET
def warehouses(request: HttpRequest) -> HttpResponse:
    """Rows of suggestions for the branch field; what does not take this cart stays, with the reason."""
    typed = request.GET.get("q", "")[:100]
    city_ref = request.GET.get("city_ref", "").replace("\x00", "")[:40]
    language = get_language() or "uk"
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    cart = carts.cart_view(cart_id, currency=services.CHARGED, language=language) if cart_id else None
    wanted = request.GET.get("delivery_method", "")
    places = deliveries.warehouse_search(
        city_ref=city_ref,
        query=typed,
        type=next((kind.value for method, kind in deliveries.PLACE_TYPE.items() if method == wanted), None),
        declared_value=cart.subtotal if cart is not None else None,
        language=language,
        limit=12,
    )
    rows = [
        {
            "value": place.ref,
            "text": place.label,
            "parts": split_match(place.label, typed),
            "place": place,
            "note": place_note(place),
        }
        for place in places
    ]
    context = {"rows": rows, "typed": typed.strip(), "needs_city": not city_ref}
    return render(request, "commerce/checkout/suggestions.html", context)
