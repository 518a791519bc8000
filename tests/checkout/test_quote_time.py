"""The sum on the checkout is good until a shown time; then it is worked out anew and asked about."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine

from catalog.models import ProductVariant
from commerce.orders.models import Order
from commerce.pricing import services as pricing
from gemkit.clock import KYIV, now
from tests.checkout.test_web import buyer, filled, text_of, url, value_of  # noqa: F401 - a fixture
from tests.factories import checkout as shop

pytestmark = pytest.mark.usefixtures("rates")
LATER = dt.timedelta(minutes=31)


def opened(buyer):  # noqa: F811 - the fixture
    """Return what the form would send: the time of the sum comes from the page."""
    page = buyer.get(url("checkout:start"))
    return {**filled(page), "valid_until": value_of(page, "valid_until")}


def test_the_time_is_shown(buyer):  # noqa: F811
    noon = (now().astimezone(KYIV) + dt.timedelta(days=1)).replace(hour=12, minute=5, second=0, microsecond=0)

    with time_machine.travel(noon, tick=False):
        page = buyer.get(url("checkout:start", "en"))

    assert "This sum is good until 12:35" in text_of(page)
    assert value_of(page, "valid_until") == (noon + dt.timedelta(minutes=30)).isoformat()


def test_in_time_the_order_is_made(buyer):  # noqa: F811
    sent = opened(buyer)

    with time_machine.travel(now() + LATER - dt.timedelta(minutes=2), tick=False):
        answer = buyer.post(url("checkout:start"), sent)

    assert answer.status_code == 302
    assert Order.objects.get().total == Decimal("4336.00")


def test_too_late_and_the_same_sum_is_shown_again_with_all_that_was_typed(buyer):  # noqa: F811
    sent = opened(buyer)

    with time_machine.travel(now() + LATER, tick=False):
        answer = buyer.post(url("checkout:start", "en"), sent)
        text = text_of(answer)

        assert answer.status_code == 409
        assert "so we have worked it out anew. It is still ₴4,336. Nothing has been ordered yet" in text
        assert value_of(answer, "last_name") == "Гнатюк"
        assert not Order.objects.exists()
        again = {**sent, "valid_until": value_of(answer, "valid_until")}
        assert buyer.post(url("checkout:start"), again).status_code == 302
    assert Order.objects.count() == 1


def test_too_late_and_another_sum_names_both(buyer):  # noqa: F811
    sent = opened(buyer)
    variant = ProductVariant.objects.get()
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal(110), actor="test")

    with time_machine.travel(now() + LATER, tick=False):
        answer = buyer.post(url("checkout:start", "en"), sent)

    assert "worked it out anew. It was ₴4,336, now it is ₴4,758." in text_of(answer)
    assert value_of(answer, "accept_total") == "4758.00"
    assert not Order.objects.exists()


def test_a_repeat_of_an_order_that_was_made_in_time_finds_it(buyer):  # noqa: F811
    sent = opened(buyer)
    first = buyer.post(url("checkout:start"), sent)

    with time_machine.travel(now() + LATER, tick=False):
        assert buyer.post(url("checkout:start"), sent).url == first.url
    assert Order.objects.count() == 1


def test_the_api_tells_the_time_and_keeps_to_it(client):
    shop.directory()
    cart = shop.cart_with()
    options = client.get(f"/api/v1/checkout/options/?cart={cart}").json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d", options["valid_until"])
    body = shop.body(cart, valid_until=options["valid_until"])

    def send(sent):
        return client.post(
            "/api/v1/checkout/?lang=en",
            sent,
            content_type="application/json",
            headers={"Idempotency-Key": "k"},
        )

    with time_machine.travel(now() + LATER, tick=False):
        late = send(body)
        (error,) = late.json()["errors"]
        assert (late.status_code, error["code"], error["attr"]) == (409, "QUOTE_EXPIRED", "accept_total")
        assert error["extra"]["total"] == {"amount": "4336.00", "currency": "UAH"}
        assert not Order.objects.exists()
        without = {name: value for name, value in body.items() if name != "valid_until"}
        assert send(without).status_code == 201  # a client that shows no time is asked for none
