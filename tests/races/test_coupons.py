"""A coupon of five and many buyers at once, and what happens without the guard."""

import threading

import pytest
from django.db import transaction
from django.db.models import F

from commerce.cart import services as carts
from commerce.checkout import services
from commerce.orders import services as orders
from commerce.orders.domain import Contact
from commerce.orders.models import Order
from commerce.promotions import selectors
from commerce.promotions.models import Coupon, Redemption
from gemkit.errors import DomainError
from tests.factories import checkout as shop
from tests.factories.commerce import currencies, make_order, make_sellable, set_rates
from tests.factories.promotions import CouponFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

USES, BUYERS = 5, 30


@pytest.fixture(autouse=True)
def _shop(transactional_db):
    currencies()
    set_rates()
    shop.directory()


def wishes(coupon, *, number=BUYERS, email="buyer{}@example.com"):
    variant = make_sellable(stock=number)
    found = []
    for buyer in range(number):
        cart_id = shop.cart_with(variant)
        carts.coupon_set(cart_id=cart_id, code=coupon.code)
        contact = Contact(email.format(buyer), "+380671234567", "О", "Г")
        found.append(shop.wish(cart_id, total="3914.40", contact=contact))
    return found


def codes(errors):
    return {error.code if isinstance(error, DomainError) else repr(error) for error in errors}


def test_a_coupon_of_five_serves_five_of_thirty(together):
    coupon = CouponFactory(limit=USES)
    asked = wishes(coupon)

    placed, errors = together(
        lambda number: services.checkout_place(request=asked[number], key="k", language="uk"), BUYERS
    )

    assert (len(placed), len(errors)) == (USES, BUYERS - USES)
    assert codes(errors) <= {"COUPON_USED_UP", "TOTAL_CHANGED"}
    assert (Coupon.objects.get().used, Redemption.objects.count(), Order.objects.count()) == (
        USES,
        USES,
        USES,
    )
    assert selectors.coupons_that_differ() == []


def test_one_customer_at_once_gets_their_share_and_no_more(together):
    coupon = CouponFactory(per_customer=2)
    asked = wishes(coupon, number=10, email="oksana@example.com")

    placed, errors = together(
        lambda number: services.checkout_place(request=asked[number], key="k", language="uk"), 10
    )

    assert (len(placed), codes(errors)) == (2, {"COUPON_CUSTOMER_LIMIT"})
    assert sorted(Redemption.objects.values_list("nth", flat=True)) == [1, 2]
    assert selectors.coupons_that_differ() == []


def test_cancelling_beside_redeeming_loses_no_use(together):
    coupon = CouponFactory(limit=2)
    asked = wishes(coupon, number=6)
    first = [services.checkout_place(request=wish, key="k", language="uk") for wish in asked[:2]]

    def act(number):
        if number < 2:
            return orders.order_act(number=first[number].number, action="cancel", actor="staff:o")
        return services.checkout_place(request=asked[number], key="k", language="uk")

    together(act, 6)

    assert Coupon.objects.get().used <= 2
    assert selectors.coupons_that_differ() == []


def test_the_control_shows_the_race_without_the_guard(together):
    """Read, decide, write: two buyers that saw the same number both use the last one.

    The CHECK of the database holds all the same, because the number that is written stays legal.
    """
    coupon = CouponFactory(limit=1)
    placed = [make_order(), make_order()]
    have_read = threading.Barrier(2)

    def redeem_unguarded(number):
        known = Coupon.objects.get(pk=coupon.pk)
        have_read.wait(timeout=30)  # both buyers have seen the same number
        assert known.used < known.limit
        with transaction.atomic():
            known.used += 1
            known.save()
            Redemption.objects.create(
                coupon=coupon, order=placed[number], customer_key=str(number), nth=1, amount=1
            )
        return number

    done, errors = together(redeem_unguarded, 2)

    assert (sorted(done), errors) == ([0, 1], [])
    assert [(fault.used, fault.redeemed) for fault in selectors.coupons_that_differ()] == [(1, 2)]
    guarded = Coupon.objects.filter(pk=coupon.pk, used__lt=F("limit")).update(used=F("used") + 1)
    assert guarded == 0  # the statement that decides by itself
