"""The promo code on the cart's page, in the API, and at checkout."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from commerce.cart.models import Cart
from commerce.promotions.models import Coupon
from gemkit.api.throttling import ScopeThrottle
from gemkit.clock import now
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.usefixtures("rates")
API = "/api/v1/carts/{}/coupon/"


def url(name, language="en"):
    with override(language):
        return reverse(name)


def text_of(response):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    return plain.replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def cart_id(client):
    found = shop.cart_with()
    client.cookies["cart"] = str(found)
    return found


def post(client, cart_id, body, query="?lang=en"):
    return client.post(API.format(cart_id) + query, body, content_type="application/json")


def test_a_code_is_taken_named_and_taken_out_without_javascript(client, cart_id):
    CouponFactory(code="AUTUMN10", name_en="Autumn −10%")

    answer = client.post(url("cart:coupon"), {"code": " autumn10 "})

    assert (answer.status_code, answer.url) == (302, url("cart:detail"))
    page = text_of(client.get(url("cart:detail")))
    assert "The promo code is applied." in page
    assert "Discount “Autumn −10%” − ₴421.60" in page
    assert "₴3,914.40" in page  # with the parcel
    assert "Autumn −10%: − ₴421.60" in page  # on the line
    review = text_of(client.get(url("checkout:start")))
    assert "Discount “Autumn −10%” − ₴421.60" in review
    assert "₴3,914.40" in review
    client.post(url("cart:coupon_remove"))
    assert "Discount “" not in text_of(client.get(url("cart:detail")))
    assert Cart.objects.get().coupon_id is None


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({}, 404, "There is no promo code “NO-SUCH”. Check it for a slip."),
        ({"is_active": False}, 404, "There is no promo code"),
        ({"starts_at": dt.datetime(2099, 1, 2, tzinfo=dt.UTC)}, 409, "is valid from 2 January on"),
        ({"ends_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC)}, 409, "was valid until 2 January"),
        ({"limit": 1, "used": 1}, 409, "has been used up"),
        ({"minimum": Decimal(5000)}, 409, "is for orders from ₴5,000: ₴784 more of the goods it is for"),
    ],
    ids=["unknown", "off", "not yet", "over", "used up", "too little"],
)
def test_what_stands_in_the_way_is_said_beside_the_field_and_in_the_api(
    client, cart_id, values, status, said
):
    code = "AUTUMN" if values else "NO-SUCH"
    if values:
        CouponFactory(code=code, **values)

    page = client.post(url("cart:coupon"), {"code": code})
    answer = post(client, cart_id, {"code": code})

    assert (page.status_code, answer.status_code) == (status, status)
    assert said in text_of(page)
    assert f'value="{code}"' in page.content.decode()  # what was typed is kept
    [error] = answer.json()["errors"]
    assert said in error["detail"].replace("\u00a0", " ")
    assert (error["code"].startswith("COUPON_"), error["attr"]) == (True, "code")
    assert Cart.objects.get().coupon_id is None


@pytest.mark.parametrize("typed", ["", "x" * 41, "a\x00b"], ids=["nothing", "too long", "nul"])
def test_nonsense_is_refused(client, cart_id, typed):
    assert client.post(url("cart:coupon"), {"code": typed}).status_code == 400
    assert post(client, cart_id, {"code": typed}).status_code == 400
    assert post(client, cart_id, {}).status_code == 400
    assert client.get(url("cart:coupon")).url == url("cart:detail")


def test_the_api_tells_the_same_sums_as_the_page(client, cart_id):
    CouponFactory(code="AUTUMN10")

    answer = post(client, cart_id, {"code": "AUTUMN10"}, "?currency=USD&lang=uk")

    body = answer.json()
    usd = lambda amount: {"amount": amount, "currency": "USD"}  # noqa: E731
    uah = lambda amount: {"amount": amount, "currency": "UAH"}  # noqa: E731
    assert answer.status_code == 200
    assert (body["subtotal"], body["discount"], body["total"]) == (usd("100.00"), usd("10.00"), usd("90.00"))
    assert body["charged"] == {"subtotal": uah("4216.00"), "discount": uah("421.60"), "total": uah("3794.40")}
    coupon = Coupon.objects.get()
    assert body["adjustments"] == [
        {
            "code": f"coupon:{coupon.pk}",
            "name": "Осінь",
            "stage": "coupon",
            "kind": "percent",
            "value": "10.00",
            "amount": uah("421.60"),
        }
    ]
    assert body["lines"][0]["adjustments"] == body["adjustments"]
    assert body["coupon"] == {
        "code": "AUTUMN10",
        "name": "Осінь",
        "is_applied": True,
        "problem": "",
        "detail": "",
    }
    client.delete(API.format(cart_id))
    assert client.get(f"/api/v1/carts/{cart_id}/").json()["coupon"] is None


def test_a_coupon_that_ran_out_is_told_and_the_total_asked_about_anew(client, cart_id):
    shop.directory()
    CouponFactory(code="AUTUMN10")
    post(client, cart_id, {"code": "AUTUMN10"})
    Coupon.objects.update(ends_at=now() - dt.timedelta(minutes=1))

    answer = client.post(
        "/api/v1/checkout/",
        shop.body(cart_id, total="3914.40"),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (409, "TOTAL_CHANGED")
    assert error["extra"]["total"] == {"amount": "4336.00", "currency": "UAH"}
    cart = client.get(f"/api/v1/carts/{cart_id}/").json()
    assert (cart["coupon"]["is_applied"], cart["coupon"]["problem"]) == (False, "COUPON_EXPIRED")
    assert "was valid until" in text_of(client.get(url("cart:detail")))


def test_a_foreign_or_spent_cart_takes_no_code(client, cart_id):
    CouponFactory(code="AUTUMN10")
    Cart.objects.update(is_spent=True)

    assert post(client, cart_id, {"code": "AUTUMN10"}).json()["errors"][0]["code"] == "CART_SPENT"
    other = "3b1f7f0e-4c4e-4d0c-9f0a-0d3c3d1b2a10"
    assert post(client, other, {"code": "AUTUMN10"}).status_code == 404


def test_guessing_codes_is_slowed_down(client, cart_id, monkeypatch):
    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"cart": "60/min", "coupon": "2/min"})

    answers = [post(client, cart_id, {"code": f"GUESS{number}"}).status_code for number in range(3)]

    assert answers == [404, 404, 429]
    assert client.get(f"/api/v1/carts/{cart_id}/").status_code == 200
    caches["limits"].clear()


def test_delivery_that_a_coupon_makes_free_is_free_everywhere(client, cart_id):
    shop.directory()
    make_sellable()
    CouponFactory(code="PARCEL", effect="free_delivery", value=0, name_en="Free parcel")
    post(client, cart_id, {"code": "PARCEL"})

    page = text_of(client.get(url("cart:detail")))
    options = client.get(f"/api/v1/checkout/options/?cart={cart_id}").json()["delivery"]

    assert "free by “Free parcel”" in page
    assert {option["price"]["amount"] for option in options} == {"0.00"}
    assert {option["total"]["amount"] for option in options} == {"4216.00"}


def test_a_quote_tries_a_code_and_counts_what_runs(client):
    variant = make_sellable()
    coupon = CouponFactory(code="AUTUMN10")
    ask = {"lines": [{"sku": variant.sku, "quantity": 1}], "coupon": "autumn10"}

    body = client.post("/api/v1/pricing/quote/", ask, content_type="application/json").json()
    refused = client.post(
        "/api/v1/pricing/quote/", {**ask, "coupon": "NOPE"}, content_type="application/json"
    )

    assert body["charged"]["discount"] == {"amount": "421.60", "currency": "UAH"}
    assert [one["code"] for one in body["lines"][0]["adjustments"]] == [f"coupon:{coupon.pk}"]
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["code"], error["attr"]) == (404, "COUPON_UNKNOWN", "coupon")
