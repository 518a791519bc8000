"""Products and dictionaries for headless clients: the facts of the pages, from the same services."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Collection
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from gemsite import page_cache
from tests.factories.catalog import RecommendationFactory, ShapeFactory

pytestmark = pytest.mark.django_db
API = "/api/content/v2"


def get(client, path, *, status=200, **params):
    response = client.get(f"{API}{path}", params)
    assert response.status_code == status, response.content
    return response.json()


def queries(client, url):
    assert client.get(url).status_code == 200
    page_cache.store.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured.captured_queries)


def test_list_has_the_cards_of_published_products(client, sell, rates):
    variant = sell(price=4200)
    sell(published=False)

    found = get(client, "/products/", locale="en")

    product = variant.product
    assert found["meta"] == {"total_count": 1}
    item = found["items"][0]
    assert (item["id"], item["slug"], item["name"]) == (product.pk, product.slug_en, product.name_en)
    assert item["price"] == {"amount": "4200.00", "currency": "UAH"}
    assert item["availability"]["state"] == "last_one"
    assert item["meta"]["html_url"] == f"http://127.0.0.1:8000/en/p/{product.slug_en}/"
    assert item["meta"]["detail_url"] == f"http://127.0.0.1:8000{API}/products/{product.pk}/"
    assert item["meta"]["hreflang"]["uk"]["html_path"] == f"/uk/p/{product.slug_uk}/"
    assert "variants" not in item


def test_detail_tells_what_the_product_api_tells(client, sell, rates):
    product = sell(price=4200, stock=3).product

    ours = get(client, f"/products/{product.pk}/", locale="en", currency="USD")
    theirs = client.get(f"/api/v1/catalog/products/{product.slug_en}/?lang=en&currency=USD").json()

    theirs.pop("delivery")  # depends on the hour of the order
    assert {name: ours[name] for name in theirs} == theirs
    assert ours["display_price"]["amount"] == "100.00"
    assert ours["disclosure"]["treatment"]["code"] == product.variants.get().treatment
    assert ours["variants"][0]["gallery"][0]["url"].endswith(".webp")


def test_price_and_stock_show_at_once(client, sell, rates, monkeypatch):
    monkeypatch.setattr(page_cache.store, "limit", 10**7)
    variant = sell(price=4200)
    url = f"{API}/products/{variant.product_id}/?fields=_,price,availability"
    before = client.get(url)

    pricing.price_set(variant_id=variant.pk, currency="UAH", amount=Decimal(5000), actor="test")
    inventory.stock_count(variant_id=variant.pk, on_hand=0, actor="test", reason="test")
    after = client.get(url, headers={"if-none-match": before.headers["ETag"]}).json()

    assert before.json()["availability"]["state"] == "last_one"
    assert after["price"]["amount"] == "5000.00"
    assert after["availability"]["state"] == "sold"


def test_collections_by_hand_and_by_rule_are_named(client, sell, rates):
    cheap, dear = sell(price=1000), sell(price=9000)
    Collection.objects.create(code="modest", name_uk="Скромні", name_en="Modest", rule="price_max=2000")
    chosen = Collection.objects.create(code="chosen", name_uk="Обрані", name_en="Chosen")
    chosen.items.create(product=dear.product)
    chosen.save()

    found = get(client, "/products/", locale="en", fields="collections", order="price")

    codes = [[group["code"] for group in item["collections"]] for item in found["items"]]
    assert codes == [["modest"], ["chosen"]]
    assert [item["id"] for item in found["items"]] == [cheap.product_id, dear.product_id]


def test_filters_order_and_window(client, sell, rates):
    shape = ShapeFactory(code="pear")
    sell(price=1000, shape=shape)
    sell(price=3000, shape=shape)
    sell(price=2000)

    def prices(**params):
        return [item["price"]["amount"] for item in get(client, "/products/", **params)["items"]]

    assert prices(order="-price") == ["3000.00", "2000.00", "1000.00"]
    assert prices(shape="pear", order="price") == ["1000.00", "3000.00"]
    assert prices(order="price", limit=1, offset=1) == ["2000.00"]
    assert prices(order="price", price_min="1500", price_max="2500") == ["2000.00"]
    assert prices(limit=0) == []
    assert prices(offset=10) == []


def test_search_finds_by_words(client, sell, rates):
    product = sell(product__name_uk="Рубін Голубина кров").product
    sell()

    found = get(client, "/products/", search="голубина")

    assert [item["id"] for item in found["items"]] == [product.pk]


@pytest.mark.parametrize("kind", ["html_path", "html_path_en", "slug", "sku"])
def test_product_is_found(client, sell, rates, kind):
    variant = sell()
    product = variant.product
    params = {
        "html_path": {"html_path": f"/uk/p/{product.slug_uk}/"},
        "html_path_en": {"html_path": f"/en/p/{product.slug_en}/"},
        "slug": {"slug": product.slug_en, "locale": "en"},
        "sku": {"sku": variant.sku},
    }[kind]

    response = client.get(f"{API}/products/find/", params)

    language = "en" if "en" in kind or params.get("locale") == "en" else "uk"
    assert response.status_code == 302
    assert response.headers["Location"] == f"{API}/products/{product.pk}/?locale={language}"


@pytest.mark.parametrize(
    "params", [{}, {"html_path": "/uk/stones/"}, {"slug": "nope"}, {"sku": "x"}, {"html_path": "%00"}]
)
def test_product_that_is_not_there(client, db, params):
    assert get(client, "/products/find/", status=404, **params)["errors"][0]["code"] == "not_found"


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"order": "name"}, "order"),
        ({"shape": "nothing"}, "shape"),
        ({"price_min": "x"}, "price_min"),
        ({"price_min": "5", "price_max": "1"}, "price_min"),
        ({"in_stock": "maybe"}, "in_stock"),
        ({"fields": "nothing"}, "fields"),
        ({"fields": "variants(sku)"}, "fields"),
        ({"fields": "a b"}, "fields"),
        ({"limit": "101"}, "limit"),
        ({"page": "2"}, "page"),
        ({"currency": "XXX"}, "currency"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refusal_names_its_parameter(client, sell, rates, params, name):
    sell()

    found = get(client, "/products/", status=400, **params)

    assert [error["attr"] for error in found["errors"]] == [name]


def test_list_takes_the_same_queries_at_two_sizes(client, sell, rates):
    url = f"{API}/products/?fields=*&locale=en&limit=50"
    for _ in range(2):
        sell()
    Collection.objects.create(code="all", name_uk="Усі", name_en="All", rule="in_stock=1")
    small = queries(client, url)
    for _ in range(8):
        sell()

    assert get(client, "/products/", fields="*", locale="en", limit=50)["meta"]["total_count"] == 10
    assert queries(client, url) == small
    assert small <= 15


def test_dictionaries(client, sell, rates):
    variant = sell(shape=ShapeFactory(code="pear", name_uk="Груша", name_en="Pear"))
    advice = RecommendationFactory()

    names = [item["code"] for item in get(client, "/dictionaries/")["items"]]
    assert names == ["shapes", "cuts", "colors", "tags", "zodiac", "stones", "collections"]
    shape = next(
        item for item in get(client, "/dictionaries/shapes/", locale="en")["items"] if item["code"] == "pear"
    )
    assert (shape["name"], shape["names"]) == ("Pear", {"uk": "Груша", "en": "Pear"})
    sign = next(
        item
        for item in get(client, "/dictionaries/zodiac/", locale="en")["items"]
        if item["code"] == advice.sign.code
    )
    assert sign["recommended"][0]["reason"] == advice.reason_en
    stones = get(client, "/dictionaries/stones/", locale="en")["items"]
    stone = variant.product.subcategory.category.stone_type
    branch = next(item for item in stones if item["code"] == stone.code)
    assert branch["count"] == 1
    assert branch["url"] == f"/en/stones/{stone.slug_en}/"
    assert branch["categories"][0]["subcategories"][0]["count"] == 1
    for name in names:
        assert get(client, f"/dictionaries/{name}/")["meta"]["total_count"] >= 0
    get(client, "/dictionaries/nothing/", status=404)


def test_dictionaries_take_the_same_queries_at_two_sizes(client, db):
    RecommendationFactory()
    small = {name: queries(client, f"{API}/dictionaries/{name}/") for name in ("shapes", "zodiac", "stones")}
    ShapeFactory.create_batch(3)
    RecommendationFactory.create_batch(3)

    assert {name: queries(client, f"{API}/dictionaries/{name}/") for name in small} == small
