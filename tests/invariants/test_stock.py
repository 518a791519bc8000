"""Threats S1–S5 of docs/invariants.md."""

import datetime as dt

import pytest

from commerce.inventory import services as inventory
from commerce.inventory.models import Reservation, StockItem
from commerce.inventory.selectors import invariant_faults
from commerce.orders import services as orders
from commerce.orders.models import Order, OrderLine
from commerce.payments import services as payments
from gemkit.clock import now
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable


@pytest.mark.parametrize(("quantity", "total", "sold"), [(1, "4336.00", 3), (2, "8552.00", 1)])
def test_s1_of_many_buyers_exactly_so_many_get_it_as_there_is(buy, rows, quantity, total, sold):
    variant = make_sellable(stock=3)
    carts = [shop.cart_with(variant, quantity=quantity) for _ in range(5)]

    answers = [buy(cart, total=total)[:2] for cart in carts[:sold]]
    assert answers == [(201, "")] * sold
    before = rows()
    answers = [buy(cart, total=total)[:2] for cart in carts[sold:]]

    assert answers == [(409, "OUT_OF_STOCK")] * (5 - sold)
    assert rows() == before
    assert invariant_faults() == []


@pytest.mark.parametrize("change", [-2, -3, 10**7])
def test_s2_a_correction_never_goes_below_what_is_promised(staff, rows, change):
    variant = make_sellable(stock=3)
    inventory.stock_reserve(quantities={variant.pk: 2})
    before = rows()

    answer = staff(
        "patch", f"/staff/variants/{variant.sku}/", {"stock_change": {"change": change, "reason": "count"}}
    )

    code = "STOCK_BELOW_RESERVED" if change < 0 else "max_value"
    assert answer[:2] == ((409 if change < 0 else 400), code)
    assert rows() == before


def test_s2_a_correction_is_a_movement_and_not_an_overwrite(staff, rows):
    variant = make_sellable(stock=3)
    before = rows()

    assert staff("patch", f"/staff/variants/{variant.sku}/", {"stock": {"on_hand": 9}})[0] == 400
    assert rows() == before

    told = {"stock_change": {"change": -1, "reason": "chipped", "seen": 3}}
    assert staff("patch", f"/staff/variants/{variant.sku}/", told)[0] == 200
    after = rows()
    assert staff("patch", f"/staff/variants/{variant.sku}/", told)[:2] == (409, "STOCK_MOVED")
    assert rows() == after
    assert StockItem.objects.get().on_hand == 2


def test_s3_carts_with_the_same_stones_in_opposite_order(buy, rows):
    one, two = make_sellable(stock=1), make_sellable(stock=2)
    first, second = shop.cart_with(one, two), shop.cart_with(two, one)
    assert buy(first, total="8552.00")[0] == 201
    before = rows()

    assert buy(second, total="8552.00")[:2] == (409, "OUT_OF_STOCK")

    assert rows() == before  # the stone that was there was not kept by the cart that lost
    assert StockItem.objects.get(variant=two).reserved == 1


def test_s4_an_expired_reservation_goes_once_and_paid_wins(rows):
    paid = shop.place(payment_method="bank_transfer")
    late = shop.place(payment_method="bank_transfer", key="late")
    payments.payment_record(number=paid.number, actor="staff:1")
    Reservation.objects.filter(order_line__order=late.id).update(expires_at=now() - dt.timedelta(minutes=1))
    Reservation.objects.filter(order_line__order=paid.id).update(expires_at=now() - dt.timedelta(minutes=1))

    assert inventory.reservations_expire() == 1
    after = rows()
    assert inventory.reservations_expire() == 0

    assert rows() == after
    assert dict(Order.objects.values_list("number", "status")) == {
        paid.number: "placed",
        late.number: "cancelled",
    }
    with pytest.raises(payments.PaymentNotOpen) as refused:
        payments.payment_record(number=late.number, actor="staff:1")
    assert (refused.value.status, rows()) == (409, after)


def test_s5_a_return_is_booked_once(rows):
    order = shop.place()
    for action in ("confirm", "pack", "ship"):
        orders.order_act(number=order.number, action=action, actor="staff:1")
    line = OrderLine.objects.get()
    told = {"order_line_id": line.pk, "quantity": 1, "actor": "staff:1"}

    assert inventory.stock_return(return_id="R-1", **told) is True
    before = rows()
    assert inventory.stock_return(return_id="R-1", **told) is False
    with pytest.raises(inventory.ReturnNotPossible) as refused:
        inventory.stock_return(return_id="R-2", **told)

    assert (refused.value.status, refused.value.code) == (409, "RETURN_NOT_POSSIBLE")
    assert rows() == before
    assert StockItem.objects.get().on_hand == 1
