"""Listing pages as visitors get them."""

import json
import re

import pytest
from django.core.files.storage import default_storage

from catalog.web.listing import PAGE_SIZE
from tests.factories.catalog import (
    CategoryFactory,
    ColorFactory,
    MediaFactory,
    ProductFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]


@pytest.fixture
def sapphire():
    stone_type = StoneTypeFactory(
        code="sapphire", name_uk="Сапфір", name_en="Sapphire", slug_uk="sapfir", slug_en="sapphire"
    )
    category = CategoryFactory(stone_type=stone_type, slug_uk="syni", slug_en="blue", name_en="Blue")
    return SubCategoryFactory(category=category, slug_uk="korolivski", slug_en="royal", name_en="Royal")


@pytest.fixture
def stone(sapphire):
    variant = VariantFactory(
        product=ProductFactory(
            published=True,
            subcategory=sapphire,
            name_uk="Полудень",
            name_en="Noon",
            slug_uk="poluden",
            slug_en="noon",
        ),
        shape=ShapeFactory(code="oval", name_uk="Овал", name_en="Oval"),
        color=ColorFactory(code="royal-blue", name_uk="Королівський синій", name_en="Royal blue"),
    )
    return make_sellable(variant, usd="100.00")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "path",
    ["/uk/stones/", "/uk/stones/sapfir/", "/uk/stones/sapfir/syni/", "/uk/stones/sapfir/syni/korolivski/"],
)
def test_every_level_shows_the_stone(client, stone, path):
    response = client.get(path)

    assert response.status_code == 200
    assert "Полудень" in response.content.decode()
    assert "4\u00a0216\u00a0₴" in response.content.decode()
    assert "$100" in response.content.decode()


def test_english_page_holds_no_ukrainian_of_the_catalog(client, stone):
    content = text_of(client.get("/en/stones/sapphire/"))

    assert "Noon" in content
    assert "₴4,216" in content
    assert "Полудень" not in content
    assert "Овал" not in content


def test_jewelry_has_its_own_half(client, stone):
    ring = make_sellable(VariantFactory(published=True, jewelry=True, product__name_en="Halo ring"))

    page = client.get("/en/jewelry/")

    assert "Halo ring" in page.content.decode()
    assert "Noon" not in page.content.decode()
    assert "Halo ring" not in client.get("/en/stones/").content.decode()
    kind = ring.product.subcategory.category.stone_type
    assert client.get(f"/en/jewelry/{kind.slug_en}/").status_code == 200
    assert client.get(f"/en/stones/{kind.slug_en}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/uk/stones/nichoho/", "/en/stones/sapphire/nothing/", "/uk/jewelry/sapfir/"]
)
def test_unknown_places_are_404_with_a_way_on(client, stone, path):
    response = client.get(path)

    assert response.status_code == 404
    assert b"<a " in response.content


def test_a_slug_of_the_other_language_moves_to_this_one(client, stone):
    response = client.get("/en/stones/sapfir/blue/?shape=oval")

    assert response.status_code == 301
    assert response.headers["Location"] == "/en/stones/sapphire/blue/?shape=oval"


def test_links_to_the_translation(client, stone):
    page = client.get("/uk/stones/sapfir/syni/").content.decode()

    assert 'hreflang="en" href="http://127.0.0.1:8000/en/stones/sapphire/blue/"' in page
    assert 'hreflang="x-default" href="http://127.0.0.1:8000/uk/stones/sapfir/syni/"' in page
    assert 'href="/en/stones/sapphire/blue/"' in page


@pytest.mark.parametrize(
    "query",
    [
        "shape=hexagon",
        "color=%00",
        "price_min=abc&price_max=%F0%9F%92%8E",
        "price_min=9&price_max=1",
        "price_min=1e999",
        "carat_min=-5&length_max=NaN",
        "ordering=%27%3B+DROP+TABLE+x",
        "page=0",
        "page=-1",
        "page=abc",
        "page=99999999999999999999",
        "page=1.5",
        "in_stock=maybe",
        "treatment=&origin=&cut=",
        "shape=" + "a" * 3000,
    ],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_nonsense_shows_a_sensible_page(client, stone, language, query):
    response = client.get(f"/{language}/stones/?{query}")

    assert response.status_code == 200
    assert {"uk": "Полудень", "en": "Noon"}[language] in response.content.decode()


def test_a_nonsense_filter_says_so(client, stone):
    page = text_of(client.get("/en/stones/?shape=hexagon&price_min=9&price_max=1"))

    assert "There is no such value: hexagon." in page
    assert "“From” is greater than “to”." in page


def test_filters_chips_and_counts(client, stone):
    other = VariantFactory(product=ProductFactory(published=True, subcategory=stone.product.subcategory))
    make_sellable(other, usd="10.00")

    page = client.get("/en/stones/sapphire/?shape=oval&price_min=4216&price_max=4216")

    content = page.content.decode()
    assert "1 stone" in text_of(page)
    assert "of 2" in text_of(page)
    listing = page.context["listing"]
    assert [chip.text for chip in listing.chips] == ["Oval", "₴4,216 – ₴4,216"]
    assert listing.chips[0].url == "/en/stones/sapphire/?price_min=4216&price_max=4216"
    counts = {
        value.value: (value.count, value.disabled)
        for value in next(facet for facet in listing.facets if facet.name == "shape").first
    }
    assert counts == {"oval": (1, False), other.shape.code: (0, True)}
    assert '<meta name="robots" content="noindex, follow">' in content


def test_price_filter_is_in_the_visitors_currency(client, stone):
    client.cookies["currency"] = "USD"

    assert client.get("/en/stones/?price_max=100").context["listing"].total == 1
    assert client.get("/en/stones/?price_max=99.99").context["listing"].total == 0
    assert client.get("/en/stones/").context["listing"].ranges["price"].low.bound == "100"


def test_no_results_offer_a_way_on(client, stone):
    ShapeFactory(code="pear", name_en="Pear")

    page = client.get("/en/stones/?shape=pear&color=royal-blue")

    assert "Closest: without “Pear”, 1 stone." in text_of(page)
    assert page.context["listing"].empty.url == "/en/stones/?color=royal-blue"


def test_an_empty_shop_says_so(client):
    assert client.get("/en/stones/").context["listing"].empty.title == "Nothing is here yet."


def test_pages_have_addresses_of_their_own(client, sapphire):
    for _ in range(PAGE_SIZE + 1):
        VariantFactory(product=ProductFactory(published=True, subcategory=sapphire))

    first, second = client.get("/uk/stones/?page=1"), client.get("/uk/stones/?page=2&ordering=newest")
    beyond = client.get("/uk/stones/?page=77")

    assert len(first.context["listing"].cards) == PAGE_SIZE
    assert len(second.context["listing"].cards) == 1
    assert 'href="/uk/stones/?page=2"' in first.content.decode()
    assert 'href="http://127.0.0.1:8000/uk/stones/?page=2"' in second.content.decode()
    assert beyond.context["listing"].pages.number == 2
    assert second.context["listing"].pages.previous_url == "/uk/stones/?ordering=newest"


def test_drafts_and_withdrawn_variants_are_absent(client, sapphire):
    VariantFactory(product=ProductFactory(subcategory=sapphire, name_en="Secret draft"))
    VariantFactory(
        product=ProductFactory(published=True, subcategory=sapphire, name_en="Withdrawn"), is_active=False
    )

    page = client.get("/en/stones/sapphire/")

    assert page.context["listing"].scope_total == 0
    assert "Secret draft" not in page.content.decode()
    assert "Withdrawn" not in page.content.decode()


def test_machines_read_the_way_here(client, stone):
    page = client.get("/en/stones/sapphire/").content.decode()

    found = re.search(r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>', page, re.DOTALL)
    steps = json.loads(found[2])["itemListElement"]
    assert found[1]
    assert [step["name"] for step in steps] == ["Home", "Gemstones", "Sapphire"]
    assert steps[-1]["item"] == "http://127.0.0.1:8000/en/stones/sapphire/"


def test_a_picture_whose_file_is_gone_is_left_out(client, stone):
    media = MediaFactory(variant=stone)
    default_storage.delete(media.picture.file.name)

    assert client.get("/uk/stones/").status_code == 200


@pytest.mark.parametrize("size", [1, 12])
def test_queries_do_not_grow(client, sapphire, size, django_assert_max_num_queries):
    for _ in range(size):
        product = ProductFactory(published=True, subcategory=sapphire)
        media = MediaFactory(variant=make_sellable(VariantFactory(product=product)))
        VariantFactory(product=product, shape=media.variant.shape)
    for _ in range(2):  # scales the pictures, warms the sites cache, then follows the change
        client.get("/uk/stones/sapfir/?price_min=1")

    with django_assert_max_num_queries(6) as queries:
        client.get("/uk/stones/sapfir/?price_min=1")
    assert len(queries) == COUNT.setdefault("listing", len(queries))


COUNT = {}
