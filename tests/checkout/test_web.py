"""The purchase as a browser without JavaScript makes it."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from commerce.cart.models import Cart
from commerce.inventory import services as inventory
from commerce.orders.models import Order
from commerce.pricing import services as pricing
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


def url(name, language="uk"):
    with override(language):
        return reverse(name)


def text_of(response):
    page = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def value_of(response, name):
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())[0]
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""


@pytest.fixture
def buyer(client):
    """A browser with one stone in its cart."""
    shop.directory()
    client.cookies["cart"] = str(shop.cart_with())
    return client


def filled(page, **changes):
    """Return the form as the page gives it, filled in for branch 12 in Kyiv."""
    return {
        "key": value_of(page, "key"),
        "accept_total": value_of(page, "accept_total"),
        "first_name": "Оксана",
        "last_name": "Гнатюк",
        "phone": "067 123 45 67",
        "email": "Oksana@Example.com",
        "delivery_method": "nova_poshta_warehouse",
        "city": "Київ",
        "city_ref": "",
        "warehouse": "12",
        "warehouse_ref": "",
        "address": "",
        "comment": "",
        "payment_method": "cash_on_delivery",
        "agree": "on",
        **changes,
    }


def send(buyer, language="uk", **changes):
    page = buyer.get(url("checkout:start", language))
    return buyer.post(url("checkout:start", language), filled(page, **changes))


def test_the_page_names_dates_prices_and_the_sum(buyer):
    page = buyer.get(url("checkout:start", "en"))
    text = text_of(page)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    for words in (
        "no account is needed",
        "Nova Poshta branch",
        "₴120",
        "₴165",
        "Arrives on",
        "Place the order for ₴4,336",
        "NBU rate",
    ):
        assert words in text
    assert value_of(page, "accept_total") == "4336.00"
    assert len(value_of(page, "key")) == 32
    assert "Log in" not in text


def test_a_purchase_by_typing_only(buyer):
    response = send(buyer)

    order = Order.objects.get()
    assert response.status_code == 302
    assert response.url.startswith(f"/uk/order/{order.number}/?token=")
    assert (order.email, str(order.phone), order.delivery_warehouse_ref) == (
        "oksana@example.com",
        "+380671234567",
        shop.BRANCH_12,
    )
    assert order.number in text_of(buyer.get(response.url))
    assert buyer.get(url("checkout:start")).url == url("cart:detail")


def test_sent_twice_is_one_order(buyer):
    page = buyer.get(url("checkout:start"))
    sent = filled(page)

    first = buyer.post(url("checkout:start"), sent)
    again = buyer.post(url("checkout:start"), sent)

    assert first.url == again.url
    assert Order.objects.count() == 1


def test_a_second_tab_says_that_the_cart_is_ordered(buyer):
    one, two = (filled(buyer.get(url("checkout:start", "en"))) for _ in range(2))
    buyer.post(url("checkout:start", "en"), one)

    response = buyer.post(url("checkout:start", "en"), two, follow=True)

    assert "already been ordered" in text_of(response)
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "067 123 45 6"}, "1 digit is missing: 10 are needed"),
        ({"phone": "12"}, "8 digits are missing"),
        ({"phone": "call me"}, "This is not a phone number"),
        ({"email": "oksana"}, "This is not an e-mail address"),
        ({"email": "a@b.ua\r\nBcc: x@y.z"}, "This is not an e-mail address"),
        ({"first_name": ""}, "Fill this in"),
        ({"first_name": "a\x07b"}, "control characters"),
        ({"last_name": "x" * 81}, "at most 80"),
        ({"city": ""}, "Fill this in"),
        ({"city": "Атлантида"}, "We found no such city"),
        ({"city": "Миколаїв"}, "Choose the city from the list"),
        ({"warehouse": "99"}, "We found no such place"),
        ({"warehouse": "вул"}, "Choose a branch"),
        ({"delivery_method": "nova_poshta_courier", "address": ""}, "Fill this in"),
        ({"delivery_method": "teleport"}, "Select a valid choice"),
        ({"payment_method": "stripe"}, "Select a valid choice"),
        ({"agree": ""}, "Without your consent"),
    ],
)
def test_an_error_names_its_field_and_keeps_what_was_typed(buyer, change, sentence):
    response = send(buyer, "en", comment="not before 12", **change)
    page = response.content.decode()

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert Order.objects.count() == 0
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    target = re.search(r'href="#([^"]+)"', summary)[1]
    assert f'id="{target}"' in page
    assert 'value="not before 12"' in page
    assert 'value="Гнатюк"' in page or "last_name" in change
    assert len(value_of(response, "key")) == 32


def test_the_key_survives_an_error(buyer):
    page = buyer.get(url("checkout:start"))
    key = value_of(page, "key")

    wrong = buyer.post(url("checkout:start"), filled(page, phone="1"))
    assert value_of(wrong, "key") == key
    buyer.post(url("checkout:start"), filled(wrong))

    assert Order.objects.count() == 1


def test_places_are_chosen_from_lists_without_scripts(buyer):
    page = buyer.get(url("checkout:start", "en"))

    cities = buyer.post(
        url("checkout:start", "en"), filled(page, city="mykolaiv", find_city="1", email="half")
    )
    assert shop.MYKOLAIV_LVIV in cities.content.decode()
    assert "data-error-summary" not in cities.content.decode()
    assert 'value="half"' in cities.content.decode()
    assert Order.objects.count() == 0

    branches = buyer.post(
        url("checkout:start", "en"), filled(page, city="lviv", warehouse="", find_warehouse="1")
    )
    assert f'value="{shop.LVIV_1}"' in branches.content.decode()
    assert value_of(branches, "city") == "Lviv"

    response = buyer.post(
        url("checkout:start", "en"),
        filled(page, city="lviv", warehouse="Horodotska", warehouse_choice=shop.LVIV_1),
    )
    assert response.status_code == 302
    assert Order.objects.get().delivery_warehouse_ref == shop.LVIV_1


def test_references_from_the_list_of_suggestions(buyer):
    response = send(
        buyer,
        "en",
        city="Kyiv",
        city_ref=shop.KYIV,
        warehouse="Branch 126, 65 Beresteiskyi Ave",
        warehouse_ref=shop.BRANCH_126,
    )

    assert response.status_code == 302
    assert Order.objects.get().delivery_warehouse_ref == shop.BRANCH_126


def test_a_stale_reference_does_not_win_over_what_is_typed(buyer):
    send(buyer, city="Київ", city_ref=shop.LVIV, warehouse="12", warehouse_ref=shop.LVIV_1)

    assert Order.objects.get().delivery_city_ref == shop.KYIV
    assert Order.objects.get().delivery_warehouse_ref == shop.BRANCH_12


def test_another_delivery_changes_the_sum_and_asks_first(buyer):
    courier = {"delivery_method": "nova_poshta_courier", "address": "вул. Нова, 1"}
    asked = send(buyer, "en", **courier)

    assert asked.status_code == 409
    assert "The total has changed. It was ₴4,336, now it is ₴4,381." in text_of(asked)
    assert Order.objects.count() == 0
    assert value_of(asked, "accept_total") == "4381.00"

    buyer.post(url("checkout:start", "en"), filled(asked, **courier))
    assert Order.objects.get().total == Decimal("4381.00")


def test_the_total_can_be_looked_at_without_scripts(buyer):
    page = buyer.get(f"{url('checkout:start', 'en')}?delivery_method=pickup")
    assert value_of(page, "accept_total") == "4216.00"

    shown = buyer.post(
        url("checkout:start", "en"), filled(page, delivery_method="nova_poshta_courier", show_delivery="1")
    )
    assert value_of(shown, "accept_total") == "4381.00"
    assert "data-error-summary" not in shown.content.decode()


def test_a_price_that_moves_during_the_checkout_asks_first(buyer):
    page = buyer.get(url("checkout:start", "en"))
    variant_id = Cart.objects.get().lines.get().variant_id
    pricing.price_set(variant_id=variant_id, currency="USD", amount=Decimal("110.00"), actor="test")

    response = buyer.post(url("checkout:start", "en"), filled(page))

    assert response.status_code == 409
    assert "It was ₴4,336, now it is ₴4,758." in text_of(response)
    assert buyer.post(url("checkout:start", "en"), filled(response)).status_code == 302


def test_sold_out_while_checking_out_keeps_the_cart(buyer):
    page = buyer.get(url("checkout:start", "en"))
    variant_id = Cart.objects.get().lines.get().variant_id
    inventory.stock_correct(variant_id=variant_id, change=-1, actor="test", reason="sold")

    response = buyer.post(url("checkout:start", "en"), filled(page))

    assert response.status_code == 409
    assert "has been sold meanwhile" in text_of(response)
    assert Cart.objects.get().is_spent is False
    assert Cart.objects.get().lines.count() == 1


def test_dear_goods_are_paid_by_transfer_and_travel_free(buyer):
    buyer.cookies["cart"] = str(shop.cart_with(make_sellable(usd="2000.00")))
    page = buyer.get(url("checkout:start", "en"))
    text = text_of(page)

    assert "Not possible: the sum is over ₴50,000" in text
    assert "Not possible: the value is over ₴10,000" in text
    assert value_of(page, "accept_total") == "84320.00"
    assert buyer.post(url("checkout:start", "en"), filled(page)).status_code == 409
    assert send(buyer, "en", payment_method="bank_transfer").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_cart_there_is_nothing_to_check_out(client, method):
    assert getattr(client, method)(url("checkout:start")).url == url("cart:detail")


def test_a_form_from_another_site_is_refused(buyer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = buyer.cookies
    page = strict.get(url("checkout:start"))

    assert strict.post(url("checkout:start"), filled(page)).status_code == 403
    token = value_of(page, "csrfmiddlewaretoken")
    assert strict.post(url("checkout:start"), filled(page, csrfmiddlewaretoken=token)).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=КИ", ["city-kyiv"]),
        ("q=%00", []),
        ("q=", []),
        ("", []),
        ("q=" + "x" * 5000, []),
        ("q=mykol", ["city-mykolaiv", "city-mykolaiv-lviv"]),
    ],
)
def test_suggestions_of_cities(buyer, query, found):
    page = buyer.get(f"{url('checkout:cities')}?{query}").content.decode()

    assert re.findall(r'data-value="([^"]+)"', page) == found


def test_suggestions_of_branches_say_what_does_not_fit(buyer):
    buyer.cookies["cart"] = str(shop.cart_with(make_sellable(usd="2000.00")))
    page = buyer.get(f"{url('checkout:warehouses', 'en')}?q=12&city_ref={shop.KYIV}").content.decode()

    assert re.findall(r'data-value="([^"]+)"', page) == [shop.BRANCH_12, shop.BRANCH_126, shop.LOCKER_4127]
    assert page.count('aria-disabled="true"') == 1
    assert "<mark>12</mark>" in page
    assert "Choose the city first" in buyer.get(f"{url('checkout:warehouses', 'en')}?q=12").content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_takes_a_fixed_number_of_queries(client, size, django_assert_max_num_queries):
    client.cookies["cart"] = str(shop.cart_with(*(make_sellable() for _ in range(size))))
    client.get(url("checkout:start"))

    with django_assert_max_num_queries(16):
        client.get(url("checkout:start"))


def test_a_ticked_branch_needs_no_typing(buyer):
    wrong = send(buyer, "en", city="lviv", warehouse="", warehouse_choice=shop.LVIV_1, phone="1")

    assert "error-summary__title" in wrong.content.decode()
    assert wrong.content.decode().count("Fill this in") == wrong.content.decode().count(
        'data-error-required="Fill this in'
    )
    assert value_of(wrong, "warehouse_ref") == shop.LVIV_1
