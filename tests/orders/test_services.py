"""The state machine of orders: only listed moves, each with its trace. And how an order is written."""

import itertools
from decimal import Decimal

import pytest

from commerce.delivery.models import Shipment
from commerce.delivery.services import WaybillTaken
from commerce.inventory.models import Reservation, StockItem
from commerce.inventory.selectors import invariant_faults
from commerce.ledger.models import AuditEntry, MailLog
from commerce.orders import selectors, services
from commerce.orders.domain import LineDraft, OrderDraft
from commerce.orders.enums import NEXT, TARGET, DeliveryMethod, OrderAction, OrderStatus, PaymentMethod
from commerce.orders.models import Order, OrderHistory
from gemkit.money import Money
from tests.factories import checkout as shop

pytestmark = pytest.mark.usefixtures("rates")

WAY = {
    OrderStatus.PLACED: (),
    OrderStatus.CONFIRMED: ("confirm",),
    OrderStatus.PACKED: ("confirm", "pack"),
    OrderStatus.SHIPPED: ("confirm", "pack", "ship"),
    OrderStatus.DELIVERED: ("confirm", "pack", "ship", "deliver"),
    OrderStatus.COMPLETED: ("confirm", "pack", "ship", "deliver", "complete"),
    OrderStatus.CANCELLED: ("cancel",),
}


@pytest.fixture(autouse=True)
def _directory(db):
    shop.directory()


def act(order, *actions, **kwargs):
    for action in actions:
        services.order_act(number=order.number, action=action, actor="staff:olena", **kwargs)


@pytest.mark.parametrize(("status", "action"), list(itertools.product(OrderStatus, OrderAction)))
def test_every_action_in_every_status(status, action):
    order = shop.place()
    act(order, *WAY[status])
    history = OrderHistory.objects.count()

    if TARGET[action] in NEXT[status]:
        act(order, action)
        assert Order.objects.get().status == TARGET[action]
        entry = OrderHistory.objects.last()
        assert (entry.from_status, entry.to_status, entry.actor) == (status, TARGET[action], "staff:olena")
    else:
        with pytest.raises(services.TransitionNotAllowed):
            act(order, action)
        assert Order.objects.get().status == status
        assert OrderHistory.objects.count() == history
    assert invariant_faults() == []


def test_stock_leaves_with_the_parcel_and_comes_back_when_cancelled():
    shipped, cancelled = shop.place(key="1"), shop.place(key="2")
    act(shipped, "confirm", "pack", "ship", waybill="20450726118834")
    act(cancelled, "cancel")

    stock = dict(StockItem.objects.values_list("variant_id", "on_hand"))
    assert [stock[order.lines[0].variant_id] for order in (shipped, cancelled)] == [0, 1]
    assert set(Reservation.objects.values_list("state", flat=True)) == {"consumed", "released"}
    assert set(Shipment.objects.values_list("status", "waybill")) == {
        ("handed_over", "20450726118834"),
        ("cancelled", ""),
    }
    view = selectors.order_view(number=shipped.number, language="uk")
    assert (view.delivery.waybill, view.delivery.status) == ("20450726118834", "handed_over")


def test_a_waybill_belongs_to_one_order():
    one, two = shop.place(key="1"), shop.place(key="2")
    act(one, "confirm", "pack", "ship", waybill="20450726118834")
    act(two, "confirm", "pack")

    with pytest.raises(WaybillTaken):
        act(two, "ship", waybill="20450726118834")

    assert Order.objects.get(number=two.number).status == "packed"
    assert StockItem.objects.get(variant_id=two.lines[0].variant_id).on_hand == 1


def test_somebody_else_was_quicker():
    order = shop.place()
    act(order, "confirm")

    with pytest.raises(services.StaleOrder) as refusal:
        act(order, "cancel", expected_status="placed")

    assert refusal.value.extra["status"] == "confirmed"
    assert Order.objects.get().status == "confirmed"


def test_every_move_is_audited():
    order = shop.place()
    act(order, "confirm", reason="called the buyer")

    entries = AuditEntry.objects.filter(kind="order", object_id=order.number).order_by("pk")
    assert [(entry.actor, entry.before, entry.after["status"], entry.reason) for entry in entries] == [
        ("buyer", None, "placed", ""),
        ("staff:olena", {"status": "placed"}, "confirmed", "called the buyer"),
    ]


def test_a_buyer_cancels_until_the_shop_confirms():
    early, late = shop.place(key="1"), shop.place(key="2")
    act(late, "confirm")

    services.order_cancel_by_buyer(number=early.number, reason="another stone")
    with pytest.raises(services.CancelTooLate):
        services.order_cancel_by_buyer(number=late.number)

    assert Order.objects.get(number=early.number).status == "cancelled"
    assert Order.objects.get(number=late.number).status == "confirmed"
    assert OrderHistory.objects.get(to_status="cancelled").reason == "another stone"


def test_mails_are_written_with_the_act_that_causes_them():
    order = shop.place()
    act(order, "confirm")

    kinds = set(MailLog.objects.filter(recipient="oksana@example.com").values_list("kind", flat=True))
    assert kinds == {"order_placed", "order_confirmed"}
    assert MailLog.objects.filter(object_id=str(order.id)).count() == 2


def test_an_unknown_order_is_not_found():
    for number in ("0000-0000-0000", "nonsense", "", "\x00"):
        with pytest.raises(services.OrderNotFound):
            services.order_act(number=number, action="confirm", actor="staff:olena")


def test_the_token_opens_its_order_only_until_it_is_revoked():
    order, other = shop.place(key="1"), shop.place(key="2")
    token = selectors.order_token(order.id)

    assert selectors.order_for_guest(number=order.number, token=token, language="uk").id == order.id
    assert len(token) == 32
    for number, wrong in (
        (other.number, token),
        (order.number, ""),
        (order.number, token[:-1]),
        ("0000-0000-0000", token),
    ):
        assert selectors.order_for_guest(number=number, token=wrong, language="uk") is None

    services.order_link_revoke(number=order.number, actor="staff:olena")
    assert selectors.order_for_guest(number=order.number, token=token, language="uk") is None
    assert selectors.order_token(order.id) != token


def test_the_order_is_a_copy_of_what_was_sold():
    order = shop.place()
    product = order.lines[0]
    from catalog.models import ProductVariant

    variant = ProductVariant.objects.get(pk=product.variant_id)
    variant.sku = "RENAMED"
    variant.save()
    variant.product.name_uk = "Інша назва"
    variant.product.save()

    again = selectors.order_view(number=order.number, language="uk")
    assert again.lines == order.lines
    assert again.lines[0].name != "Інша назва"


def test_a_view_speaks_the_language_asked_for():
    order = shop.place()

    english = selectors.order_view(number=order.number, language="en")

    assert english.headline == "Your order is accepted"
    assert [step.title for step in english.steps] == [
        "Accepted",
        "Confirmed",
        "Packed",
        "On its way",
        "Received",
    ]
    assert [step.state for step in english.steps] == ["current", "future", "future", "future", "future"]
    assert english.lines[0].name != order.lines[0].name
    assert selectors.order_url(order.id, language="en").startswith("http://127.0.0.1:8000/en/order/")


def test_a_cancelled_order_shows_how_far_it_came():
    order = shop.place()
    act(order, "confirm", "cancel")

    steps = selectors.order_view(number=order.number, language="en").steps
    assert [(step.title, step.state) for step in steps] == [
        ("Accepted", "passed"),
        ("Confirmed", "passed"),
        ("Cancelled", "current"),
    ]


def uah(amount):
    return Money(Decimal(amount), "UAH")


@pytest.mark.recompute_fails  # of the discount only the sum is written
# Sums a float misses: 35.10 × 3 is 105.30000000000001, 0.10 + 0.20 is 0.30000000000000004.
@pytest.mark.parametrize(
    ("price", "quantity", "delivery", "discount", "total"),
    [
        ("35.10", 3, "0.00", "0.00", "105.30"),
        ("1.01", 3, "70.00", "0.00", "73.03"),
        ("0.10", 1, "0.20", "0.00", "0.30"),
        ("4330.10", 1, "70.00", "0.03", "4400.07"),
        ("1443.40", 3, "70.02", "0.03", "4400.19"),
    ],
)
def test_an_order_of_kopiykas_is_written_as_it_adds_up(price, quantity, delivery, discount, total):
    line = LineDraft(
        variant_id=shop.make_sellable().pk,
        sku="A",
        name_uk="Камінь",
        name_en="Stone",
        facts_uk="",
        facts_en="",
        picture="",
        quantity=quantity,
        unit_price=uah(price),
        unit_price_usd=None,
        rate=None,
        rate_date=None,
        rate_source="",
        rounding=Decimal("0.01"),
    )
    draft = OrderDraft(
        cart_id=shop.cart_with(),
        language="uk",
        contact=shop.OKSANA,
        comment="",
        delivery_method=DeliveryMethod.PICKUP,
        delivery_city="",
        delivery_place="",
        delivery_city_ref="",
        delivery_warehouse_ref="",
        delivery_cost=uah(delivery),
        payment_method=PaymentMethod.BANK_TRANSFER,
        lines=(line,),
        discount=uah(discount),
    )

    services.order_create(draft=draft)

    assert Order.objects.get().total == Decimal(total)
    assert Order.objects.get().lines.get().line_total == Decimal(price) * quantity
