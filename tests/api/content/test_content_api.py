"""Pages, redirects, menus and settings for headless clients."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home.models import NewsPage, SiteSettings
from tests.api.content.asking import API, get, queries
from tests.factories.catalog import PictureFactory

pytestmark = pytest.mark.django_db


# --- Pages -----------------------------------------------------------------------------------------


def test_lists_hold_pages_of_both_languages_or_of_one(client, tree):
    both, english = get(client, "/pages/"), get(client, "/pages/", locale="en")

    assert both["meta"]["total_count"] == len(tree.uk) + len(tree.en)
    assert english["meta"]["total_count"] == len(tree.en)
    assert {item["meta"]["locale"] for item in english["items"]} == {"en"}


def test_page_names_its_translations_as_hreflang_does(client, tree):
    page, twin = tree.uk["content"], tree.en["content"]

    found = get(client, f"/pages/{page.pk}/")

    base = "http://127.0.0.1:8000"
    assert found["meta"]["locale"] == "uk"
    assert found["meta"]["html_url"] == f"{base}{page.get_url()}"
    assert found["meta"]["html_path"] == page.get_url()
    assert found["meta"]["hreflang"] == {
        "uk": {"id": page.pk, "html_url": f"{base}{page.get_url()}", "html_path": page.get_url()},
        "en": {"id": twin.pk, "html_url": f"{base}{twin.get_url()}", "html_path": twin.get_url()},
    }
    assert found["translations"] == {"en": twin.pk}
    assert found["meta"]["parent"]["id"] == tree.uk["home"].pk


def test_translation_that_is_not_live_is_not_named(client, tree):
    tree.en["content"].refresh_from_db()
    tree.en["content"].unpublish()

    found = get(client, f"/pages/{tree.uk['content'].pk}/")

    assert list(found["meta"]["hreflang"]) == ["uk"]
    assert found["translations"] == {}
    get(client, f"/pages/{tree.en['content'].pk}/", status=404)


@pytest.mark.parametrize("name", ["home", "content", "journal", "showcase", "news"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_page_is_found_by_its_path(client, tree, name, language):
    page = getattr(tree, language)[name]

    response = client.get(f"{API}/pages/find/", {"html_path": page.get_url(), "fields": "title"})

    assert response.status_code == 302
    assert response.headers["Location"] == f"{API}/pages/{page.pk}/?fields=title"
    assert client.get(response.headers["Location"]).json()["title"] == page.title


@pytest.mark.parametrize("path", ["/uk/nothing/", "/fr/", "/en/p/x/", "/uk/%00/", "/uk/stones/"])
def test_unknown_path_is_404_in_the_shape_of_errors(client, tree, path):
    found = get(client, "/pages/find/", html_path=path, status=404)

    assert found["type"] == "client_error"
    assert found["errors"][0]["code"] == "not_found"
    assert found["message"] == found["errors"][0]["detail"]


def test_page_behind_a_password_is_not_told(client, tree):
    PageViewRestriction.objects.create(page=tree.uk["journal"], restriction_type="password", password="x")

    get(client, f"/pages/{tree.uk['journal'].pk}/", status=404)
    get(client, f"/pages/{tree.uk['news'].pk}/", status=404)
    assert get(client, "/pages/", locale="uk")["meta"]["total_count"] == len(tree.uk) - 2


def test_live_block_has_the_price_of_the_moment(client, tree, sell, rates):
    variant = sell(price=1234)
    news = tree.uk["news"]
    news.body = [("live_product", {"label": "Камінь", "product": variant.product})]
    news.save_revision().publish()

    found = get(client, f"/pages/{news.pk}/")

    assert '"1234.00"' in str(found["body"]).replace("'", '"')
    assert found["body"][0]["type"] == "live_product"


def test_form_tells_its_fields_with_their_choices(client, tree):
    found = get(client, f"/pages/{tree.uk['form'].pk}/")["form_fields"]

    told = [(one["clean_name"], one["field_type"], one["required"], one["choices"]) for one in found]
    assert told == [
        ("name", "singleline", True, []),
        ("email", "email", True, []),
        ("mineral", "radio", True, ["Сапфір", "Рубін"]),
        ("wish", "multiline", False, []),
    ]
    assert found[0]["label"] == "Ім’я"


def test_live_counts_stand_in_texts(client, tree, sell, rates):
    sell()
    home = tree.en["home"]
    home.lead = "Choose from {stones}"
    home.save_revision().publish()

    assert get(client, f"/pages/{home.pk}/")["lead"] == "Choose from 1 stone"


def test_picture_of_a_page_has_copies_and_its_text_in_the_language_of_the_page(client, tree):
    picture = PictureFactory(file__width=800, file__height=400, alt_uk="Сапфір", alt_en="Sapphire")
    for page in (tree.uk["news"], tree.en["news"]):
        page.hero_picture = picture
        page.save_revision().publish()

    found = [get(client, f"/pages/{page.pk}/")["hero_picture"] for page in (tree.uk["news"], tree.en["news"])]

    assert [picture["alt"] for picture in found] == ["Сапфір", "Sapphire"]
    webp = found[0]["renditions"]["webp"]
    assert webp["type"] == "image/webp"
    assert [(copy["width"], copy["height"]) for copy in webp["copies"]] == [
        (320, 160), (480, 240), (640, 320), (800, 400),
    ]  # fmt: skip
    assert webp["srcset"].endswith(" 800w")


def test_lists_of_articles_take_the_same_queries_at_two_sizes(client, tree, sell, rates):
    def article(number):
        page = NewsPage(title=f"Стаття {number}", slug=f"stattia-{number}", lead="Лід {stones}")
        page.hero_picture = PictureFactory(file__width=64, file__height=64)
        page.body = [
            ("live_product", {"label": "", "product": sell().product}),
            (
                "text",
                {"heading": "", "text": f'<p><a linktype="page" id="{tree.uk["content"].pk}">далі</a></p>'},
            ),
            ("figure", {"picture": PictureFactory(file__width=64, file__height=64), "caption": ""}),
        ]
        tree.uk["journal"].refresh_from_db()
        tree.uk["journal"].add_child(instance=page)

    url = f"{API}/pages/?type=home.NewsPage&fields=*&locale=uk&limit=50"
    article(1)
    article(2)
    small = queries(client, url)
    for number in range(3, 9):
        article(number)
    found = client.get(url).json()

    assert found["meta"]["total_count"] == 9
    assert queries(client, url) == small
    assert small <= 20


def test_one_article_takes_few_queries(client, tree, sell, rates):
    news = tree.uk["news"]
    news.body = [("live_product", {"label": "", "product": sell().product})]
    news.save_revision().publish()

    assert queries(client, f"{API}/pages/{news.pk}/") <= 20


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"limit": "abc"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"offset": "9" * 30}, "offset"),
        ({"order": "nothing"}, "order"),
        ({"order": "random", "offset": "1"}, "order"),
        ({"fields": "nothing"}, "fields"),
        ({"fields": "title("}, "fields"),
        ({"fields": "title(x)"}, "fields"),
        ({"locale": "fr"}, "locale"),
        ({"currency": "XXX"}, "currency"),
        ({"type": "home.Nothing"}, "type"),
        ({"type": "auth.User"}, "type"),
        ({"child_of": "x"}, "child_of"),
        ({"child_of": "999999"}, "child_of"),
        ({"descendant_of": "999999"}, "descendant_of"),
        ({"ancestor_of": "999999"}, "ancestor_of"),
        ({"translation_of": "999999"}, "translation_of"),
        ({"search": "x" * 201}, "search"),
        ({"search": "a\x00b"}, "search"),
        ({"search": "a", "search_operator": "xor"}, "search_operator"),
        ({"site": "host:port"}, "site"),
        ({"nothing": "1"}, "nothing"),
        ({"show_in_menus": "maybe"}, "show_in_menus"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refusal_names_its_parameter(client, tree, params, name):
    found = get(client, "/pages/", status=400, **params)

    assert found["type"] == "validation_error"
    assert [error["attr"] for error in found["errors"]] == [name]
    assert found["message"]


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "٣", ""])
def test_odd_ids_are_refused(client, tree, value):
    assert get(client, "/pages/find/", status=400, id=value)["errors"][0]["attr"] == "id"


@pytest.mark.parametrize(
    "path", ["/pages/999999/", "/pages/99999999999999999999999/", "/images/999999/", "/products/999999/"]
)
def test_what_is_not_there_is_404(client, tree, path):
    found = get(client, path, status=404)

    assert found["errors"][0]["code"] == "not_found"
    assert client.get(f"{API}{path}").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, tree, method):
    response = getattr(client, method)(f"{API}/pages/{tree.uk['news'].pk}/")

    assert response.status_code == 405
    assert response.json()["errors"][0]["code"] == "method_not_allowed"


def test_search_and_order(client, tree):
    assert [item["title"] for item in get(client, "/pages/", locale="uk", search="Журнал")["items"]] == [
        "Журнал"
    ]
    titles = [item["title"] for item in get(client, "/pages/", locale="uk", order="-title")["items"]]
    assert titles == sorted(titles, reverse=True)
    assert len(titles) == len(tree.uk)


def test_children_of_the_root_of_a_language(client, tree):
    found = get(client, "/pages/", child_of="root", locale="en")

    below = {page.pk for page in tree.en.values() if page.depth == tree.en["home"].depth + 1}
    assert {item["id"] for item in found["items"]} == below
    assert tree.en["content"].pk in below


# --- Keeping ---------------------------------------------------------------------------------------


def test_answer_may_be_kept_and_depends_on_no_cookie(client, tree):
    client.cookies["currency"] = "USD"
    client.cookies["django_language"] = "en"

    response = client.get(f"{API}/pages/", headers={"accept-language": "en"})

    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert response.headers["ETag"]
    assert "Cookie" not in response.headers["Vary"]
    assert "Accept-Language" not in response.headers["Vary"]
    assert "X-Preview-Token" in response.headers["Vary"]
    assert not response.cookies


def test_known_answer_is_304_in_one_query(client, tree, kept):
    url = f"{API}/pages/{tree.uk['home'].pk}/"
    etag = client.get(url).headers["ETag"]

    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, headers={"if-none-match": etag})

    assert response.status_code == 304
    assert response.content == b""
    assert len(captured.captured_queries) <= 1


def test_edit_shows_at_once(client, tree, kept):
    page = tree.uk["content"]
    url = f"{API}/pages/{page.pk}/"
    before = client.get(url)

    page.title = "Доставка й оплата"
    page.save_revision().publish()
    after = client.get(url, headers={"if-none-match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.json()["title"] == "Доставка й оплата"
    assert after.headers["ETag"] != before.headers["ETag"]


def test_another_edit_does_not_change_the_tag(client, tree, kept):
    url = f"{API}/pages/{tree.uk['content'].pk}/?fields=_,title"
    etag = client.get(url).headers["ETag"]
    tree.uk["news"].title = "Інша"
    tree.uk["news"].save_revision().publish()

    assert client.get(url, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("what", ["alt", "tag", "redirect", "settings"])
def test_other_changes_show_at_once_too(client, tree, kept, what):
    if what == "alt":
        picture = PictureFactory(file__width=64, file__height=64, alt_uk="Старий")
        url, new = f"{API}/images/{picture.pk}/", "Новий"
        assert client.get(url).json()["alt"] == "Старий"
        picture.alt_uk = new
        picture.save()
    elif what == "tag":
        picture, new = PictureFactory(file__width=64, file__height=64), "волошковий"
        url = f"{API}/images/{picture.pk}/"
        assert client.get(url).json()["meta"]["tags"] == []
        picture.tags.add(new)
    elif what == "redirect":
        url, new = f"{API}/redirects/", "/stare"
        assert client.get(url).json()["items"] == []
        Redirect.add_redirect(new, "/uk/stones/")
    else:
        shop = SiteSettings.objects.create(site_id=tree.uk["home"].sites_rooted_here.get().pk, phone="1")
        url, new = f"{API}/settings/", "044 500 20 26"
        assert client.get(url).json()["phone"] == "1"
        shop.phone = new
        shop.save()

    assert new in client.get(url).content.decode()


# --- Redirects, menus, settings ---------------------------------------------------------------------


def test_old_address_is_found(client, tree):
    Redirect.add_redirect("/uk/stare", tree.uk["content"])
    Redirect.add_redirect("/uk/kamin", "/uk/stones/")

    found = client.get(f"{API}/redirects/find/", {"html_path": "/uk/stare/"})

    assert found.status_code == 302
    assert client.get(found.headers["Location"]).json()["location"] == tree.uk["content"].get_url()
    listed = get(client, "/redirects/")["items"]
    assert [(item["old_path"], item["location"], item["is_permanent"]) for item in listed] == [
        ("/uk/stare", tree.uk["content"].get_url(), True),
        ("/uk/kamin", "/uk/stones/", True),
    ]
    get(client, "/redirects/find/", status=404, html_path="/uk/nichoho/")


def test_redirects_take_the_same_queries_at_two_sizes(client, tree):
    Redirect.add_redirect("/a", tree.uk["content"])
    small = queries(client, f"{API}/redirects/")
    for number, page in enumerate([*tree.uk.values(), *tree.en.values()]):
        Redirect.add_redirect(f"/b{number}", page)

    assert queries(client, f"{API}/redirects/") == small


def test_menus_of_a_language(client, tree):
    found = get(client, "/menus/", locale="en")

    places = [menu["place"] for menu in found["items"]]
    assert (places[0], places[-1]) == ("main", "legal")
    assert get(client, "/menus/", status=400, place="side")["errors"][0]["attr"] == "place"


def test_settings_tell_nothing_of_banks(client, tree):
    SiteSettings.objects.create(
        site_id=tree.uk["home"].sites_rooted_here.get().pk,
        brand_name_uk="Самоцвіт",
        brand_name_en="Samotsvit",
        bank_iban="UA123",
    )

    found = get(client, "/settings/", locale="en")

    assert found["brand_name"] == "Samotsvit"
    assert found["languages"] == [{"code": "uk", "name": "Українська"}, {"code": "en", "name": "English"}]
    assert not [name for name in found if "bank" in name]
    assert "UA123" not in str(found)
