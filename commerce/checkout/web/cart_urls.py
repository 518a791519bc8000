"""The cart: its page from here, its forms from the cart's own area."""

from django.urls import include, path

from commerce.checkout.web import cart

app_name = "cart"

urlpatterns = [
    path("", cart.detail, name="detail"),
    path("coupon/", cart.coupon, name="coupon"),
    path("coupon/remove/", cart.coupon_remove, name="coupon_remove"),
    path("", include("commerce.cart.web.urls")),
]
