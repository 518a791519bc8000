"""Favorites and the comparison for headless clients."""

import pytest

from tests.catalog.lists import lists_of
from tests.factories.catalog import MediaFactory, VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
FAVORITES, COMPARE = "/api/v1/favorites/", "/api/v1/compare/"


@pytest.fixture
def stone():
    variant = VariantFactory(published=True, sku="S-1", product__name_en="Noon", product__name_uk="Полудень")
    return make_sellable(variant, usd="100.00")


def post(client, path, body):
    return client.post(path, body, content_type="application/json")


def codes(response):
    return [(error["code"], error["attr"]) for error in response.json()["errors"]]


def test_a_favorite_is_saved_once_with_its_price(client, stone):
    first = post(client, FAVORITES + "?lang=en", {"sku": "S-1"})
    again = post(client, FAVORITES, {"sku": "S-1"})
    body = client.get(FAVORITES + "?lang=en").json()

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.cookies["favorites"]["httponly"]
    assert "favorites" not in again.cookies
    assert (body["count"], body["next"]) == (1, None)
    saved = body["results"][0]
    assert (saved["name"], saved["variant"]["sku"]) == ("Noon", "S-1")
    assert saved["saved_price"] == {"amount": "4216.00", "currency": "UAH"}
    assert saved["price_change"] == {"amount": "0.00", "currency": "UAH"}
    assert saved["saved_at"].endswith("Z")


@pytest.mark.parametrize("path", [FAVORITES, COMPARE])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"sku": "nope"}, 404, ("UNKNOWN_SKU", "sku")),
        ({}, 400, ("required", "sku")),
        ({"sku": ""}, 400, ("blank", "sku")),
        ({"sku": "x" * 41}, 400, ("max_length", "sku")),
        ({"sku": "a\x00b"}, 400, ("control", "sku")),
        ({"sku": ["S-1"]}, 400, ("invalid", "sku")),
    ],
)
def test_wrong_skus_are_refused(client, stone, path, body, status, code):
    answer = post(client, path, body)

    assert (answer.status_code, codes(answer)) == (status, [code])
    assert lists_of(client) == ([], [])


@pytest.mark.parametrize("path", [FAVORITES, COMPARE])
def test_a_body_that_is_no_json_is_400(client, path):
    assert client.post(path, "{", content_type="application/json").status_code == 400
    assert (
        client.post(path + "?currency=XXX", {"sku": "S-1"}, content_type="application/json").status_code
        == 400
    )


@pytest.mark.parametrize("path", [FAVORITES, COMPARE])
def test_one_is_taken_out_and_all_are_forgotten(client, stone, path):
    other = make_sellable(VariantFactory(published=True, sku="S-2"))
    for sku in ("S-1", "S-2"):
        post(client, path, {"sku": sku})

    gone = client.delete(path + "S-1/")
    unknown = client.delete(path + "S-1/")
    left = [pk for kept in lists_of(client) for pk in kept]
    cleared = client.delete(path)

    assert (gone.status_code, unknown.status_code, cleared.status_code) == (204, 404, 204)
    assert left == [other.pk]
    assert lists_of(client) == ([], [])


def test_the_fifth_is_refused_and_changes_nothing(client):
    skus = [make_sellable(VariantFactory(published=True, sku=f"C-{n}")).sku for n in range(5)]
    for sku in skus[:4]:
        assert post(client, COMPARE, {"sku": sku}).status_code == 201

    answer = post(client, COMPARE + "?lang=en", {"sku": skus[4]})

    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert (error["code"], error["attr"], error["extra"]) == ("COMPARE_FULL", "sku", {"limit": 4})
    assert error["detail"] == "At most 4 can be compared. Take one out first."
    body = client.get(COMPARE).json()
    assert [card["variant"]["sku"] for card in body["results"]] == skus[:4]
    assert (body["count"], body["limit"]) == (4, 4)
    assert body["url"].endswith("/uk/compare/?v=C-0,C-1,C-2,C-3")


def test_the_hundred_and_first_is_refused(client, stone, monkeypatch):
    monkeypatch.setattr("commerce.customers.services.lists.FAVORITES_LIMIT", 1)
    monkeypatch.setattr(
        "commerce.customers.domain.merge_favorites.__kwdefaults__", {"limit": 1}, raising=False
    )
    make_sellable(VariantFactory(published=True, sku="S-2"))
    post(client, FAVORITES, {"sku": "S-1"})

    answer = post(client, FAVORITES, {"sku": "S-2"})

    assert (answer.status_code, codes(answer)) == (409, [("FAVORITES_FULL", "sku")])
    assert lists_of(client) == ([stone.pk], [])


def test_a_list_is_shared_and_read(client, stone):
    empty = client.post(FAVORITES + "share/")
    post(client, FAVORITES, {"sku": "S-1"})
    made = client.post(FAVORITES + "share/")
    client.cookies.clear()
    read = client.get(FAVORITES + "share/", {"token": made.json()["token"], "lang": "en"})

    assert (empty.status_code, codes(empty)) == (409, [("FAVORITES_EMPTY", None)])
    assert made.status_code == 201
    assert made.json()["url"].endswith(f"/uk/favorites/shared/{made.json()['token']}/")
    assert [card["name"] for card in read.json()["results"]] == ["Noon"]
    assert "saved_price" not in read.json()["results"][0]


def test_a_token_that_is_not_ours_is_404_and_none_400(client):
    assert client.get(FAVORITES + "share/?token=nonsense").status_code == 404
    answer = client.get(FAVORITES + "share/")
    assert (answer.status_code, codes(answer)) == (400, [("required", "token")])


def test_pages_and_caching(client, stone):
    post(client, FAVORITES, {"sku": "S-1"})

    answer = client.get(FAVORITES)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(FAVORITES + "?page=2").status_code == 404
    assert client.get(FAVORITES + "?page=x").status_code == 400


def test_what_left_the_shop_can_still_be_taken_out(client, stone):
    post(client, FAVORITES, {"sku": "S-1"})
    type(stone).objects.update(is_active=False)

    assert client.get(FAVORITES).json()["count"] == 0
    assert client.delete(FAVORITES + "S-1/").status_code == 204


@pytest.mark.parametrize("size", [3, 12])
def test_queries_do_not_grow(client, size, django_assert_max_num_queries):
    for _ in range(size):
        post(client, FAVORITES, {"sku": make_sellable(MediaFactory(variant__published=True).variant).sku})
    client.get(FAVORITES)

    with django_assert_max_num_queries(8):
        client.get(FAVORITES)
