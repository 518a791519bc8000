"""Who gets in: orders' own permissions decide, and nothing else."""

import pytest
from django.urls import reverse

from commerce.customers.models import User
from commerce.desk.viewsets.access import order_permissions
from tests.factories.desk import make_staff, place_order

pytestmark = pytest.mark.django_db

ORDERS, EDITOR, BOTH = ("view_order",), ("change_product",), ("view_order", "change_order")


def urls(order):
    return [
        reverse("desk:index"),
        reverse("desk:index_results"),
        reverse("desk:index") + "?export=csv",
        reverse("desk:index") + "?export=xlsx",
        reverse("desk:order", args=[order.number]),
    ]


def step_urls(order):
    steps = ["confirm", "pack", "ship", "deliver", "complete", "cancel", "record-payment"]
    return [reverse("desk:step", args=[order.number, step]) for step in steps]


def test_a_stranger_is_sent_to_the_login(client):
    order = place_order()

    for url in [*urls(order), *step_urls(order)]:
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_an_editor_sees_no_orders_anywhere(client):
    client.force_login(make_staff(permissions=EDITOR))
    order = place_order()

    for url in [*urls(order), *step_urls(order)]:
        answer = client.get(url)
        assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
        assert client.post(url).status_code in {302, 405}
    order.refresh_from_db()
    assert order.status == "placed"
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk:index") not in home
    assert order.number not in home
    assert "Іваненко" not in home


def test_a_shopper_without_the_admin_gets_nowhere(client):
    user = User.objects.create_user("buyer@example.com", "correct horse battery")
    client.force_login(user)
    order = place_order()

    answer = client.get(reverse("desk:order", args=[order.number]))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_the_desks_keeper_sees_orders_and_no_pages(client):
    client.force_login(make_staff(permissions=BOTH))
    order = place_order()

    for url in urls(order):
        assert client.get(url).status_code == 200, url
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk:index") in home
    assert "wagtailadmin_explore_root" not in home
    assert client.get(reverse("wagtailadmin_explore_root")).status_code == 302


def test_who_may_only_view_sees_but_does_not_act(client):
    client.force_login(make_staff(permissions=ORDERS))
    order = place_order()

    for url in urls(order):
        assert client.get(url).status_code == 200
    for url in step_urls(order):
        assert client.get(url).status_code == 302
        assert client.post(url, {"seen": "placed.pending"}).status_code == 302
    order.refresh_from_db()
    assert order.status == "placed"


def test_a_superuser_may_everything(client):
    client.force_login(make_staff(permissions=(), is_superuser=True))
    order = place_order()

    assert client.get(reverse("desk:step", args=[order.number, "confirm"])).status_code == 200


def test_both_permissions_can_be_given_to_a_group(client):
    client.force_login(make_staff(permissions=(), is_superuser=True))

    page = client.get(reverse("wagtailusers_groups:add")).content.decode().lower()

    assert "order" in page
    for permission in order_permissions():
        assert f'value="{permission.pk}"' in page
    assert order_permissions().count() == 2


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_is_deleted_here(desk, method):
    order = place_order()

    for url in [reverse("desk:order", args=[order.number]), reverse("desk:index")]:
        assert getattr(desk, method)(url).status_code == 405
