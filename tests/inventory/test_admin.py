"""Stock in the admin: the ledger of a variant, its level, and a stock-take from sheet to booking."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from commerce.customers.models import User
from commerce.inventory import services
from commerce.inventory.models import StockItem, StockTake, StockTakeLine
from tests.factories.catalog import VariantFactory
from tests.factories.checkout import directory, place
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")

SEE, CHANGE = "view_stockmovement", "change_stockitem"


def staff(client, *rights):
    """Sign somebody in who has exactly these rights, and reads English."""
    user = User.objects.create_user(f"{len(rights)}@example.com", "x", is_staff=True)
    granted = Permission.objects.filter(codename__in=["access_admin", *rights])
    user.user_permissions.set(granted)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def lot(stock=5, **values):
    return make_sellable(VariantFactory(published=True, is_one_of_a_kind=False, **values), stock=stock)


def test_the_ledger_tells_every_movement_with_what_was_on_hand_after_it(client):
    user = staff(client, SEE, CHANGE)
    variant = lot(sku="LOT-1")
    services.stock_correct(variant_id=variant.pk, change=-2, actor=f"staff:{user.pk}", reason="two chipped")

    page = client.get(reverse("stock:ledger", args=[variant.pk]))

    body = page.content.decode()
    assert [(row.change, row.after) for row, _actor in page.context["rows"]] == [(-2, 3), (5, 5)]
    assert page.context["rows"][0][1] == "2@example.com"
    assert "two chipped" in body


def test_an_order_is_named_only_to_those_who_see_orders(client):
    directory()
    order = place()
    address = reverse("stock:ledger", args=[order.lines[0].variant_id])

    staff(client, SEE)
    assert order.number not in client.get(address).content.decode()
    staff(client, SEE, "view_order", CHANGE)
    assert order.number in client.get(address).content.decode()


def test_a_level_is_set_by_those_who_change_stock(client):
    variant = lot()
    address = reverse("stock:ledger", args=[variant.pk])

    staff(client, SEE)
    assert client.post(address, {"low_at": "4"}).status_code == 404
    staff(client, SEE, CHANGE)
    assert client.post(address, {"low_at": "x"}).status_code == 400
    assert StockItem.objects.get().low_at is None
    assert client.post(address, {"low_at": "4"}).status_code == 302
    assert StockItem.objects.get().low_at == 4


@pytest.mark.parametrize("page", ["0", "2", "x", "9" * 30, "-1"])
def test_nonsense_pages_are_not_found(client, page):
    staff(client, SEE)
    assert client.get(reverse("stock:ledger", args=[lot().pk]), {"page": page}).status_code == 404


def test_a_stock_take_from_the_sheet_to_the_booking(client):
    staff(client, SEE, CHANGE)
    more, changed = lot(sku="A-1"), lot(sku="B-1")
    assert client.get(reverse("stock_takes:new")).status_code == 200
    sheet = client.post(reverse("stock_takes:new"), {"title": "November"})
    take = StockTake.objects.get()
    lines = {line.variant_id: line.pk for line in StockTakeLine.objects.all()}
    assert sheet.url == reverse("stock_takes:sheet", args=[take.pk])
    assert b"A-1" in client.get(sheet.url).content

    counts = {f"line-{lines[more.pk]}": "6", f"line-{lines[changed.pk]}": "4", "compare": "1"}
    differences = client.post(sheet.url, counts).url
    services.stock_correct(variant_id=changed.pk, change=-1, actor="staff:1", reason="sold")
    shown = client.get(differences)
    assert [(row.sku, row.difference, row.state.value) for row, *_rest in shown.context["rows"]] == [
        ("A-1", 1, "different"),
        ("B-1", -1, "changed"),
    ]
    assert StockItem.objects.get(variant=more).on_hand == 5

    told = client.post(reverse("stock_takes:apply", args=[take.pk]), follow=True).content.decode()

    assert "1 difference is booked." in told
    assert "1 line was not booked" in told
    assert StockItem.objects.get(variant=more).on_hand == 6
    assert StockItem.objects.get(variant=changed).on_hand == 4
    client.post(reverse("stock_takes:again", args=[take.pk]))
    assert StockTakeLine.objects.get(variant=changed).counted is None
    client.post(reverse("stock_takes:close", args=[take.pk]))
    assert client.post(reverse("stock_takes:apply", args=[take.pk]), follow=True).status_code == 200
    assert StockTake.objects.get().state == "closed"
    assert b"November" in client.get(reverse("stock_takes:index")).content


@pytest.mark.parametrize("count", ["-1", "1.5", "٣x", "1e9", "10000001"])
def test_a_nonsense_count_is_refused_and_the_others_are_kept_on_the_page(client, count):
    staff(client, SEE, CHANGE)
    one, other = lot(sku="A-1"), lot(sku="B-1")
    client.post(reverse("stock_takes:new"), {"title": "x"})
    lines = {line.variant_id: line.pk for line in StockTakeLine.objects.all()}
    address = reverse("stock_takes:sheet", args=[StockTake.objects.get().pk])

    answer = client.post(address, {f"line-{lines[one.pk]}": count, f"line-{lines[other.pk]}": "17"})

    assert answer.status_code == 400
    assert b'value="17"' in answer.content
    assert not StockTakeLine.objects.filter(counted__isnull=False).exists()


def test_conditions_that_fit_nothing_are_said_on_the_form(client):
    staff(client, SEE, CHANGE)

    answer = client.post(reverse("stock_takes:new"), {"title": "x", "text": "nothing like it"})

    assert answer.status_code == 400
    assert b"there is nothing to count" in answer.content
    assert not StockTake.objects.exists()


def test_what_runs_low_stands_on_the_home_page_and_in_its_list(client):
    staff(client, SEE)
    lot(2, sku="LOW-1")
    lot(9, sku="FULL-1")

    for address in (reverse("wagtailadmin_home"), reverse("stock:index")):
        body = client.get(address).content.decode()
        assert "LOW-1" in body
        assert "FULL-1" not in body


def test_every_screen_says_its_title(client):
    staff(client, SEE, CHANGE)
    titles = {
        "stock:index": "Running low",
        "stock_takes:index": "Stock-takes",
        "stock_takes:new": "New stock-take",
    }

    for name, title in titles.items():
        crumbs = client.get(reverse(name)).context["breadcrumbs_items"]
        assert str(crumbs[-1]["label"]) == title


def test_without_rights_there_is_no_stock(client):
    staff(client)
    variant = lot(1, sku="LOW-1")

    for name, args in (
        ("stock:index", []),
        ("stock:ledger", [variant.pk]),
        ("stock_takes:index", []),
        ("stock_takes:new", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 302
    assert "LOW-1" not in client.get(reverse("wagtailadmin_home")).content.decode()
