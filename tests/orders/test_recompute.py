"""Every order comes out to the kopiyka from its own snapshot, whatever has become of prices, rates and rules."""

from decimal import Decimal

import pytest

from commerce.cart import services as carts
from commerce.orders.models import Order, OrderAdjustment, OrderLine
from commerce.orders.selectors import snapshots_that_differ
from commerce.payments.models import Payment
from commerce.payments.selectors import payments_that_differ
from commerce.pricing import services as pricing
from commerce.promotions.models import Coupon
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable, set_rates
from tests.factories.promotions import CouponFactory

D = Decimal


@pytest.fixture(autouse=True)
def _shop(rates):
    shop.directory()


def place_with_coupon(**coupon):
    """Order three lots that do not divide evenly, under a promo code; returns the order's row."""
    lots = [make_sellable(stock=9, usd=usd) for usd in ("33.33", "77.77", "0.49")]
    cart_id = shop.cart_with(*lots, quantity=3)
    carts.coupon_set(cart_id=cart_id, code=CouponFactory(**coupon).code)
    total = shop.total_of(cart_id)
    return Order.objects.get(pk=shop.place(cart_id, total=total).id)


@pytest.mark.parametrize(
    "coupon",
    [
        {"effect": "percent", "value": D("7.77")},
        {"effect": "percent", "value": D("50.00"), "at_most": D("333.33")},
        {"effect": "amount", "value": D("1000.01")},
        {"effect": "free_delivery", "value": D(0)},
    ],
)
def test_a_reduced_order_comes_out_from_its_snapshot(coupon):
    order = place_with_coupon(**coupon)

    assert OrderAdjustment.objects.filter(order=order).exists()
    assert snapshots_that_differ() == []
    assert payments_that_differ() == []


def test_later_rates_prices_and_rules_change_nothing():
    order = place_with_coupon(effect="percent", value=D("50.00"), at_most=D("333.33"))
    before = (order.subtotal, order.discount, order.total)

    set_rates(usd="45.00")
    for line in order.lines.all():
        pricing.price_set(variant_id=line.variant_id, currency="USD", amount=D("1.00"), actor="test")
    Coupon.objects.update(value=D("1.00"), at_most=None)

    order.refresh_from_db()
    assert (order.subtotal, order.discount, order.total) == before
    assert snapshots_that_differ() == []


@pytest.mark.recompute_fails
def test_a_kopiyka_more_or_less_is_found():
    order = place_with_coupon(effect="percent", value=D("7.77"))
    one, other, _third = order.adjustments.all()
    OrderAdjustment.objects.filter(pk=one.pk).update(amount=one.amount + D("0.01"))
    OrderAdjustment.objects.filter(pk=other.pk).update(amount=other.amount - D("0.01"))

    faults = snapshots_that_differ()

    assert [(fault.number, fault.stored - fault.expected) for fault in faults] == [
        (order.number, D("0.01")),
        (order.number, D("-0.01")),
    ]
    assert snapshots_that_differ(numbers=["0000-0000-0000"]) == []


@pytest.mark.recompute_fails
@pytest.mark.parametrize(
    "change", [{"rate": D("42.17")}, {"unit_price_usd": D("100.02")}, {"rounding": D("0.01")}]
)
def test_a_price_that_its_rate_does_not_make(change):
    cart_id = shop.cart_with(make_sellable(usd="100.01"))
    order = shop.place(cart_id, total=shop.total_of(cart_id))
    line = OrderLine.objects.get(order_id=order.id)
    OrderLine.objects.filter(pk=line.pk).update(**change)

    (fault,) = snapshots_that_differ()

    assert fault.what == f"unit price of line {line.pk} ({line.sku})"
    assert fault.stored == D("4216.00")


def test_a_payment_of_another_sum_is_found():
    order = shop.place()
    Payment.objects.update(amount=D("4335.99"))

    assert [(fault.number, fault.stored, fault.expected) for fault in payments_that_differ()] == [
        (order.number, D("4335.99"), D("4336.00"))
    ]


def test_a_payment_whose_status_belies_the_money_is_found():
    order = shop.place()
    Payment.objects.update(captured=D("1.00"))
    assert [(fault.number, fault.stored) for fault in payments_that_differ()] == [(order.number, D("1.00"))]

    Payment.objects.update(status="paid")
    assert [(fault.stored, fault.expected) for fault in payments_that_differ()] == [(D("1.00"), 0)]


@pytest.mark.parametrize("orders", [1, 5])
def test_queries_of_the_recomputation(orders, django_assert_num_queries):
    for number in range(orders):
        shop.place(key=str(number))

    with django_assert_num_queries(3):
        assert snapshots_that_differ() == []
