import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from commerce.customers.models import User
from commerce.inventory import services as inventory
from commerce.ledger.models import AuditEntry, MailLog
from commerce.pricing import selectors as pricing
from commerce.pricing.models import Currency, ExchangeRate
from gemkit.clock import today_kyiv
from tests.factories.commerce import MailFactory, RateFactory, make_sellable
from tests.factories.desk import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("boss@example.com", "x"))
    return client


def staff(client, *permissions):
    """Sign somebody in who has only the named permissions."""
    user = User.objects.create_user("olena@example.com", "x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)
    return client


LISTS = [
    "exchange_rates:index",
    "currency:index",
    "stockmovement:index",
    "mails:index",
    "audit:index",
    "schedule:index",
]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens(admin, rates, name):
    make_sellable(stock=2)
    MailFactory()

    response = admin.get(reverse(name))

    assert response.status_code == 200
    assert admin.get(reverse(name), {"q": "S-0"}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_who_has_no_right_sees_no_list(client, name):
    assert staff(client).get(reverse(name)).status_code == 302


def test_what_is_remembered_cannot_be_changed_by_hand(admin, rates):
    make_sellable()
    mail, rate, entry = MailFactory(), ExchangeRate.objects.first(), AuditEntry.objects.first()

    for url in (
        reverse("audit:edit", args=[entry.pk]),
        reverse("audit:delete", args=[entry.pk]),
        reverse("exchange_rates:edit", args=[rate.pk]),
        reverse("exchange_rates:delete", args=[rate.pk]),
        reverse("currency:delete", args=["EUR"]),
        reverse("currency:add"),
        reverse("stockmovement:add"),
    ):
        admin.post(url, {})
    assert (
        admin.get(reverse("mails:edit", args=[mail.pk])).status_code == 302
    )  # back to the start: not allowed

    assert AuditEntry.objects.filter(pk=entry.pk).exists()
    assert ExchangeRate.objects.filter(pk=rate.pk).exists()
    assert Currency.objects.filter(pk="EUR").exists()


def test_details_open(admin, rates):
    make_sellable()
    for name, pk in (
        ("mails:inspect", MailFactory(error="no ink").pk),
        ("audit:inspect", AuditEntry.objects.first().pk),
        ("exchange_rates:inspect", ExchangeRate.objects.first().pk),
    ):
        assert admin.get(reverse(name, args=[pk])).status_code == 200


class TestRates:
    def enter(self, client, **fields):
        values = {
            "currency": "USD",
            "rate": "43.00",
            "rate_date": str(today_kyiv()),
            "reason": "the bank is away",
        }
        return client.post(reverse("exchange_rates:add"), values | fields)

    def test_a_rate_by_hand_is_in_force_at_once(self, admin, rates):
        assert admin.get(reverse("exchange_rates:add")).status_code == 200

        assert self.enter(admin).status_code == 302

        rate = pricing.current_rate("USD")
        assert (str(rate.rate.normalize()), rate.source) == ("43", "manual")
        entry = AuditEntry.objects.filter(kind="rate").first()
        assert (entry.actor, entry.reason) == (actor_of("boss@example.com"), "the bank is away")

    @pytest.mark.parametrize(
        "fields",
        [
            {"rate": "0"},
            {"rate": "-1"},
            {"rate": "x"},
            {"reason": ""},
            {"currency": "UAH"},
            {"rate_date": ""},
        ],
    )
    def test_what_cannot_be_is_said_in_the_form(self, admin, rates, fields):
        response = self.enter(admin, **fields)

        assert response.status_code == 200
        assert pricing.current_rate("USD").source == "nbu"

    def test_a_rate_that_was_replaced_is_refused_beside_its_field(self, admin, rates):
        RateFactory(rate="43.00", source="manual")
        RateFactory(rate="44.00", source="manual")

        response = self.enter(admin)

        assert response.status_code == 200
        assert "rate" in response.context["form"].errors

    def test_who_may_only_look_cannot_enter(self, client, rates):
        self.enter(staff(client, "view_exchangerate"))

        assert pricing.current_rate("USD").source == "nbu"


class TestCurrencies:
    def change(self, client, code, **fields):
        values = {"symbol": "€", "rounding_step": "1.00", "is_active": "on", "sort_order": "2"}
        return client.post(reverse("currency:edit", args=[code]), values | fields)

    def test_the_step_changes_with_a_trace(self, admin, rates):
        assert self.change(admin, "EUR").status_code == 302

        assert Currency.objects.get(pk="EUR").rounding_step == 1
        entry = AuditEntry.objects.get(kind="currency")
        assert (entry.before["rounding_step"], entry.after["rounding_step"]) == ("0.01", "1.00")

    def test_hryvnia_cannot_be_hidden(self, admin, rates):
        response = self.change(admin, "UAH", symbol="₴", is_active="")

        assert response.status_code == 200
        assert "is_active" in response.context["form"].errors
        assert Currency.objects.get(pk="UAH").is_active

    def test_a_step_of_nothing_is_refused(self, admin, rates):
        assert self.change(admin, "EUR", rounding_step="0").status_code == 200


class TestMails:
    def test_a_mail_is_sent_again_after_a_question(self, admin):
        mail = MailFactory(status="failed", error="no ink")
        url = reverse("mails:resend", args=[mail.pk])

        assert "oksana@example.com" in admin.get(url).content.decode()
        assert MailLog.objects.get().status == "failed"

        assert admin.post(url).status_code == 302
        mail.refresh_from_db()
        assert (mail.status, mail.error) == ("queued", "")
        assert AuditEntry.objects.get().kind == "mail_resend"

    def test_who_may_only_look_cannot_send(self, client):
        mail = MailFactory(status="failed")

        staff(client, "view_maillog").post(reverse("mails:resend", args=[mail.pk]))

        assert MailLog.objects.get().status == "failed"


def test_a_movement_says_what_moved(admin):
    variant = make_sellable(stock=2)
    inventory.stock_correct(variant_id=variant.pk, change=-1, actor="staff:o", reason="chipped")

    page = admin.get(reverse("stockmovement:index")).content.decode()

    assert variant.sku in page
    assert "chipped" in page
