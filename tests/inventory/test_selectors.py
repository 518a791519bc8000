import pytest

from commerce.inventory import selectors, services
from commerce.inventory.models import StockItem
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import StockItemFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on_hand", "made_to_order", "state", "quantity", "text"),
    [
        (0, False, "sold", 0, "Sold"),
        (0, True, "made_to_order", 0, "Made to order"),
        (1, False, "last_one", 1, "One piece"),
        (2, False, "in_stock", 2, "2 in stock"),
        (10, True, "in_stock", 10, "10 in stock"),
        (11, False, "in_stock", 10, "More than 10 in stock"),
    ],
)
def test_availability(on_hand, made_to_order, state, quantity, text, settings):
    from django.utils.translation import override

    item = StockItemFactory(on_hand=on_hand, variant__is_made_to_order=made_to_order)

    with override("en"):
        found = selectors.availability([item.variant_id])[item.variant_id]

    assert (found.state, found.quantity, found.text) == (state, quantity, text)
    assert found.can_buy is (on_hand > 0)


def test_a_variant_without_a_stock_row_is_sold():
    variant = VariantFactory()

    assert selectors.availability([variant.pk])[variant.pk].state == "sold"
    assert selectors.free_quantity([variant.pk]) == {variant.pk: 0}


@pytest.mark.parametrize("size", [1, 20])
def test_availability_is_one_query(size, django_assert_num_queries):
    ids = [StockItemFactory(on_hand=1).variant_id for _ in range(size)]

    with django_assert_num_queries(1):
        selectors.availability(ids)


def test_promised_units_are_not_free():
    item = StockItemFactory(on_hand=3)
    services.stock_reserve(quantities={item.variant_id: 2})

    assert selectors.free_quantity([item.variant_id]) == {item.variant_id: 1}
    assert selectors.stock_of([item.variant_id])[item.variant_id].free == 1


def test_a_difference_is_found():
    item = StockItemFactory(on_hand=3)
    StockItem.objects.filter(pk=item.pk).update(on_hand=4, reserved=1)

    assert [(fault.stored, fault.expected) for fault in selectors.invariant_faults()] == [(4, 3), (1, 0)]
