"""The shop with its guards taken out: the control of `bench/race.py`, never for real use.

On PostgreSQL every conditional statement and row lock becomes read, think, write. SQLite would still queue its
writers, so there the queue goes too: transactions begin as Django's default lets them, and nothing is tried again.
"""

import threading
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

THINK = 0.05
_asked = threading.local()


def take_out() -> None:
    """Replace the guards of stock, keys, carts, coupons and expiry in this process."""
    from django.conf import settings
    from django.db import connection, connections

    from commerce.cart import services as carts
    from commerce.inventory import services as inventory
    from commerce.ledger import services as ledger
    from commerce.orders import services as orders
    from commerce.payments import selectors as payments
    from commerce.promotions import services as promotions
    from gemkit import db

    db.ATTEMPTS = 1
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["OPTIONS"].pop("transaction_mode", None)
        connections.close_all()
    inventory.stock_reserve = stock_reserve
    ledger.claim, ledger.finish = claim, finish
    carts.cart_claim, carts.cart_spend, carts._touch = cart_claim, cart_spend, touch
    promotions.coupon_redeem = coupon_redeem
    orders.order_lock = order_lock
    payments.has_money = slow(payments.has_money)


def stock_reserve(*, quantities: Mapping[int, int], expires_at: Any = None) -> dict[int, int]:
    """Read, think, write, in the order of the cart."""
    from commerce.inventory import services as inventory
    from commerce.inventory.models import Reservation, StockItem

    reservations = {}
    for variant_id, quantity in quantities.items():
        item = StockItem.objects.get(variant_id=variant_id)
        if item.available < quantity:
            raise inventory.OutOfStock(variant_id=variant_id, quantity=quantity, available=item.available)
        time.sleep(THINK)
        item.reserved += quantity
        item.save()
        row = Reservation.objects.create(variant_id=variant_id, quantity=quantity, expires_at=expires_at)
        reservations[variant_id] = row.pk
    return reservations


def claim(*, owner: str, key: str, fingerprint: str) -> Any:
    """Look whether the key was used, and take it for new if not."""
    from commerce.ledger.models import IdempotencyKey
    from commerce.ledger.services import Claim

    row = IdempotencyKey.objects.filter(owner=owner, key=key).first()
    if row is not None:
        return Claim(row_id=row.pk, is_new=False, status=row.status, answer=row.answer)
    _asked.values = {"owner": owner, "key": key, "fingerprint": fingerprint}
    return Claim(row_id=0, is_new=True, status=None, answer=None)


def finish(claim: Any, *, status: int, answer: Any) -> None:
    from commerce.ledger.models import IdempotencyKey

    row = IdempotencyKey(**_asked.values, status=status, answer=answer)
    IdempotencyKey.objects.bulk_create([row], ignore_conflicts=True)


def cart_claim(*, cart_id: Any) -> Any:
    """Read the cart without holding it."""
    from commerce.cart import services
    from commerce.cart.models import Cart, CartLine

    cart = Cart.objects.get(pk=cart_id)
    if cart.is_spent:
        raise services.CartSpent()
    lines = list(CartLine.objects.filter(cart_id=cart_id).values_list("variant_id", "quantity"))
    return services.Claimed(lines, cart.coupon_id, cart.customer_id)


def cart_spend(*, cart_id: Any) -> None:
    from commerce.cart.models import Cart

    Cart.objects.filter(pk=cart_id).update(is_spent=True)


def touch(cart_id: Any) -> None:
    from commerce.cart import services
    from commerce.cart.models import Cart

    services._refuse(Cart.objects.filter(pk=cart_id).values_list("is_spent", flat=True).first())


def coupon_redeem(*, coupon_id: int, order_id: int, email: str, amount: Decimal) -> None:
    """Read how often it was used, think, write one more."""
    from commerce.promotions import selectors, services
    from commerce.promotions.models import Coupon, Redemption

    coupon = Coupon.objects.get(pk=coupon_id)
    if coupon.limit is not None and coupon.used >= coupon.limit:
        raise services.CouponUsedUp(coupon=coupon.code)
    time.sleep(THINK)
    coupon.used += 1
    coupon.save()
    key = selectors.customer_key(email)
    Redemption.objects.create(coupon=coupon, order_id=order_id, customer_key=key, nth=1, amount=amount)


def order_lock(*, order_id: int) -> Any:
    from commerce.orders.enums import OrderStatus
    from commerce.orders.models import Order

    return OrderStatus(Order.objects.values_list("status", flat=True).get(pk=order_id))


def slow(read: Any) -> Any:
    """Return a read after which its caller thinks before it acts on what it saw."""

    def run(*args: Any, **kwargs: Any) -> Any:
        answer = read(*args, **kwargs)
        time.sleep(THINK)
        return answer

    return run


def __getattr__(name: str) -> Any:
    """Make the application when a server asks for it: importing this module changes nothing by itself."""
    if name != "application":
        raise AttributeError(name)
    from gemsite.wsgi import application

    take_out()
    return application
