"""Threats M1–M7 and P4 of docs/invariants.md."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from commerce.cart import services as carts
from commerce.cart.models import CartLine
from commerce.orders.models import Order, OrderLine
from commerce.payments.models import Payment
from commerce.pricing import selectors as pricing_reads
from commerce.pricing import services as pricing
from commerce.pricing.models import ExchangeRate
from commerce.promotions.models import Coupon, Redemption
from gemkit.money import round_to_step
from tests.factories import checkout as shop
from tests.factories.commerce import RateFactory, days_ago, make_sellable, set_rates
from tests.factories.promotions import CouponFactory

D = Decimal


def test_m1_a_cart_that_changed_since_is_asked_about_and_the_sums_are_one(api, buy, rows):
    variant = make_sellable(stock=5)
    cart = shop.cart_with(variant)
    line = CartLine.objects.get()
    assert api("patch", f"/carts/{cart}/lines/{line.pk}/", {"quantity": 2})[0] == 200
    before = rows()

    status, code, told = buy(cart)

    assert (status, code) == (409, "TOTAL_CHANGED")
    assert told["errors"][0]["extra"]["total"] == {"amount": "8552.00", "currency": "UAH"}
    assert rows() == before
    assert buy(cart, total="8552.00")[0] == 201
    order = Order.objects.get()
    lines = sum(row.line_total for row in order.lines.all())
    assert order.total == lines + order.delivery_cost - order.discount == D("8552.00")
    assert Payment.objects.get().amount == order.total


@pytest.mark.parametrize(
    "forged",
    [
        {"total": {"amount": "1.00", "currency": "UAH"}},
        {"discount": "4000.00"},
        {"delivery_cost": "0.00", "price": "1.00"},
        {"lines": [{"sku": "S-1", "unit_price": "0.01", "quantity": 1}]},
    ],
)
def test_m2_sums_that_a_client_sends_are_not_heard(api, forged):
    sent = {**shop.body(shop.cart_with()), **forged}

    assert api("post", "/checkout/", sent, **{"Idempotency-Key": "key"})[0] == 201

    order = Order.objects.get()
    assert (order.subtotal, order.delivery_cost, order.discount, order.total) == (
        D(4216),
        D(120),
        D(0),
        D(4336),
    )


@pytest.mark.parametrize("amount", ["1.00", "4335.99", "4336.01", "0.00"])
def test_m2_another_sum_than_the_shops_is_refused(buy, rows, amount):
    cart = shop.cart_with()
    before = rows()

    assert buy(cart, total=amount)[:2] == (409, "TOTAL_CHANGED")

    assert rows() == before


@pytest.mark.parametrize("quantity", [-1, 0, 1.5, 2**63, "٣", True, 10_000, "1e3", None])
def test_m3_a_nonsense_quantity_is_400(api, rows, quantity):
    variant = make_sellable(stock=5)
    cart = shop.cart_with(variant)
    line = CartLine.objects.get()
    before = rows()

    for method, path, sent in (
        ("post", f"/carts/{cart}/lines/", {"sku": variant.sku, "quantity": quantity}),
        ("patch", f"/carts/{cart}/lines/{line.pk}/", {"quantity": quantity}),
    ):
        status, _code, told = api(method, path, sent)
        assert (status, told["errors"][0]["attr"]) == (400, "quantity")

    assert rows() == before


@pytest.mark.parametrize("quantity", [0, -1, 10_000])
def test_m3_the_database_bounds_quantities(quantity):
    shop.place()

    for model in (CartLine, OrderLine):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(quantity=quantity)


@pytest.mark.parametrize("currency", ["usd", "XXX", "", "UAH;", "₴"])
def test_m4_an_unknown_currency_is_400(api, buy, rows, currency):
    cart = shop.cart_with()
    before = rows()

    assert api("get", f"/carts/{cart}/?currency={currency}")[0] == 400
    assert buy(cart, accept_total={"amount": "4336.00", "currency": currency})[0] == 400

    assert rows() == before


def test_m4_a_swapped_currency_is_not_charged(api, buy, rows):
    cart = shop.cart_with()
    before = rows()

    shown = api("get", f"/carts/{cart}/?currency=USD")[2]
    assert (shown["total"], shown["charged"]["total"]["amount"]) == (
        {"amount": "100.00", "currency": "USD"},
        "4216.00",
    )
    for currency in ("USD", "EUR"):
        sent = {"amount": "4336.00", "currency": currency}
        assert buy(cart, accept_total=sent)[:2] == (400, "CURRENCY_NOT_CHARGED")

    assert rows() == before


def test_m5_a_price_that_moved_is_never_charged_silently(buy, rows):
    variant = make_sellable()
    cart = shop.cart_with(variant)
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=D("110.00"), actor="staff:1")
    before = rows()

    status, code, told = buy(cart)

    assert (status, code) == (409, "TOTAL_CHANGED")
    assert told["errors"][0]["extra"]["total"]["amount"] == "4758.00"
    assert rows() == before
    assert buy(cart, total="4758.00")[0] == 201


@pytest.mark.parametrize(
    ("usd", "rate", "uah"),
    [("0.01", "42.16", "0.00"), ("0.02", "42.16", "1.00"), ("33.33", "42.165", "1405.00")],
)
def test_m6_money_is_decimal_and_rounded_at_one_place(usd, rate, uah):
    set_rates(usd=rate)
    variant = make_sellable(usd=usd, stock=9)

    price = pricing_reads.variant_prices([variant.pk])[variant.pk].charged

    assert isinstance(price.amount, Decimal)
    assert price.amount == D(uah) == round_to_step(D(usd) * D(rate), D(1))


@pytest.mark.parametrize("amount", ["4336.001", "4336.0", "NaN", "1e3", "Infinity", 4336.0001])
def test_m6_a_sum_that_is_none_is_400(buy, rows, amount):
    cart = shop.cart_with()
    before = rows()

    status, code, _told = buy(cart, accept_total={"amount": amount, "currency": "UAH"})

    if amount == "4336.0":  # the same number written shorter
        assert status == 201
        return
    assert (status, code) in {(400, "max_decimal_places"), (400, "invalid"), (409, "TOTAL_CHANGED")}
    assert rows() == before


@pytest.mark.parametrize("rate", ["0", "-42.16", "NaN", "Infinity", "42.1600001", "100000000"])
def test_m7_a_rate_that_cannot_be_is_not_taken(rows, rate):
    before, current = rows(), pricing_reads.current_rate("USD")

    with pytest.raises(pricing.RateInvalid) as refused:
        pricing.rate_set(currency="USD", rate=D(rate), source="manual", reason="slip", actor="staff:1")

    assert (refused.value.status, refused.value.code) == (400, "RATE_INVALID")
    assert rows() == before
    assert pricing_reads.current_rate("USD") == current


def test_m7_a_rate_that_waits_for_a_person_is_not_in_force():
    current = pricing_reads.current_rate("USD")

    RateFactory(rate=D("4216.00"), is_held=True)

    assert pricing_reads.current_rate("USD") == current


@pytest.mark.parametrize(("days", "status", "code"), [(30, 201, ""), (31, 503, "RATE_STALE")])
def test_m7_no_order_at_a_rate_of_long_ago(buy, rows, days, status, code):
    cart = shop.cart_with()
    ExchangeRate.objects.all().delete()
    set_rates(day=days_ago(days))
    before = rows()

    assert buy(cart)[:2] == (status, code)

    if code:
        assert rows() == before


def with_coupon(variant, coupon):
    cart = shop.cart_with(variant)
    carts.coupon_set(cart_id=cart, code=coupon.code)
    return cart


def test_p4_a_coupon_is_used_as_often_as_it_may_be(buy, rows):
    coupon = CouponFactory(limit=2)
    variant = make_sellable(stock=9)
    waiting = [with_coupon(variant, coupon) for _ in range(4)]
    sent = [
        {"contact": {**shop.body(cart)["contact"], "email": f"b{n}@example.com"}}
        for n, cart in enumerate(waiting)
    ]

    told = [buy(cart, total="3914.40", **body)[:2] for cart, body in zip(waiting[:2], sent[:2], strict=True)]
    before = rows()
    told += [buy(cart, total="3914.40", **body)[:2] for cart, body in zip(waiting[2:], sent[2:], strict=True)]

    assert told == [(201, "")] * 2 + [(409, "TOTAL_CHANGED")] * 2
    assert rows() == before
    assert (Coupon.objects.get().used, Redemption.objects.count()) == (2, 2)


def test_p4_one_customer_has_one_share(buy, rows):
    coupon = CouponFactory(per_customer=1)
    variant = make_sellable(stock=9)
    first, second = with_coupon(variant, coupon), with_coupon(variant, coupon)
    contact = shop.body(first)["contact"]
    assert buy(first, total="3914.40")[0] == 201
    before = rows()

    same = {**contact, "email": contact["email"].upper()}
    assert buy(second, total="3914.40", contact=same)[:2] == (409, "COUPON_CUSTOMER_LIMIT")

    assert rows() == before


def test_p4_no_sum_falls_below_nothing(buy):
    coupon = CouponFactory(effect="amount", value=D(999_999))
    cart = with_coupon(make_sellable(stock=9), coupon)

    assert buy(cart, total="120.00")[0] == 201

    order = Order.objects.get()
    assert (order.subtotal, order.discount, order.total) == (D(4216), D(4216), D(120))
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(discount=D("4216.01"), total=D("119.99"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.update(limit=1, used=2)
