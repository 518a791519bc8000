"""The admin's home says what needs the staff, and its counts lead to exactly these orders."""

import datetime as dt

import pytest
from django.urls import reverse

from commerce.desk.selectors.listing import needs
from commerce.orders.enums import PaymentMethod
from commerce.orders.models import Order
from commerce.orders.services import order_act
from commerce.payments.services import payment_record
from gemkit.clock import now
from tests.factories.desk import place_order

pytestmark = pytest.mark.django_db
HOME = "/cms/"


def moved(order, *actions):
    for action in actions:
        order_act(number=order.number, action=action, actor="system")
    return order


def test_counts_lead_to_the_orders_they_count(desk):
    place_order()
    late = place_order(payment=PaymentMethod.BANK_TRANSFER)
    Order.objects.filter(pk=late.pk).update(placed_at=now() - dt.timedelta(days=9))
    moved(place_order(), "confirm")
    moved(place_order(), "confirm", "pack")
    moved(place_order(), "confirm", "pack", "ship")
    paid = place_order(payment=PaymentMethod.BANK_TRANSFER)
    payment_record(number=paid.number, actor="system")
    moved(paid, "cancel")

    assert [need.count for need in needs()] == [2, 1, 1, 1, 1]
    home = desk.get(HOME).content.decode()
    for need in needs():
        assert f"{reverse('desk:index')}?{need.query}" in home
        listed = desk.get(f"{reverse('desk:index')}?{need.query}").context["object_list"]
        assert len(listed) == need.count


def test_latest_orders_name_the_buyer(desk):
    order = place_order()

    home = desk.get(HOME).content.decode()

    assert reverse("desk:order", args=[order.number]) in home
    assert "Іваненко Оксана" in home


def test_an_empty_shop_says_so(desk):
    assert "There are no orders yet." in desk.get(HOME).content.decode()


def test_the_home_asks_the_same_however_many_orders(queries_of):
    place_order()
    at_one = queries_of(HOME)
    for _index in range(7):
        place_order()

    assert queries_of(HOME) == at_one


def test_orders_are_an_area_of_the_admins_search(client, desk):
    from tests.factories.desk import make_staff

    client.force_login(make_staff("boss@example.com", is_superuser=True))

    page = client.get(reverse("wagtailusers_users:index"), {"q": "Оксана"}).content.decode()

    assert f"{reverse('desk:index')}?q=" in page
