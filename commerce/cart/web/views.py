"""The forms that change the cart. Its page stands in `commerce.checkout.web`, which knows delivery.

The forms stand on cacheable pages (product, listing), so they carry no CSRF token and the views are
``csrf_exempt``: `gemsite.middleware.OriginGuardMiddleware` refuses posts from other sites instead,
and the cart's cookie is SameSite=Lax.
"""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commerce.cart import selectors, services
from commerce.cart.domain import MAX_QUANTITY
from commerce.cart.selectors import CART_COOKIE
from commerce.cart.services import LineChange
from gemkit.api.throttling import limited
from gemkit.errors import DomainError


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the cart, which is made when there is none; back to ``next`` or to the cart."""
    quantity = quantity_of(request.POST.get("quantity", "1"))
    if not quantity:
        return _not_added(request, _quantity_hint())
    cart_id = selectors.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is None or not selectors.cart_is_open(cart_id):
        cart_id = _own_cart(request)
    try:
        change = _add(cart_id, sku=request.POST.get("sku", "")[:40].replace("\x00", ""), quantity=quantity)
    except DomainError as error:
        return _not_added(request, error.detail)
    if cart_id is None and request.user.is_authenticated:
        services.cart_merge(cart_id=change[0], customer_id=request.user.pk)
    response = _added(request, *change)
    keep_cart(request, response, change[0])
    return response


def _own_cart(request: HttpRequest) -> uuid.UUID | None:
    """Return the open cart of a signed-in customer, who may have begun it on another device."""
    return selectors.cart_of(request.user.pk) if request.user.is_authenticated else None


def _added(request: HttpRequest, cart_id: uuid.UUID, change: LineChange) -> HttpResponse:
    """Answer a script with the small cart, a browser with the next page and a message on it."""
    if _is_script(request):
        return _mini(request, cart_id, text=_added_text(change))
    messages.success(request, _added_text(change))
    return redirect(_next_url(request))


def _not_added(request: HttpRequest, text: str) -> HttpResponse:
    if _is_script(request):
        cart_id = selectors.cart_id_of(request.COOKIES.get(CART_COOKIE))
        return _mini(request, cart_id, text=text, is_refused=True)
    messages.error(request, text)
    return redirect(_next_url(request))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _mini(
    request: HttpRequest, cart_id: uuid.UUID | None, *, text: str, is_refused: bool = False
) -> HttpResponse:
    """Show the cart as `mini-cart.js` puts it beside the page: the same view as the cart's page and the API."""
    language = get_language() or settings.LANGUAGE_CODE
    currency = getattr(request, "currency", "UAH")
    cart = selectors.cart_view(cart_id, currency=currency, language=language) if cart_id else None
    context = {
        "cart": cart if cart is not None and cart.lines else None,
        "discounts": cart.named_discounts if cart is not None else (),
        "text": text,
        "is_refused": is_refused,
    }
    return render(request, "commerce/cart/mini.html", context, status=409 if is_refused else 200)


def _add(cart_id: uuid.UUID | None, *, sku: str, quantity: int) -> tuple[uuid.UUID, LineChange]:
    """Add to the cart or, with the first thing, make one; a refusal leaves no empty cart behind."""
    language = get_language() or settings.LANGUAGE_CODE
    if cart_id is None:
        return services.cart_start(sku=sku, quantity=quantity, language=language)
    return cart_id, services.line_add(cart_id=cart_id, sku=sku, quantity=quantity, language=language)


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def line(request: HttpRequest, line_id: uuid.UUID) -> HttpResponseBase:
    """Set a line's quantity; 0 takes it out and offers to put it back."""
    quantity = quantity_of(request.POST.get("quantity", ""))
    if quantity == 0:
        return remove(request, line_id)
    cart_id = selectors.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if quantity is None or cart_id is None:
        messages.error(request, _quantity_hint())
        return redirect("cart:detail")
    try:
        language = get_language() or settings.LANGUAGE_CODE
        change = services.line_set(cart_id=cart_id, line_id=line_id, quantity=quantity, language=language)
    except DomainError as error:
        messages.error(request, error.detail)
    else:
        if change.is_reduced:
            messages.warning(request, _reduced_text(change))
    return redirect("cart:detail")


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def remove(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Take a line out of the cart; the page it leads to offers to put it back."""
    cart_id = selectors.cart_id_of(request.COOKIES.get(CART_COOKIE))
    removed = selectors.line_held(cart_id, line_id) if cart_id is not None else None
    if cart_id is None or removed is None:
        return redirect("cart:detail")
    try:
        services.line_remove(cart_id=cart_id, line_id=line_id)
    except DomainError as error:
        messages.error(request, error.detail)
        return redirect("cart:detail")
    sku, quantity = removed
    return redirect(f"{reverse('cart:detail')}?{urlencode({'removed': sku, 'quantity': quantity})}")


@csrf_exempt
@never_cache
@limited("cart")
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Agree to a line's new price or smaller quantity; without ``line`` to all of them."""
    cart_id = selectors.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is not None:
        named = request.POST.get("line")
        line_id = selectors.cart_id_of(named)
        try:
            services.changes_accept(
                cart_id=cart_id, line_ids=None if named is None else [line_id] if line_id else []
            )
        except DomainError as error:
            messages.error(request, error.detail)
    return redirect("cart:detail")


def keep_cart(request: HttpRequest, response: HttpResponseBase, cart_id: uuid.UUID) -> None:
    """Remember the cart in the visitor's browser for as long as it is kept here."""
    response.set_cookie(
        CART_COOKIE,
        str(cart_id),
        max_age=settings.CART_DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def quantity_of(text: str) -> int | None:
    """Return the whole number from 0 to 9999 that was typed; None for anything else."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 5):
        return None
    quantity = int(typed)
    return quantity if quantity <= MAX_QUANTITY else None


def _next_url(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return reverse("cart:detail")


def _quantity_hint() -> str:
    return _("Choose a whole number of pieces from 1 to {most}.").format(most=MAX_QUANTITY)


def _added_text(change: LineChange) -> str:
    if change.is_reduced:
        return _reduced_text(change)
    return _("“{name}” is in your cart.").format(name=change.name)


def _reduced_text(change: LineChange) -> str:
    return ngettext(
        "Only %(count)d piece of “%(name)s” is left, so your cart holds %(count)d.",
        "Only %(count)d pieces of “%(name)s” are left, so your cart holds %(count)d.",
        change.quantity,
    ) % {"count": change.quantity, "name": change.name}
