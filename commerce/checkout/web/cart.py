"""The cart's page. It stands here, above delivery, because it tells what delivery will cost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import selectors as catalog
from commerce.cart import selectors as carts
from commerce.cart import services
from commerce.cart.domain import MAX_QUANTITY
from commerce.cart.forms import CouponForm
from commerce.cart.selectors import CART_COOKIE, CartView
from commerce.checkout import selectors
from commerce.checkout.web.pages import items_label, summary_rows
from gemkit.api.throttling import limited
from gemkit.errors import DomainError
from gemkit.text import inner_quotes


@cache_control(private=True, no_store=True)
@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """What is in the cart at today's prices, and what changed since it was put there."""
    return _page(request, CouponForm())


@csrf_exempt  # as the other forms of the cart: see `commerce.cart.web.views`
@cache_control(private=True, no_store=True)
@limited("coupon")
@require_http_methods(["GET", "HEAD", "POST"])
def coupon(request: HttpRequest) -> HttpResponse:
    """Take a promo code; one that takes nothing comes back in its field with the reason."""
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if request.method != "POST" or cart_id is None:
        return redirect("cart:detail")
    form = CouponForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        services.coupon_set(cart_id=cart_id, code=form.cleaned_data["code"])
    except (services.CartNotFound, services.CartSpent) as refusal:
        messages.error(request, refusal.detail)
    except DomainError as refusal:
        form.add_error("code", refusal.detail)
        return _page(request, form, status=refusal.status)
    else:
        messages.success(request, _("The promo code is applied."))
    return redirect("cart:detail")


@csrf_exempt
@cache_control(private=True, no_store=True)
@limited("cart")
@require_POST
def coupon_remove(request: HttpRequest) -> HttpResponse:
    """Take the promo code out of the cart."""
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    if cart_id is not None:
        try:
            services.coupon_clear(cart_id=cart_id)
        except DomainError as refusal:
            messages.error(request, refusal.detail)
    return redirect("cart:detail")


def _page(request: HttpRequest, form: CouponForm, *, status: int = 200) -> HttpResponse:
    language = get_language() or "uk"
    cart_id = carts.cart_id_of(request.COOKIES.get(CART_COOKIE))
    cart = (
        carts.cart_view(cart_id, currency=getattr(request, "currency", "UAH"), language=language)
        if cart_id is not None
        else None
    )
    context: dict[str, object] = {
        "cart": cart if cart is not None and cart.lines else None,
        "undo": _undo(request, language),
        "coupon_form": form,
    }
    if cart is not None and cart.lines:
        context |= _sums(cart)
    return render(request, "commerce/cart/detail.html", context, status=status)


def _sums(cart: CartView) -> dict[str, object]:
    delivery = selectors.default_delivery(cart)
    total = cart.subtotal - cart.discount + delivery.cost
    return {
        "rows": summary_rows(
            cart,
            delivery=delivery.cost,
            method=delivery.title,
            note=delivery.arrival_text,
            label=items_label(cart),
        ),
        "total": total,
        "approx": selectors.approx(cart, delivery=delivery.cost),
    }


def _undo(request: HttpRequest, language: str) -> dict[str, object] | None:
    """Return what was just taken out, so that it can be put back; nothing is kept on the server."""
    sku, quantity = request.GET.get("removed", "")[:40].replace("\x00", ""), request.GET.get("quantity", "")
    if not sku or not (quantity.isascii() and quantity.isdecimal() and 0 < int(quantity[:5]) <= MAX_QUANTITY):
        return None
    variant = catalog.variant_by_sku(sku, language=language)
    if variant is None:
        return None
    return {"sku": variant.sku, "name": inner_quotes(variant.name), "quantity": int(quantity)}
