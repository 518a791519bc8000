"""Checkouts at once: exactly one order for a key, one for a cart, and never more than there is."""

import json

import pytest
from django.test import Client

from commerce.cart import services as carts
from commerce.cart.models import Cart, CartLine
from commerce.checkout import services
from commerce.inventory.models import StockItem
from commerce.inventory.selectors import invariant_faults
from commerce.inventory.services import OutOfStock
from commerce.orders import services as orders
from commerce.orders.models import Order, OrderHistory
from commerce.payments import services as payments
from commerce.payments.models import Payment
from gemkit.errors import DomainError
from tests.factories import checkout as shop
from tests.factories.commerce import currencies, make_sellable, set_rates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _shop(transactional_db):
    currencies()
    set_rates()
    shop.directory()


def codes(errors):
    return sorted({error.code if isinstance(error, DomainError) else repr(error) for error in errors})


def test_one_key_twenty_times_is_one_order(together):
    cart_id = shop.cart_with()

    placed, errors = together(
        lambda number: services.checkout_place(request=shop.wish(cart_id), key="k", language="uk"), 20
    )

    assert codes(errors) == []
    assert len({order.number for order in placed}) == 1
    assert sum(not order.is_replay for order in placed) == 1
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)
    assert invariant_faults() == []


def test_one_cart_under_many_keys_is_one_order(together):
    cart_id = shop.cart_with()

    placed, errors = together(
        lambda number: services.checkout_place(request=shop.wish(cart_id), key=f"k{number}", language="uk"),
        20,
    )

    assert (len(placed), codes(errors), len(errors)) == (1, ["CART_SPENT"], 19)
    assert Order.objects.count() == 1
    assert invariant_faults() == []


def test_fifty_buyers_for_ten_units_by_the_service(together):
    variant = make_sellable(stock=10)
    wishes = [shop.wish(shop.cart_with(variant)) for _ in range(50)]

    placed, errors = together(
        lambda number: services.checkout_place(request=wishes[number], key="k", language="uk"), 50
    )

    assert (len(placed), len(errors), codes(errors)) == (10, 40, ["OUT_OF_STOCK"])
    assert all(isinstance(error, OutOfStock) for error in errors)
    assert (Order.objects.count(), Cart.objects.filter(is_spent=True).count()) == (10, 10)
    stock = StockItem.objects.get()
    assert (stock.on_hand, stock.reserved) == (10, 10)
    assert invariant_faults() == []


def test_fifty_buyers_for_ten_units_over_http(together):
    variant = make_sellable(stock=10)
    bodies = [json.dumps(shop.body(shop.cart_with(variant))) for _ in range(50)]

    def buy(number):
        answer = Client().post(
            "/api/v1/checkout/",
            bodies[number],
            content_type="application/json",
            headers={"Idempotency-Key": f"buyer-{number}"},
        )
        return answer.status_code

    statuses, errors = together(buy, 50)

    assert errors == []
    assert sorted(statuses) == [201] * 10 + [409] * 40
    assert Order.objects.count() == 10
    assert invariant_faults() == []


def test_carts_with_the_same_stones_in_opposite_order(together):
    one, two = make_sellable(stock=20), make_sellable(stock=20)
    wishes = [
        shop.wish(shop.cart_with(*((one, two) if number % 2 else (two, one))), total="8552.00")
        for number in range(20)
    ]

    placed, errors = together(
        lambda number: services.checkout_place(request=wishes[number], key="k", language="uk"), 20
    )

    assert (len(placed), codes(errors)) == (20, [])
    assert invariant_faults() == []


def test_parallel_adds_make_one_line(together):
    variant = make_sellable(stock=50)
    cart_id = carts.cart_create()

    _done, errors = together(lambda number: carts.line_add(cart_id=cart_id, sku=variant.sku), 12)

    assert codes(errors) == []
    assert CartLine.objects.get().quantity == 12
    assert Cart.objects.get().version == 13


def test_a_cart_that_changes_during_its_checkout(together):
    """Either the checkout saw the change and asks again, or the change comes too late."""
    variant = make_sellable(stock=50)
    cart_id = shop.cart_with(variant)

    def act(number):
        if number % 2:
            return services.checkout_place(request=shop.wish(cart_id), key="k", language="uk")
        return carts.line_add(cart_id=cart_id, sku=variant.sku)

    _done, errors = together(act, 8)

    assert set(codes(errors)) <= {"TOTAL_CHANGED", "CART_SPENT"}
    for order in Order.objects.all():
        assert order.total == sum(line.line_total for line in order.lines.all()) + order.delivery_cost
        assert order.total == order.payments.get().amount
    assert invariant_faults() == []


@pytest.mark.parametrize("other", ["confirm", "cancel"])
def test_two_members_of_staff_move_one_order(together, other):
    order = shop.place()
    actions = ("cancel", other)

    done, errors = together(
        lambda number: orders.order_act(number=order.number, action=actions[number], actor=f"staff:{number}"),
        2,
    )

    assert set(codes(errors)) <= {"TRANSITION_NOT_ALLOWED", "STALE_ORDER"}
    moves = OrderHistory.objects.filter(order_id=order.id).exclude(from_status="").count()
    assert moves == len(done)
    assert invariant_faults() == []


def test_money_and_cancellation_at_once(together):
    order = shop.place(payment_method="bank_transfer")

    def act(number):
        if number % 2:
            return payments.payment_record(number=order.number, actor="staff")
        return orders.order_act(number=order.number, action="cancel", actor="staff")

    together(act, 8)

    status = Order.objects.get().status
    payment = Payment.objects.get()
    assert (status, payment.status) in {("cancelled", "failed"), ("cancelled", "needs_attention")}
    assert (payment.status == "needs_attention") == (payment.captured == payment.amount)
    assert StockItem.objects.get().reserved == 0
    assert invariant_faults() == []
