"""A guest's cart and the customer's become one at sign-in, once."""

import uuid
from decimal import Decimal

import pytest

from commerce.cart import services
from commerce.cart.models import Cart, CartLine
from commerce.customers.models import User
from commerce.inventory import services as inventory
from tests.factories.checkout import cart_with
from tests.factories.commerce import make_sellable
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture
def oksana(db):
    return User.objects.create_user("oksana@example.com")


def own_cart(user, *variants, quantity=1):
    cart = cart_with(*variants, quantity=quantity)
    Cart.objects.filter(pk=cart).update(customer=user)
    return cart


def lines(cart):
    return {line.variant_id: line.quantity for line in CartLine.objects.filter(cart=cart)}


def test_a_first_cart_simply_becomes_the_customers(oksana):
    guest = cart_with()

    merged = services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    assert (merged.cart_id, merged.reduced) == (guest, ())
    assert Cart.objects.get().customer == oksana


def test_quantities_add_up_as_far_as_there_is_stock(oksana):
    many, few, single = make_sellable(stock=9), make_sellable(stock=3), make_sellable(stock=1)
    type(single).objects.filter(pk=single.pk).update(is_one_of_a_kind=True)
    own = own_cart(oksana, many, few, quantity=2)
    services.line_add(cart_id=own, sku=single.sku)
    guest = cart_with(many, few, quantity=2)
    services.line_add(cart_id=guest, sku=single.sku)
    CartLine.objects.filter(cart=guest, variant=many).update(seen_price=Decimal("4000.00"))

    merged = services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    assert merged.cart_id == own
    assert lines(own) == {many.pk: 4, few.pk: 3, single.pk: 1}
    assert set(merged.reduced) == {few.sku, single.sku}
    assert CartLine.objects.get(variant=many).seen_price == Decimal("4000.00")
    assert not Cart.objects.filter(pk=guest).exists()


def test_what_is_sold_meanwhile_comes_along_and_is_told(oksana):
    variant = make_sellable(stock=2)
    own, guest = own_cart(oksana), cart_with(variant, quantity=2)
    inventory.stock_correct(variant_id=variant.pk, change=-2, actor="test", reason="broken")

    services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    assert lines(own)[variant.pk] == 1


def test_twice_is_once(oksana):
    variant = make_sellable(stock=9)
    own, guest = own_cart(oksana, variant), cart_with(variant)
    services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    with pytest.raises(services.CartNotFound):
        services.cart_merge(cart_id=guest, customer_id=oksana.pk)
    again = services.cart_merge(cart_id=own, customer_id=oksana.pk)

    assert (again.cart_id, lines(own)) == (own, {variant.pk: 2})


def test_a_foreign_cart_cannot_be_claimed(oksana):
    other = User.objects.create_user("petro@example.com")
    foreign = own_cart(other)

    for cart in (foreign, uuid.uuid4()):
        with pytest.raises(services.CartNotFound):
            services.cart_merge(cart_id=cart, customer_id=oksana.pk)

    assert Cart.objects.get(pk=foreign).customer == other


def test_an_ordered_cart_is_refused(oksana):
    guest = cart_with()
    services.cart_spend(cart_id=guest)

    with pytest.raises(services.CartSpent):
        services.cart_merge(cart_id=guest, customer_id=oksana.pk)


@pytest.mark.parametrize("has_own", [True, False])
def test_the_customers_promo_code_stays_and_the_guests_fills_the_gap(oksana, has_own):
    mine, theirs = CouponFactory(), CouponFactory()
    own, guest = own_cart(oksana), cart_with()
    Cart.objects.filter(pk=own).update(coupon=mine if has_own else None)
    Cart.objects.filter(pk=guest).update(coupon=theirs)

    services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    assert Cart.objects.get(pk=own).coupon == (mine if has_own else theirs)


def test_the_cart_keeps_its_bound_of_lines(oksana, monkeypatch):
    monkeypatch.setattr("commerce.cart.domain.MAX_LINES", 2)
    first, second, third = (make_sellable(stock=1) for _ in range(3))
    own, guest = own_cart(oksana, first), cart_with(second, third)

    merged = services.cart_merge(cart_id=guest, customer_id=oksana.pk)

    assert set(lines(own)) == {first.pk, second.pk}
    assert merged.reduced == (third.sku,)


def test_the_api_merges_for_who_is_signed_in(client, oksana):
    variant = make_sellable(stock=9)
    own, guest = own_cart(oksana, variant), cart_with(variant)

    assert client.post(f"/api/v1/carts/{guest}/merge/").status_code == 401
    assert Cart.objects.filter(pk=guest).exists()
    client.force_login(oksana)
    answer = client.post(f"/api/v1/carts/{guest}/merge/")

    assert (answer.status_code, answer.json()["id"]) == (200, str(own))
    assert answer.json()["lines"][0]["quantity"] == 2
