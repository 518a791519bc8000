"""Pieces that come back are booked once, and never more than were sent."""

import pytest

from commerce.inventory import selectors, services
from commerce.inventory.models import StockItem, StockMovement
from commerce.orders import services as orders
from commerce.orders.models import OrderLine
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture
def line(db):
    """A line of three pieces of five, sent off."""
    shop.directory()
    cart_id = shop.cart_with(make_sellable(stock=5), quantity=3)
    order = shop.place(cart_id, total=shop.total_of(cart_id))
    for action in ("confirm", "pack", "ship"):
        orders.order_act(number=order.number, action=action, actor="staff:1")
    return OrderLine.objects.get()


def give_back(line, quantity, return_id):
    return services.stock_return(
        order_line_id=line.pk, quantity=quantity, return_id=return_id, actor="staff:1", reason="too small"
    )


def test_pieces_come_back_by_a_movement(line):
    assert give_back(line, 2, "R-1") is True

    movement = StockMovement.objects.get(kind="return")
    assert (movement.change, movement.order_line_id, movement.reason) == (2, line.pk, "too small")
    assert StockItem.objects.get().on_hand == 4
    assert selectors.invariant_faults() == []


def test_more_than_were_sent_cannot_come_back(line):
    give_back(line, 2, "R-1")

    for quantity in (2, 0, -1):
        with pytest.raises(services.ReturnNotPossible) as error:
            give_back(line, quantity, "R-2")
        assert error.value.extra["left"] == 1
    assert StockItem.objects.get().on_hand == 4


def test_what_was_not_sent_cannot_come_back(db):
    shop.directory()
    shop.place()

    with pytest.raises(services.ReturnNotPossible):
        give_back(OrderLine.objects.get(), 1, "R-1")
    assert StockItem.objects.get().on_hand == 1
