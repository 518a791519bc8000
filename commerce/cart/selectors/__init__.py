"""Reads of carts. Other areas use what is named here."""

from commerce.cart.selectors.reads import (
    CART_COOKIE,
    CartsLeft,
    cart_count,
    cart_id_of,
    cart_is_open,
    cart_of,
    carts_left,
    line_held,
)
from commerce.cart.selectors.views import (
    CartLineView,
    CartProblem,
    CartView,
    CouponView,
    LineNotice,
    NamedSum,
    cart_view,
)

__all__ = [
    "CART_COOKIE",
    "CartLineView",
    "CartProblem",
    "CartView",
    "CartsLeft",
    "CouponView",
    "LineNotice",
    "NamedSum",
    "cart_count",
    "cart_id_of",
    "cart_is_open",
    "cart_of",
    "cart_view",
    "carts_left",
    "line_held",
]
