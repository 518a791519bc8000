"""The cart: its page from here, its forms from the cart's own area."""

from django.urls import include, path

from commerce.checkout.web import cart

app_name = "cart"

urlpatterns = [
    path("", cart.detail, name="detail"),
    path("", include("commerce.cart.web.urls")),
]
