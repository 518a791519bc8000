"""The catalog's routes for headless clients."""

import pytest

from tests.factories.catalog import (
    ColorFactory,
    CutFactory,
    MediaFactory,
    ProductFactory,
    RecommendationFactory,
    ShapeFactory,
    VariantFactory,
    ZodiacSignFactory,
)
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
API = "/api/v1/catalog"


@pytest.fixture
def stone():
    product = ProductFactory(
        published=True,
        name_uk="Полудень",
        name_en="Noon",
        slug_uk="poluden",
        slug_en="noon",
        description_en="<p>Blue.</p>",
    )
    variant = VariantFactory(
        product=product,
        sku="S-1",
        shape=ShapeFactory(code="oval", name_uk="Овал", name_en="Oval"),
        color=ColorFactory(code="royal-blue", name_en="Royal blue", hex="#1B3FA8"),
    )
    MediaFactory(variant=variant, picture__alt_en="A blue stone")
    return make_sellable(variant, usd="100.00")


def codes(response):
    return [(error["code"], error["attr"]) for error in response.json()["errors"]]


def test_cards(client, stone):
    body = client.get(f"{API}/products/?lang=en&currency=USD").json()

    assert (body["count"], body["next"], body["previous"]) == (1, None, None)
    card = body["results"][0]
    assert card["slugs"] == {"uk": "poluden", "en": "noon"}
    assert (card["slug"], card["name"], card["url"]) == ("noon", "Noon", "/en/p/noon/")
    assert card["variant"] == {
        "sku": "S-1",
        "carat": "2.14",
        "size_mm": ["8.20", "7.60", "4.80"],
        "shape": {"code": "oval", "name": "Oval"},
        "color": {"code": "royal-blue", "name": "Royal blue", "hex": "#1B3FA8"},
        "treatment": {"code": "heated", "name": "heated"},
    }
    assert card["price"] == {"amount": "4216.00", "currency": "UAH"}
    assert card["display_price"]["amount"] == "100.00"
    assert card["display_price"]["rate"] == "42.160000"
    assert card["availability"] == {"state": "last_one", "quantity": 1, "text": "One piece"}
    assert card["picture"]["alt"] == "A blue stone"


def test_language_and_currency_by_parameter_header_and_default(client, stone):
    assert client.get(f"{API}/products/").json()["results"][0]["name"] == "Полудень"
    answer = client.get(f"{API}/products/", headers={"accept-language": "fr, en;q=0.8"})
    assert answer.json()["results"][0]["name"] == "Noon"
    assert answer.headers["Content-Language"] == "en"
    assert "display_price" not in answer.json()["results"][0]
    assert codes(client.get(f"{API}/products/?lang=ru")) == [("invalid", "lang")]
    assert codes(client.get(f"{API}/products/?currency=BTC")) == [("invalid", "currency")]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("shape=oval", 1),
        ("shape=oval&shape=pear", 1),
        ("shape=pear", 0),
        ("shape=oval&color=royal-blue&treatment=heated&origin=LK", 1),
        ("treatment=none", 0),
        ("carat_min=2.14&carat_max=2.14", 1),
        ("carat_min=2.15", 0),
        ("length_min=8.2", 1),
        ("depth_max=4", 0),
        ("price_min=4216&price_max=4216", 1),
        ("price_max=100&currency=USD", 1),
        ("price_max=99.99&currency=USD", 0),
        ("in_stock=1", 1),
        ("new=true", 1),
        ("ordering=-price", 1),
    ],
)
def test_filters(client, stone, query, total):
    ShapeFactory(code="pear")

    assert client.get(f"{API}/products/?{query}").json()["count"] == total


def test_filters_by_tree_and_sign(client, stone):
    leaf = stone.product.subcategory
    RecommendationFactory(sign__code="leo", stone_type=leaf.category.stone_type)
    ZodiacSignFactory(code="aries")
    branches = {"stone": leaf.category.stone_type, "category": leaf.category, "subcategory": leaf}

    for name, branch in branches.items():
        assert client.get(f"{API}/products/?{name}={branch.code}").json()["count"] == 1
    assert client.get(f"{API}/products/?zodiac=leo").json()["count"] == 1
    assert client.get(f"{API}/products/?zodiac=aries").json()["count"] == 0


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("shape=hexagon", "shape"),
        ("price_min=abc", "price_min"),
        ("price_min=9&price_max=1", "price_min"),
        ("carat_max=NaN", "carat_max"),
        ("ordering=best", "ordering"),
        ("in_stock=perhaps", "in_stock"),
        ("page=abc", "page"),
        ("page=0", "page"),
        ("page_size=-1", "page_size"),
    ],
)
def test_nonsense_is_400_and_says_where(client, stone, query, attr):
    response = client.get(f"{API}/products/?{query}")

    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"
    assert codes(response) == [("invalid", attr)]


def test_pages(client, stone):
    for _ in range(2):
        VariantFactory(published=True)

    first = client.get(f"{API}/products/?page_size=2").json()

    assert (first["count"], len(first["results"])) == (3, 2)
    assert "page=2" in first["next"]
    assert client.get(f"{API}/products/?page_size=2&page=3").status_code == 404
    assert client.get(f"{API}/products/?page_size=1000000").status_code == 200


def test_product_by_either_slug(client, stone):
    sold = VariantFactory(product=stone.product, sku="S-2", shape=stone.shape, color=stone.color)

    body = client.get(f"{API}/products/poluden/?lang=en").json()

    assert body["slug"] == "noon"
    assert body["description"] == "<p>Blue.</p>"
    assert [variant["sku"] for variant in body["variants"]] == ["S-1", sold.sku]
    assert [variant["availability"]["state"] for variant in body["variants"]] == ["last_one", "sold"]
    assert body["variants"][0]["gallery"][0]["view"] == "face"
    assert body["variants"][1]["price"] is None
    assert body["disclosure"]["origin"] == {"code": "LK", "name": "Sri Lanka"}
    assert body["delivery"]["cost"]["currency"] == "UAH"
    assert body["return_rule"]["days"] == 14
    assert body["seo"]["canonical"] == "http://127.0.0.1:8000/en/p/noon/"
    assert body["breadcrumbs"][0] == {"name": "Home", "url": "/en/"}


def test_api_and_page_say_the_same_price(client, stone):
    body = client.get(f"{API}/products/noon/").json()

    assert f'value="{body["price"]["amount"]}"' in client.get("/uk/p/poluden/").content.decode()


def test_drafts_are_404_and_absent(client):
    draft = VariantFactory(product__slug_en="secret", sku="D-1")
    withdrawn = VariantFactory(published=True, sku="D-2", is_active=False)

    assert client.get(f"{API}/products/secret/").status_code == 404
    assert client.get(f"{API}/products/{withdrawn.product.slug_en}/").status_code == 404
    assert client.get(f"{API}/products/").json()["count"] == 0
    for sku in (draft.sku, withdrawn.sku, "nope"):
        response = client.get(f"/api/v1/inventory/variants/{sku}/")
        assert response.status_code == 404
        assert response.json()["type"] == "client_error"
    tops = client.get(f"{API}/tree/").json()["results"]
    assert [top["count"] for top in tops] == [0, 0]
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "secret" not in sitemap
    assert withdrawn.product.slug_en not in sitemap


def test_inventory_of_a_variant(client, stone):
    body = client.get("/api/v1/inventory/variants/S-1/?lang=en").json()

    assert body["availability"] == {"state": "last_one", "quantity": 1, "text": "One piece"}
    assert body["measurements"]["length_mm"] == "8.20"
    assert body["product"]["url"] == "/en/p/noon/?variant=S-1"
    assert len(body["gallery"]) == 1


def test_the_tree_counts_published_products(client, stone):
    leaf = stone.product.subcategory
    VariantFactory(product__subcategory=leaf)

    body = client.get(f"{API}/tree/?lang=en").json()

    top = body["results"][0]
    assert (body["count"], top["code"], top["count"]) == (1, leaf.category.stone_type.code, 1)
    assert top["categories"][0]["subcategories"][0]["count"] == 1
    assert top["slugs"]["uk"] == leaf.category.stone_type.slug_uk


def test_dictionaries(client):
    ShapeFactory(code="oval", name_en="Oval")
    CutFactory(code="brilliant")
    ColorFactory(code="red", hex="#C00020")
    advice = RecommendationFactory(sign__code="leo", reason_en="The sun is its planet.")

    shape = client.get(f"{API}/shapes/?lang=en").json()["results"][0]
    assert shape["code"] == "oval"
    assert shape["icon"].startswith("<svg")
    assert client.get(f"{API}/cuts/").json()["count"] == 1
    assert client.get(f"{API}/colors/").json()["results"][0]["hex"] == "#C00020"
    sign = client.get(f"{API}/zodiac/").json()["results"][0]
    assert sign["starts"] == {"month": 3, "day": 21}
    body = client.get(f"{API}/zodiac/leo/?lang=en").json()
    assert body["recommended"][0]["reason"] == "The sun is its planet."
    assert body["recommended"][0]["stone"]["code"] == advice.stone_type.code
    assert client.get(f"{API}/zodiac/dragon/").status_code == 404


def test_answers_can_be_kept_and_asked_again(client, stone):
    first = client.get(f"{API}/products/noon/")

    again = client.get(f"{API}/products/noon/", headers={"if-none-match": first.headers["ETag"]})
    other = client.get(f"{API}/products/noon/?lang=en", headers={"if-none-match": first.headers["ETag"]})

    assert "max-age=60" in first.headers["Cache-Control"]
    assert "Accept-Language" in first.headers["Vary"]
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_sitemap_names_both_languages(client, stone):
    xml = client.get("/sitemap.xml").content.decode()

    assert "<loc>http://127.0.0.1:8000/uk/p/poluden/</loc>" in xml
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/p/noon/"' in xml
    assert 'hreflang="x-default" href="http://127.0.0.1:8000/uk/p/poluden/"' in xml
    assert f"/en/stones/{stone.product.subcategory.category.stone_type.slug_en}/</loc>" in xml


@pytest.mark.parametrize("size", [1, 8])
def test_queries_do_not_grow(client, size, django_assert_max_num_queries):
    for _ in range(size):
        make_sellable(MediaFactory(variant__published=True).variant)
    path = f"{API}/products/?currency=EUR&in_stock=1"
    for _ in range(2):  # scales the pictures, then follows that change
        client.get(path)

    with django_assert_max_num_queries(4):
        client.get(path)
