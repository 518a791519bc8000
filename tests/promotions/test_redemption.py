"""A coupon from the cart to the order and back: counted once, named everywhere, given back by a cancellation."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from commerce.cart import selectors as carts
from commerce.cart import services as cart_services
from commerce.cart.models import Cart
from commerce.checkout.services import TotalChanged
from commerce.customers.models import User
from commerce.ledger.models import AuditEntry
from commerce.orders import services as orders
from commerce.orders.models import Order, OrderAdjustment
from commerce.promotions import selectors, services
from commerce.promotions.models import Coupon, Redemption
from gemkit.clock import now
from gemkit.money import Money
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable
from tests.factories.promotions import CouponFactory, PromotionFactory, TierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]


@pytest.fixture(autouse=True)
def _directory(rates):
    shop.directory()


def cart_with_coupon(coupon, *variants):
    cart_id = shop.cart_with(*variants)
    cart_services.coupon_set(cart_id=cart_id, code=coupon.code)
    return cart_id


def view(cart_id, currency="UAH"):
    return carts.cart_view(cart_id, currency=currency, language="uk")


def uah(amount):
    return Money(Decimal(amount), "UAH")


def test_the_order_keeps_what_the_coupon_took_by_line_and_name():
    coupon = CouponFactory(limit=5)
    cart_id = cart_with_coupon(coupon, make_sellable(), make_sellable(usd="50.00"))

    order = shop.place(cart_id, total="5811.60")

    assert (order.subtotal, order.discount, order.delivery.cost) == (
        uah("6324.00"),
        uah("632.40"),
        uah("120.00"),
    )
    assert [(one.name, one.amount) for one in order.adjustments] == [("Осінь", uah("632.40"))]
    assert [[one.amount for one in line.adjustments] for line in order.lines] == [
        [uah("421.60")],
        [uah("210.80")],
    ]
    use = Redemption.objects.get()
    assert (use.coupon_id, use.order_id, use.nth, use.amount) == (coupon.pk, order.id, 1, Decimal("632.40"))
    assert Coupon.objects.get().used == 1
    Coupon.objects.update(name_uk="Інша назва")
    assert OrderAdjustment.objects.filter(name_uk="Осінь").count() == 2


def test_a_cancelled_order_gives_the_use_back_once():
    coupon = CouponFactory(limit=1, per_customer=1)
    order = shop.place(cart_with_coupon(coupon), total="3914.40")

    orders.order_act(number=order.number, action="cancel", actor="staff:o")
    services.redemption_cancel(order_id=order.id, actor="staff:o")

    use = Redemption.objects.get()
    assert (Coupon.objects.get().used, use.nth, use.cancelled_at is not None) == (0, None, True)
    shop.place(cart_with_coupon(coupon), key="again", total="3914.40")
    assert Coupon.objects.get().used == 1
    assert selectors.coupons_that_differ() == []


def test_a_customer_uses_it_as_often_as_they_may_whatever_the_spelling():
    coupon = CouponFactory(per_customer=1)
    shop.place(cart_with_coupon(coupon), total="3914.40")
    again = cart_with_coupon(coupon)
    contact = shop.OKSANA.__class__("Oksana+gift@Example.com", "+380671234567", "О", "Г")

    with pytest.raises(services.CouponCustomerLimit) as refused:
        shop.place(again, key="again", total="3914.40", contact=contact)

    assert refused.value.extra == {"coupon": coupon.code}
    assert (Order.objects.count(), Coupon.objects.get().used, Redemption.objects.count()) == (1, 1, 1)
    assert not Cart.objects.get(pk=again).is_spent


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": now() - dt.timedelta(seconds=1)},
        {"is_active": False},
        {"limit": 3, "used": 3},
        {"minimum": Decimal(5000)},
    ],
    ids=["expired", "switched off", "used up", "minimum raised"],
)
def test_a_coupon_that_stops_holding_changes_the_total_and_never_silently(change):
    coupon = CouponFactory()
    cart_id = cart_with_coupon(coupon)
    Coupon.objects.update(**change)

    with pytest.raises(TotalChanged) as refused:
        shop.place(cart_id, total="3914.40")

    assert refused.value.extra == {"total": uah("4336.00"), "accepted": uah("3914.40")}
    assert (Order.objects.count(), Redemption.objects.count()) == (0, 0)
    seen = view(cart_id)
    assert (seen.discount, seen.coupon.is_applied, bool(seen.coupon.text)) == (uah("0.00"), False, True)
    assert seen.can_check_out
    shop.place(cart_id, total="4336.00")  # whoever agrees to the new sum orders, and the coupon is not used
    assert Redemption.objects.count() == 0


def test_free_delivery_is_named_and_costs_nothing():
    coupon = CouponFactory(effect="free_delivery", value=0)
    cart_id = cart_with_coupon(coupon)

    order = shop.place(cart_id, total="4216.00")

    assert (order.discount, order.delivery.cost, order.total) == (uah("0.00"), uah("0.00"), uah("4216.00"))
    assert [(one.stage, one.amount) for one in order.adjustments] == [("delivery", uah("120.00"))]
    assert Redemption.objects.get().amount == Decimal("120.00")


def test_promotions_apply_by_themselves_and_reduced_goods_may_be_left_out():
    PromotionFactory(min_quantity=2)
    single, pair = make_sellable(), make_sellable(stock=5)
    cart_id = shop.cart_with(single)
    cart_services.line_add(cart_id=cart_id, sku=pair.sku, quantity=2)

    seen = view(cart_id)

    assert [[one.amount for one in line.discounts] for line in seen.lines] == [[], [uah("421.60")]]
    assert (seen.subtotal, seen.discount, seen.total) == (uah("12648.00"), uah("421.60"), uah("12226.40"))


def test_conditions_are_by_stone_type_and_by_category():
    ours, other = make_sellable(), make_sellable()
    coupon = CouponFactory(stone_types=[ours.product.subcategory.category.stone_type])
    cart_id = shop.cart_with(ours, other)

    cart_services.coupon_set(cart_id=cart_id, code=coupon.code.lower())

    seen = view(cart_id)
    assert [bool(line.discounts) for line in seen.lines] == [True, False]
    coupon.categories.set([other.product.subcategory.category])  # every kind of condition must fit
    assert view(cart_id).coupon.problem == "COUPON_NO_MATCH"


def test_the_program_is_for_known_customers_who_have_bought_enough():
    TierFactory(min_spend=Decimal(4000), percent=Decimal(3))
    buyer = User.objects.create_user("buyer@example.com")
    first = shop.cart_with()
    Cart.objects.filter(pk=first).update(customer=buyer)
    order = shop.place(first)
    second = shop.cart_with()
    assert view(second).discount == uah("0.00")  # nobody known
    Cart.objects.filter(pk=second).update(customer=buyer)
    assert view(second).discount == uah("0.00")  # the first order is not received yet

    for action in ("confirm", "pack", "ship", "deliver"):
        orders.order_act(number=order.number, action=action, actor="staff:o")

    assert view(second).discount == uah("126.48")
    placed = shop.place(second, key="second", total="4209.52")
    assert [one.code.partition(":")[0] for one in placed.adjustments] == ["tier"]


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("UAH", ("4216.00", "421.60", "3794.40")),
        ("USD", ("100.00", "10.00", "90.00")),
        ("EUR", ("86.22", "8.62", "77.60")),
    ],
)
def test_sums_add_up_in_every_currency(currency, expected):
    seen = view(cart_with_coupon(CouponFactory()), currency)

    shown = (seen.shown_subtotal, seen.shown_discount, seen.shown_total)
    assert shown == tuple(Money(Decimal(amount), currency) for amount in expected)
    assert (seen.subtotal, seen.total) == (uah("4216.00"), uah("3794.40"))


def test_every_change_of_a_coupon_is_in_the_audit_trail():
    values = {"code": " spring ", "name_uk": "Весна", "name_en": "Spring", "value": Decimal(5), "limit": 2}
    coupon_id = services.coupon_save(values=values, actor="staff:o")
    services.coupon_save(coupon_id=coupon_id, values={**values, "limit": 3}, actor="staff:o")
    services.coupon_save(coupon_id=coupon_id, values={**values, "limit": 3}, actor="staff:o")

    rows = AuditEntry.objects.filter(kind="coupon").order_by("pk")
    assert [(row.object_id, row.before and row.before["limit"], row.after["limit"]) for row in rows] == [
        ("SPRING", None, 2),
        ("SPRING", 2, 3),
    ]
    with pytest.raises(services.CouponExists):
        services.coupon_save(values=values, actor="staff:o")


def test_a_limit_below_what_was_used_is_refused():
    coupon = CouponFactory(limit=5, used=3)

    with pytest.raises(services.LimitBelowUsed):
        services.coupon_save(coupon_id=coupon.pk, values={"limit": 2}, actor="staff:o")

    assert Coupon.objects.get().limit == 5


@pytest.mark.parametrize(
    "change",
    [{"used": 6}, {"value": 0}, {"value": 101}, {"effect": "gift"}, {"minimum": 0}, {"per_customer": 0}],
    ids=str,
)
def test_the_database_refuses_what_must_never_be(change):
    CouponFactory(limit=5)

    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.update(**change)


@pytest.mark.recompute_fails
def test_check_invariants_finds_a_coupon_that_was_miscounted(capsys):
    shop.place(cart_with_coupon(CouponFactory(code="LOST")), total="3914.40")
    call_command("check_invariants")
    Coupon.objects.update(used=2)
    Order.objects.update(discount=Decimal("1.00"), total=Decimal("4335.00"))

    with pytest.raises(CommandError) as failed:
        call_command("check_invariants")

    assert "5 differences" in str(failed.value)
    said = capsys.readouterr().err
    assert "coupon LOST says it was used 2 times, its redemptions say 1" in said
    assert "its named parts say 421.60" in said
