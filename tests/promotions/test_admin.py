"""Coupons in the admin: written by the service, refused beside the field, tried on a cart."""

import pytest

from commerce.ledger.models import AuditEntry
from commerce.promotions.models import Coupon
from tests.factories.commerce import make_sellable
from tests.factories.desk import actor_of, make_staff
from tests.factories.promotions import CouponFactory, PromotionFactory, TierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
RIGHTS = ("view_coupon", "add_coupon", "change_coupon")
FILLED = {
    "code": "spring", "name_uk": "Весна", "name_en": "Spring", "effect": "percent", "value": "10", "is_active": "on",
    "can_combine": "on", "limit": "5",
}  # fmt: skip


@pytest.fixture
def staff(client):
    client.force_login(make_staff(permissions=RIGHTS))
    return client


def test_a_coupon_is_added_and_changed_with_a_trace(staff):
    added = staff.post("/cms/promotions/coupons/new/", FILLED)
    coupon = Coupon.objects.get()
    changed = staff.post(f"/cms/promotions/coupons/edit/{coupon.pk}/", {**FILLED, "limit": "7"})

    assert (added.status_code, changed.status_code) == (302, 302)
    coupon.refresh_from_db()
    assert (coupon.code, coupon.limit) == ("SPRING", 7)
    trail = AuditEntry.objects.filter(kind="coupon").order_by("pk")
    assert [(row.actor, row.after["limit"]) for row in trail] == [
        (actor_of("olena@example.com"), 5),
        (actor_of("olena@example.com"), 7),
    ]
    assert "SPRING" in staff.get("/cms/promotions/coupons/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "101"}, "value"),
        ({"code": "a b"}, "code"),
        ({"code": "taken"}, "code"),
        ({"minimum": "-1"}, "minimum"),
        ({"per_customer": "0"}, "per_customer"),
        ({"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-01 10:00"}, "ends_at"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_beside_its_field(staff, change, field):
    CouponFactory(code="TAKEN")

    answer = staff.post("/cms/promotions/coupons/new/", {**FILLED, **change})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert Coupon.objects.count() == 1


def test_a_cart_is_tried_and_every_rule_has_its_reason(staff):
    variant = make_sellable(stock=3)
    CouponFactory(code="AUTUMN", minimum=20000)
    PromotionFactory(min_quantity=2, name_uk="Пара")
    TierFactory(min_spend=50000, name_uk="Знавець")

    answer = staff.get(
        "/cms/promotions/try/", {"lines": f"{variant.sku} 2", "code": "autumn", "spend": "60000"}
    )

    tried = answer.context["tried"]
    assert [name for _code, name in tried["applied"]] == ["Пара", "Знавець"]
    [(_code, _name, reason)] = tried["missed"]
    assert "568" in reason.replace("\u00a0", "")  # 20 000 − 8 432 = 11 568
    assert f"{tried['total'].amount}" == "7770.09"


@pytest.mark.parametrize(
    "lines", ["NO-SUCH 1", "x y z", "S-1 0", ""], ids=["unknown", "words", "none", "empty"]
)
def test_nonsense_is_no_cart(staff, lines):
    answer = staff.get("/cms/promotions/try/", {"lines": lines})

    assert (answer.status_code, "lines" in answer.context["form"].errors) == (200, True)
    assert "tried" not in answer.context


def test_others_see_nothing_of_it(client):
    client.force_login(make_staff("other@example.com", permissions=()))

    for address in ("coupons/", "coupons/new/", "uses/", "automatic/", "program/", "try/"):
        assert client.get(f"/cms/promotions/{address}").status_code == 302
