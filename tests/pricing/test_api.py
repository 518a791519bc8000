import datetime as dt
from decimal import Decimal

import pytest

from tests.factories.catalog import VariantFactory
from tests.factories.commerce import RateFactory, currencies, days_ago, make_sellable, set_rates

D = Decimal

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote(client):
    def post(body, query="", **extra):
        return client.post(f"/api/v1/pricing/quote/{query}", body, content_type="application/json", **extra)

    return post


def code_of(response):
    error = response.json()["errors"][0]
    return error["code"], error["attr"]


def test_currencies(client, rates, django_assert_num_queries):
    client.get("/api/v1/pricing/currencies/")  # reads the rates, which are kept

    with django_assert_num_queries(1):  # has anything changed?
        response = client.get("/api/v1/pricing/currencies/")

    assert response.status_code == 200
    uah, usd, eur = response.json()
    assert uah == {
        "code": "UAH",
        "symbol": "₴",
        "rounding_step": "1.00",
        "is_charged": True,
        "is_shown": True,
        "rate": None,
        "rate_date": None,
        "source": None,
        "age_days": None,
    }
    assert (usd["code"], usd["rate"], usd["source"], usd["age_days"]) == ("USD", "42.16", "nbu", 0)
    assert (eur["code"], eur["rate"], eur["is_shown"]) == ("EUR", "48.90", True)


def test_currencies_with_old_rates_say_so(client):
    set_rates(day=days_ago(8))

    assert [row["is_shown"] for row in client.get("/api/v1/pricing/currencies/").json()] == [
        True,
        False,
        False,
    ]


def test_the_history_of_rates(client):
    currencies()
    for days in range(5):
        RateFactory(rate=D("42.7538") + days, rate_date=days_ago(days))
    RateFactory(currency="EUR", rate=D("49.6226"))

    everything = client.get("/api/v1/pricing/rates/").json()
    some = client.get(f"/api/v1/pricing/rates/?currency=USD&from={days_ago(3)}&to={days_ago(2)}").json()
    paged = client.get("/api/v1/pricing/rates/?page_size=2&page=3").json()

    assert everything["count"] == 6
    assert [row["rate"] for row in some["results"]] == ["44.7538", "45.7538"]
    assert dt.datetime.fromisoformat(some["results"][0]["fetched_at"]).tzinfo is not None
    assert (len(paged["results"]), paged["next"]) == (2, None)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?currency=UAH", 400),
        ("?currency=usd", 400),
        ("?from=yesterday", 400),
        ("?from=2026-13-01", 400),
        ("?from=2026-11-20&to=2026-11-19", 400),
        ("?page=0", 400),
        ("?page=x", 400),
        ("?page=99", 404),
        ("?lang=ru", 400),
    ],
)
def test_nonsense_about_rates(client, query, status):
    currencies()

    assert client.get(f"/api/v1/pricing/rates/{query}").status_code == status


def test_a_quote(quote, rates):
    stone, pair = make_sellable(usd="2808.11"), make_sellable(usd="10.00", uah="500.00", stock=5)

    response = quote({"lines": [{"sku": stone.sku, "quantity": 1}, {"sku": pair.sku, "quantity": 2}]})

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    body = response.json()
    assert body["currency"] == "UAH"
    assert body["total"] == body["charged"]["total"] == {"amount": "119390.00", "currency": "UAH"}
    assert body["lines"][0] == {
        "sku": stone.sku,
        "quantity": 1,
        "list_price": {"amount": "118390.00", "currency": "UAH"},
        "unit_price": {"amount": "118390.00", "currency": "UAH"},
        "line_total": {"amount": "118390.00", "currency": "UAH"},
        "charged": {
            "unit_price": {"amount": "118390.00", "currency": "UAH"},
            "line_total": {"amount": "118390.00", "currency": "UAH"},
            "discount": {"amount": "0.00", "currency": "UAH"},
            "payable": {"amount": "118390.00", "currency": "UAH"},
        },
        "was_price": None,
        "base_price": {"amount": "2808.11", "currency": "USD"},
        "is_override": False,
        "rate": "42.16",
        "rate_date": str(days_ago(0)),
        "rate_source": "nbu",
        "rounding": "1.00",
        "adjustments": [],
    }
    assert body["lines"][1]["is_override"]
    assert body["lines"][1]["rate"] is None


@pytest.mark.parametrize(("in_body", "query"), [({"currency": "EUR"}, ""), ({}, "?currency=EUR")])
def test_a_quote_in_euro_names_the_hryvnias_too(quote, rates, in_body, query):
    stone = make_sellable(usd="100.00")

    body = quote({"lines": [{"sku": stone.sku, "quantity": 2}], **in_body}, query).json()

    assert body["total"] == {"amount": "172.44", "currency": "EUR"}
    assert body["charged"]["total"] == {"amount": "8432.00", "currency": "UAH"}


@pytest.mark.parametrize("quantity", [0, -1, 1.5, 1.0, True, "1.5", "٣", "", None, [], 10**9, 2**63, "NaN"])
def test_nonsense_quantities(quote, rates, quantity):
    stone = make_sellable()

    response = quote({"lines": [{"sku": stone.sku, "quantity": quantity}]})

    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == "lines.0.quantity"


def test_a_number_that_is_none_is_malformed(quote, rates):
    stone = make_sellable()

    for number in ("NaN", "Infinity", "1e400"):
        response = quote(f'{{"lines": [{{"sku": "{stone.sku}", "quantity": {number}}}]}}')
        assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"lines": []},
        {"lines": {}},
        {"lines": ["S-1"]},
        {"lines": [{}]},
        {"lines": [{"sku": "a\x00b", "quantity": 1}]},
        {"lines": [{"sku": "S" * 41, "quantity": 1}]},
        {"lines": [{"sku": "S-1", "quantity": 1}, {"sku": "S-1", "quantity": 2}]},
        {"lines": [{"sku": f"S-{n}", "quantity": 1} for n in range(101)]},
        {"lines": [{"sku": "S-1", "quantity": 1}], "currency": "usd"},
        {"lines": [{"sku": "S-1", "quantity": 1}], "currency": "GBP"},
    ],
)
def test_nonsense_bodies(quote, rates, body):
    response = quote(body)

    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"


def test_what_is_not_on_sale_is_unknown(quote, rates):
    draft = make_sellable(VariantFactory())
    withdrawn = make_sellable(VariantFactory(published=True, is_active=False))

    for sku in (draft.sku, withdrawn.sku, "S-NONE"):
        response = quote({"lines": [{"sku": sku, "quantity": 1}]})
        assert response.status_code == 404
        assert code_of(response) == ("SKU_UNKNOWN", "sku")
        assert response.json()["errors"][0]["extra"] == {"sku": sku}


def test_what_has_no_price_is_said_so(quote, rates):
    variant = VariantFactory(published=True)

    response = quote({"lines": [{"sku": variant.sku, "quantity": 1}]})

    assert (response.status_code, code_of(response)[0]) == (409, "PRICE_MISSING")


def test_a_stale_rate_asks_to_come_back(quote):
    stone = make_sellable(usd="100.00")
    set_rates(day=days_ago(31))

    response = quote({"lines": [{"sku": stone.sku, "quantity": 1}]})

    assert (response.status_code, code_of(response)[0]) == (503, "RATE_STALE")
    assert response["Retry-After"] == "600"
    assert response.json()["type"] == "server_error"


@pytest.mark.parametrize("size", [1, 6])
def test_a_quote_is_four_queries(quote, rates, size, django_assert_num_queries):
    lines = [{"sku": make_sellable().sku, "quantity": 1} for _ in range(size)]

    quote({"lines": lines})  # reads the rates, which are kept

    with django_assert_num_queries(4):  # one of them asks which promotions run
        assert quote({"lines": lines}).status_code == 200
