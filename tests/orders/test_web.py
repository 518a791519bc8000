"""The order's page: opened by its token, and by nothing else."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from commerce.orders import selectors, services
from commerce.orders.models import Order
from tests.factories import checkout as shop

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture
def order(db):
    shop.directory()
    return shop.place(comment="після 12:00")


def path(order, language="uk", token=None):
    with override(language):
        address = reverse("orders:detail", args=[order.number])
    return f"{address}?token={token if token is not None else selectors.order_token(order.id)}"


@pytest.mark.parametrize(("language", "headline"), [("en", "Your order is accepted")])
def test_the_page_tells_the_order(client, order, language, headline):
    response = client.get(path(order, language))
    page = response.content.decode()

    for text in (headline, order.number, order.lines[0].sku, "₴4,336", "Київ", "після 12:00"):
        assert text in page
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_unknown_and_foreign_read_the_same(client, order):
    wrong = client.get(path(order, token="x" * 32))
    unknown = client.get(path(order).replace(order.number, "0000-0000-0000"))
    nonsense = client.get(path(order).replace(order.number, "nonsense"))
    without = client.get(path(order).split("?")[0])

    assert {answer.status_code for answer in (wrong, unknown, nonsense, without)} == {404}
    assert order.lines[0].sku not in wrong.content.decode()


def test_the_buyer_cancels_on_the_page(client, order):
    address = path(order).split("?")[0] + "cancel/"
    token = selectors.order_token(order.id)

    assert client.post(address, {"token": "x"}).status_code == 404
    assert client.get(address).status_code == 405
    response = client.post(address, {"token": token})

    assert response.url == path(order)
    assert Order.objects.get().status == "cancelled"
    assert "token" not in client.get(response.url).content.decode().split("<main")[1].split("</main")[
        0
    ].replace("csrfmiddlewaretoken", "")


def test_a_form_from_elsewhere_cannot_cancel(order):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    address = path(order).split("?")[0] + "cancel/"

    assert strict.post(address, {"token": selectors.order_token(order.id)}).status_code == 403
    assert Order.objects.get().status == "placed"


def test_after_confirmation_there_is_no_button(client, order):
    services.order_act(number=order.number, action="confirm", actor="staff")

    assert "cancel/" not in client.get(path(order)).content.decode()
    client.post(path(order).split("?")[0] + "cancel/", {"token": selectors.order_token(order.id)})
    assert Order.objects.get().status == "confirmed"


def test_a_transfer_says_where_the_money_goes(client, order, monkeypatch):
    from commerce.orders.domain import ShopFacts

    facts = ShopFacts(
        bank_recipient="ФОП Приклад", bank_iban="UA213223130000026007233566001", bank_name="Банк"
    )
    monkeypatch.setattr("commerce.orders.selectors.facts._facts_source", lambda language: facts)
    transfer = shop.place(key="2", payment_method="bank_transfer")

    page = client.get(path(transfer)).content.decode()
    assert "UA213223130000026007233566001" in page
    assert transfer.number in page
    assert "UA213223130000026007233566001" not in client.get(path(order)).content.decode()


@pytest.mark.parametrize("size", [1, 8])
def test_the_page_takes_a_fixed_number_of_queries(client, db, size, django_assert_max_num_queries):
    from tests.factories.commerce import make_sellable

    shop.directory()
    cart_id = shop.cart_with(*(make_sellable() for _ in range(size)))
    placed = shop.place(cart_id, total=f"{4216 * size + 120}.00", payment_method="bank_transfer")
    client.get(path(placed))

    with django_assert_max_num_queries(12):
        client.get(path(placed))
