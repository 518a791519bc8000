"""What each type of page does: tags, feeds, questions, showcases, the tree's shape."""

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from wagtail.models import Locale, Page

from catalog.search import services as search
from home.handlers import page_texts
from home.models import (
    ContentPage,
    FaqPage,
    FormPage,
    HomePage,
    LandingPage,
    NewsIndexPage,
    NewsTag,
    PolicyPage,
    RelatedProduct,
    TaggedNews,
)

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=40)


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def main_of(html):
    return html.split("<main", 1)[1].split("</main>")[0]


# --- the tree ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "parent", "fits"),
    [
        (LandingPage, HomePage, True),
        (LandingPage, LandingPage, True),
        (LandingPage, NewsIndexPage, False),
        (FormPage, LandingPage, True),
        (FaqPage, ContentPage, False),
        (PolicyPage, HomePage, True),
        (PolicyPage, LandingPage, False),
        (HomePage, HomePage, False),
    ],
)
def test_pages_stand_only_where_they_belong(model, parent, fits):
    assert (parent in model.allowed_parent_page_models()) is fits
    assert (model in parent.allowed_subpage_models()) is fits


def test_every_type_says_what_it_is_for_and_where_it_belongs():
    from wagtail.models import get_page_models

    for model in get_page_models():
        if model._meta.app_label == "home":
            assert str(model.page_description)
            assert model.parent_page_types is not None
            assert model.subpage_types is not None


# --- the journal -------------------------------------------------------------------------------------


@pytest.fixture
def tagged(tree):
    tag = NewsTag.objects.create(code="treatment", name_uk="Обробка", name_en="Treatment")
    for language in (tree.uk, tree.en):
        page = language["news"]
        page.refresh_from_db()
        page.tagged = [TaggedNews(tag=tag)]
        page.save_revision().publish()
    return tag


def test_tag_narrows_the_journal_in_both_languages(client, tree, tagged):
    from home.models import NewsPage

    tree.uk["journal"].refresh_from_db()
    tree.uk["journal"].add_child(instance=NewsPage(title="Про міри", slug="miry", lead="Лід"))

    everything = html_of(client, tree.uk["journal"].get_url())
    narrowed = html_of(client, f"{tree.uk['journal'].get_url()}?tag=treatment")

    assert "Про міри" in everything
    assert "Про міри" not in narrowed
    assert "Про нагрів" in narrowed
    assert "Обробка" in narrowed
    english = main_of(html_of(client, f"{tree.en['journal'].get_url()}?tag=treatment"))
    assert "Treatment" in english
    assert "Обробка" not in english
    assert client.get(f"{tree.uk['journal'].get_url()}?tag=nothing").status_code == 404


def test_article_leads_to_its_tags(client, tree, tagged):
    html = html_of(client, tree.uk["news"].get_url())

    assert f'href="{tree.uk["journal"].get_url()}?tag=treatment"' in html


def test_feed_is_valid_rss_with_absolute_links_a_language(client, tree, tagged):
    for language in ("uk", "en"):
        response = client.get(f"/{language}/journal/feed/")

        assert response.headers["Content-Type"].startswith("application/rss+xml")
        channel = ElementTree.fromstring(response.content).find("channel")
        items = channel.findall("item")
        page = getattr(tree, language)["news"]
        assert [item.findtext("title") for item in items] == [page.title]
        assert items[0].findtext("link") == f"http://127.0.0.1:8000{page.get_url()}"
        assert items[0].findtext("category") == ("Обробка" if language == "uk" else "Treatment")
        assert (
            channel.findtext("link") == f"http://127.0.0.1:8000{getattr(tree, language)['journal'].get_url()}"
        )


def test_feed_is_found_from_the_journal(client, tree):
    link = '<link rel="alternate" type="application/rss+xml" title="Журнал" href="/uk/journal/feed/">'

    assert link in html_of(client, tree.uk["journal"].get_url())


def test_feed_without_a_journal_is_empty(client, db):
    Locale.objects.get_or_create(language_code="uk")

    response = client.get("/uk/journal/feed/")

    assert response.status_code == 200
    assert ElementTree.fromstring(response.content).findall("channel/item") == []


def test_related_stones_are_live_and_a_sold_one_gives_way(client, tree, sell, rates):
    own, sold, other = sell(price=111), sell(stock=0, price=222), sell(price=333)
    news = tree.uk["news"]
    news.related = [RelatedProduct(product=own.product), RelatedProduct(product=sold.product, sort_order=1)]
    news.save_revision().publish()

    main = main_of(html_of(client, news.get_url()))

    assert own.product.slug_uk in main
    assert "111" in main
    assert sold.product.slug_uk not in main
    assert other.product.slug_uk in main


def test_article_tells_search_engines_what_it_is(client, tree):
    html = html_of(client, tree.uk["news"].get_url())

    data = json.loads(re.findall(r'application/ld\+json" nonce="[^"]*">(.*?)</script>', html)[-1])
    assert data["@type"] == "Article"
    assert data["headline"] == "Про нагрів"
    assert data["inLanguage"] == "uk"


# --- questions, showcase, contacts -------------------------------------------------------------------


def test_questions_for_search_engines_are_those_shown(client, tree):
    faq, link = tree.uk["faq"], f'<p>Так, <a linktype="page" id="{tree.uk["content"].pk}">тут</a></p>'
    faq.body = [
        ("faq", {"heading": "Камені", "questions": [{"question": "Справжні?", "answer": link}]}),
        ("text", {"heading": "", "text": "<p>Між групами</p>"}),
        ("faq", {"heading": "Розміри", "questions": [{"question": "Який?", "answer": "<p>17</p>"}]}),
    ]
    faq.save_revision().publish()

    html = html_of(client, faq.get_url())

    found = re.findall(r'application/ld\+json" nonce="[^"]*">(.*?)</script>', html)
    (data,) = [part for part in map(json.loads, found) if part.get("@type") == "FAQPage"]
    shown = re.findall(r'<summary class="faq__question">([^<]+)<', html)
    assert [question["name"] for question in data["mainEntity"]] == [word.strip() for word in shown]
    answer = data["mainEntity"][0]["acceptedAnswer"]["text"]
    assert f'href="http://127.0.0.1:8000{tree.uk["content"].get_url()}"' in answer


def test_questions_half_written_break_nothing(client, tree):
    faq = tree.uk["faq"]
    faq.body = [("faq", {"heading": "", "questions": [{"question": "", "answer": ""}]})]
    faq.save_revision().publish()

    assert "FAQPage" not in html_of(client, faq.get_url())


def test_showcase_tells_the_story_only_beside_its_own_piece(client, tree, sell, rates):
    own, sold = sell(jewelry=True), sell(jewelry=True, stock=0)
    showcase = tree.uk["showcase"]
    showcase.pieces = [
        ("piece", {"product": own.product, "title": "Наша", "story": "<p>Розповідь-1</p>", "facts": []}),
        ("piece", {"product": sold.product, "title": "Чужа", "story": "<p>Розповідь-2</p>", "facts": []}),
        ("pieces", {"heading": "За правилом", "limit": 3}),
    ]
    showcase.save_revision().publish()

    main = main_of(html_of(client, showcase.get_url()))

    assert "Розповідь-1" in main
    assert "Розповідь-2" not in main
    assert "За правилом" in main
    assert sold.product.slug_uk not in main


def test_contacts_lead_to_a_map_of_the_address(client, tree):
    from wagtail.models import Site

    from home.models import SiteSettings

    SiteSettings.objects.create(
        site=Site.objects.get(), street_uk="вул. Ювелірна, 4", city_uk="Київ", phone="044 500 20 26"
    )

    html = html_of(client, tree.uk["contacts"].get_url())

    assert "openstreetmap.org/search?query=%D0%B2%D1%83%D0%BB" in html
    assert 'href="tel:+380445002026"' in html
    assert '"@type":"ContactPage"' in html


# --- found and read ----------------------------------------------------------------------------------


def test_search_reads_every_type(tree):
    keys = {page.pk: name for name, page in tree.uk.items() if name != "home"}

    found = {text.id for text in page_texts(list(keys))}

    assert {keys[pk] for pk in found} == set(keys.values())
    assert search is not None


def test_content_api_gives_the_fields_of_every_type(client, tree, tagged):
    expected = {
        "news": {"tags", "related_products", "author", "date", "body"},
        "policy": {"effective_date", "change_note", "versions", "body"},
        "form": {"form_fields", "consent_text", "button_text", "thanks_text"},
        "contacts": {"form_fields", "body"},
        "showcase": {"pieces", "body"},
        "packaging": {"packages", "body"},
        "about": {"people", "people_heading", "hero_picture", "body"},
        "faq": {"body"},
        "landing": {"body"},
    }
    for name, fields in expected.items():
        answer = client.get(f"/api/content/v2/pages/{tree.uk[name].pk}/").json()
        assert fields <= set(answer), name
    news = client.get(f"/api/content/v2/pages/{tree.uk['news'].pk}/").json()
    assert news["tags"] == [{"code": "treatment", "name": "Обробка"}]
    form = client.get(f"/api/content/v2/pages/{tree.uk['form'].pk}/").json()
    assert [field["label"] for field in form["form_fields"]] == ["Ім’я", "Пошта", "Мінерал", "Побажання"]
    assert "to_address" not in form


@pytest.mark.parametrize(
    "name", ["articles", "landing_pages", "showcases", "policies", "form_pages", "text_pages"]
)
def test_lists_of_pages_by_type_open_and_narrow(admin_client, tree, tagged, name):
    from django.urls import reverse

    language = Locale.objects.get(language_code="en").pk
    for query in (
        "",
        f"?language={language}",
        "?ordering=title",
        "?q=а",
        "?date_from=x&tag=999&language=abc",
    ):
        assert admin_client.get(reverse(f"{name}:index") + query).status_code == 200, query


def test_list_of_articles_shows_tags_and_follows_its_filters(admin_client, tree, tagged):
    from django.urls import reverse

    html = admin_client.get(f"{reverse('articles:index')}?tag={tagged.pk}").content.decode()
    none = admin_client.get(f"{reverse('articles:index')}?date_from=1990-01-01&date_to=1990-01-02")

    assert "Про нагрів" in html
    assert str(tagged) in html
    assert "Про нагрів" not in none.content.decode()
    assert Page.objects.filter(pk=tree.uk["news"].pk).exists()


# --- queries -----------------------------------------------------------------------------------------


def fill(tree, times, stone, piece, tag):
    """Put ``times`` as much on a page of every type."""
    link = f'<p><a linktype="page" id="{tree.uk["content"].pk}">далі</a></p>'
    text = ("text", {"heading": "Розділ", "text": link})
    questions = [{"question": "Що?", "answer": link}] * times
    story = ("piece", {"product": piece.product, "title": "Історія", "story": link, "facts": []})
    bodies = {
        "landing": {
            "body": [("tray", {"rule": "newest", "products": [], "limit": 4, "link": {}}), text] * times
        },
        "showcase": {"pieces": [story, ("pieces", {"limit": 3})] * times},
        "about": {"body": [text] * times, "people": [("person", {"name": "Оля"})] * times},
        "packaging": {
            "packages": [("package", {"title": "Коробка", "text": link, "inside": ["Паспорт"]})] * times
        },
        "faq": {"body": [("faq", {"heading": "Група", "questions": questions})] * times},
        "policy": {"body": [text] * times},
        "contacts": {"body": [text] * times},
        "form": {"body": [text] * times},
        "news": {"body": [text] * times},
    }
    for name, fields in bodies.items():
        page = tree.uk[name]
        page.refresh_from_db()
        for field, value in fields.items():
            setattr(page, field, value)
        if name == "news":
            page.related = [RelatedProduct(product=stone.product)]
            page.tagged = [TaggedNews(tag=tag)]
        page.save_revision().publish()
    return ["journal", *bodies]


def test_every_type_takes_the_same_queries_whatever_it_holds(client, tree, sell, rates):
    from tests.home.test_queries import queries

    tag = NewsTag.objects.create(code="treatment", name_uk="Обробка", name_en="Treatment")
    names = fill(tree, 1, sell(), sell(jewelry=True), tag)
    small = {name: len(queries(client, tree.uk[name].get_url())) for name in names}

    for _ in range(4):
        sell()
    fill(tree, 4, sell(), sell(jewelry=True), tag)
    large = {name: len(queries(client, tree.uk[name].get_url())) for name in names}

    assert large == small
    assert max(large.values()) <= 12, large


def test_a_page_without_an_address_gets_one_in_latin_letters(tree):
    first = tree.uk["home"].add_child(instance=LandingPage(title="Зимові рубіни"))
    second = tree.uk["home"].add_child(instance=LandingPage(title="Зимові рубіни"))

    assert (first.slug, second.slug) == ("zymovi-rubiny", "zymovi-rubiny-2")
