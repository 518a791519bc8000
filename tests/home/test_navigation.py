"""Menus, footer and settings."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import RequestFactory
from wagtail.models import Page, Site

from home.models import Menu, MenuItem, SiteSettings
from home.selectors import navigation_for

pytestmark = pytest.mark.django_db


def navigation(path="/uk/"):
    return navigation_for(RequestFactory().get(path))


def test_an_empty_database_has_an_empty_frame():
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()

    found = navigation()

    assert found.main == found.footer_columns == found.legal == []
    assert found.settings.brand_name in (None, "")
    assert found.home_url == "/uk/"


def test_looking_writes_nothing(tree):
    navigation()

    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("size", [1, 12])
def test_frame_is_kept_until_something_changes(tree, django_assert_num_queries, size):
    for number in range(size):
        MenuItem.objects.create(
            title_uk=f"Пункт {number}", title_en=f"Item {number}", page=tree.uk["content"]
        )
    navigation()  # site roots are cached

    with django_assert_num_queries(2):  # outside of a request: has anything changed? asked twice
        found = navigation()

    assert len(found.main) == size


def test_entry_of_a_page_leads_to_its_translation(tree, settings):
    from django.utils.translation import override

    MenuItem.objects.create(title_uk="Доставка", title_en="Delivery", page=tree.uk["content"])

    with override("en"):
        [entry] = navigation("/en/").main

    assert (entry.title, entry.url) == ("Delivery", tree.en["content"].get_url())


def test_entry_without_a_translation_is_left_out(tree):
    from django.utils.translation import override

    tree.en["content"].refresh_from_db()
    tree.en["content"].unpublish()
    MenuItem.objects.create(title_uk="Доставка", title_en="Delivery", page=tree.uk["content"])
    MenuItem.objects.create(title_uk="Лише українською", title_en="", path="/stones/")

    with override("en"):
        assert navigation("/en/").main == []
    assert len(navigation().main) == 2


def test_the_nearest_entry_is_current(tree):
    for title, path in (("Камені", "/stones/"), ("Сапфіри", "/stones/sapfir/"), ("Прикраси", "/jewelry/")):
        MenuItem.objects.create(title_uk=title, title_en=title, path=path, menu=Menu.MAIN)

    current = [entry.title for entry in navigation("/uk/stones/sapfir/voloshkovi/").main if entry.current]

    assert current == ["Сапфіри"]


def test_entry_leads_to_one_place(tree):
    both = MenuItem(title_uk="Обидва", page=tree.uk["content"], path="/stones/")
    with pytest.raises(ValidationError):
        both.full_clean()
    with pytest.raises(ValidationError):
        MenuItem(title_uk="З мовою", path="/uk/stones/").full_clean()
    with pytest.raises(IntegrityError):
        MenuItem.objects.create(title_uk="Нікуди")


def test_phone_is_told_as_a_link():
    assert SiteSettings(phone="044 500 20 26").phone_link == "+380445002026"
    assert SiteSettings(phone="").phone_link == ""


def test_menus_are_edited_in_the_admin(admin_client, tree):
    item = MenuItem.objects.create(title_uk="Доставка", title_en="Delivery", page=tree.uk["content"])

    listing = admin_client.get("/cms/snippets/home/menuitem/")
    form = admin_client.get(f"/cms/snippets/home/menuitem/edit/{item.pk}/")

    assert listing.status_code == form.status_code == 200
    assert b'name="title_en"' in form.content


def test_settings_are_edited_in_the_admin(admin_client, tree):
    site = Site.objects.get()

    response = admin_client.get(f"/cms/settings/home/sitesettings/{site.pk}/")

    assert response.status_code == 200
    assert b'name="brand_name_en"' in response.content


@pytest.mark.parametrize("name", ["home", "content", "showcase", "news", "journal"])
def test_pages_are_edited_in_the_admin(admin_client, tree, name):
    response = admin_client.get(f"/cms/pages/{tree.uk[name].pk}/edit/")

    assert response.status_code == 200
