"""Rates and planned prices in the admin."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from commerce.customers.models import User
from commerce.ledger.models import AuditEntry
from commerce.pricing import selectors
from commerce.pricing.domain.chart import rate_chart
from commerce.pricing.models import ExchangeRate, VariantPrice
from gemkit.clock import now
from tests.factories.commerce import RateFactory, days_ago, make_sellable
from tests.factories.desk import actor_of

D = Decimal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("boss@example.com", "x"))
    return client


def staff(client, *permissions):
    user = User.objects.create_user("olena@example.com", "x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)
    return client


class TestRates:
    def test_the_page_has_the_course_as_a_line_and_as_a_table(self, admin, rates):
        for days, rate in ((1, "41.90"), (9, "41.20"), (95, "30.00")):
            RateFactory(rate=D(rate), rate_date=days_ago(days))

        page = admin.get(reverse("exchange_rates:index")).content.decode()

        assert page.count('<svg class="rates__chart"') == 2
        assert "style=" not in page.split('class="nice-padding rates"')[1].split("rates__table")[0]
        for shown in ("41,9000", "41,2000", "42,1600"):
            assert f"<td>{shown}</td>" in page
        assert "30,0000" not in page.split("rates__charts")[1].split("listing-results")[0]

    def test_an_old_rate_says_its_age(self, admin, rates):
        ExchangeRate.objects.update(rate_date=days_ago(9))

        answer = admin.get(reverse("exchange_rates:index"))

        assert [(one["currency"], one["age"], one["is_shown"]) for one in answer.context["charts"]] == [
            ("USD", 9, False), ("EUR", 9, False),
        ]  # fmt: skip
        assert answer.content.decode().count('class="rates__old"') == 2

    def test_a_held_rate_is_offered_and_decided(self, admin, rates):
        held = RateFactory(rate=D("60"), is_held=True)
        page = reverse("exchange_rates:decide", args=[held.pk])
        assert page in admin.get(reverse("exchange_rates:index")).content.decode()
        assert admin.get(page).status_code == 200

        without = admin.post(page, {"decision": "accept", "reason": ""})
        assert (without.status_code, selectors.current_rate("USD").rate) == (200, D("42.16"))
        assert admin.post(page, {"decision": "accept", "reason": "the bank said so"}).status_code == 302

        assert selectors.current_rate("USD").rate == D("60")
        entry = AuditEntry.objects.filter(kind="rate").first()
        assert (entry.actor, entry.reason) == (actor_of("boss@example.com"), "the bank said so")
        assert admin.get(page).status_code == 302
        assert admin.post(page, {"decision": "refuse", "reason": "late"}).status_code == 302
        assert not ExchangeRate.objects.get(pk=held.pk).is_refused

    def test_a_refused_rate_leaves_the_old_one(self, admin, rates):
        held = RateFactory(rate=D("60"), is_held=True)

        admin.post(
            reverse("exchange_rates:decide", args=[held.pk]), {"decision": "refuse", "reason": "a typo"}
        )

        assert selectors.current_rate("USD").rate == D("42.16")
        assert selectors.held_rates() == []

    def test_who_may_only_look_cannot_decide(self, client, rates):
        held = RateFactory(rate=D("60"), is_held=True)
        client = staff(client, "view_exchangerate")
        page = reverse("exchange_rates:decide", args=[held.pk])

        assert page not in client.get(reverse("exchange_rates:index")).content.decode()
        client.post(page, {"decision": "accept", "reason": "x"})
        assert ExchangeRate.objects.get(pk=held.pk).is_held


class TestPlanned:
    def plan(self, client, stone, **fields):
        start = now() + dt.timedelta(days=2)
        values = {
            "sku": stone.sku,
            "currency": "USD",
            "amount": "80.00",
            "valid_from": f"{start:%Y-%m-%d %H:%M}",
            "valid_until": "",
            "is_reduction": "on",
            "reason": "Christmas",
        }
        return client.post(reverse("dated_prices:add"), values | fields)

    def test_a_price_is_planned_and_taken_back(self, admin, rates):
        stone = make_sellable()
        assert admin.get(reverse("dated_prices:add")).status_code == 200

        assert self.plan(admin, stone).status_code == 302

        row = VariantPrice.objects.get(valid_from__isnull=False)
        assert (row.variant_id, row.amount, row.is_reduction) == (stone.pk, D("80.00"), True)
        page = admin.get(reverse("dated_prices:index")).content.decode()
        assert stone.sku in page
        assert reverse("dated_prices:delete", args=[row.pk]) in page
        assert admin.get(reverse("dated_prices:delete", args=[row.pk])).status_code == 200
        assert admin.post(reverse("dated_prices:delete", args=[row.pk])).status_code == 302
        assert not VariantPrice.objects.filter(pk=row.pk).exists()
        assert AuditEntry.objects.filter(kind="price", actor=actor_of("boss@example.com")).count() == 2

    @pytest.mark.parametrize(
        "fields",
        [{"sku": "NONE"}, {"amount": "0"}, {"amount": "-1"}, {"amount": "x"}, {"currency": "GBP"}, {"valid_from": ""},
         {"valid_until": "2020-01-01 10:00"}, {"reason": ""}],
        ids=lambda fields: next(iter(fields)) + str(next(iter(fields.values()))),
    )  # fmt: skip
    def test_what_cannot_be_is_said_beside_its_field(self, admin, rates, fields):
        stone = make_sellable()

        answer = self.plan(admin, stone, **fields)

        assert answer.status_code == 200
        assert set(answer.context["form"].errors) == set(fields)
        assert VariantPrice.objects.count() == 1

    def test_who_may_not_change_prices_sees_nothing(self, client, rates):
        stone = make_sellable()
        client = staff(client, "view_exchangerate")

        assert client.get(reverse("dated_prices:index")).status_code == 302
        self.plan(client, stone)
        assert VariantPrice.objects.count() == 1


def test_the_line_of_a_chart_steps_from_rate_to_rate():
    day = dt.date(2026, 11, 1)
    chart = rate_chart(
        [(day, D("40")), (day + dt.timedelta(days=5), D("42"))], until=day + dt.timedelta(days=10)
    )

    assert chart.path == "M64.0 152.0H348.0V12.0H632.0"
    assert [tick.value for tick in chart.days] == [
        day,
        day + dt.timedelta(days=5),
        day + dt.timedelta(days=10),
    ]
    assert (chart.lowest, chart.highest) == (D("40"), D("42"))


def test_a_flat_line_and_no_line():
    day = dt.date(2026, 11, 1)

    assert rate_chart([(day, D("40"))], until=day).path == "M64.0 82.0H64.0"
    assert rate_chart([], until=day) is None
