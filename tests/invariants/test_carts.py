"""Threats C1 and C2 of docs/invariants.md."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from commerce.cart.models import Cart, CartLine
from commerce.customers.models import User
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable


def test_c1_many_adds_are_one_line_and_a_single_stone_is_there_once(api, rows):
    lot, single = make_sellable(stock=3), make_sellable()
    cart = shop.cart_with(single)
    lines = f"/carts/{cart}/lines/"

    for _ in range(3):
        assert api("post", lines, {"sku": lot.sku})[0] == 201
    before = rows()
    assert api("post", lines, {"sku": lot.sku})[:2] == (409, "OUT_OF_STOCK")
    assert api("post", lines, {"sku": single.sku})[:2] == (409, "ALREADY_IN_CART")

    assert rows() == before
    assert dict(CartLine.objects.values_list("variant_id", "quantity")) == {single.pk: 1, lot.pk: 3}
    with pytest.raises(IntegrityError), transaction.atomic():
        CartLine.objects.create(cart_id=cart, variant=lot, quantity=1, seen_price=1)


def test_c2_a_cart_that_is_not_yours_is_not_found(api, rows):
    mine = shop.cart_with(make_sellable(stock=3))
    line = CartLine.objects.get()
    other = Cart.objects.create().pk
    before = rows()

    for method, path, sent in (
        ("get", f"/carts/{uuid.uuid4()}/", None),
        ("delete", f"/carts/{uuid.uuid4()}/", None),
        ("patch", f"/carts/{other}/lines/{line.pk}/", {"quantity": 2}),
        ("delete", f"/carts/{other}/lines/{line.pk}/", None),
        ("post", f"/carts/{uuid.uuid4()}/lines/", {"sku": line.variant.sku}),
    ):
        assert api(method, path, sent)[:2] == (404, "not_found")

    assert rows() == before
    assert api("get", f"/carts/{mine}/")[0] == 200


def test_c2_a_customer_has_one_open_cart():
    customer = User.objects.create_user("oksana@example.com", "x")
    Cart.objects.create(customer=customer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Cart.objects.create(customer=customer)
    assert Cart.objects.count() == 1
