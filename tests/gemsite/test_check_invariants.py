import pytest
from django.core.management import CommandError, call_command

from catalog.models import VariantCard
from commerce.inventory.models import StockItem
from commerce.orders.models import Order, OrderLine
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_order, make_sellable

pytestmark = pytest.mark.django_db


def faults(capsys):
    with pytest.raises(CommandError) as error:
        call_command("check_invariants")
    assert error.value.returncode == 1
    return capsys.readouterr().err


def test_a_sound_shop_has_no_differences(rates, capsys):
    make_sellable(usd="100.00", uah="4000.00", stock=3)
    VariantFactory()
    make_order()

    call_command("check_invariants")

    assert capsys.readouterr().out == "0 differences\n"


def test_stock_that_is_not_the_sum_of_its_movements(rates, capsys):
    variant = make_sellable(stock=3)
    StockItem.objects.update(on_hand=4)

    found = faults(capsys)

    assert f"on hand of variant {variant.pk} is 4, its sources say 3" in found
    assert f"card of variant {variant.pk}" in found


@pytest.mark.recompute_fails
def test_an_order_that_is_not_the_sum_of_its_lines(rates, capsys):
    order = make_order()
    OrderLine.objects.filter(sku="S-0391").delete()

    assert f"goods of order {order.number} are 162230.00, its lines say 118390.00" in faults(capsys)


@pytest.mark.recompute_fails
def test_an_order_without_lines(rates, capsys):
    make_order()
    OrderLine.objects.all().delete()

    assert "its lines say 0.00" in faults(capsys)
    assert Order.objects.count() == 1


@pytest.mark.parametrize("change", [{"price_usd": "1.00"}, {"price_uah": "1.00"}, {"available": 9}])
def test_a_card_that_lags_behind(rates, capsys, change):
    variant = make_sellable()
    VariantCard.objects.update(**change)

    assert f"card of variant {variant.pk} says" in faults(capsys)
