"""What signing in and confirming an address bring along.

These are signals because allauth ends its sign-ins with them, on every way in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from commerce.accounts import services
from commerce.cart import selectors as carts
from commerce.cart.web.views import keep_cart


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(
    request: HttpRequest, response: HttpResponseBase, user: AbstractBaseUser, **kwargs: Any
) -> None:
    services.orders_adopt(customer_id=user.pk)
    guest = carts.cart_id_of(request.COOKIES.get(carts.CART_COOKIE))
    merged = services.cart_join(cart_id=guest, customer_id=user.pk)
    if merged is None:
        return
    keep_cart(request, response, merged.cart_id)
    if guest is not None and merged.cart_id != guest:
        messages.info(
            request, _("What you gathered here is in your cart, together with what lay there before.")
        )
    if merged.reduced:
        text = _("There are not as many as the two carts hold together: {skus}.")
        messages.warning(request, text.format(skus=", ".join(merged.reduced)))


@receiver(email_confirmed, dispatch_uid="accounts.confirmed")
def confirmed(email_address: EmailAddress, **kwargs: Any) -> None:
    services.orders_adopt(customer_id=email_address.user_id)
