"""What search engines and networks are told of pages and products."""

import re

import pytest
from django.test import Client

from commerce.customers.models import User
from tests.factories.catalog import MediaFactory, PictureFactory

pytestmark = pytest.mark.django_db


def page(url):
    answer = Client().get(url)
    assert answer.status_code == 200, url
    return answer.text


def meta(text, name):
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', text)


@pytest.fixture
def stone(sell, rates):
    stone = sell()
    stone.media.all().delete()
    MediaFactory(variant=stone, picture=PictureFactory(file__width=1400, file__height=1000))
    return stone


def test_product_and_page_are_shared_with_a_jpeg_of_1200_by_630(tree, stone):
    news = tree.uk["news"]
    news.hero_picture = PictureFactory(file__width=1600, file__height=1600, alt_uk="Сапфір на папері")
    news.save_revision().publish()
    for url, alt in ((f"/uk/p/{stone.product.slug_uk}/", None), (news.get_url(), "Сапфір на папері")):
        text = page(url)
        (picture,) = meta(text, "og:image")
        assert picture.startswith("http://127.0.0.1:8000/media/")
        assert picture.endswith(".jpg")
        assert (meta(text, "og:image:width"), meta(text, "og:image:height")) == (["1200"], ["630"])
        assert meta(text, "twitter:card") == ["summary_large_image"]
        assert alt is None or meta(text, "og:image:alt") == [alt]


def test_page_without_a_picture_says_so(tree, rates):
    text = page("/uk/dostavka/")
    assert meta(text, "og:image") == []
    assert meta(text, "twitter:card") == ["summary"]


@pytest.mark.parametrize(("language", "own", "other"), [("uk", "uk_UA", "en_GB"), ("en", "en_GB", "uk_UA")])
def test_languages_are_named_to_networks(tree, stone, language, own, other):
    for url in (
        tree.__dict__[language]["content"].get_url(),
        f"/{language}/p/{getattr(stone.product, f'slug_{language}')}/",
    ):
        text = page(url)
        assert meta(text, "og:locale") == [own]
        assert meta(text, "og:locale:alternate") == [other]
        assert 'hreflang="x-default"' in text


def test_page_without_a_translation_names_no_other_language(tree, rates):
    tree.en["content"].refresh_from_db()
    tree.en["content"].unpublish()
    text = page("/uk/dostavka/")
    assert meta(text, "og:locale:alternate") == []
    assert 'hreflang="en"' not in text.split("</head>")[0]


def test_filters_and_searches_are_not_to_be_found(tree, stone):
    assert meta(page("/uk/stones/"), "robots") == []
    assert meta(page(f"/uk/stones/?shape={stone.shape.code}"), "robots") == ["noindex, follow"]
    assert meta(page("/uk/search/?q=a"), "robots") != []


def test_editor_sees_the_result_of_a_search_engine(tree, client, stone):
    client.force_login(User.objects.create_superuser(email="owner@example.com", password="x"))
    tree.uk["content"].search_description = "Опис " * 60
    tree.uk["content"].save()
    text = client.get(f"/cms/pages/{tree.uk['content'].pk}/edit/").text
    panel = text[text.index("data-search-result") :][:3000]
    assert 'data-titles="id_seo_title id_title"' in panel
    assert 'data-descriptions="id_search_description id_lead"' in panel
    assert "127.0.0.1:8000/uk/" in panel
    assert "data-result-title>Доставка</p>" in panel
    assert re.search(r"data-result-text-length>(299|300)<", panel)
    assert "cms/search-result.js" in text

    text = client.get(f"/cms/catalog/products/edit/{stone.product_id}/").text
    assert text.count("data-search-result") == 2
    assert 'data-titles="id_seo_title_en id_name_en"' in text
