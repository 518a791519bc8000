"""The reprice desk in the admin, and the same by the API: filters, dry run, apply, undo, and who may."""

import re
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from commerce.pricing import services
from commerce.pricing.enums import RepriceState
from commerce.pricing.models import Reprice, VariantPrice
from commerce.pricing.services import reprice
from tests.factories.catalog import TagFactory, VariantFactory
from tests.factories.commerce import make_sellable
from tests.factories.desk import actor_of, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
D = Decimal
NEW, LIST, API = "/cms/prices/reprice/new/", "/cms/prices/reprice/", "/api/v1/pricing/reprice/"
RULE = {"change": "percent", "value": "10", "currency": "USD", "rounding": "1", "reason": "autumn",
        "price_currency": "UAH"}  # fmt: skip


@pytest.fixture
def staff(client):
    client.force_login(make_staff(permissions=["run_reprice"]))
    return client


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(make_staff(permissions=["run_reprice"]))
    return client


def amounts():
    return list(VariantPrice.objects.order_by("variant_id").values_list("amount", flat=True))


def test_from_filters_to_undo_without_javascript(staff):
    tag = TagFactory(code="gift")
    one, two, other = make_sellable(usd="100.00"), make_sellable(usd="250.00"), make_sellable(usd="90.00")
    for stone in (one, two):
        stone.product.tags.add(tag)
        stone.product.save()

    made = staff.post(NEW, {**RULE, "tag": ["gift"], "price_min": "4 216", "price_max": "4216"})
    row = Reprice.objects.get()
    assert (made.status_code, made.url) == (302, f"{LIST}{row.pk}/")
    shown = staff.get(made.url).content.decode()
    assert one.sku in shown
    assert two.sku not in shown
    assert other.sku not in shown
    assert re.search(r'<form[^>]*method="post" action="/cms/prices/reprice/\d+/apply/"', shown)
    assert amounts() == [D("100.00"), D("250.00"), D("90.00")]

    staff.post(f"{made.url}apply/")
    assert amounts() == [D("110.00"), D("250.00"), D("90.00")]
    asked = staff.get(f"{made.url}undo/").content.decode()
    assert f'action="{made.url}undo/"' in asked
    staff.post(f"{made.url}undo/")

    assert amounts() == [D("100.00"), D("250.00"), D("90.00")]
    row.refresh_from_db()
    assert (row.state, row.created_by) == (RepriceState.UNDONE, actor_of("olena@example.com"))
    listed = staff.get(LIST).content.decode()
    assert "autumn" in listed
    assert "olena@example.com" in listed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "__all__"),
        ({"skus": "NOPE-1"}, "skus"),
        ({"all": "on", "value": "0"}, "value"),
        ({"all": "on", "value": "-100"}, "value"),
        ({"all": "on", "value": "abc"}, "value"),
        ({"all": "on", "change": "set", "value": "-1"}, "value"),
        ({"all": "on", "change": "double"}, "change"),
        ({"all": "on", "currency": "GBP"}, "currency"),
        ({"all": "on", "rounding": "7"}, "rounding"),
        ({"all": "on", "reason": ""}, "reason"),
        ({"older": "-1"}, "older"),
        ({"price_min": "x"}, "price_min"),
        ({"price_min": "9", "price_max": "1"}, "price_min"),
        ({"tag": ["nope"]}, "tag"),
        ({"carat_min": "50"}, "__all__"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(staff, change, field):
    make_sellable(usd="100.00")

    answer = staff.post(NEW, {**RULE, **change})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Reprice.objects.exists()
    assert amounts() == [D("100.00")]
    if "value" not in change:
        assert 'value="10"' in answer.content.decode()


def test_skus_find_drafts_and_narrow_filters(staff):
    draft = make_sellable(VariantFactory(), usd="100.00")
    live = make_sellable(usd="100.00")

    staff.post(NEW, {**RULE, "skus": f"{draft.sku}, {live.sku}"})
    staff.post(NEW, {**RULE, "skus": f"{draft.sku}\n{live.sku}", "in_stock": "on"})

    found = [list(row.rows.values_list("sku", flat=True)) for row in Reprice.objects.order_by("pk")]
    assert found == [sorted([draft.sku, live.sku]), [live.sku]]


def test_the_rule_can_be_changed_without_losing_the_filters(staff):
    stone = make_sellable(usd="100.00")
    staff.post(NEW, {**RULE, "skus": stone.sku, "older": "0", "in_stock": "on", "treatment": ["heated"]})

    page = staff.get(f"{NEW}?from={Reprice.objects.get().pk}")

    initial = page.context["form"].initial
    assert (initial["skus"], initial["older"], initial["in_stock"], initial["treatment"], initial["value"]) == (
        stone.sku, "0", True, ["heated"], D("10.00"),
    )  # fmt: skip


def test_a_price_that_moved_is_named_on_the_page(staff):
    stones = [make_sellable(usd="100.00"), make_sellable(usd="100.00")]
    staff.post(NEW, {**RULE, "all": "on"})
    row = Reprice.objects.get()
    services.price_set(variant_id=stones[0].pk, currency="USD", amount=D("1.00"), actor="staff:other")

    answer = staff.post(f"{LIST}{row.pk}/apply/", follow=True).content.decode()

    assert f"Не чіпали, бо їх змінив хтось інший: {stones[0].sku}" in answer
    assert amounts() == [D("1.00"), D("110.00")]
    again = staff.post(f"{LIST}{row.pk}/apply/", follow=True).content.decode()
    assert str(reprice.RepriceMovedOn().detail) in again


def test_a_page_under_way_asks_again_and_shows_how_far_it_is(staff, monkeypatch):
    monkeypatch.setattr(reprice, "AT_ONCE", 0)
    make_sellable(usd="100.00")
    staff.post(NEW, {**RULE, "all": "on"})
    row = Reprice.objects.get()

    page = staff.get(f"{LIST}{row.pk}/")

    assert page.headers["Refresh"] == "2"
    assert '<progress class="reprice__bar" max="1" value="0"' in page.content.decode()
    reprice.reprice_run(row.pk)
    assert "Refresh" not in staff.get(f"{LIST}{row.pk}/").headers


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_takes_a_fixed_number_of_queries(staff, django_assert_num_queries, rows):
    for _number in range(rows):
        make_sellable(usd="100.00", stock=0)
    staff.post(NEW, {**RULE, "all": "on"})
    address = f"{LIST}{Reprice.objects.get().pk}/"
    staff.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        staff.get(address)


PAGE_QUERIES = 14


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}1/", f"{LIST}1/undo/"])
def test_others_are_refused(client, address):
    client.force_login(make_staff(permissions=["change_variantprice", "change_product"]))

    answer = client.get(address)

    assert (answer.status_code, answer.headers.get("Location")) == (302, "/cms/")


# --- The API ------------------------------------------------------------------------------------


def test_the_api_shows_applies_and_undoes(api):
    stones = [make_sellable(usd="100.00"), make_sellable(usd="200.00")]
    asked = {"filter": {"skus": [one.sku for one in stones]}, "change": {"amount": "-5"}, "rounding": "0.99"}

    made = api.post(API, asked, format="json")

    assert made.status_code == 201
    row = made.json()
    assert (row["state"], row["planned"], row["sum_before"], row["sum_after"]) == (
        "ready", 2, {"amount": "300.00", "currency": "USD"}, {"amount": "289.98", "currency": "USD"},
    )  # fmt: skip
    assert row["rows"]["results"][0] == {
        "sku": stones[0].sku,
        "old": {"amount": "100.00", "currency": "USD"},
        "new": {"amount": "94.99", "currency": "USD"},
        "difference": {"amount": "-5.01", "currency": "USD"},
        "problem": None,
        "warnings": [],
        "state": "planned",
    }
    assert amounts() == [D("100.00"), D("200.00")]
    applied = api.post(f"{API}{row['id']}/apply/").json()
    assert (applied["state"], amounts()) == ("applied", [D("94.99"), D("194.99")])
    undone = api.post(f"{API}{row['id']}/undo/").json()
    assert (undone["state"], undone["kept"], amounts()) == ("undone", 0, [D("100.00"), D("200.00")])
    again = api.post(f"{API}{row['id']}/undo/")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "REPRICE_STATE")
    assert api.get(API).json()["count"] == 1


def test_the_api_applies_at_once_when_asked(api):
    make_sellable(usd="100.00")

    made = api.post(API, {"filter": {"all": True}, "change": {"set": "55"}, "dry_run": False}, format="json")

    assert (made.status_code, made.json()["state"], amounts()) == (201, "applied", [D("55.00")])


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"filter": {}}, "filter"),
        ({"filter": {"colour": "red"}}, "filter"),
        ({"filter": {"skus": ["NOPE"]}}, "filter"),
        ({"filter": {"shape": ["nope"]}}, "filter"),
        ({"filter": {"price_min": {"a": 1}, "stone": 5, "all": []}}, "filter"),
        ({"filter": {"carat_min": "50"}}, "filter"),
        ({"filter": "all"}, "filter"),
        ({"change": {}}, "change"),
        ({"change": {"percent": "5", "set": "1"}}, "change"),
        ({"change": {"percent": "-100"}}, "change.percent"),
        ({"change": {"set": "0"}}, "change.set"),
        ({"change": {"amount": "NaN"}}, "change.amount"),
        ({"change": {"amount": "1.001"}}, "change.amount"),
        ({"currency": "GBP"}, "currency"),
        ({"rounding": "7"}, "rounding"),
        ({"reason": "a\nb"}, "reason"),
    ],
    ids=str,
)
def test_the_api_refuses_nonsense(api, change, attr):
    make_sellable(usd="100.00")

    answer = api.post(API, {"filter": {"all": True}, "change": {"percent": "5"}, **change}, format="json")

    assert answer.status_code == 400, answer.json()
    assert {error["attr"].removesuffix(".non_field_errors") for error in answer.json()["errors"]} == {attr}
    assert not Reprice.objects.exists()


@pytest.mark.parametrize("path", ["", "1/", "1/apply/", "1/undo/"])
def test_the_api_asks_for_the_right(path):
    nobody, other = APIClient(), APIClient()
    other.force_authenticate(make_staff(permissions=["change_variantprice"]))
    ask = (
        (lambda client: client.post(API + path))
        if "/" in path[2:]
        else (lambda client: client.get(API + path))
    )

    assert (ask(nobody).status_code, ask(other).status_code) == (401, 403)
