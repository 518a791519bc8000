"""Every page type renders and previews, in both languages."""

import json
import re

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db
TYPES = [
    "home", "content", "journal", "showcase", "news",
    "landing", "about", "contacts", "packaging", "faq", "policy", "form",
]  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_page_renders_with_links_between_the_languages(client, tree, name, language):
    page = getattr(tree, language)[name]

    response = client.get(page.get_url())

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert f'<html lang="{language}">' in html
    for code in ("uk", "en", "x-default"):
        other = tree.uk if code == "x-default" else getattr(tree, code)
        assert f'hreflang="{code}" href="http://127.0.0.1:8000{other[name].get_url()}"' in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{page.get_url()}">' in html


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_page_previews_in_its_own_language(tree, name, language):
    page = getattr(tree, language)[name]
    page.title = "Draft title"

    response = page.make_preview_request()

    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert "Draft title" in html


@pytest.mark.parametrize("name", TYPES[1:])
def test_page_that_was_never_saved_previews(tree, name):
    page = type(tree.uk[name])(title="New", slug="new", locale=tree.uk[name].locale)
    page.path, page.depth = "", None

    assert page.make_preview_request().status_code == 200


def test_untranslated_page_offers_no_alternates(client, tree):
    tree.en["content"].refresh_from_db()
    tree.en["content"].unpublish()

    html = client.get(tree.uk["content"].get_url()).content.decode()

    assert '<link rel="alternate" hreflang' not in html
    assert 'rel="canonical"' in html


def test_language_switch_leads_to_the_translation(client, tree):
    html = client.get(tree.uk["content"].get_url()).content.decode()

    assert f'href="{tree.en["content"].get_url()}" lang="en"' in html


def test_home_tells_search_engines_who_we_are(client, tree):
    html = client.get("/uk/").content.decode()

    found = re.search(r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>', html, re.DOTALL)
    assert found
    assert [node["@type"] for node in json.loads(found[2])["@graph"]] == ["JewelryStore", "WebSite"]


def test_json_cannot_close_its_script(client, tree):
    from home.domain import json_for_script

    assert "</script" not in json_for_script({"name": "</script><script>alert(1)</script>"})


def test_root_of_each_language_answers(client, tree):
    assert client.get("/uk/").status_code == 200
    assert client.get("/en/").status_code == 200


def test_journal_lists_articles_and_survives_odd_pages(client, tree):
    journal = tree.uk["journal"].get_url()

    for query in ("", "?page=2", "?page=abc", "?page=-1", "?page=999999"):
        response = client.get(journal + query)
        assert response.status_code == 200
        assert "Про нагрів" in response.content.decode()


def test_reading_time_follows_the_text(tree):
    news = tree.uk["news"]
    assert news.reading_minutes == 1

    words = "слово " * 900
    news.body = [("text", {"heading": "", "text": f"<p>{words}</p>"})]
    news.save()

    assert news.reading_minutes == 6


def test_article_contents_lead_to_its_headings(client, tree):
    news = tree.uk["news"]
    news.body = [
        ("text", {"heading": heading, "text": "<p>Текст</p>"}) for heading in ("Назва", "Колір", "Нагрів")
    ]
    news.save_revision().publish()

    html = client.get(news.get_url()).content.decode()

    for anchor in ("nazva", "kolir", "nahriv"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


def test_links_between_pages_stay_in_the_language(client, tree):
    link = f'<p><a linktype="page" id="{tree.uk["content"].pk}">далі</a></p>'
    for page in (tree.uk["news"], tree.en["news"]):
        page.body = [("text", {"heading": "", "text": link})]
        page.save_revision().publish()

    english = client.get(tree.en["news"].get_url()).content.decode()

    assert f'<a href="{tree.en["content"].get_url()}">далі</a>' in english


def test_page_tree_keeps_its_shape():
    from home.models import ContentPage, HomePage, NewsIndexPage, NewsPage

    assert NewsPage.allowed_subpage_models() == []
    assert NewsPage.allowed_parent_page_models() == [NewsIndexPage]
    assert HomePage not in ContentPage.allowed_subpage_models()
    assert HomePage.allowed_parent_page_models() == [Page]


def test_content_api_tells_pages_with_their_language(client, tree):
    tree.uk["content"].body = [("text", {"heading": "Коли", "text": "<p>Завтра</p>"})]
    tree.uk["content"].save_revision().publish()

    found = client.get(f"/api/content/v2/pages/{tree.uk['content'].pk}/").json()

    assert found["meta"]["locale"] == "uk"
    assert found["body"][0]["value"]["text"] == "<p>Завтра</p>"
    assert found["translations"] == {"en": tree.en["content"].pk}
