"""The cart's page. It stands here, above delivery, because it tells what delivery will cost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog import selectors as catalog
from commerce.cart import selectors as carts
from commerce.cart.domain import MAX_QUANTITY
from commerce.cart.selectors import CART_COOKIE, CartView
from commerce.checkout import selectors
from commerce.checkout.web.pages import items_label, summary_rows
from gemkit.text import inner_quotes


@cache_control(private=True, no_store=True)
@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """What is in the cart at today's prices, and what changed since it was put there."""
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
    }
    if cart is not None and cart.lines:
        context |= _sums(cart)
    return render(request, "commerce/cart/detail.html", context)


def _sums(cart: CartView) -> dict[str, object]:
    goods = cart.subtotal - cart.discount
    delivery = selectors.default_delivery(goods)
    total = goods + delivery.cost
    return {
        "rows": summary_rows(
            cart, delivery=delivery.cost, note=delivery.arrival_text, label=items_label(cart)
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
