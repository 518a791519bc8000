"""The order's page, opened by the token that came with the order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commerce.orders import selectors, services
from commerce.orders.enums import OrderStatus
from commerce.orders.selectors import OrderView
from gemkit.api.throttling import limited
from gemkit.errors import DomainError
from gemkit.text import inner_quotes


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Where the order stands. An unknown number and a wrong token are the same 404."""
    token = request.GET.get("token", "")[:64]
    order = _for_guest(number, token)
    rows = [{"label": _("Goods"), "amount": order.subtotal, "minus": False}]
    for one in order.adjustments:
        if one.stage != "delivery":
            name = inner_quotes(one.name)
            rows.append(
                {"label": _("Discount “{name}”").format(name=name), "amount": one.amount, "minus": True}
            )
    rows.append({"label": _("Delivery"), "amount": order.delivery.cost, "minus": False})
    context = {
        "order": order,
        "token": token,
        "rows": rows,
        "approx": [order.approx] if order.approx else [],
        "can_sign_up": not (
            order.has_account or order.status == OrderStatus.CANCELLED or request.user.is_authenticated
        ),
    }
    return _kept_secret(render(request, "commerce/orders/detail.html", context))


@limited("order")
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel the order for its buyer."""
    order = _for_guest(number, request.POST.get("token", "")[:64])
    try:
        services.order_cancel_by_buyer(
            number=order.number, reason=_("Cancelled by the buyer on the order's page")
        )
    except DomainError as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("The order is cancelled. Nothing will be charged."))
    path = selectors.order_path(order.id, language=get_language() or "uk")
    return _kept_secret(HttpResponseRedirect(path))


def _for_guest(number: str, token: str) -> OrderView:
    order = selectors.order_for_guest(number=number, token=token, language=get_language() or "uk")
    if order is None:
        raise Http404
    return order


def _kept_secret(response: HttpResponse) -> HttpResponse:
    """Keep the token in the address out of referrers, caches and search engines."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
