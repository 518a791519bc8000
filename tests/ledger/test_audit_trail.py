"""The audit trail in the admin: searched by who, what, when and on which object, and by nobody beyond their rights."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from commerce.customers.models import User
from commerce.inventory import services as inventory
from commerce.ledger import selectors
from commerce.ledger import services as ledger
from commerce.ledger.enums import AUDIT_KINDS
from commerce.ledger.models import AuditEntry
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def right(name):
    return Permission.objects.get(codename=name)


def reader(client, *rights):
    """Sign somebody in who reads the trail and has these further rights."""
    user = User.objects.create_user(f"reader{len(rights)}@example.com", "x", is_staff=True)
    user.user_permissions.set([right("access_admin"), right("view_auditentry"), *map(right, rights)])
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def kinds(client, **query):
    page = client.get(reverse("audit:index"), query)
    assert page.status_code == 200
    return [entry.kind for entry in page.context["object_list"]]


@pytest.fixture
def entries(rates):
    AuditEntry.objects.count()
    boss = User.objects.create_user("boss@example.com", "x", is_staff=True)
    variant = make_sellable(stock=2)
    inventory.stock_correct(variant_id=variant.pk, change=-1, actor=f"staff:{boss.pk}", reason="chipped")
    ledger.audit(
        actor="buyer",
        kind="order",
        object_type="order",
        object_id="7K3M-Q9TX-2D4H",
        after={"status": "placed"},
    )
    return variant, boss


def test_who_may_not_see_orders_or_prices_reads_nothing_of_them(client, entries):
    assert set(kinds(reader(client, "view_stockmovement"))) == {"stock"}
    assert set(kinds(reader(client, "view_stockmovement", "view_order"))) == {"stock", "order"}
    assert kinds(reader(client)) == []


def test_one_entry_is_under_the_same_rule(client, entries):
    order = AuditEntry.objects.get(kind="order")
    address = reverse("audit:inspect", args=[order.pk])

    assert reader(client, "view_stockmovement").get(address).status_code == 404
    assert reader(client, "view_order", "view_stockmovement").get(address).status_code == 200


def test_it_is_searched_by_person_kind_object_and_period(client, entries):
    variant, boss = entries
    admin = reader(client, "view_stockmovement", "view_order")

    assert kinds(admin, who="boss@") == ["stock"]
    assert kinds(admin, who=str(boss.pk)) == ["stock"]
    assert kinds(admin, who="buyer") == ["order"]
    assert kinds(admin, who="nobody") == []
    assert kinds(admin, kind="order") == ["order"]
    assert kinds(admin, object_id="7k3m-q9tx-2d4h") == ["order"]
    assert kinds(admin, object_id=variant.sku) == ["stock", "stock"]
    assert kinds(admin, at_from="2999-01-01") == []
    assert len(kinds(admin, at_from="2000-01-01", at_to="2999-01-01")) == 3
    for nonsense in ({"at_from": "9999-99-99"}, {"who": "\x00"}, {"kind": "x"}, {"object_id": "x" * 999}):
        assert admin.get(reverse("audit:index"), nonsense).status_code == 200


def test_people_are_called_by_address_as_long_as_the_account_is_there(client, entries):
    _variant, boss = entries
    admin = reader(client, "view_stockmovement")
    assert "boss@example.com" in admin.get(reverse("audit:index")).content.decode()

    number = boss.pk
    boss.delete()

    body = admin.get(reverse("audit:index")).content.decode()
    assert "boss@example.com" not in body
    assert f"former staff, № {number}" in body


def test_no_entry_holds_anything_personal(client, entries):
    told = " ".join(
        str(row) for row in AuditEntry.objects.values_list("actor", "before", "after", "reason", "object_id")
    )

    assert "@" not in told


def test_every_kind_that_is_written_has_a_name_and_a_right():
    call = re.compile(r"\baudit(?:_many)?\(.{0,160}?\bkind=\"(\w+)\"", re.DOTALL)
    written = {
        kind
        for folder in ("commerce", "catalog", "home", "site")
        for path in (ROOT / folder).rglob("*.py")
        for kind in call.findall(path.read_text())
    }
    assert {"order", "stock", "coupon", "role", "payment"} <= written
    assert written - set(AUDIT_KINDS) == set()
    for told in AUDIT_KINDS.values():
        app, codename = told.right.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists(), told.right


def changes():
    return [
        (e.object_type, e.object_id, e.before, e.after, e.actor)
        for e in AuditEntry.objects.filter(kind="role").order_by("pk")
    ]


def test_rights_that_are_given_and_taken_are_written_down():
    user = User.objects.create_user("o@example.com", "x", is_staff=True)
    role = Group.objects.create(name="Cutters")
    see = right("view_order")

    role.permissions.add(see)
    user.groups.add(role)
    user.groups.add(role)
    user.user_permissions.add(see)
    user.user_permissions.remove(see)
    role.user_set.remove(user)
    role.permissions.clear()
    role.delete()

    person = str(user.pk)
    assert changes() == [
        ("role", "Cutters", None, {"rights": ["orders.view_order"]}, "system"),
        ("user", person, None, {"roles": ["Cutters"]}, "system"),
        ("user", person, None, {"rights": ["orders.view_order"]}, "system"),
        ("user", person, {"rights": ["orders.view_order"]}, None, "system"),
        ("user", person, {"roles": ["Cutters"]}, None, "system"),
        ("role", "Cutters", {"rights": ["orders.view_order"]}, None, "system"),
        ("role", "Cutters", {"role": ["*"]}, None, "system"),
    ]


def test_the_admin_is_named_where_it_changes_an_account(client):
    boss = User.objects.create_superuser("boss@example.com", "x")
    user = User.objects.create_user("o@example.com", "x", is_staff=True)
    role = Group.objects.create(name="Cutters")
    client.force_login(boss)
    sent = {
        "email": "o@example.com",
        "first_name": "О",
        "last_name": "Г",
        "is_active": "on",
        "is_superuser": "on",
        "groups": [role.pk],
    }

    answer = client.post(reverse("wagtailusers_users:edit", args=[user.pk]), sent)

    assert answer.status_code == 302
    actor = f"staff:{boss.pk}"
    assert ("user", str(user.pk), None, {"roles": ["Cutters"]}, actor) in changes()
    flags = {"is_active": True, "is_staff": True}
    assert (
        "user",
        str(user.pk),
        {**flags, "is_superuser": False},
        {**flags, "is_superuser": True},
        actor,
    ) in changes()
    client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    assert changes()[-1][1:4] == (str(user.pk), {**flags, "is_superuser": True}, None)


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(client, rates, size, django_assert_max_num_queries):
    for number in range(size):
        user = User.objects.create_user(f"a{number}@example.com", "x", is_staff=True)
        ledger.audit(actor=f"staff:{user.pk}", kind="stock", object_type="variant", object_id=number)
    admin = reader(client, "view_stockmovement")
    admin.get(reverse("audit:index"))

    with django_assert_max_num_queries(16):
        kinds(admin)


def test_actors_are_asked_for_in_one_query(django_assert_num_queries):
    ids = [User.objects.create_user(f"a{number}@example.com", "x").pk for number in range(3)]

    with django_assert_num_queries(1):
        texts = selectors.actor_texts(
            [*(f"staff:{pk}" for pk in ids), "buyer", "staff:9999999", "staff:old@example.com"]
        )

    assert texts[f"staff:{ids[0]}"] == "a0@example.com"
    assert texts["staff:old@example.com"] == "old@example.com"
