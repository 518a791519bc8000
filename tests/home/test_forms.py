"""Forms: what is sent is stored once and told to the staff; who may read it; what is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from commerce.customers import services as customers
from commerce.ledger.domain import SCHEDULE
from commerce.ledger.models import MailLog
from commerce.notifications import services as notifications
from gemkit.clock import now
from home import tasks
from home.models import FormMessage, FormPage
from tests.home.test_translation import translate

pytestmark = pytest.mark.django_db
GOOD = {"name": "Оля", "email": "olia@example.com", "mineral": "Рубін", "wish": "Овал", "consent": "on"}


@pytest.fixture
def form(tree):
    return tree.uk["form"]


def send(client, page, **changes):
    data = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return client.post(page.get_url(), data)


def test_form_shows_its_fields_in_order(client, form):
    html = client.get(form.get_url()).content.decode()

    assert [
        html.index(f'name="{name}"') for name in ("name", "email", "mineral", "wish", "consent")
    ] == sorted(html.index(f'name="{name}"') for name in ("name", "email", "mineral", "wish", "consent"))
    assert "Згода на обробку даних" in html


def test_message_is_stored_and_the_browser_is_led_away(client, form):
    response = send(client, form)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{form.get_url()}?sent=1#form"
    message = FormMessage.objects.get()
    assert message.form_data == {
        "name": "Оля",
        "email": "olia@example.com",
        "mineral": "Рубін",
        "wish": "Овал",
    }
    assert (message.page_id, message.language, message.reply_to) == (form.pk, "uk", "olia@example.com")
    assert message.consent == "Згода на обробку даних"
    assert "Відповімо за день" in client.get(f"{form.get_url()}?sent=1").content.decode()


def test_staff_get_a_letter_that_answers_to_the_visitor(client, form):
    send(client, form, name="<b>Оля</b>")

    row = MailLog.objects.get()
    assert (row.kind, row.recipient, mail.outbox) == ("staff_form", "staff@samotsvit.example", [])
    notifications.mail_deliver(mail_id=row.pk)
    (letter,) = mail.outbox
    assert letter.reply_to == ["olia@example.com"]
    assert "Знайти камінь" in letter.subject
    assert "Мінерал:\nРубін" in letter.body
    html = letter.alternatives[0][0]
    assert "&lt;b&gt;Оля" in html
    assert f"http://127.0.0.1:8000{reverse('wagtailforms:list_submissions', args=[form.pk])}" in html


def test_form_without_an_address_writes_to_the_staff_of_the_settings(client, form, settings):
    settings.STAFF_EMAIL = "all@samotsvit.example"
    FormPage.objects.filter(pk=form.pk).update(to_address="")

    send(client, form)

    assert MailLog.objects.get().recipient == "all@samotsvit.example"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "не пошта"}, "email"),
        ({"name": ""}, "name"),
        ({"mineral": "Алмазний фонд"}, "mineral"),
        ({"consent": None}, "consent"),
        ({"wish": "я" * 5001}, "wish"),
        ({"name": "я\x00"}, "name"),
    ],
    ids=["email", "empty", "choice", "consent", "long", "zero"],
)
def test_what_is_wrong_comes_back_with_what_was_typed(client, form, changes, field):
    response = send(client, form, **changes)

    html = response.content.decode()
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert "data-error-summary" in html
    if field != "email":
        assert 'value="olia@example.com"' in html
    assert not FormMessage.objects.exists()
    assert not MailLog.objects.exists()


def test_who_fills_in_the_hidden_field_is_not_heard(client, form):
    response = send(client, form, your_site="http://spam.example")

    assert response.status_code == 400
    assert not FormMessage.objects.exists()


def test_many_messages_from_one_address_are_too_many(client, form, monkeypatch):
    from gemkit.api.throttling import ScopeThrottle

    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"form": "2/min"})

    answers = [send(client, form).status_code for _ in range(3)]

    assert answers == [302, 302, 429]
    assert FormMessage.objects.count() == 2
    caches["limits"].clear()


def test_message_of_another_site_is_refused(client, form):
    response = client.post(form.get_url(), GOOD, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert not FormMessage.objects.exists()


def test_form_sent_from_another_site_is_refused(client, tree):
    form = tree.uk["form"]
    foreign = {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"}

    assert client.post(form.get_url(), {}, **foreign).status_code == 403
    assert not FormMessage.objects.exists()
    assert "csrftoken" not in client.get(form.get_url()).cookies


def test_contacts_have_a_form_of_their_own(client, tree):
    from home.models import ContactsPageField

    contacts = tree.uk["contacts"]
    contacts.form_fields = [ContactsPageField(label="Пошта", clean_name="email", field_type="email")]
    contacts.save_revision().publish()

    assert client.post(contacts.get_url(), {"email": "a@example.com"}).status_code == 302
    assert FormMessage.objects.get().form_data == {"email": "a@example.com"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("067 123 45 67", "+380671234567"), ("", ""), ("12", None), ("+48 22 694 00 00", "+48226940000")],
)
def test_phone_is_kept_in_one_way(client, tree, typed, kept):
    from home.models import ContactsPageField

    contacts = tree.uk["contacts"]
    contacts.form_fields = [
        ContactsPageField(label="Телефон", clean_name="phone", field_type="phone", required=False)
    ]
    contacts.save_revision().publish()

    response = client.post(contacts.get_url(), {"phone": typed})

    assert response.status_code == (302 if kept is not None else 400)
    if kept is not None:
        assert FormMessage.objects.get().form_data["phone"] == kept


def test_translation_gets_the_fields_with_their_own_words(client, tree):
    form, english = tree.uk["form"], Locale.objects.get(language_code="en")
    tree.en["form"].delete()

    made = translate(
        FormPage.objects.get(pk=form.pk),
        {"Ім’я": "Name", "Мінерал": "Mineral", "Сапфір, Рубін": "Sapphire, Ruby", "Пошта": "E-mail"},
    )

    fields = list(FormPage.objects.get(pk=made.pk).form_fields.all())
    assert [field.clean_name for field in fields] == ["name", "email", "mineral", "wish"]
    assert [field.label for field in fields][:3] == ["Name", "E-mail", "Mineral"]
    assert {field.locale for field in fields} == {english}
    assert client.get(made.get_url()).content.decode().count("Sapphire") >= 1
    assert next(field.label for field in FormPage.objects.get(pk=form.pk).form_fields.all()) == "Ім’я"


# --- who may read messages ---------------------------------------------------------------------------


def person(client, name, permissions, *, pages=False):
    """Sign somebody in whose group has some rights, and the right to edit all pages if ``pages``."""
    group = customers.group_ensure(name=name, permissions=["wagtailadmin.access_admin", *permissions])
    if pages:
        for codename in ("add_page", "change_page", "publish_page"):
            right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    user_id = customers.staff_create(
        email=f"{name}@samotsvit.example",
        password="for-tests-only-1",
        first_name=name,
        last_name=name,
        groups=(name,),
        is_superuser=False,
    )
    client.force_login(get_user_model().objects.get(pk=user_id))


def test_editor_of_all_pages_sees_no_message(client, form):
    send(client, form)
    person(client, "editor", [], pages=True)

    listing = client.get(reverse("wagtailforms:list_submissions", args=[form.pk]))
    export = client.get(reverse("wagtailforms:list_submissions", args=[form.pk]) + "?export=csv")
    forms = client.get(reverse("wagtailforms:index"))

    for answer in (listing, export, forms):
        assert answer.status_code == 302
        assert "olia@example.com" not in answer.content.decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[form.pk])).status_code == 200


def test_staff_with_the_right_read_messages_without_editing_pages(client, form):
    send(client, form)
    person(client, "staff", ["home.view_formmessage"])

    assert "Знайти камінь" in client.get(reverse("wagtailforms:index")).content.decode()
    listing = client.get(reverse("wagtailforms:list_submissions", args=[form.pk])).content.decode()
    assert "olia@example.com" in listing
    assert "Рубін" in listing


def test_who_may_read_messages_may_not_delete_them(client, form):
    send(client, form)
    message = FormMessage.objects.get()
    address = (
        f"{reverse('wagtailforms:delete_submissions', args=[form.pk])}?selected-submissions={message.pk}"
    )
    person(client, "reads", ["home.view_formmessage"])

    refused = client.post(address)

    assert refused.headers["Location"] == reverse("wagtailadmin_home")
    assert FormMessage.objects.count() == 1
    person(client, "deletes", ["home.view_formmessage", "home.delete_formmessage"])
    assert client.post(address).headers["Location"] == reverse(
        "wagtailforms:list_submissions", args=[form.pk]
    )
    assert not FormMessage.objects.exists()


def test_messages_are_forgotten_after_their_days(client, form, settings):
    settings.FORM_MESSAGE_DAYS = 30
    for days, name in ((31, "old"), (29, "young")):
        send(client, form, name=name)
        FormMessage.objects.filter(form_data__name=name).update(submit_time=now() - timedelta(days=days))

    tasks.messages_tidy.func()

    assert [message.form_data["name"] for message in FormMessage.objects.all()] == ["young"]
    assert "messages-tidy" in SCHEDULE
