"""The search page, the suggestions and their API: what they show, and what they make of nonsense."""

import time

import pytest
from django.urls import reverse

from catalog.models import SearchMiss, SearchSynonym
from gemkit.api.throttling import ReadThrottle
from tests.factories.catalog import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db

SUGGEST = "/api/v1/catalog/suggest/"
NONSENSE = [
    "'", '"', "''; DROP TABLE catalog_product; --", "a AND b OR NOT c NEAR(d)", "сапфір* OR *", "(((", "^:{}[]\\",
    "😀💎", "%", "_", "\u202e\u0000\ufffd", "\x00", "-сапфір", "a" * 10_000, "сапфір " * 1500, "ı̇Ⅳ½ﬁ", "0" * 3000,
    "&amp;<script>alert(1)</script>", "1-2-3-4-5-6-7-8-9-0-" * 40, "\\x00' | '", "а" * 41, "..", " ",
]  # fmt: skip


@pytest.fixture
def stone(rates):
    product = ProductFactory(published=True, name_uk="Шафіраніт", name_en="Shafiranite")
    VariantFactory(product=product, sku="Q-7001-A")
    return product


def test_products_are_a_list_with_filters(client, stone):
    page = client.get("/uk/search/", {"q": "шафіраніти"})
    html = page.content.decode()

    assert page.status_code == 200
    assert page.context["listing"].total == 1
    assert stone.slug_uk in html
    assert 'name="robots" content="noindex' in html


@pytest.mark.parametrize("query", ["Q-7001-B", "q7001b", "q 7001 b", "22-0115", "220115"])
def test_a_number_shows_the_very_stone(client, stone, query):
    second = VariantFactory(product=stone, sku="Q-7001-B", report_lab="GIA", report_number="22-0115")
    VariantFactory(product=ProductFactory(published=True), sku="Q-7001-BB")

    cards = client.get("/uk/search/", {"q": query}).context["listing"].cards

    assert cards[0].variant_id == second.pk
    assert cards[0].url.endswith("?variant=Q-7001-B")
    assert [card.product_id for card in cards].count(stone.pk) == 1


def test_filters_keep_the_query(client, stone):
    page = client.get("/uk/search/", {"q": "шафіраніт", "in_stock": "1"})

    assert ("q", "шафіраніт") in page.context["listing"].kept
    assert "q=%D1%88" in page.context["listing"].clear_url


@pytest.mark.parametrize(
    ("language", "query"), [("uk", "shafiranitom"), ("uk", "ifashfysn"), ("en", "shafirannite")]
)
def test_what_was_understood_is_said(client, stone, language, query):
    page = client.get(f"/{language}/search/", {"q": query})

    assert page.context["listing"].total == 1
    assert page.context["found"].corrected.lower() in {"шафіраніт", "shafiranite"}


def test_nothing_found_is_counted_and_answered(client, stone):
    page = client.get("/uk/search/", {"q": "Зірка Смерті"})

    assert page.status_code == 200
    assert page.context["found"].is_empty
    assert list(SearchMiss.objects.values_list("query", "count")) == [("зірка смерті", 1)]


def test_nearest_finds_are_shown_and_said_to_be(client, stone):
    page = client.get("/uk/search/", {"q": "шафіраніт марсіанський"})

    assert page.context["found"].is_nearest
    assert page.context["listing"].total == 1
    assert SearchMiss.objects.count() == 1


def test_page_without_a_query_offers_the_field(client, db):
    page = client.get("/uk/search/")

    assert page.status_code == 200
    assert 'id="page-search"' in page.content.decode()
    assert SearchMiss.objects.count() == 0


def test_form_works_without_javascript(client, stone):
    html = client.get("/uk/search/").content.decode()

    assert 'method="get" action="/uk/search/"' in html
    assert 'name="q"' in html


@pytest.mark.parametrize("query", NONSENSE, ids=range(len(NONSENSE)))
@pytest.mark.parametrize("path", ["/uk/search/", "/en/search/suggest/"])
def test_nonsense_is_answered_quickly(client, stone, path, query):
    started = time.process_time()
    page = client.get(path, {"q": query})

    assert page.status_code == 200
    assert time.process_time() - started < 1


@pytest.mark.parametrize("query", NONSENSE, ids=range(len(NONSENSE)))
def test_api_takes_or_refuses_nonsense(client, stone, query):
    answer = client.get(SUGGEST, {"q": query})

    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert [error["attr"] for error in answer.json()["errors"]] == ["q"]


@pytest.mark.parametrize("query", ["", "   ", "x" * 201, "a\x00b"])
def test_api_names_the_parameter_at_fault(client, db, query):
    answer = client.get(SUGGEST, {"q": query})

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == ["q"]


def test_api_suggests_with_what_was_typed_so_far(client, stone):
    answer = client.get(SUGGEST, {"q": "шафі", "lang": "uk"}).json()

    assert answer["total"] == 1
    product = answer["products"][0]
    assert (product["name"], product["marked"]) == ("Шафіраніт", "<mark>Шафі</mark>раніт")
    assert product["url"].startswith("/uk/p/")


def test_suggestions_are_rows_of_a_list_box(client, stone):
    html = client.get("/uk/search/suggest/", {"q": "шафі"}).content.decode()

    assert html.count('role="option"') == 2  # the stone, and all results
    assert 'data-value="/uk/search/?q=' in html


def test_suggestions_take_six_queries(client, stone, django_assert_max_num_queries):
    client.get("/uk/search/suggest/", {"q": "шафіраніт"})

    with django_assert_max_num_queries(6):
        client.get("/uk/search/suggest/", {"q": "шафіраніт"})


@pytest.mark.parametrize("size", [1, 12])
def test_page_takes_six_queries_at_every_size(client, rates, size, django_assert_max_num_queries):
    for number in range(size):
        VariantFactory(
            product=ProductFactory(published=True, name_uk=f"Шафіраніт {number}"), sku=f"X-{number}"
        )
    client.get("/uk/search/", {"q": "шафіраніт"})

    with django_assert_max_num_queries(6):
        client.get("/uk/search/", {"q": "шафіраніт"})


def test_editors_see_misses_and_synonyms(admin_client, client, stone):
    client.get("/uk/search/", {"q": "незнайдене"})
    SearchSynonym.objects.create(language="uk", typed="кульчики", finds="сережки")

    report = admin_client.get(reverse("search_misses"))
    synonyms = admin_client.get(reverse("wagtailsnippets_catalog_searchsynonym:list"))

    assert "незнайдене" in report.content.decode()
    assert "кульчики" in synonyms.content.decode()


def test_report_is_for_those_who_may_see_it(client, django_user_model, db):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user(email="editor@shop.example", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse("search_misses")).status_code == 302

    user.user_permissions.add(Permission.objects.get(codename="view_searchmiss"))
    assert client.get(reverse("search_misses")).status_code == 200


def test_report_as_a_spreadsheet_has_no_formulas(admin_client, db):
    from catalog.search import services

    SearchMiss.objects.create(query="=cmd()", language="uk", last_at="2026-11-21T10:00:00Z")
    services.miss_record("=сума", language="uk")

    answer = admin_client.get(reverse("search_misses"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()

    assert "'=cmd()" in text


def test_products_of_the_api_can_be_searched(client, stone):
    found = client.get("/api/v1/catalog/products/", {"q": "шафіранітом", "lang": "uk"}).json()
    none = client.get("/api/v1/catalog/products/", {"q": "нічогісінько", "lang": "uk"}).json()
    facets = client.get("/api/v1/catalog/facets/", {"q": "шафіраніт", "lang": "uk"}).json()

    assert [row["slug"] for row in found["results"]] == [stone.slug_uk]
    assert (none["count"], facets["total"]) == (0, 1)


@pytest.mark.parametrize("route", ["products", "facets"])
@pytest.mark.parametrize("query", ["x" * 201, "a\x00b"])
def test_lists_of_the_api_name_a_bad_query(client, db, route, query):
    answer = client.get(f"/api/v1/catalog/{route}/", {"q": query})

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == ["q"]


@pytest.mark.parametrize("path", ["/uk/search/", "/uk/search/suggest/"])
def test_a_flood_of_searches_is_slowed_down(client, path, monkeypatch):
    monkeypatch.setattr(ReadThrottle, "THROTTLE_RATES", {"search": "3/min"})
    answers = [client.get(path, REMOTE_ADDR="203.0.113.9").status_code for _ in range(3)]
    assert answers == [200, 200, 200]

    refused = client.get(path, REMOTE_ADDR="203.0.113.9")

    assert refused.status_code == 429
    assert (
        0 < int(refused.headers["Retry-After"]) <= 80
    )  # three of this minute fade until a third of the next
    assert client.get(path, REMOTE_ADDR="203.0.113.10").status_code == 200
