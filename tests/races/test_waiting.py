"""A sold piece is back and two workers are at it: one letter to each who waits, and what happens without the guards."""

import threading

import pytest
from django.core import mail as sent
from django_tasks_db.models import DBTaskResult

from commerce.inventory import services as inventory
from commerce.ledger import services as ledger
from commerce.ledger.management.commands.shop_worker import Worker
from commerce.ledger.models import MailLog
from commerce.notifications import services as notifications
from commerce.waiting import services
from commerce.waiting.models import Wish
from gemkit.clock import now
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable, set_rates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def wish(transactional_db):
    """Somebody waits for a piece that is back; nothing of what led here is left in the queue."""
    set_rates()
    stone = make_sellable(VariantFactory(published=True), stock=0)
    wish = Wish.objects.create(
        product_id=stone.product_id,
        email="iryna@example.com",
        language="uk",
        asked_at=now(),
        confirmed_at=now(),
    )
    inventory.stock_count(variant_id=stone.pk, on_hand=1, actor="test", reason="test")
    DBTaskResult.objects.all().delete()
    return wish


def letters():
    return [message.to for message in sent.outbox]


def test_two_workers_send_one_letter(together, wish):
    answered, errors = together(lambda number: services.wishes_answer(product_id=wish.product_id), 2)
    assert (sorted(answered), errors) == ([0, 1], [])
    assert MailLog.objects.count() == 1

    done, errors = together(lambda number: Worker().run_batch(), 2)

    assert (sorted(done), errors) == ([0, 1], [])
    assert letters() == [["iryna@example.com"]]
    assert MailLog.objects.get().attempts == 1


def test_many_who_wait_are_told_once_each_whoever_is_faster(together, wish):
    others = [
        Wish(
            product_id=wish.product_id,
            email=f"waiter{number}@example.com",
            language="uk",
            asked_at=now(),
            confirmed_at=now(),
        )
        for number in range(5)
    ]
    Wish.objects.bulk_create(others)

    answered, errors = together(lambda number: services.wishes_answer(), 4)
    together(lambda number: Worker().run_batch(), 4)

    assert (sum(answered), errors) == (6, [])
    assert sorted(letters()) == sorted([[row.email] for row in Wish.objects.all()])


def test_the_control_answers_twice_without_the_deciding_statement(together, wish):
    """Read, decide, write: both workers saw a wish that nobody had answered."""
    have_read = threading.Barrier(2)

    def answer_unguarded(number):
        known = Wish.objects.get(pk=wish.pk)
        have_read.wait(timeout=30)
        assert known.told_at is None
        known.told_at, known.told_product_id = now(), known.product_id
        known.save()
        ledger.mail_enqueue(
            kind="waiting_back",
            object_type="wish",
            object_id=known.pk,
            cause=str(number),  # nor is the outbox asked whether the letter is there already
            language=known.language,
            recipient=known.email,
        )

    _done, errors = together(answer_unguarded, 2)
    Worker().run_batch()

    assert errors == []
    assert letters() == [["iryna@example.com"]] * 2


def test_the_control_sends_twice_without_the_claim(together, wish, monkeypatch):
    """Two workers that take the same task without a claim both find the letter unsent."""
    services.wishes_answer()
    have_read = threading.Barrier(2)
    read = notifications.selectors.letter

    def read_together(mail):
        have_read.wait(timeout=30)
        return read(mail)

    monkeypatch.setattr(notifications.selectors, "letter", read_together)
    mail_id = MailLog.objects.get().pk

    _done, errors = together(lambda number: notifications.mail_deliver(mail_id=mail_id), 2)

    assert errors == []
    assert letters() == [["iryna@example.com"]] * 2
