"""The translators' screens: what they do, whom they let in, and what a wrong file or address gets."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from home.models import NewsPage, TranslationRun
from home.translating import pages, po, states
from home.translating.subjects import PageSubject, RowSubject
from tests.factories.catalog import ShapeFactory, VariantFactory

pytestmark = pytest.mark.django_db

BOARD = "/cms/translations/"


def at(label, pk, name="texts_of"):
    return reverse(f"translating:{name}", args=[label, pk])


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def form(subject, keep=(), **values):
    texts = {text.key: text for text in subject.texts()}
    shown = {f"seen-{key}": text.seen for key, text in texts.items() if key in values or key in keep}
    return (
        {f"text-{key}": value for key, value in values.items()} | shown | {"keep": list(keep), "show": "all"}
    )


@pytest.fixture
def shape(db):
    return ShapeFactory(name_uk="Овал", name_en="", text_uk="Витягнуте коло", text_en="Long")


@pytest.mark.parametrize(
    "address",
    [
        "/cms/pages/{page}/edit/",
        "/cms/catalog/products/",
        "/cms/catalog/variants/",
        "/cms/orders/",
        "/cms/users/",
        "/cms/images/",
        "/cms/settings/home/sitesettings/",
        "/cms/journal/audit/",
    ],
)
def test_a_translator_may_do_nothing_else(translator, linked, address):
    response = translator.get(address.format(page=linked.uk["news"].pk))

    assert response.status_code in {302, 403, 404}
    assert response.get("location", "/cms/") == "/cms/"


@pytest.mark.parametrize("name", ["board", "texts", "strings"])
def test_others_are_not_let_in(client, person, name):
    client.force_login(person("orders.view_order", name="clerk"))

    response = client.get(reverse(f"translating:{name}", args=["emails"] if name == "strings" else []))

    assert (response.status_code, response.get("location")) == (302, "/cms/")


def test_board_and_lists_lead_to_the_fix(translator, linked, shape):
    html = translator.get(BOARD).content.decode()
    assert "/cms/translations/texts/?kind=dictionaries&amp;state=missing" in html

    listed = translator.get("/cms/translations/texts/?kind=dictionaries&state=missing").content.decode()
    assert at("catalog.shape", shape.pk) in listed
    assert at("page", linked.uk["news"].pk) not in listed


@pytest.mark.parametrize("address", [BOARD, "/cms/translations/texts/"])
def test_queries_do_not_grow_with_the_shop(translator, linked, address):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert translator.get(address).status_code == 200
        return len(queries)

    ShapeFactory.create_batch(2)
    count()  # what the process keeps is loaded
    few = count()
    ShapeFactory.create_batch(20)

    assert count() == few


def test_a_translator_writes_english_and_only_that(translator, shape):
    data = form(RowSubject(shape), name="Oval") | {"text-code": "hack", "name_uk": "Зламано"}

    response = translator.post(at("catalog.shape", shape.pk), data)

    shape.refresh_from_db()
    assert response.status_code == 302
    assert (shape.name_en, shape.name_uk, shape.code != "hack") == ("Oval", "Овал", True)


def test_a_conflict_shows_both_texts_and_loses_none(translator, shape):
    data = form(RowSubject(shape), name="Mine", text="My text")
    shape.name_en = "Theirs"
    shape.save()

    response = translator.post(at("catalog.shape", shape.pk), data)

    html = response.content.decode()
    shape.refresh_from_db()
    assert response.status_code == 409
    assert "Mine" in html
    assert "Theirs" in html
    assert (shape.name_en, shape.text_en) == ("Theirs", "My text")


def test_a_pages_texts_are_translated_and_previewed(translator, linked):
    page = Page.objects.get(pk=linked.uk["news"].pk)
    subject = PageSubject(page)
    lead = next(text for text in subject.texts() if text.place == "lead")

    translator.post(at("page", page.pk), form(subject, **{lead.key: "Why it is normal"}))

    assert "Why it is normal" in translator.get(at("page", page.pk) + "?show=all").content.decode()
    assert (
        "Why it is normal" in translator.get(reverse("translating:preview", args=[page.pk])).content.decode()
    )
    assert NewsPage.objects.get(pk=linked.en["news"].pk).lead != "Why it is normal"  # not published


def test_a_translator_cannot_publish(translator, linked):
    page = linked.uk["news"]

    assert translator.post(at("page", page.pk, "publish"), {"choice": "anyway"}).get("location") == "/cms/"
    translator.post(at("page", page.pk), {"publish": "1", "show": "all"})

    assert NewsPage.objects.get(pk=linked.en["news"].pk).lead == "Чому це нормально"
    assert (
        "publish" not in translator.get(at("page", page.pk)).content.decode().lower().split("visitors see")[0]
    )


def test_publishing_with_open_texts_asks(client, linked, owner, django_capture_on_commit_callbacks):
    client.force_login(owner)
    page, english = linked.uk["news"], linked.en["news"]
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Зовсім інша назва"
    page.save_revision().publish()

    editor = client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"})
    asked = client.get(editor["location"])
    refused = client.post(editor["location"])

    assert editor["location"] == at("page", page.pk, "publish")
    assert "Зовсім інша назва" in asked.content.decode()
    assert refused.status_code == 302
    assert NewsPage.objects.get(pk=english.pk).title == "English news"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(editor["location"], {"choice": "anyway"})
    assert NewsPage.objects.get(pk=english.pk).title == "Зовсім інша назва"


def test_pages_that_lack_english_are_not_published_in_bulk(client, linked, owner):
    client.force_login(owner)
    english = NewsPage.objects.get(pk=linked.en["news"].pk)
    english.unpublish()

    response = client.post(f"/cms/bulk/wagtailcore/page/publish/?id={english.pk}&next=/cms/")

    assert response.status_code == 302
    assert "English news" in said(response)
    assert not NewsPage.objects.get(pk=english.pk).live


def test_publishing_ukrainian_tells_the_editor(client, linked, owner):
    client.force_login(owner)
    page = NewsPage.objects.get(pk=linked.uk["news"].pk)
    page.title = "Зовсім інша назва"
    page.save_revision().publish()

    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert at("page", page.pk) in edit  # the button in the header


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.po"),
        (b"no po at all", "broken.po"),
        ("msgid \"Овал\"".encode("cp1251"), "cp1251.po"),
        (b'msgid ""\nmsgstr "X-Lapidary-Subject: catalog.shape-999\\n"\n', "foreign.po"),
        (b"x" * (5 * 1024 * 1024), "large.po"),
    ],
    ids=["empty", "broken", "cp1251", "foreign", "5-mb"],
)  # fmt: skip
def test_a_wrong_po_file_is_refused_in_words(translator, shape, content, name):
    response = translator.post(
        at("catalog.shape", shape.pk, "po_import"), {"file": SimpleUploadedFile(name, content)}
    )

    shape.refresh_from_db()
    assert response.status_code == 302
    assert said(response)
    assert (shape.name_en, shape.text_en) == ("", "Long")


def test_a_po_file_goes_round(translator, linked):
    page = linked.uk["news"]
    exported = translator.get(at("page", page.pk, "po_export")).content.decode()
    filled = exported.replace(
        'msgid "Чому це нормально"\nmsgstr ""', 'msgid "Чому це нормально"\nmsgstr "Why"'
    )

    translator.post(at("page", page.pk, "po_import"), {"file": SimpleUploadedFile("a.po", filled.encode())})

    texts = {text.place: text.target for text in PageSubject(Page.objects.get(pk=page.pk)).texts()}
    assert texts["lead"] == "Why"


def test_the_page_editors_upload_is_as_careful(client, linked, owner):
    client.force_login(owner)
    translation = pages.translation_of(linked.uk["news"])

    for files in ({}, {"file": SimpleUploadedFile("a.po", b'msgid "a"\nmsgstr "b"\n')}):
        response = client.post(f"/cms/localize/translate/{translation.pk}/pofile/upload/", files)
        assert response.status_code == 302
        assert said(response)


def test_sync_is_a_run_and_publishes_nothing(translator, linked):
    source = pages.translation_of(linked.uk["news"]).source

    response = translator.post(f"/cms/localize/update/{source.pk}/", {"publish_translations": "on"})

    run = TranslationRun.objects.get()
    assert response["location"] == reverse("translating:run", args=[run.pk])
    waiting = translator.get(response["location"])
    assert (waiting.status_code, waiting["Refresh"]) == (200, "2")
    assert NewsPage.objects.get(pk=linked.en["news"].pk).title == "English news"


def test_a_page_is_submitted_from_its_menu(translator, linked):
    page = linked.uk["journal"].add_child(instance=NewsPage(title="Новина", slug="novyna", lead="Про неї"))

    menu = translator.get(f"/cms/localize/submit/page/{page.pk}/", follow=True)
    response = translator.post(reverse("translating:start", args=[page.pk]))

    assert menu.status_code == 200
    assert response["location"] == at("page", page.pk)
    assert not pages.english_page(page).live


@pytest.mark.parametrize("address", ["of/page/999999/", "of/catalog.shape/999999/", "of/auth.user/1/", "start/999999/", "preview/999999/", "strings/nothing/", "runs/999999/"])  # fmt: skip
def test_what_is_not_there_is_told(translator, address):
    assert translator.get(BOARD + address).status_code in {302, 404}


def test_an_english_page_without_its_original_leads_back(translator, linked):
    NewsPage.objects.get(pk=linked.uk["news"].pk).delete()

    response = translator.get(at("page", linked.en["news"].pk))

    assert response["location"] == BOARD
    assert said(response)
    assert "English news" in translator.get(BOARD).content.decode()


def test_a_product_with_stale_english_is_told_on_saving(client, owner):
    product = VariantFactory(published=True).product
    product.lead_uk = "Глибокий колір"
    product.save()

    assert states.state_of(product).missing == 1
    client.force_login(owner)
    listed = client.get("/cms/translations/texts/?kind=products&state=missing").content.decode()
    assert at("catalog.product", product.pk) in listed
    screen = client.get(f"/cms/catalog/products/edit/{product.pk}/").content.decode()
    assert at("catalog.product", product.pk) in screen


def test_strings_can_be_filtered_and_downloaded(translator):
    assert translator.get("/cms/translations/strings/interface/?q=cart&state=translated").status_code == 200
    file = translator.get("/cms/translations/strings/emails/?download")
    assert file["content-disposition"] == 'attachment; filename="emails-uk.po"'
    assert po._parse(file.content.decode()).metadata["Language"] == "uk"
