"""Who asks on a sold product's page is written to once, when it can be bought again."""

import datetime as dt
import re

import pytest
from django.core import mail as sent
from django.core.cache import caches
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from commerce.customers.models import User
from commerce.inventory import services as inventory
from commerce.ledger.models import MailLog
from commerce.waiting import services
from commerce.waiting.models import Wish
from gemkit.api.throttling import ScopeThrottle
from gemkit.clock import now
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable, set_rates
from tests.factories.desk import make_staff

pytestmark = pytest.mark.django_db
FORM = {"email": "Iryna@Example.com", "consent": "on"}


@pytest.fixture
def stone():
    set_rates()
    return make_sellable(VariantFactory(published=True), stock=0)


def work():
    call_command("shop_worker", batch=True)


def ask(stone, *, language="uk", **changes):
    data = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    return Client().post(f"/{language}/waiting/{stone.product_id}/", data)


def link_of(message, part):
    return re.search(rf"http://127.0.0.1:8000(/\w\w/waiting/{part}/[^\s]+)", message.body)[1]


def confirmed(stone, **changes):
    ask(stone, **changes)
    work()
    path = link_of(sent.outbox[-1], "confirm")
    assert Client().post(path).status_code == 200
    sent.outbox.clear()
    return Wish.objects.latest("pk")


def restock(variant):
    inventory.stock_count(variant_id=variant.pk, on_hand=1, actor="test", reason="test")


def test_sold_page_has_the_form_and_a_page_on_sale_has_none(stone):
    path = f"/uk/p/{stone.product.slug_uk}/"
    page = Client().get(path)
    assert f'action="/uk/waiting/{stone.product_id}/"' in page.text
    assert "csrfmiddlewaretoken" not in page.text
    restock(stone)
    assert "/waiting/" not in Client().get(path).text


def test_address_counts_when_its_link_is_followed(stone):
    assert ask(stone).headers["Location"] == "/uk/waiting/sent/"
    work()
    (message,) = sent.outbox
    wish = Wish.objects.get()
    assert (wish.email, wish.language, wish.confirmed_at) == ("iryna@example.com", "uk", None)
    assert message.to == ["iryna@example.com"]
    assert stone.product.name_uk in message.subject

    path = link_of(message, "confirm")
    assert Client().get(path).status_code == 200
    assert Wish.objects.get().confirmed_at is None  # a program that looks into links confirms nothing
    assert Client().post(path).status_code == 200
    assert Client().post(path).status_code == 200
    assert Wish.objects.get().confirmed_at is not None


def test_return_of_stock_is_told_once(stone):
    wish = confirmed(stone, language="en")
    restock(stone)
    work()
    (message,) = sent.outbox
    assert message.extra_headers["Content-Language"] == "en"
    assert f"http://127.0.0.1:8000/en/p/{stone.product.slug_en}/" in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/en/waiting/leave/")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    inventory.stock_count(variant_id=stone.pk, on_hand=2, actor="test", reason="test")
    assert services.wishes_answer() == 0
    work()
    assert len(sent.outbox) == 1
    assert MailLog.objects.filter(kind="waiting_back", object_id=str(wish.pk)).count() == 1


def test_unconfirmed_address_is_never_written_to(stone):
    ask(stone)
    work()
    sent.outbox.clear()
    restock(stone)
    work()
    assert services.wishes_answer() == 0
    assert sent.outbox == []


def test_one_like_it_is_told_to_who_wants_similar_ones(stone):
    confirmed(stone, email="one@example.com")
    confirmed(stone, email="too@example.com", is_similar_too="on")
    other = make_sellable(VariantFactory(published=True), stock=1)  # of another sub-category
    assert services.wishes_answer() == 0
    same = make_sellable(
        VariantFactory(published=True, product__subcategory=stone.product.subcategory), stock=1
    )
    assert other.product.subcategory_id != same.product.subcategory_id
    assert services.wishes_answer() == 1
    assert services.wishes_answer() == 0
    work()
    (message,) = sent.outbox
    assert message.to == ["too@example.com"]
    assert f"/uk/p/{same.product.slug_uk}/" in message.body


def test_older_piece_is_no_news(stone):
    make_sellable(VariantFactory(published=True, product__subcategory=stone.product.subcategory), stock=1)
    confirmed(stone, is_similar_too="on")
    assert services.wishes_answer() == 0


def test_who_leaves_is_deleted(stone):
    wish = confirmed(stone)
    restock(stone)
    work()
    path = link_of(sent.outbox[0], "leave")
    assert Client().get(path).status_code == 200
    assert Wish.objects.filter(pk=wish.pk).exists()
    for _ in range(2):
        assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Wish.objects.exists()


def test_asking_twice_is_one_row_and_one_letter(stone):
    assert ask(stone).status_code == ask(stone, email="IRYNA@example.com ").status_code == 302
    work()
    assert Wish.objects.count() == 1
    assert len(sent.outbox) == 1


def test_answered_wish_can_be_asked_anew(stone):
    confirmed(stone)
    restock(stone)
    work()
    inventory.stock_count(variant_id=stone.pk, on_hand=0, actor="test", reason="test")
    ask(stone)
    wish = Wish.objects.get()
    assert (wish.confirmed_at, wish.told_at, wish.told_product_id) == (None, None, None)


@pytest.mark.parametrize(
    "changes", [{"email": "no address"}, {"email": ""}, {"consent": None}, {"email": "a@b.c\nBcc: d@e.f"}]
)
def test_mistakes_come_back_with_the_form_and_change_nothing(stone, changes):
    answer = ask(stone, **changes)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert not Wish.objects.exists()
    assert not MailLog.objects.exists()


def test_program_that_fills_in_everything_gets_the_same_answer_and_no_place(stone):
    answer = ask(stone, website="https://spam.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/uk/waiting/sent/")
    assert not Wish.objects.exists()


def test_nobody_waits_for_what_can_be_bought(stone):
    restock(stone)
    assert ask(stone).status_code == 422
    assert ask(VariantFactory()).status_code == 404  # a draft has no page
    assert not Wish.objects.exists()


@pytest.mark.parametrize("part", ["confirm", "leave"])
def test_link_that_is_not_ours_is_404(stone, part):
    wish = confirmed(stone)
    for token in ("x", str(wish.pk), f"{wish.pk}:abc"):
        assert Client().post(f"/uk/waiting/{part}/{token}/").status_code == 404
    assert Wish.objects.count() == 1


def test_post_from_another_site_is_refused(stone):
    answer = Client().post(f"/uk/waiting/{stone.product_id}/", FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Wish.objects.exists()


def test_posts_are_throttled(stone, monkeypatch):
    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"waiting": "2/min"})
    statuses = [ask(stone, email=f"a{number}@example.com").status_code for number in range(3)]
    assert statuses == [302, 302, 429]


def test_addresses_are_forgotten_when_they_serve_no_longer(stone):
    young, answered = confirmed(stone, email="young@example.com"), confirmed(stone, email="told@example.com")
    ask(stone, email="never@example.com")
    Wish.objects.filter(email="never@example.com").update(asked_at=now() - dt.timedelta(days=8))
    Wish.objects.filter(pk=answered.pk).update(told_at=now() - dt.timedelta(days=31))
    assert services.wishes_forget() == 2
    assert list(Wish.objects.values_list("pk", flat=True)) == [young.pk]


def test_an_address_stands_once_for_a_product(stone):
    wish = confirmed(stone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(product=wish.product, email=wish.email, language="uk", asked_at=now())


def test_staff_with_the_right_see_numbers_and_no_addresses(stone, client):
    confirmed(stone)
    ask(stone, email="other@example.com")
    url = reverse("waiting_list")
    client.force_login(User.objects.create_superuser(email="owner@example.com", password="x"))
    page = client.get(url)
    assert page.status_code == 200
    assert stone.product.name_uk in page.text
    assert "example.com" not in page.text.replace("owner@example.com", "")
    assert [row["waiting"] for row in page.context["object_list"]] == [1]
    assert [row["unconfirmed"] for row in page.context["object_list"]] == [1]
    assert client.get(reverse("waiting_list_results")).status_code == 200

    client.force_login(make_staff(permissions=("view_order",)))
    assert client.get(url).status_code == 302
