"""The cart's page and forms, as a browser without JavaScript uses them."""

import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from commerce.cart.models import Cart, CartLine
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from tests.factories.checkout import cart_with
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


def url(name, *args, language="uk"):
    with override(language):
        return reverse(name, args=args)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u00a0", " ")


def test_looking_makes_no_cart_and_no_cookie(client):
    response = client.get(url("cart:detail"))

    assert response.status_code == 200
    assert not response.cookies
    assert Cart.objects.count() == 0


def test_adding_makes_a_cart_kept_in_a_safe_cookie(client):
    variant = make_sellable()

    response = client.post(url("cart:add"), {"sku": variant.sku, "quantity": "1"})

    cookie = response.cookies["cart"]
    assert response.url == url("cart:detail")
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 60 * 86400)
    assert Cart.objects.get().pk == uuid.UUID(cookie.value)
    page = client.get(url("cart:detail"))
    assert variant.product.name_uk in text_of(page)
    assert "4 216 ₴" in text_of(page)
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_cookie_is_secure_over_https(client):
    response = client.post(url("cart:add"), {"sku": make_sellable().sku}, secure=True)

    assert response.cookies["cart"]["secure"]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "1000000000", "٣", "", "true", "99999"])
def test_nonsense_quantities_change_nothing(client, quantity):
    variant = make_sellable()

    response = client.post(url("cart:add"), {"sku": variant.sku, "quantity": quantity}, follow=True)

    assert response.status_code == 200
    assert CartLine.objects.count() == 0


@pytest.mark.parametrize("sku", ["NO-SUCH", "", "x" * 5000, "a\x00b"])
def test_an_unknown_thing_is_refused_with_a_sentence_and_leaves_no_cart(client, sku):
    response = client.post(url("cart:add"), {"sku": sku}, follow=True)

    assert response.status_code == 200
    assert Cart.objects.count() == 0


def test_a_single_stone_twice_says_so(client):
    variant = make_sellable()
    client.post(url("cart:add", language="en"), {"sku": variant.sku})

    response = client.post(url("cart:add", language="en"), {"sku": variant.sku}, follow=True)

    assert "is already in your cart" in text_of(response)
    assert CartLine.objects.get().quantity == 1


def test_back_to_the_page_it_came_from_but_never_to_another_site(client):
    variant = make_sellable(stock=9)

    assert client.post(url("cart:add"), {"sku": variant.sku, "next": "/uk/stones/"}).url == "/uk/stones/"
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post(url("cart:add"), {"sku": variant.sku, "next": target}).url == url("cart:detail")


def test_a_post_from_another_site_is_refused(client):
    variant = make_sellable()

    response = client.post(url("cart:add"), {"sku": variant.sku}, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert Cart.objects.count() == 0


@pytest.fixture
def held(client):
    """A cart of three in the browser; returns its line."""
    cart_id = cart_with(make_sellable(stock=5), quantity=3)
    client.cookies["cart"] = str(cart_id)
    return CartLine.objects.get(cart_id=cart_id)


def test_quantity_applies(client, held):
    client.post(url("cart:line", held.pk), {"quantity": "5"})
    held.refresh_from_db()
    assert held.quantity == 5

    response = client.post(url("cart:line", held.pk), {"quantity": "9"}, follow=True)
    held.refresh_from_db()
    assert (held.quantity, response.status_code) == (5, 200)


@pytest.mark.parametrize("way", ["zero", "remove"])
def test_a_removed_line_can_be_put_back(client, held, way):
    if way == "zero":
        response = client.post(url("cart:line", held.pk), {"quantity": "0"}, follow=True)
    else:
        response = client.post(url("cart:remove", held.pk), follow=True)

    assert CartLine.objects.count() == 0
    page = response.content.decode()
    sku = re.search(r'name="sku" value="([^"]+)"', page)[1]
    quantity = re.search(r'name="quantity" value="([^"]+)"', page)[1]
    client.post(url("cart:add"), {"sku": sku, "quantity": quantity})
    assert CartLine.objects.get().quantity == 3


def test_a_foreign_line_is_left_alone(client, held):
    foreign = CartLine.objects.get(cart_id=cart_with(make_sellable(stock=5), quantity=2))

    client.post(url("cart:line", foreign.pk), {"quantity": "1"})
    client.post(url("cart:remove", foreign.pk))

    foreign.refresh_from_db()
    assert foreign.quantity == 2


def test_a_changed_price_stops_the_checkout_until_it_is_accepted(client, held):
    pricing.price_set(variant_id=held.variant_id, currency="USD", amount=Decimal("90.00"), actor="test")

    page = client.get(url("cart:detail", language="en"))
    assert "It was" not in text_of(page)
    assert "The price was ₴4,216, now it is ₴3,794." in text_of(page)
    assert url("checkout:start", language="en") not in page.content.decode()
    assert client.get(url("checkout:start", language="en")).url == url("cart:detail", language="en")

    client.post(url("cart:accept"), {"line": str(held.pk)})
    assert url("checkout:start") in client.get(url("cart:detail")).content.decode()


def test_a_sold_out_line_stops_the_checkout(client, held):
    inventory.stock_correct(variant_id=held.variant_id, change=-5, actor="test", reason="count")

    page = client.get(url("cart:detail"))

    assert url("checkout:start") not in page.content.decode()


@pytest.mark.parametrize(
    "cookie", ["nonsense", "'; DROP TABLE", "1b07e3be-5434-4f69-a4ad-cccf0ba51f48", "\x00"]
)
def test_a_strange_cookie_is_an_empty_cart(client, cookie):
    client.cookies["cart"] = cookie

    assert client.get(url("cart:detail")).status_code == 200
    response = client.post(url("cart:add"), {"sku": make_sellable().sku})
    assert response.cookies["cart"].value != cookie


def test_a_spent_cart_makes_way_for_a_new_one(client, held):
    Cart.objects.update(is_spent=True)

    response = client.post(url("cart:add"), {"sku": make_sellable().sku})

    assert response.cookies["cart"].value != str(held.cart_id)
    assert Cart.objects.filter(is_spent=False).count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "removed=NO-SUCH&quantity=1",
        "removed=%00&quantity=1",
        "removed=x&quantity=-1",
        "removed=x&quantity=1e9",
    ],
)
def test_nonsense_in_the_undo_address_is_ignored(client, query):
    assert client.get(f"{url('cart:detail')}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["cart:add", "cart:accept"])
def test_writes_are_posts(client, name):
    assert client.get(url(name)).status_code == 405


def test_the_limit_of_requests_answers_429(client, settings, monkeypatch):
    from django.core.cache import caches

    from gemkit.api.throttling import ScopeThrottle

    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"cart": "2/min"})
    codes = [client.post(url("cart:add"), {"sku": "NO-SUCH"}).status_code for _ in range(3)]

    assert codes == [302, 302, 429]
    caches["limits"].clear()


@pytest.mark.parametrize("size", [1, 50])
def test_the_page_takes_a_fixed_number_of_queries(client, size, django_assert_max_num_queries):
    client.cookies["cart"] = str(cart_with(*(make_sellable() for _ in range(size))))
    client.get(url("cart:detail"))

    with django_assert_max_num_queries(16) as queries:
        client.get(url("cart:detail"))
    assert len(queries) <= 16
