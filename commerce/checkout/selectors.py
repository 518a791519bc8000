"""Reads of the checkout: a cart with the ways to deliver and to pay it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from commerce.cart import selectors as carts
from commerce.cart.selectors import CartView
from commerce.delivery import selectors as deliveries
from commerce.delivery.selectors import DeliveryOption
from commerce.orders.enums import DeliveryMethod
from commerce.payments import selectors as payments
from commerce.payments.selectors import PaymentOption
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import BASE
from gemkit.clock import now
from gemkit.money import CENT, Money, round_to_step


@dataclass(frozen=True, slots=True)
class RateNote:
    """The rate that prices rest on, as the page tells it."""

    currency: str
    rate: Decimal
    date: dt.date
    is_demo: bool


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """What can be chosen for a cart, and what is to pay with the delivery ``chosen`` until ``valid_until``."""

    cart: CartView
    deliveries: tuple[DeliveryOption, ...]
    chosen: DeliveryOption
    payments: tuple[PaymentOption, ...]
    total: Money
    approx: tuple[Money, ...]
    rate: RateNote | None
    valid_until: dt.datetime


def checkout_view(
    cart_id: uuid.UUID, *, delivery_method: str = "", currency: str, language: str
) -> CheckoutView | None:
    """Return the checkout of an open cart; None when it cannot be changed any more or is unknown.

    Without a possible ``delivery_method`` the first possible one counts.
    """
    cart = carts.cart_view(cart_id, currency=currency, language=language)
    if cart is None:
        return None
    goods = cart.subtotal - cart.discount
    options = tuple(deliveries.delivery_options(goods=goods, discounts=cart.discounts))
    possible = [option for option in options if option.is_possible]
    chosen = next((option for option in possible if option.method == delivery_method), possible[0])
    total = goods + chosen.cost
    rate = pricing.current_rate(BASE)
    return CheckoutView(
        cart=cart,
        deliveries=options,
        chosen=chosen,
        payments=tuple(payments.payment_options(goods=goods)),
        total=total,
        approx=approx(cart, delivery=chosen.cost),
        rate=RateNote(rate.currency, rate.rate, rate.rate_date, rate.is_demo) if rate else None,
        valid_until=now() + dt.timedelta(minutes=settings.QUOTE_MINUTES),
    )


def approx(cart: CartView, *, delivery: Money) -> tuple[Money, ...]:
    """Return what is to pay in the other currencies that are shown.

    The goods count with the prices their pages show, so that a stone of $1,740 stays $1,740 here;
    only the delivery, which has a price in hryvnias alone, is converted.
    """
    shown = []
    for goods in cart.approx:
        rate = pricing.current_rate(goods.currency)
        if rate is not None:
            shown.append(goods + Money(round_to_step(delivery.amount / rate.rate, CENT), goods.currency))
    return tuple(shown)


def default_delivery(cart: CartView) -> DeliveryOption:
    """Return the delivery that the cart page counts with."""
    return deliveries.delivery_option(
        DeliveryMethod.WAREHOUSE, goods=cart.subtotal - cart.discount, discounts=cart.discounts
    )
