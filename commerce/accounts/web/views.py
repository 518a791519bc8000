"""The customer's page, an account made from an order, and signing out."""

from typing import Any

from allauth.account import views as allauth
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commerce.accounts.forms import OrderSignupForm
from commerce.cart.selectors import CART_COOKIE
from commerce.orders import selectors as orders
from commerce.orders.enums import OrderStatus
from gemkit.api.throttling import limited
from gemkit.cookies import drop_cookie

DONE = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Show the customer's orders, the latest first; who is not signed in is asked to, in the same place."""
    customer: Any = request.user
    if not customer.is_authenticated:
        return allauth.login(request)
    found = orders.orders_of(customer.pk, language=get_language() or "uk")
    context = {
        "current": [row for row in found if row[0].status not in DONE],
        "earlier": [row for row in found if row[0].status in DONE],
    }
    return render(request, "account/home.html", context)


class OrderSignup(allauth.SignupView):
    """Make an account for the buyer of an order, who is known by the order's token."""

    form_class = OrderSignupForm
    template_name = "account/order_signup.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.token = (request.POST or request.GET).get("token", "")[:64]
        order = orders.order_for_guest(
            number=kwargs["number"], token=self.token, language=get_language() or "uk"
        )
        if order is None:
            raise Http404
        self.order = order
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def get_form_class(self) -> type[OrderSignupForm]:
        return self.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.order.contact}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"order": self.order, "token": self.token}


order_signup = limited("account")(OrderSignup.as_view())


class Logout(allauth.LogoutView):
    """Sign out, and leave the cart with the customer: whoever comes next finds none."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        drop_cookie(response, CART_COOKIE)
        return response


logout = never_cache(Logout.as_view())
