"""Orders are moved at the desk: by whom, from what, and what refuses."""

import pytest
from django.test import Client
from django.urls import reverse

from commerce.inventory.models import StockItem
from commerce.ledger.models import AuditEntry, MailLog
from commerce.orders.enums import DeliveryMethod, PaymentMethod
from commerce.orders.models import Order
from commerce.orders.services import order_act
from commerce.payments.models import Payment
from commerce.payments.services import payment_record
from tests.factories.desk import actor_of, make_staff, place_order

pytestmark = pytest.mark.django_db
OLENA = "olena@example.com"


def step_url(order, step):
    return reverse("desk:step", args=[order.number, step])


def seen(order):
    payment = order.payments.order_by("-pk").first()
    return f"{Order.objects.get(pk=order.pk).status}.{payment.status}"


def do(client, order, step, *, seen_text=None, **fields):
    return client.post(step_url(order, step), {"seen": seen_text or seen(order), **fields}, follow=True)


def messages(response):
    return [str(message).strip() for message in response.context["messages"]]


def state(order):
    """Everything that a refusal must leave as it was."""
    return (
        Order.objects.values_list("status", "updated_at").get(pk=order.pk),
        list(order.history.values_list("to_status", "actor", "reason")),
        list(order.payments.values_list("status", "captured")),
        list(StockItem.objects.order_by("pk").values_list("on_hand", "reserved")),
        AuditEntry.objects.count(),
        MailLog.objects.count(),
    )


def test_an_order_goes_from_placed_to_completed(desk):
    order = place_order(quantity=2)
    stock, olena = StockItem.objects.get(), actor_of(OLENA)

    for step, fields in [
        ("confirm", {"reason": "called the buyer"}),
        ("pack", {}),
        ("ship", {"waybill": "20 4500 0012 3456"}),
        ("deliver", {}),
        ("complete", {}),
    ]:
        response = do(desk, order, step, **fields)
        assert response.redirect_chain == [(reverse("desk:order", args=[order.number]), 302)]
        assert order.number in messages(response)[0]

    order.refresh_from_db()
    stock.refresh_from_db()
    assert order.status == "completed"
    assert list(order.history.values_list("from_status", "to_status", "actor", "reason")) == [
        ("", "placed", "buyer", ""),
        ("placed", "confirmed", olena, "called the buyer"),
        ("confirmed", "packed", olena, ""),
        ("packed", "shipped", olena, ""),
        ("shipped", "delivered", olena, ""),
        ("delivered", "completed", olena, ""),
    ]
    assert order.shipment.waybill == "20450000123456"
    assert list(order.payments.values_list("status", "captured")) == [("paid", order.total)]
    assert (stock.on_hand, stock.reserved) == (0, 0)
    assert set(AuditEntry.objects.filter(object_id=order.number).values_list("actor", flat=True)) == {
        "buyer",
        olena,
    }


def test_the_screen_tells_the_whole_story(desk):
    order = place_order(comment="Подарунок, <b>без чека</b>")
    do(desk, order, "confirm", reason="called the buyer")
    MailLog.objects.filter(kind="order_placed").update(status="failed", error="mailbox full")

    page = desk.get(reverse("desk:order", args=[order.number])).content.decode()

    for text in (
        "Оксана Іваненко",
        'href="mailto:oksana@example.com"',
        'href="tel:+380671234567"',
        "&lt;b&gt;без чека&lt;/b&gt;",
        "Відділення 12",
        "$100",
        "42.16",
        "National Bank of Ukraine",
        "called the buyer",
        "olena@example.com",
        "mailbox full",
        "Sapphire",
    ):
        assert text in page, text
    assert step_url(order, "pack") in page
    assert step_url(order, "cancel") in page
    assert step_url(order, "confirm") not in page
    assert step_url(order, "ship") not in page


def test_the_step_shows_the_very_letter_and_does_nothing(desk):
    order = place_order(language="en")
    before = state(order)

    response = desk.get(step_url(order, "confirm"))

    [preview] = response.context["previews"]
    assert (preview.recipient, preview.language) == ("oksana@example.com", "en")
    assert preview.subject == f"Order {order.number} is confirmed"
    assert "sandbox" in response.content.decode()
    assert 'srcdoc="&lt;!doctype html' in response.content.decode().lower()
    assert state(order) == before


def test_the_letter_is_in_the_buyers_language_not_the_staffs(desk):
    order = place_order(language="uk")

    [preview] = desk.get(step_url(order, "confirm")).context["previews"]

    assert preview.language == "uk"
    assert 'lang="uk"' in preview.html


def test_the_waybill_is_previewed_before_shipping(desk):
    order = place_order()
    for step in ("confirm", "pack"):
        do(desk, order, step)
    before = state(order)

    response = desk.post(
        step_url(order, "ship"), {"seen": seen(order), "waybill": "20450000999999", "preview": "1"}
    )

    assert "20450000999999" in response.context["previews"][0].text
    assert state(order) == before


def test_steps_without_a_letter_say_so(desk):
    order = place_order()
    do(desk, order, "confirm")

    response = desk.get(step_url(order, "pack"))

    assert response.context["previews"] == []
    assert "gets no e-mail" in response.content.decode()


def test_cancelling_needs_a_reason_and_gives_the_stock_back(desk):
    order = place_order(quantity=3)
    before = state(order)

    refused = do(desk, order, "cancel", reason="  ")
    assert refused.context["form"].errors["reason"]
    assert state(order) == before

    do(desk, order, "cancel", reason="the buyer changed her mind")
    stock = StockItem.objects.get()
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert (stock.on_hand, stock.reserved) == (3, 0)
    assert order.history.last().reason == "the buyer changed her mind"
    assert order.payments.get().status == "failed"


def test_a_stale_form_is_refused_and_told(desk):
    order = place_order()
    opened = seen(order)
    order_act(number=order.number, action="cancel", actor="staff:taras@example.com", reason="no stock")
    before = state(order)

    response = do(desk, order, "confirm", seen_text=opened)

    [message] = messages(response)
    assert "Nothing was done" in message
    assert "placed, awaiting payment" in message
    assert "cancelled, failed" in message
    assert "taras@example.com" in message
    assert "cancelled" in response.content.decode()
    assert state(order) == before


def test_money_that_came_meanwhile_makes_a_form_stale(desk):
    order = place_order(payment=PaymentMethod.BANK_TRANSFER)
    opened = seen(order)
    payment_record(number=order.number, actor="staff:taras@example.com")
    before = state(order)

    response = do(desk, order, "cancel", seen_text=opened, reason="not paid")

    assert "Nothing was done" in messages(response)[0]
    assert state(order) == before


def test_a_double_click_does_it_once(desk):
    order = place_order()
    opened = seen(order)
    do(desk, order, "confirm", seen_text=opened)
    before = state(order)

    response = do(desk, order, "confirm", seen_text=opened)

    assert messages(response) == ["You have done this already; nothing was done twice."]
    assert state(order) == before


@pytest.mark.parametrize("forged", ["", "nonsense", "packed.pending", "placed.", "😀.\x00"])
def test_a_forged_form_does_nothing(desk, forged):
    order = place_order()
    before = state(order)

    response = desk.post(step_url(order, "confirm"), {"seen": forged}, follow=True)

    assert response.status_code == 200
    assert state(order) == before


@pytest.mark.parametrize("step", ["pack", "ship", "deliver", "complete"])
def test_steps_cannot_be_skipped(desk, step):
    order = place_order()
    before = state(order)

    shown = desk.get(step_url(order, step), follow=True)
    done = do(desk, order, step)

    assert "not possible now" in messages(shown)[0]
    assert "cannot become" in messages(done)[0]
    assert state(order) == before


def test_an_unpaid_transfer_is_not_shipped_but_leads_to_recording_it(desk):
    order = place_order(payment=PaymentMethod.BANK_TRANSFER)
    for step in ("confirm", "pack"):
        do(desk, order, step)
    before = state(order)

    shown = desk.get(step_url(order, "ship")).content.decode()
    refused = do(desk, order, "ship")

    assert "has not been received yet" in shown
    assert step_url(order, "record-payment") in shown
    assert "has not been received yet" in refused.content.decode()
    assert state(order) == before

    recorded = do(desk, order, "record-payment", reason="document 42")
    assert order.number in messages(recorded)[0]
    payment = Payment.objects.get(order=order)
    assert (payment.status, payment.captured) == ("paid", order.total)
    audit = AuditEntry.objects.get(kind="payment")
    assert (audit.actor, audit.reason) == (actor_of(OLENA), "document 42")
    assert "document 42" in recorded.content.decode()
    do(desk, order, "ship")
    order.refresh_from_db()
    assert order.status == "shipped"


def test_a_payment_is_recorded_once(desk):
    order = place_order(payment=PaymentMethod.BANK_TRANSFER)
    opened = seen(order)
    do(desk, order, "record-payment", seen_text=opened)
    before = state(order)

    again = do(desk, order, "record-payment", seen_text=opened)

    assert messages(again) == ["You have done this already; nothing was done twice."]
    assert state(order) == before


def test_a_waybill_of_another_order_is_refused_at_its_field(desk):
    first, second = place_order(), place_order()
    for order in (first, second):
        for step in ("confirm", "pack"):
            do(desk, order, step)
    do(desk, first, "ship", waybill="20450000123456")
    before = state(second)

    response = do(desk, second, "ship", waybill="20450000123456")

    assert "belongs to another order" in response.context["form"].errors["waybill"][0]
    assert state(second) == before


@pytest.mark.parametrize("waybill", ["<b>", "12", "9" * 41, "20450000'123456", "20450000\x00123456"])
def test_nonsense_is_no_waybill(desk, waybill):
    order = place_order()
    for step in ("confirm", "pack"):
        do(desk, order, step)
    before = state(order)

    response = do(desk, order, "ship", waybill=waybill)

    assert response.context["form"].errors["waybill"]
    assert state(order) == before


def test_a_pick_up_has_no_waybill(desk):
    order = place_order(delivery=DeliveryMethod.PICKUP)
    for step in ("confirm", "pack"):
        do(desk, order, step)

    assert "waybill" not in desk.get(step_url(order, "ship")).context["form"].fields


@pytest.mark.parametrize("number", ["AAAA-AAAA-AAAA", "nonsense", "1", "' OR 1=1"])
def test_an_unknown_order_is_404(desk, number):
    assert desk.get(reverse("desk:order", args=[number])).status_code == 404
    assert desk.post(reverse("desk:step", args=[number, "confirm"])).status_code == 404


def test_an_unknown_step_is_404(desk):
    order = place_order()

    assert desk.get(step_url(order, "delete")).status_code == 404
    assert desk.post(step_url(order, "refund"), {"seen": seen(order)}).status_code == 404


def test_the_forms_need_their_csrf_token(olena):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(olena)
    order = place_order()
    before = state(order)

    response = strict.post(step_url(order, "confirm"), {"seen": seen(order)})

    assert response.status_code == 403
    assert state(order) == before


def test_one_who_may_only_look_sees_no_steps(client):
    client.force_login(make_staff(permissions=("view_order",)))
    order = place_order()
    before = state(order)

    page = client.get(reverse("desk:order", args=[order.number]))
    refused = client.post(step_url(order, "confirm"), {"seen": seen(order)})

    assert page.status_code == 200
    assert step_url(order, "confirm") not in page.content.decode()
    assert refused.status_code == 302
    assert refused["Location"] == reverse("wagtailadmin_home")
    assert state(order) == before
