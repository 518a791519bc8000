"""Money follows the order, and some moves wait for money."""

import datetime as dt
from decimal import Decimal

import pytest

from commerce.inventory import services as inventory
from commerce.inventory.models import Reservation, StockItem
from commerce.ledger.models import AuditEntry
from commerce.orders import services as orders
from commerce.orders.enums import PaymentMethod
from commerce.orders.models import Order
from commerce.payments import domain, services
from commerce.payments.models import Payment
from gemkit.clock import now
from tests.factories import checkout as shop

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture(autouse=True)
def _directory(db):
    shop.directory()


def act(order, *actions):
    for action in actions:
        orders.order_act(number=order.number, action=action, actor="staff:olena")


def state(order):
    row = Payment.objects.get(order_id=order.id)
    return (row.status, row.captured)


@pytest.mark.parametrize(("goods", "obstacle"), [("50000.00", ""), ("50000.01", "TOO_DEAR")])
def test_cash_on_delivery_has_a_limit(goods, obstacle):
    limit = Decimal(50000)
    assert (
        domain.method_obstacle(PaymentMethod.CASH_ON_DELIVERY, goods=Decimal(goods), cod_limit=limit)
        == obstacle
    )
    assert domain.method_obstacle(PaymentMethod.BANK_TRANSFER, goods=Decimal(goods), cod_limit=limit) == ""


def test_cash_comes_with_the_parcel():
    order = shop.place()
    assert state(order) == ("pending", Decimal("0.00"))

    act(order, "confirm", "pack", "ship")
    assert state(order) == ("pending", Decimal("0.00"))
    act(order, "deliver")

    assert state(order) == ("paid", Decimal("4336.00"))
    act(order, "complete")
    assert Order.objects.get().status == "completed"


def test_goods_on_bank_transfer_wait_for_the_money():
    order = shop.place(payment_method="bank_transfer")
    act(order, "confirm", "pack")

    with pytest.raises(services.PaymentMissing):
        act(order, "ship")
    assert Order.objects.get().status == "packed"
    assert StockItem.objects.get().on_hand == 1
    assert order.payment.due_on is not None

    services.payment_record(number=order.number, actor="staff:olena", reason="statement 17")
    act(order, "ship", "deliver", "complete")

    assert state(order) == ("paid", Decimal("4336.00"))
    assert AuditEntry.objects.filter(kind="payment", reason="statement 17", actor="staff:olena").count() == 1


def test_money_is_recorded_once():
    order = shop.place(payment_method="bank_transfer")
    services.payment_record(number=order.number, actor="staff:olena")

    with pytest.raises(services.PaymentNotOpen):
        services.payment_record(number=order.number, actor="staff:olena")

    assert AuditEntry.objects.filter(kind="payment").count() == 1
    with pytest.raises(orders.OrderNotFound):
        services.payment_record(number="0000-0000-0000", actor="staff:olena")


@pytest.mark.parametrize(("is_paid", "status"), [(False, "failed"), (True, "needs_attention")])
def test_cancelling_closes_what_was_owed_and_flags_what_was_paid(is_paid, status):
    order = shop.place(payment_method="bank_transfer")
    if is_paid:
        services.payment_record(number=order.number, actor="staff:olena")

    act(order, "cancel")

    assert state(order)[0] == status
    with pytest.raises(services.PaymentNotOpen):
        services.payment_record(number=order.number, actor="staff:olena")


def expire():
    return inventory.reservations_expire(moment=now() + dt.timedelta(days=4))


def test_a_transfer_that_never_came_cancels_the_order_and_frees_the_stone():
    order = shop.place(payment_method="bank_transfer")
    assert Reservation.objects.get().expires_at is not None

    assert expire() == 1
    assert expire() == 0

    assert Order.objects.get().status == "cancelled"
    assert state(order)[0] == "failed"
    assert (StockItem.objects.get().on_hand, StockItem.objects.get().reserved) == (1, 0)
    assert AuditEntry.objects.filter(kind="order", actor="system").count() == 1


def test_money_that_came_keeps_the_stone():
    order = shop.place(payment_method="bank_transfer")
    services.payment_record(number=order.number, actor="staff:olena")

    assert expire() == 0

    assert Order.objects.get().status == "placed"
    assert StockItem.objects.get().reserved == 1
    assert Reservation.objects.get().expires_at is None


def test_cash_on_delivery_never_expires():
    shop.place()

    assert Reservation.objects.get().expires_at is None
    assert expire() == 0


def test_money_given_back_in_parts_ends_at_nothing_left():
    # As floats the three come to 4336.000000000001, more than came in.
    order = shop.place()
    act(order, "confirm", "pack", "ship", "deliver")

    for key, amount in (("1", "3178.03"), ("2", "1041.50"), ("3", "116.47")):
        services.refund_record(number=order.number, key=key, amount=Decimal(amount), actor="staff:olena")

    payment = Payment.objects.get(order_id=order.id)
    assert (payment.status, payment.refunded) == ("refunded", Decimal("4336.00"))
    with pytest.raises(services.RefundNotPossible):
        services.refund_record(number=order.number, key="4", amount=Decimal("0.01"), actor="staff:olena")
