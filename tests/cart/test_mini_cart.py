"""The small cart that a script shows after adding: the same sums as the page and the API, or the plain way."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from commerce.cart.models import Cart, CartLine
from gemkit import formats
from gemkit.money import Money
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.usefixtures("rates")
SCRIPT = {"headers": {"X-Requested-With": "fetch"}}


def url(name, language="en"):
    with override(language):
        return reverse(name)


def text_of(response):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    return plain.replace("\u00a0", " ").replace("&nbsp;", " ")


def shown(amount, currency):
    return formats.money(Money(Decimal(amount), currency), language="en").replace("\u00a0", " ")


def test_a_script_gets_the_cart_beside_the_page(client):
    variant = make_sellable(stock=3)

    answer = client.post(url("cart:add"), {"sku": variant.sku, "quantity": 2}, **SCRIPT)

    assert (answer.status_code, answer.cookies["cart"].value) == (200, str(Cart.objects.get().pk))
    page, text = answer.content.decode(), text_of(answer)
    assert 'data-count="2"' in page
    assert "<html" not in page
    assert "2 items in your cart" in text
    assert "is in your cart." in text
    assert url("checkout:start") in page


def test_without_a_script_the_page_says_it(client):
    variant = make_sellable(stock=3)

    answer = client.post(url("cart:add"), {"sku": variant.sku, "next": "/en/stones/"})

    assert (answer.status_code, answer.url) == (302, "/en/stones/")


@pytest.mark.parametrize("held", [0, 1])
def test_a_refusal_is_told_in_the_panel_and_changes_nothing(client, held):
    variant = make_sellable(stock=held)
    if held:
        client.post(url("cart:add"), {"sku": variant.sku})
    before = CartLine.objects.count()

    answer = client.post(url("cart:add"), {"sku": variant.sku}, **SCRIPT)

    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert ("1 item in your cart" if held else "Your cart is empty") in text_of(answer)
    assert CartLine.objects.count() == before


@pytest.mark.parametrize(
    ("currency", "subtotal", "discount", "total"),
    [
        ("UAH", "13175.00", "1317.50", "11857.50"),
        ("USD", "312.50", "31.25", "281.25"),
        ("EUR", "269.44", "26.94", "242.50"),
    ],
)
def test_page_small_cart_and_api_say_the_same(client, currency, subtotal, discount, total):
    dear, cheap = make_sellable(usd="100.00", stock=3), make_sellable(usd="12.50", stock=1)
    cart = shop.cart_with(dear, quantity=3)
    Cart.objects.filter(pk=cart).update(coupon=CouponFactory())
    client.cookies["cart"], client.cookies["currency"] = str(cart), currency

    small = text_of(client.post(url("cart:add"), {"sku": cheap.sku}, **SCRIPT))

    page = text_of(client.get(url("cart:detail")))
    api = client.get(f"/api/v1/carts/{cart}/?currency={currency}&lang=en").json()
    assert [api[name]["amount"] for name in ("subtotal", "discount", "total")] == [subtotal, discount, total]
    assert api["charged"]["total"] == {"amount": "11857.50", "currency": "UAH"}
    for text in (small, page):
        assert shown("13175.00", "UAH") in text
        assert f"− {shown('1317.50', 'UAH')}" in text
        assert "“Autumn”" in text
    assert shown("11857.50", "UAH") in small
    if currency != "UAH":
        assert f"≈ {shown(total, currency)}" in small
        goods_and_delivery = re.search(r"≈ ([$€])([\d,]+\.\d\d)", page.partition("To pay")[2])
        delivery = Decimal("120.00") / Decimal("42.16" if currency == "USD" else "48.90")
        assert Decimal(goods_and_delivery[2].replace(",", "")) == Decimal(total) + delivery.quantize(
            Decimal("0.01")
        )


def test_the_api_accepts_what_changed(client):
    variant = make_sellable(usd="100.00", stock=2)
    cart = shop.cart_with(variant)
    line = CartLine.objects.get()
    CartLine.objects.update(seen_price=Decimal("4000.00"))
    (problem,) = client.get(f"/api/v1/carts/{cart}/").json()["problems"]
    assert (problem["code"], problem["action"]) == ("PRICE_CHANGED", "accept_price")

    other = client.post(
        f"/api/v1/carts/{cart}/accept/",
        {"lines": ["00000000-0000-4000-8000-000000000000"]},
        content_type="application/json",
    )
    assert other.json()["problems"] != []  # that line is not in this cart: nothing was agreed to
    answer = client.post(
        f"/api/v1/carts/{cart}/accept/", {"lines": [str(line.pk)]}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["problems"]) == (200, [])
    assert CartLine.objects.get().seen_price == Decimal("4216.00")
