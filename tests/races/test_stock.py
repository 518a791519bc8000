"""Rules 1 and 3 of the locking scheme under load, and what happens without rule 1."""

import datetime as dt
import threading
import time

import pytest
from django.db import transaction

from commerce.inventory import selectors, services
from commerce.inventory.models import Reservation, StockItem
from gemkit.clock import now
from gemkit.errors import Unavailable
from tests.factories.commerce import StockItemFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BUYERS = 50
UNITS = 10


def reserved_of(item):
    return StockItem.objects.values_list("reserved", flat=True).get(pk=item.pk)


def test_fifty_buyers_get_ten_units(together):
    item = StockItemFactory(on_hand=UNITS)

    sold, refused = together(lambda number: services.stock_reserve(quantities={item.variant_id: 1}), BUYERS)

    assert len(sold) == UNITS
    assert {type(error) for error in refused} == {services.OutOfStock}
    assert len(refused) == BUYERS - UNITS
    assert reserved_of(item) == UNITS
    assert Reservation.objects.count() == UNITS
    assert selectors.invariant_faults() == []


@pytest.mark.parametrize("quantity", [3, 4])
def test_nobody_gets_a_part(together, quantity):
    item = StockItemFactory(on_hand=UNITS)

    sold, _refused = together(
        lambda number: services.stock_reserve(quantities={item.variant_id: quantity}), 20
    )

    assert len(sold) == UNITS // quantity
    assert reserved_of(item) == UNITS // quantity * quantity
    assert selectors.invariant_faults() == []


def test_the_control_shows_the_race_without_the_guard(together):
    """Read, decide, write back: the same shop without rule 1 promises more units than it has.

    Every CHECK of the database holds all the same, because the number that is written stays legal.
    """
    item = StockItemFactory(on_hand=UNITS)
    have_read = threading.Barrier(2)

    def reserve_unguarded(number):
        known = StockItem.objects.get(pk=item.pk)
        have_read.wait(timeout=30)  # both buyers have seen the same number
        if known.on_hand - known.reserved < UNITS:
            raise services.OutOfStock(variant_id=item.variant_id, quantity=UNITS)
        with transaction.atomic():
            known.reserved += UNITS
            known.save()
            Reservation.objects.create(variant_id=item.variant_id, quantity=UNITS)
        return UNITS

    sold, refused = together(reserve_unguarded, 2)

    assert (sold, refused) == ([UNITS, UNITS], [])
    assert reserved_of(item) == UNITS
    assert [(fault.stored, fault.expected) for fault in selectors.invariant_faults()] == [(UNITS, 2 * UNITS)]


def test_crossed_carts_do_not_wait_for_each_other(together):
    one, two = StockItemFactory(on_hand=20), StockItemFactory(on_hand=20)

    def reserve(number):
        pair = [one.variant_id, two.variant_id]
        if number % 2:
            pair.reverse()
        return services.stock_reserve(quantities=dict.fromkeys(pair, 1))

    sold, refused = together(reserve, 20)

    assert (len(sold), refused) == (20, [])
    assert (reserved_of(one), reserved_of(two)) == (20, 20)
    assert selectors.invariant_faults() == []


def test_expiry_in_parallel_gives_units_back_once(together):
    item = StockItemFactory(on_hand=5)
    past = now() - dt.timedelta(minutes=1)
    for _ in range(5):
        services.stock_reserve(quantities={item.variant_id: 1}, expires_at=past)

    ended, errors = together(lambda number: services.reservations_expire(), 6)

    assert errors == []
    assert sum(ended) == 5
    assert reserved_of(item) == 0
    assert selectors.invariant_faults() == []


def test_a_correction_while_selling_never_breaks_a_promise(together):
    item = StockItemFactory(on_hand=UNITS)

    def act(number):
        if number % 2:
            return services.stock_correct(
                variant_id=item.variant_id, change=-1, actor="staff", reason="count"
            )
        return services.stock_reserve(quantities={item.variant_id: 1})

    _done, refused = together(act, 30)

    assert {type(error) for error in refused} <= {services.OutOfStock, services.StockBelowReserved}
    stock = selectors.stock_of([item.variant_id])[item.variant_id]
    assert stock.free == 0
    assert selectors.invariant_faults() == []


@pytest.mark.postgres
def test_a_lock_that_is_held_too_long_is_refused_and_not_waited_for(together, monkeypatch):
    monkeypatch.setattr("gemkit.db.ATTEMPTS", 1)
    item = StockItemFactory(on_hand=UNITS)
    is_held = threading.Event()

    def act(number):
        if number == 0:
            with transaction.atomic():
                StockItem.objects.select_for_update().get(pk=item.pk)
                is_held.set()
                time.sleep(5)
            return "held"
        is_held.wait(timeout=10)
        return services.stock_reserve(quantities={item.variant_id: 1})

    done, errors = together(act, 2)

    assert done == ["held"]
    assert [type(error) for error in errors] == [Unavailable]
