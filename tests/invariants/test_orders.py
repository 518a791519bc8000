"""Threats O1–O6 of docs/invariants.md."""

import itertools

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import ProtectedError

from catalog.models import ProductVariant
from commerce.cart.models import Cart
from commerce.orders.enums import NEXT, OrderStatus
from commerce.orders.models import Order, OrderLine
from tests.factories import checkout as shop


def test_o1_a_number_opens_nothing_without_the_secret(api, buy, rows):
    _status, _code, placed = buy(shop.cart_with())
    alphabet = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    bare = placed["number"].replace("-", "")
    assert len(bare) * 5 >= 50
    assert set(bare) <= alphabet
    assert len(placed["token"]) * 6 >= 128
    before = rows()

    unknown = api("get", "/orders/0000-0000-0000/?token=" + placed["token"])
    one_off = placed["token"][:-1] + ("A" if placed["token"][-1] != "A" else "B")
    for token in ("x", one_off, placed["token"] + "x"):
        assert api("get", f"/orders/{placed['number']}/?token={token}") == unknown
        assert api("post", f"/orders/{placed['number']}/cancel/", {"token": token}) == unknown

    assert unknown[:2] == (404, "not_found")
    assert rows() == before


def test_o2_a_key_is_one_order_and_belongs_to_its_owner(buy, rows):
    cart = shop.cart_with()
    first = buy(cart)
    before = rows()

    assert buy(cart) == first
    assert buy(cart, comment="another body")[:2] == (422, "IDEMPOTENCY_KEY_REUSED")
    assert rows() == before
    assert buy(shop.cart_with())[0] == 201  # somebody else's cart under the same key
    assert Order.objects.count() == 2


def test_a_collision_outside_of_the_checkouts_transaction_is_503(buy, rows, monkeypatch):
    cart = shop.cart_with()
    before = rows()

    def locked(*_args):
        raise OperationalError("database is locked")

    monkeypatch.setattr("gemkit.api.views.refusals_of", locked)
    assert buy(cart)[:2] == (503, "UNAVAILABLE")

    assert rows() == before


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b"])
def test_o2_a_checkout_without_a_key_is_refused(buy, rows, key):
    cart = shop.cart_with()
    before = rows()

    assert buy(cart, key=key)[:2] == (400, "IDEMPOTENCY_KEY_REQUIRED")

    assert rows() == before


def test_o3_one_cart_is_one_order_whatever_the_keys(api, buy, rows):
    cart = shop.cart_with()
    assert buy(cart, key="tab-1")[0] == 201
    before = rows()

    for key in ("tab-2", "tab-3"):
        assert buy(cart, key=key)[:2] == (409, "CART_SPENT")
    assert api("get", f"/carts/{cart}/")[:2] == (409, "CART_SPENT")

    assert rows() == before
    order = Order.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.create(**{
            field.attname: getattr(order, field.attname)
            for field in Order._meta.concrete_fields
            if field.name not in {"id", "number"}
        }, number="AAAA-AAAA-AAAA")  # fmt: skip


REACHED_BY = {"confirmed": "confirm", "packed": "pack", "shipped": "ship", "delivered": "deliver",
              "completed": "complete", "cancelled": "cancel"}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "target"),
    [(one, other) for one, other in itertools.product(OrderStatus, REACHED_BY) if other not in NEXT[one]],
)
def test_o4_a_move_that_the_table_does_not_have_is_refused(staff, rows, status, target):
    order = shop.place()
    Order.objects.update(status=status)
    before = rows()

    asked = {"action": REACHED_BY[target], "expected_status": status.value}
    assert staff("patch", f"/orders/{order.number}/", asked)[:2] == (409, "TRANSITION_NOT_ALLOWED")

    assert rows() == before


def test_o4_the_database_knows_the_statuses():
    shop.place()

    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(status="eaten")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact": {}}, "contact.email"),
        ({"delivery": {"method": "teleport"}}, "delivery.method"),
        ({"delivery": {}}, "delivery.method"),
        ({"payment_method": ""}, "payment_method"),
        ({"payment_method": "card_of_a_friend"}, "payment_method"),
        ({"accept_total": None}, "accept_total"),
    ],
)
def test_o5_a_step_that_was_skipped_is_named(buy, rows, change, field):
    cart = shop.cart_with()
    before = rows()

    status, _code, told = buy(cart, **change)

    assert status == 400
    assert field in {error["attr"] for error in told["errors"]}
    assert rows() == before


def test_o5_an_empty_cart_is_no_order(buy, rows):
    cart = Cart.objects.create().pk
    before = rows()

    assert buy(cart)[:2] == (409, "CART_EMPTY")
    assert rows() == before


def test_o6_a_product_that_changes_or_goes_leaves_the_order_as_it_was(rows):
    order = shop.place()
    line = OrderLine.objects.get()
    variant = ProductVariant.objects.get(pk=line.variant_id)
    told = (line.sku, line.name_uk, line.unit_price, line.line_total, order.total)

    variant.product.name_uk = "Інше"
    variant.product.save()
    ProductVariant.objects.filter(pk=variant.pk).update(sku="OTHER", is_active=False)
    before = rows()
    with pytest.raises(ProtectedError):
        variant.delete()

    assert rows() == before
    line.refresh_from_db()
    order = Order.objects.get()
    assert (line.sku, line.name_uk, line.unit_price, line.line_total) == told[:4]
    assert order.total == told[4].amount
