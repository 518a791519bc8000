from email import message_from_bytes, policy

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.db import transaction

from commerce.ledger import services as ledger
from commerce.ledger.models import MailLog
from commerce.notifications import handlers, services
from commerce.notifications.gateways import eml
from commerce.orders.enums import OrderStatus
from commerce.orders.events import OrderMoved, OrderPlaced
from commerce.orders.selectors import order_url
from commerce.pricing.events import RateHeld
from gemkit.events import publish
from tests.factories.commerce import RateFactory, make_order

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def work():
    call_command("shop_worker", batch=True)


def html_of(message):
    return message.alternatives[0][0]


def test_a_placed_order_is_confirmed_in_ukrainian(order):
    publish(OrderPlaced(order_id=order.pk))
    work()

    (message,) = sent.outbox
    html = html_of(message)
    assert message.to == ["oksana@example.com"]
    assert message.extra_headers["Message-ID"] == f"<order_placed.order-{order.pk}@127.0.0.1>"
    assert message.extra_headers["Content-Language"] == "uk"
    for text in (message.body, html):
        assert order.number in text
        assert "Оксана" in text
        assert "Волошковий сапфір" in text
        assert f"118{NBSP}390{NBSP}₴" in text
        assert f"162{NBSP}350{NBSP}₴" in text
        assert "Cornflower" not in text
        assert "18.11.2026" in text
    assert order_url(order.pk, language="uk") in message.body
    assert order_url(order.pk, language="uk").replace("&", "&amp;") in html
    assert 'src="http://127.0.0.1:8000/media/images/sapphire.webp"' in html
    row = MailLog.objects.get()
    assert (row.status, row.attempts, row.error) == ("sent", 1, "")
    assert row.subject == message.subject


def test_an_english_buyer_reads_english(rates):
    order = make_order(language="en", first_name="Kate")
    publish(OrderPlaced(order_id=order.pk))
    work()

    (message,) = sent.outbox
    assert message.subject == f"Order {order.number} is accepted"
    for text in (message.body, html_of(message)):
        assert "Thank you, Kate." in text
        assert "Cornflower sapphire" in text
        assert "₴118,390" in text
        assert "2 pieces" in text
        assert "NBU rate of 18.11.2026: 42.16 ₴/$." in text
        assert "Волошковий" not in text
    assert "/en/order/" in message.body


def test_a_name_cannot_bring_markup_into_the_letter(rates):
    order = make_order(language="en", first_name="<img src=x onerror=alert(1)>")
    publish(OrderPlaced(order_id=order.pk))
    work()

    html = html_of(sent.outbox[0])
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert "<img src=x" in sent.outbox[0].body  # plain text is plain


def test_one_event_twice_is_one_mail(order):
    publish(OrderPlaced(order_id=order.pk))
    publish(OrderPlaced(order_id=order.pk))
    work()
    services.mail_deliver(mail_id=MailLog.objects.get().pk)

    assert len(sent.outbox) == 1


def test_an_act_that_is_rolled_back_sends_nothing(order):
    def crash():
        with transaction.atomic():
            publish(OrderPlaced(order_id=order.pk))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    work()

    assert sent.outbox == []
    assert not MailLog.objects.exists()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("confirmed", "order_confirmed"),
        ("packed", None),
        ("shipped", "order_shipped"),
        ("delivered", "order_delivered"),
        ("completed", None),
        ("cancelled", "order_cancelled"),
    ],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_moves_that_a_buyer_wants_to_know(rates, status, kind, language):
    order = make_order(language=language, status=status)

    handlers.tell_buyer(
        OrderMoved(
            order_id=order.pk, from_status=OrderStatus.PLACED, to_status=OrderStatus(status), actor="staff"
        )
    )
    work()

    assert [row.kind for row in MailLog.objects.all()] == ([kind] if kind else [])
    assert len(sent.outbox) == (1 if kind else 0)
    for message in sent.outbox:
        assert order.number in message.subject
        assert "{" not in message.subject + message.body


def test_staff_are_told_when_they_have_an_address(order, settings):
    settings.STAFF_EMAIL = "desk@example.com"
    publish(OrderPlaced(order_id=order.pk))
    work()

    assert sorted(message.to[0] for message in sent.outbox) == ["desk@example.com", "oksana@example.com"]
    notice = next(message for message in sent.outbox if message.to == ["desk@example.com"])
    assert order.number in notice.subject
    assert "http://127.0.0.1:8000/cms/" in notice.body


def test_a_held_rate_is_told_to_the_staff(settings, rates):
    settings.STAFF_EMAIL = "desk@example.com"
    rate = RateFactory(rate="60.00", is_held=True)
    publish(RateHeld(rate.pk, "USD", rate.rate, rate.rate, rate.rate_date))
    work()

    (message,) = sent.outbox
    assert "USD" in message.subject
    assert "60" in message.body
    assert "42,16" in message.body


def test_links_never_come_from_a_request(order, settings):
    settings.BASE_URL = "https://shop.example"
    publish(OrderPlaced(order_id=order.pk))
    work()

    message = sent.outbox[0]
    assert "127.0.0.1" not in message.body + html_of(message)
    assert message.extra_headers["Message-ID"].endswith("@shop.example>")


@pytest.mark.parametrize(
    "recipient",
    ["a@b.example\nBcc: all@b.example", "a@b.example\r\nX: y", "a@b.example, c@d.example", "a", ""],
)
def test_an_address_with_anything_else_in_it_is_refused(recipient):
    with pytest.raises(ledger.RecipientRefused):
        ledger.mail_enqueue(kind="x", object_type="order", object_id=1, language="uk", recipient=recipient)

    assert not MailLog.objects.exists()


def test_a_mail_server_that_is_away_is_noted_and_tried_again(order, settings, monkeypatch):
    def away(self):
        raise ConnectionRefusedError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    publish(OrderPlaced(order_id=order.pk))
    work()

    row = MailLog.objects.get()
    assert (row.status, row.error) == ("failed", "ConnectionRefusedError: connection refused")
    monkeypatch.undo()
    services.mail_deliver(mail_id=row.pk)
    row.refresh_from_db()
    assert (row.status, row.error, row.attempts) == ("sent", "", 2)


def test_a_person_may_send_a_mail_again(order):
    publish(OrderPlaced(order_id=order.pk))
    work()

    ledger.mail_resend(mail_id=MailLog.objects.get().pk, actor="staff:o")
    work()

    first, second = sent.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_message_ids_are_short_and_safe():
    from commerce.ledger.services.mails import message_id

    long = message_id("order_placed", "order", "5" * 60, "x" * 60)
    odd = message_id("order_placed", "order", "1>\r\nBcc: a", "")

    assert len(long) <= 120
    assert odd == "<order_placed.order-1-Bcc-a@127.0.0.1>"


class TestFiles:
    @pytest.fixture(autouse=True)
    def _files(self, settings, tmp_path):
        settings.EMAIL_BACKEND = "commerce.notifications.gateways.eml.EmailBackend"
        settings.EMAIL_FILE_PATH = tmp_path / "mail"

    def test_a_mail_is_one_readable_file_however_often_it_is_sent(self, order, tmp_path, settings):
        publish(OrderPlaced(order_id=order.pk))
        work()
        ledger.mail_resend(mail_id=MailLog.objects.get().pk, actor="staff:o")
        work()

        (file,) = (tmp_path / "mail").iterdir()
        assert file.name == f"order_placed.order-{order.pk}.eml"
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert message["To"] == "oksana@example.com"
        assert order.number in message["Subject"]
        assert message.get_body(("plain",)).get_content().count("Волошковий") == 1
        assert "<html" in message.get_body(("html",)).get_content()

    @pytest.mark.parametrize(
        ("message_id", "name"),
        [
            ("<order_placed.order-5@127.0.0.1>", "order_placed.order-5.eml"),
            ("<../../etc/passwd@x>", None),
            ("<" + "a" * 300 + "@x>", None),
        ],
    )
    def test_file_names_are_safe(self, message_id, name):
        found = eml.file_name(message_id)

        assert "/" not in found
        assert not found.startswith(".")
        assert len(found) < 130
        if name is not None:
            assert found == name
