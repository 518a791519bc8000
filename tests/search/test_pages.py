"""Pages are found while they are published, and not before, after or in draft."""

import json

import pytest
from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction, Site

from catalog.search.selectors import find
from home.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    locale, _made = Locale.objects.get_or_create(language_code="uk")
    root = Page.get_first_root_node()
    page = root.add_child(instance=HomePage(title="Крамниця", slug="kramnytsia", locale=locale))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    Site.clear_site_root_paths_cache()
    return page


@pytest.fixture
def page(home):
    body = json.dumps(
        [{"type": "text", "value": {"heading": "Пломбування", "text": "<p>Запечатаний конверт.</p>"}}]
    )
    return home.add_child(
        instance=ContentPage(title="Гарантійність", slug="harantiinist", lead="Чому це надійно.", body=body)
    )


def titles(query):
    return [(hit.title, hit.url) for hit in find(query, language="uk").pages]


@pytest.mark.parametrize("query", ["гарантійності", "надійно", "пломбування", "конвертом", "harantiinist"])
def test_page_is_found_by_title_lead_heading_and_text(page, query):
    assert titles(query) == [("Гарантійність", "/uk/harantiinist/")]


def test_snippet_is_the_part_that_was_meant(page):
    (hit,) = find("конверт", language="uk").pages

    assert "Запечатаний конверт." in hit.snippet


def test_draft_is_not_found(page):
    page.title = "Таємниця"
    page.save_revision()

    assert titles("таємниця") == []
    assert titles("гарантійність") != []


def test_page_that_was_never_published_is_not_found(home):
    home.add_child(instance=ContentPage(title="Чернеткованість", slug="chernetka", live=False))

    assert titles("чернеткованість") == []


def test_publishing_writes_and_unpublishing_deletes(page):
    page.title = "Надійнота"
    page.save_revision().publish()
    assert titles("надійнота") == [("Надійнота", "/uk/harantiinist/")]

    Page.objects.get(pk=page.pk).unpublish()
    assert titles("надійнота") == []


def test_deleted_page_is_not_found(page):
    page.delete()

    assert titles("гарантійність") == []


def test_change_rolls_back_with_its_page(page):
    with transaction.atomic():
        page.title = "Відкочування"
        page.save_revision().publish()
        transaction.set_rollback(True)

    assert titles("відкочування") == []
    assert titles("гарантійність") != []


def test_private_page_is_not_found(page):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles("гарантійність") == []

    restriction.delete()
    assert titles("гарантійність") != []


def test_moved_address_is_shown(page):
    page.slug = "zapevnennia"
    page.save_revision().publish()

    assert titles("гарантійність") == [("Гарантійність", "/uk/zapevnennia/")]


def test_address_of_a_page_below_changes_with_the_one_above(page, django_capture_on_commit_callbacks):
    below = page.add_child(instance=ContentPage(title="Вкладеність", slug="vkladenist"))
    page.slug = "zapevnennia"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert titles("вкладеність") == [(below.title, "/uk/zapevnennia/vkladenist/")]
