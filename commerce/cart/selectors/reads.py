"""Small reads of carts: whose, how full, how many were left."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Min, Sum

from commerce.cart.models import Cart, CartLine
from commerce.pricing.domain import CHARGED
from gemkit.money import CENT, Money

CART_COOKIE = "cart"


def cart_id_of(value: str | None) -> uuid.UUID | None:
    """Return the cart's id that a cookie or form holds; None for anything that is not one."""
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None


def cart_count(cart_id: str | None) -> int:
    """Return how many pieces lie in the visitor's cart, for the header."""
    known = cart_id_of(cart_id)
    if known is None:
        return 0
    lines = CartLine.objects.filter(cart_id=known, cart__is_spent=False)
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def cart_is_open(cart_id: uuid.UUID) -> bool | None:
    """Return whether a cart can still be changed; None when there is no such cart."""
    spent = Cart.objects.filter(pk=cart_id).values_list("is_spent", flat=True).first()
    return None if spent is None else not spent


def cart_of(customer_id: int) -> uuid.UUID | None:
    """Return the customer's open cart."""
    carts = Cart.objects.filter(customer_id=customer_id, is_spent=False)
    return carts.values_list("pk", flat=True).first()


def line_held(cart_id: uuid.UUID, line_id: uuid.UUID) -> tuple[str, int] | None:
    """Return (SKU, quantity) of a line, to be able to put it back."""
    lines = CartLine.objects.filter(cart_id=cart_id, pk=line_id)
    return lines.values_list("variant__sku", "quantity").first()


@dataclass(frozen=True, slots=True)
class CartsLeft:
    """Carts that were filled and not ordered: how many, what is in them at the prices seen, since when."""

    carts: int
    lines: int
    value: Money
    oldest: dt.datetime | None


def carts_left(*, until: dt.datetime) -> CartsLeft:
    """Count the open carts with something in them that nobody has touched since ``until``."""
    lines = CartLine.objects.filter(cart__is_spent=False, cart__updated_at__lt=until).order_by()
    found = lines.aggregate(
        carts=Count("cart", distinct=True),
        lines=Count("pk"),
        value=Sum(F("quantity") * F("seen_price")),
        oldest=Min("cart__updated_at"),
    )
    value = Decimal(found["value"] or 0).quantize(CENT)
    return CartsLeft(found["carts"], found["lines"], Money(value, CHARGED), found["oldest"])
