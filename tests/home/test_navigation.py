"""Menus, footer and settings."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override
from wagtail.models import Page, Site

from catalog.models import Collection
from home.models import Menu, MenuColumn, MenuItem, MenuLink, SiteSettings
from home.selectors import menus_of, navigation_for
from tests.factories.catalog import StoneTypeFactory
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.django_db


def navigation(path="/uk/"):
    return navigation_for(RequestFactory().get(path))


@pytest.fixture
def main():
    return Menu.objects.create(place="main")


def entry(menu, title="", *, column=None, **target):
    """Make an entry, or a link of a column; a title is the same in both languages."""
    titles = {"title_uk": title, "title_en": title}
    if column is not None:
        return MenuLink.objects.create(column=column, **titles, **target)
    order = menu.items.count()
    return MenuItem.objects.create(menu=menu, sort_order=order, **titles, **target)


def titles(language="uk"):
    with override(language):
        return [found.title for found in navigation(f"/{language}/").main]


# --- The frame ----------------------------------------------------------------------------------


def test_an_empty_database_has_an_empty_frame():
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()

    found = navigation()

    assert found.main == found.footer_columns == found.legal == []
    assert found.announcement is None
    assert found.settings.brand_name in (None, "")
    assert found.home_url == "/uk/"


def test_looking_writes_nothing(tree):
    navigation()

    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("size", [1, 12])
def test_frame_is_kept_until_something_changes(tree, main, django_assert_max_num_queries, size):
    for number in range(size):
        item = entry(main, f"Item {number}", page=tree.uk["content"])
        column = MenuColumn.objects.create(item=item, title_uk="Т", title_en="T")
        entry(main, "Link", column=column, page=tree.uk["content"])
    navigation()  # site roots are cached

    with django_assert_max_num_queries(6):  # outside of a request each reading asks: has anything changed?
        found = navigation()

    assert len(found.main) == size
    assert len(found.main[-1].columns) == 1


# --- Where entries lead -------------------------------------------------------------------------


def test_entry_of_a_page_leads_to_its_translation(tree, main):
    entry(main, "Delivery", page=tree.uk["content"])

    with override("en"):
        [found] = navigation("/en/").main

    assert (found.title, found.url) == ("Delivery", tree.en["content"].get_url())


def test_entry_without_a_title_has_the_name_of_its_target(tree, main, rates):
    variant = make_sellable()
    stone = variant.product.subcategory.category.stone_type
    collection = Collection.objects.create(code="first", name_uk="Перші", name_en="The first")
    entry(main, page=tree.uk["content"])
    entry(main, stone_type=stone)
    entry(main, collection=collection)
    entry(main, shelf="picker")

    english = [tree.en["content"].title, stone.name_en, "The first", "Choose a stone"]
    assert titles("en") == english
    assert titles("uk")[:3] == [tree.uk["content"].title, stone.name_uk, "Перші"]


def test_entry_without_a_translation_is_left_out(tree, main):
    tree.en["content"].refresh_from_db()
    tree.en["content"].unpublish()
    entry(main, "Delivery", page=tree.uk["content"])
    MenuItem.objects.create(menu=main, title_uk="Блог", title_en="", url_uk="https://example.com/uk")

    assert titles("uk") == ["Delivery", "Блог"]
    assert titles("en") == []


def test_what_is_gone_leaves_the_menu_by_itself(tree, main, rates):
    variant = make_sellable()
    collection = Collection.objects.create(code="first", name_uk="Перші", name_en="The first")
    for target in (
        {"page": tree.uk["content"]},
        {"collection": collection},
        {"stone_type": variant.product.subcategory.category.stone_type},
        {"stone_type": StoneTypeFactory()},  # nothing is sold of it
    ):
        entry(main, "x", **target)
    assert len(titles()) == 3

    tree.uk["content"].refresh_from_db()
    tree.uk["content"].unpublish()
    assert len(titles()) == 2
    collection.is_live = False
    collection.save()
    assert len(titles()) == 1
    variant.product.unpublish()
    assert titles() == []


def test_counts_follow_the_catalog(main, rates):
    make_sellable()
    item = entry(main, "Камені", shelf="stones")
    column = MenuColumn.objects.create(item=item, title_uk="За мінералом", filled_with="stones")
    entry(main, "Знижки", column=column, shelf="sale")
    entry(main, "До 1 ₴", column=column, shelf="stones", filters="price_max=1")

    [before] = navigation().main
    other = make_sellable()
    [after] = navigation().main

    assert (before.count, after.count) == (1, 2)
    assert [len(found.columns[0].filled) for found in (before, after)] == [1, 2]
    assert [link.count for link in after.columns[0].filled] == [1, 1]
    assert after.columns[0].links == ()  # nothing is reduced, nothing costs that little
    other.product.unpublish()
    assert navigation().main[0].count == 1


def test_pages_of_an_order_show_the_counts_of_this_minute(main, rates, time_machine):
    def counts(path):
        request = RequestFactory().get(path)
        request.resolver_match = resolve(path)
        return [found.count for found in navigation_for(request).main]

    time_machine.move_to("2026-11-20T10:00:05+02:00", tick=False)
    stones = [make_sellable() for _ in range(5)]
    entry(main, "Камені", shelf="stones")
    assert counts("/uk/cart/") == [5]

    stones[0].product.unpublish()
    assert counts("/uk/cart/") == [5]
    entry(main, "Знову камені", shelf="stones")
    assert counts("/uk/cart/") == [4, 4]  # what staff changed shows at once

    stones[1].product.unpublish()
    assert counts("/uk/cart/") == [4, 4]
    assert counts("/uk/stones/") == [3, 3]

    stones[2].product.unpublish()
    time_machine.move_to("2026-11-20T10:01:00+02:00", tick=False)
    assert counts("/uk/cart/") == [2, 2]


def test_the_nearest_entry_is_current(main, rates):
    make_sellable()
    entry(main, "Камені", shelf="stones")
    entry(main, "Підбір", shelf="picker")
    entry(main, "Розмір", shelf="ring_sizer")
    entry(main, "Калькулятор", shelf="calculator")

    def current(path):
        return [found.title for found in navigation(path).main if found.current]

    assert current("/uk/stones/sapfir/") == ["Камені"]
    assert current("/uk/calc/ring-sizer/") == ["Розмір"]
    assert current("/uk/calc/") == ["Калькулятор"]
    assert current("/uk/p/x/") == []


def test_footer_columns_have_titles_per_language(tree):
    menu = Menu.objects.create(place="footer", title_uk="Допомога", title_en="Help")
    entry(menu, "x", page=tree.uk["content"])
    SiteSettings.objects.create(site=Site.objects.get(), brand_name_uk="Самоцвіт", brand_name_en="Samotsvit")
    nameless = Menu.objects.create(place="footer", sort_order=1)
    entry(nameless, "y", shelf="picker")
    Menu.objects.create(place="footer", title_uk="Порожня", title_en="Empty", sort_order=2)

    with override("en"):
        assert [column.title for column in navigation("/en/").footer_columns] == ["Help", "Samotsvit"]
    assert [column.title for column in navigation().footer_columns] == ["Допомога", "Самоцвіт"]
    assert [menu.title for menu in menus_of("en")] == ["Help", "", "Empty"]


# --- Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ({}, "__all__"),
        ({"shelf": "stones", "url_uk": "https://example.com/"}, "__all__"),
        ({"url_uk": "javascript:alert(1)"}, "url_uk"),
        ({"url_en": "http://example.com/"}, "url_en"),
        ({"url_uk": "//example.com/"}, "url_uk"),
        ({"shelf": "picker", "filters": "shape=oval"}, "filters"),
        ({"shelf": "stones", "filters": "shape=nonsense"}, "filters"),
        ({"shelf": "stones", "filters": "?page=2"}, "filters"),
        ({"shelf": "stones", "filters": "tag=\x00"}, "filters"),
    ],
)
def test_entry_that_leads_nowhere_is_refused(main, target, field):
    with pytest.raises(ValidationError) as refused:
        MenuItem(menu=main, title_uk="x", **target).full_clean()

    assert field in refused.value.message_dict


def test_database_refuses_two_targets_and_a_second_main_menu(tree, main):
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuItem.objects.create(menu=main, page=tree.uk["content"], shelf="stones")
    with pytest.raises(IntegrityError), transaction.atomic():
        Menu.objects.create(place="main")
    assert not MenuItem.objects.exists()


def test_pasted_address_becomes_filters(main):
    item = MenuItem(menu=main, shelf="stones", filters="https://shop.example/uk/stones/?treatment=none#list")
    item.full_clean()

    assert item.filters == "treatment=none"


# --- Settings -----------------------------------------------------------------------------------


def test_phone_is_told_as_a_link():
    assert SiteSettings(phone="044 500 20 26").phone_link == "+380445002026"
    assert SiteSettings(phone="").phone_link == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("instagram_url", "http://x.example/"), ("telegram_url", "javascript:1"), ("phone", "<b>")],
)
def test_settings_that_cannot_be_are_refused(name, value):
    with pytest.raises(ValidationError) as refused:
        SiteSettings(**{name: value}).full_clean(exclude=["site"])
    assert name in refused.value.message_dict


@pytest.mark.parametrize(("script", "is_on", "loads"), [("", True, False), ("https://a.example/s.js", False, False),
                                                        ("https://a.example/s.js", True, True)])  # fmt: skip
def test_visits_are_counted_only_when_both_say_so(client, tree, settings, script, is_on, loads):
    settings.ANALYTICS_SCRIPT_URL = script
    SiteSettings.objects.create(site=Site.objects.get(), analytics_on=is_on)

    answer = client.get("/uk/")

    assert ("https://a.example" in answer.headers["Content-Security-Policy"]) is loads
    assert ("data-analytics" in answer.content.decode()) is loads
    assert not answer.cookies


# --- The admin ----------------------------------------------------------------------------------


def test_menus_are_edited_in_the_admin(admin_client, tree, main):
    item = entry(main, "Delivery", page=tree.uk["content"])
    column = MenuColumn.objects.create(item=item, title_uk="К", title_en="C")
    entry(main, "Link", column=column, shelf="picker")

    listing = admin_client.get("/cms/snippets/home/menu/")
    form = admin_client.get(f"/cms/snippets/home/menu/edit/{main.pk}/").content.decode()

    assert listing.status_code == 200
    for name in ("items-0-title_en", "items-0-columns-0-title_uk", "items-0-columns-0-links-0-shelf"):
        assert f'name="{name}"' in form


def posted(prefix, rows=()):
    """Return a formset as a browser sends it."""
    data = {f"{prefix}-{name}": value for name, value in (
        ("TOTAL_FORMS", len(rows)), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000),
    )}  # fmt: skip
    for place, row in enumerate(rows):
        empty = {"id": "", "ORDER": place + 1, "DELETE": ""}
        data |= {f"{prefix}-{place}-{name}": value for name, value in {**empty, **row}.items()}
    return data


def target(**values):
    names = ("page", "stone_type", "category", "subcategory", "collection", "shelf", "filters", "url_uk", "url_en",
             "title_uk", "title_en")  # fmt: skip
    return {**dict.fromkeys(names, ""), **values}


def test_a_menu_with_columns_is_saved_from_its_form(admin_client, tree):
    links = posted(
        "items-0-columns-0-links", [target(shelf="picker"), target(shelf="sale", title_uk="Знижки")]
    )
    columns = posted("items-0-columns", [{"title_uk": "К", "title_en": "C", "filled_with": "shapes"}])
    items = posted("items", [target(shelf="stones", title_uk="Камені", title_en="Stones")])
    data = {"place": "main", "title_uk": "", "title_en": "", **items, **columns, **links}

    answer = admin_client.post("/cms/snippets/home/menu/add/", data)

    assert answer.status_code == 302, answer.context["form"].errors
    [item] = MenuItem.objects.all()
    [column] = MenuColumn.objects.all()
    assert (item.title_en, item.shelf, column.filled_with) == ("Stones", "stones", "shapes")
    assert [link.shelf for link in MenuLink.objects.all()] == ["picker", "sale"]


def test_a_wrong_entry_is_explained_and_nothing_is_saved(admin_client, tree):
    items = posted("items", [target(title_uk="Нікуди"), target(url_uk="ftp://x")])
    data = {"place": "legal", "title_uk": "", "title_en": "", **items}
    data |= posted("items-0-columns") | posted("items-1-columns")

    answer = admin_client.post("/cms/snippets/home/menu/add/", data)

    assert answer.status_code == 200
    assert not Menu.objects.exists()


def test_settings_are_edited_in_the_admin(admin_client, tree):
    site = Site.objects.get()

    response = admin_client.get(f"/cms/settings/home/sitesettings/{site.pk}/")

    assert response.status_code == 200
    assert b'name="brand_name_en"' in response.content


@pytest.mark.parametrize("name", ["home", "content", "showcase", "news", "journal"])
def test_pages_are_edited_in_the_admin(admin_client, tree, name):
    response = admin_client.get(f"/cms/pages/{tree.uk[name].pk}/edit/")

    assert response.status_code == 200
