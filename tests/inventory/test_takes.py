"""Stock-takes: the differences are looked at first, and what changed meanwhile is refused."""

import pytest

from catalog.domain import CountFilter
from commerce.inventory import selectors, services
from commerce.inventory.enums import CountState
from commerce.inventory.models import StockItem, StockMovement, StockTakeLine
from commerce.ledger.models import AuditEntry
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import StockItemFactory

pytestmark = pytest.mark.django_db

OLENA = "staff:7"


def sheet(*stocks, **wanted):
    """Make a sheet of lots with ``stocks`` on hand; returns its id and {variant id: line id}."""
    for number, on_hand in enumerate(stocks):
        StockItemFactory(on_hand=on_hand, variant=VariantFactory(sku=f"LOT-{number}", is_one_of_a_kind=False))
    take_id = services.take_start(title="November", wanted=CountFilter(**wanted), actor=OLENA)
    lines = StockTakeLine.objects.filter(take_id=take_id).order_by("variant__sku")
    return take_id, [(line.variant_id, line.pk) for line in lines]


def on_hand(variant_id):
    return StockItem.objects.get(variant_id=variant_id).on_hand


def states(take_id):
    return [row.state.value for row in selectors.take_rows(take_id)]


def test_differences_become_movements_with_the_reason_of_the_take():
    take_id, [(more, line_more), (less, line_less), (same, line_same), (left, _line)] = sheet(5, 5, 5, 5)
    services.take_count(take_id=take_id, counts={line_more: 7, line_less: 4, line_same: 5})
    assert states(take_id) == ["different", "different", "same", "waiting"]
    assert [on_hand(variant) for variant in (more, less, same, left)] == [
        5,
        5,
        5,
        5,
    ]  # the dry run books nothing

    done = services.take_apply(take_id=take_id, actor=OLENA)

    assert (done.booked, done.same, done.refused) == (2, 1, 0)
    assert [on_hand(variant) for variant in (more, less, same, left)] == [7, 4, 5, 5]
    moved = StockMovement.objects.filter(kind="count").order_by("variant__sku")
    assert [(row.change, row.actor, row.reason) for row in moved] == [
        (2, OLENA, f"November (№ {take_id})"),
        (-1, OLENA, f"November (№ {take_id})"),
    ]
    assert AuditEntry.objects.filter(kind="stock", after__movement="count", actor=OLENA).count() == 2
    assert states(take_id) == ["booked", "booked", "booked", "waiting"]
    assert selectors.invariant_faults() == []


def test_a_row_that_changed_meanwhile_is_refused_and_can_be_counted_again():
    take_id, [(sold, line), (other, line_other)] = sheet(5, 5)
    services.take_count(take_id=take_id, counts={line: 4, line_other: 6})
    services.stock_correct(variant_id=sold, change=-1, actor="staff:8", reason="chipped")
    assert states(take_id) == ["changed", "different"]

    done = services.take_apply(take_id=take_id, actor=OLENA)

    assert (done.booked, done.refused) == (1, 1)
    assert (on_hand(sold), on_hand(other)) == (4, 6)
    services.take_count(take_id=take_id, counts={line: None})
    services.take_count(take_id=take_id, counts={line: 3})
    assert services.take_apply(take_id=take_id, actor=OLENA).booked == 1
    assert on_hand(sold) == 3


def test_a_change_between_the_look_and_the_booking_is_refused_by_the_statement(monkeypatch):
    take_id, [(variant_id, line)] = sheet(5)
    services.take_count(take_id=take_id, counts={line: 4})
    rows = selectors.take_rows(take_id)
    services.stock_correct(variant_id=variant_id, change=2, actor="staff:8", reason="found")
    monkeypatch.setattr("commerce.inventory.selectors.take_rows", lambda _take_id: rows)

    done = services.take_apply(take_id=take_id, actor=OLENA)

    assert (done.booked, done.refused, on_hand(variant_id)) == (0, 1, 7)
    assert not StockMovement.objects.filter(kind="count").exists()


def test_fewer_than_are_promised_is_refused():
    take_id, [(variant_id, line)] = sheet(5)
    services.stock_reserve(quantities={variant_id: 4})
    services.take_count(take_id=take_id, counts={line: 3})

    done = services.take_apply(take_id=take_id, actor=OLENA)

    assert (done.refused, on_hand(variant_id)) == (1, 5)
    assert selectors.take_rows(take_id)[0].state == CountState.PROMISED


def test_booking_twice_books_once():
    take_id, [(variant_id, line)] = sheet(5)
    services.take_count(take_id=take_id, counts={line: 6})

    assert services.take_apply(take_id=take_id, actor=OLENA).booked == 1
    assert services.take_apply(take_id=take_id, actor=OLENA).booked == 0
    services.take_count(take_id=take_id, counts={line: 9})
    assert services.take_apply(take_id=take_id, actor=OLENA).booked == 0
    assert on_hand(variant_id) == 6


def test_a_closed_take_books_nothing():
    take_id, [(variant_id, line)] = sheet(5)
    services.take_count(take_id=take_id, counts={line: 6})
    services.take_close(take_id=take_id)

    for act in (
        lambda: services.take_apply(take_id=take_id, actor=OLENA),
        lambda: services.take_count(take_id=take_id, counts={line: 7}),
    ):
        with pytest.raises(services.TakeClosed):
            act()
    assert on_hand(variant_id) == 5


def test_a_sheet_is_neither_empty_nor_endless(monkeypatch):
    with pytest.raises(services.TakeEmpty):
        services.take_start(title="x", wanted=CountFilter(text="no such thing"), actor=OLENA)
    StockItemFactory.create_batch(3, on_hand=1)
    monkeypatch.setattr("commerce.inventory.services.takes.LARGEST_TAKE", 2)
    with pytest.raises(services.TakeTooLarge) as error:
        services.take_start(title="x", wanted=CountFilter(), actor=OLENA)
    assert error.value.extra == {"found": 3, "most": 2}


def test_conditions_choose_the_variants():
    ruby = VariantFactory(sku="R-1", product__name_uk="Рубін", product__name_en="Ruby")
    VariantFactory(sku="E-1", product__name_uk="Смарагд", product__name_en="Emerald")
    VariantFactory(sku="R-2", product=ruby.product, is_active=False)
    branch = ruby.product.subcategory.category

    for wanted in (
        CountFilter(text="ruby"),
        CountFilter(text="r-"),
        CountFilter(category_id=branch.pk),
        CountFilter(stone_type_id=branch.stone_type_id),
    ):
        take_id = services.take_start(title="x", wanted=wanted, actor=OLENA)
        assert [row.sku for row in selectors.take_rows(take_id)] == ["R-1"]


@pytest.mark.parametrize("size", [1, 20])
def test_a_sheet_is_read_in_a_fixed_number_of_queries(size, django_assert_max_num_queries):
    take_id, _lines = sheet(*([1] * size))

    with django_assert_max_num_queries(6):
        assert len(selectors.take_rows(take_id)) == size
