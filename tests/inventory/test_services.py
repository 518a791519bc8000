import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.index import selectors as index
from catalog.index import services as index_rows
from catalog.index.filters import Filters
from catalog.index.selectors import Prices, Scope
from commerce.inventory import selectors, services
from commerce.inventory.events import ReservationExpired, StockChanged
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.ledger.models import AuditEntry
from gemkit import events
from gemkit.clock import now
from gemsite.management.commands.check_invariants import card_faults
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import StockItemFactory

pytestmark = pytest.mark.django_db


def stock(variant_id):
    found = selectors.stock_of([variant_id])[variant_id]
    return found.on_hand, found.reserved


@pytest.fixture
def heard(monkeypatch):
    """Collect every published event."""
    published = []
    monkeypatch.setattr("commerce.inventory.services.stock.publish", published.append)
    return published


def order_line():
    """Return the id of a line of a real order."""
    from commerce.cart.models import Cart
    from commerce.orders.models import Order, OrderLine

    order = Order.objects.create(
        number=f"TEST-{Order.objects.count()}",
        cart=Cart.objects.create(),
        language="uk",
        email="oksana@example.com",
        phone="+380671234567",
        first_name="Оксана",
        last_name="Гнатюк",
        delivery_method="pickup",
        payment_method="cash_on_delivery",
        subtotal=10,
        total=10,
    )
    return OrderLine.objects.create(
        order=order, sku="S-1", name_uk="Сапфір", name_en="Sapphire", quantity=1, unit_price=10, line_total=10
    ).pk


def test_units_come_in_by_a_movement_and_the_read_model_follows(heard):
    variant = VariantFactory()

    free = services.stock_receive(variant_id=variant.pk, quantity=3, actor="staff:olena", reason="parcel 12")

    assert free == 3
    assert stock(variant.pk) == (3, 0)
    movement = StockMovement.objects.get()
    assert (movement.kind, movement.change, movement.actor, movement.reason) == (
        "receipt",
        3,
        "staff:olena",
        "parcel 12",
    )
    assert variant.card.available == 3
    assert heard == [StockChanged(variant_id=variant.pk, available=3)]
    assert AuditEntry.objects.get().after == {"on_hand": 3, "movement": "receipt"}


def test_a_correction_cannot_go_below_what_is_promised():
    item = StockItemFactory(on_hand=5)
    services.stock_reserve(quantities={item.variant_id: 4})

    with pytest.raises(services.StockBelowReserved) as error:
        services.stock_correct(variant_id=item.variant_id, change=-2, actor="staff", reason="count")

    assert error.value.extra == {"reserved": 4, "on_hand": 5}
    assert stock(item.variant_id) == (5, 4)
    assert services.stock_correct(variant_id=item.variant_id, change=-1, actor="staff", reason="count") == 0
    assert selectors.invariant_faults() == []


@pytest.mark.parametrize("change", [0, 10**9, -(10**9)])
def test_an_absurd_correction_is_refused(change):
    item = StockItemFactory(on_hand=5)

    with pytest.raises(services.StockChangeInvalid):
        services.stock_correct(variant_id=item.variant_id, change=change, actor="staff", reason="count")

    assert stock(item.variant_id) == (5, 0)


def test_reserve_is_all_or_nothing():
    ring, sold_out = StockItemFactory(on_hand=1), StockItemFactory(on_hand=0)

    with pytest.raises(services.OutOfStock) as error:
        services.stock_reserve(quantities={ring.variant_id: 1, sold_out.variant_id: 1})

    assert error.value.extra == {"variant_id": sold_out.variant_id, "quantity": 1, "available": 0}
    assert error.value.attr == "quantity"
    assert StockItem.objects.get(pk=ring.pk).reserved == 0
    assert not Reservation.objects.exists()


def test_a_variant_without_a_stock_row_is_out_of_stock():
    with pytest.raises(services.OutOfStock):
        services.stock_reserve(quantities={VariantFactory().pk: 1})


def test_reserve_takes_variants_in_ascending_order():
    items = [StockItemFactory(on_hand=1) for _ in range(3)]

    with CaptureQueriesContext(connection) as asked:
        services.stock_reserve(quantities={item.variant_id: 1 for item in reversed(items)})

    locked = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "inventory_stockitem"')]
    assert [int(re.search(r'"variant_id" = (\d+)', sql)[1]) for sql in locked] == sorted(
        item.variant_id for item in items
    )


@pytest.mark.parametrize("size", [1, 50])
def test_a_reservation_takes_one_statement_more_for_a_line_more(size):
    items = [StockItemFactory(on_hand=1) for _ in range(size)]

    with CaptureQueriesContext(connection) as asked:
        reserved = services.stock_reserve(quantities={item.variant_id: 1 for item in items})

    updates = [query for query in asked if query["sql"].startswith('UPDATE "inventory_stockitem"')]
    assert (len(updates), len(reserved)) == (size, size)
    assert len(asked) - len(updates) <= 10
    assert all(item.variant.card.available == 0 for item in items)


def test_reserved_units_are_shipped_once():
    item, line = StockItemFactory(on_hand=5), order_line()
    reserved = services.stock_reserve(quantities={item.variant_id: 2})
    services.reservations_attach(order_lines={reserved[item.variant_id]: line})

    assert services.reservations_consume(order_line_ids=[line], actor="staff") == 1
    assert services.reservations_consume(order_line_ids=[line], actor="staff") == 0
    assert services.reservations_release(order_line_ids=[line]) == 0

    assert stock(item.variant_id) == (3, 0)
    assert StockMovement.objects.get(kind="shipment").change == -2
    assert selectors.invariant_faults() == []


def test_reserved_units_are_given_back_once():
    item, line = StockItemFactory(on_hand=5), order_line()
    reserved = services.stock_reserve(quantities={item.variant_id: 2})
    services.reservations_attach(order_lines={reserved[item.variant_id]: line})

    assert services.reservations_release(order_line_ids=[line]) == 1
    assert services.reservations_release(order_line_ids=[line]) == 0
    with pytest.raises(services.ReservationEnded):
        services.reservations_consume(order_line_ids=[line], actor="staff")

    assert stock(item.variant_id) == (5, 0)
    assert selectors.invariant_faults() == []


def test_what_buyers_took_and_kept_makes_a_thing_popular():
    wanted, given_back, other = (StockItemFactory(on_hand=5, variant__published=True) for _ in range(3))
    for item in (wanted, given_back, other):
        index_rows.card_write(item.variant_id, available=5)
    filters = Filters(ordering="popular")

    services.stock_reserve(quantities={wanted.variant_id: 2})
    lines = [order_line(), order_line()]
    for line, item, units in ((lines[0], wanted, 1), (lines[1], given_back, 4)):
        reserved = services.stock_reserve(quantities={item.variant_id: units})
        services.reservations_attach(order_lines={reserved[item.variant_id]: line})
    assert index.page(Scope(), filters, Prices(), offset=0, limit=1) == [given_back.variant_id]

    services.reservations_consume(order_line_ids=[lines[0]], actor="staff")
    services.reservations_release(order_line_ids=[lines[1]])

    assert selectors.ordered_quantity() == {wanted.variant_id: 3}
    assert selectors.ordered_quantity([wanted.variant_id, other.variant_id]) == {
        wanted.variant_id: 3,
        other.variant_id: 0,
    }
    assert index.page(Scope(), filters, Prices(), offset=0, limit=1) == [wanted.variant_id]
    assert list(card_faults()) == []


def test_a_reservation_belongs_to_one_line():
    item = StockItemFactory(on_hand=2)
    reserved = services.stock_reserve(quantities={item.variant_id: 1})
    services.reservations_attach(order_lines={reserved[item.variant_id]: order_line()})

    with pytest.raises(services.ReservationEnded):
        services.reservations_attach(order_lines={reserved[item.variant_id]: order_line()})


def test_an_expired_reservation_asks_its_order_and_a_loose_one_ends(heard):
    loose, bound = StockItemFactory(on_hand=1), StockItemFactory(on_hand=1)
    past = now() - dt.timedelta(minutes=1)
    line = order_line()
    services.stock_reserve(quantities={loose.variant_id: 1}, expires_at=past)
    reserved = services.stock_reserve(quantities={bound.variant_id: 1}, expires_at=past)
    services.reservations_attach(order_lines=dict.fromkeys(reserved.values(), line))
    heard.clear()

    assert services.reservations_expire() == 1

    assert ReservationExpired(order_line_id=line) in heard
    assert stock(loose.variant_id) == (1, 0)
    assert stock(bound.variant_id) == (1, 1)  # nobody cancelled the order here
    assert services.reservations_expire() == 0


def test_an_order_that_is_told_gives_its_units_back(monkeypatch):
    item, line = StockItemFactory(on_hand=1), order_line()
    past = now() - dt.timedelta(minutes=1)
    reserved = services.stock_reserve(quantities={item.variant_id: 1}, expires_at=past)
    services.reservations_attach(order_lines=dict.fromkeys(reserved.values(), line))
    monkeypatch.setitem(
        events._handlers,
        ReservationExpired,
        [lambda event: services.reservations_release(order_line_ids=[event.order_line_id])],
    )

    assert services.reservations_expire() == 1
    assert services.reservations_expire() == 0
    assert stock(item.variant_id) == (1, 0)


def test_reservations_without_an_end_or_with_time_left_stay():
    item = StockItemFactory(on_hand=2)
    services.stock_reserve(quantities={item.variant_id: 1})
    services.stock_reserve(quantities={item.variant_id: 1}, expires_at=now() + dt.timedelta(minutes=1))

    assert services.reservations_expire() == 0
    assert stock(item.variant_id) == (2, 2)
