"""Structured data: true to schema.org's vocabulary, and to what the page, the feed and the API say."""

import json
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
import schema_org
from pydantic import ValidationError
from wagtail.models import Page

from commerce.pricing import services as pricing
from gemkit import formats
from gemkit.money import Money
from home.models import HomePage
from tests.factories.catalog import MediaFactory, ProductFactory, VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
G = "{http://base.google.com/ns/1.0}"
BASE = "http://127.0.0.1:8000"
# Google's own: an action's slot for the query, an address for the thing itself, JSON-LD's context.
OURS = {"query-input", "@context", "@graph"}


def nodes(response):
    """Return every node of the page's structured data."""
    scripts = re.findall(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL
    )
    found = [json.loads(script) for script in scripts]
    assert all(data["@context"] == "https://schema.org" for data in found)
    return [node for data in found for node in data.get("@graph", [data])]


def checked(node):
    """Return ``node`` as a model of its type: unknown types, properties and kinds of values are refused."""
    if isinstance(node, list):
        return [checked(item) for item in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"@id"}:
        return schema_org.Organization()
    kind = getattr(schema_org, node["@type"])
    values = {name: checked(value) for name, value in node.items() if name not in OURS}
    if node["@type"] == "ListItem":
        values["item"] = schema_org.Thing(url=values["item"])
    many = {name: value for name, value in values.items() if isinstance(value, list)}
    for name, items in many.items():  # JSON-LD allows several of everything
        for item in items:
            kind.model_validate({"@type": node["@type"], name: item}, strict=False)
    single = {name: value for name, value in values.items() if name not in many}
    return kind.model_validate(single, strict=False)


def typed(response, kind):
    return next(node for node in nodes(response) if node["@type"] == kind)


@pytest.fixture
def product():
    """Four variants: one at a rate, one with a fixed price, a reduced one, a sold one."""
    product = ProductFactory(
        published=True, slug_uk="sapfir", slug_en="sapphire", lead_uk="Синій.", lead_en="Blue."
    )
    rate = MediaFactory(variant__product=product, variant__sku="S-RATE").variant
    fixed = VariantFactory(product=product, sku="S-FIXED", carat="1.10")
    reduced = VariantFactory(product=product, sku="S-REDUCED", report_lab="GIA", report_number="123456")
    sold = VariantFactory(product=product, sku="S-SOLD")
    make_sellable(rate, usd="117.33", stock=3)
    make_sellable(fixed, usd="100.00", uah="5005.00")
    make_sellable(reduced, usd="100.00")
    make_sellable(sold, usd="250.00", stock=0)
    for variant in (fixed, reduced, sold):
        MediaFactory(variant=variant)
    pricing.price_set(
        variant_id=reduced.pk, currency="USD", amount=Decimal(100), was_amount=Decimal(150), actor="test"
    )
    return product


@pytest.mark.parametrize(
    "broken",
    [
        {"@type": "Product", "pricee": "1"},
        {"@type": "Offer", "availability": "https://schema.org/Perhaps"},
        {"@type": "Product", "offers": {"@type": "Person", "name": "Offer"}},
        {"@type": "ProductGroup", "hasVariant": [{"@type": "Offer"}]},
    ],
)
def test_the_check_finds_what_is_wrong(broken):
    with pytest.raises(ValidationError):
        checked(broken)


@pytest.mark.parametrize(
    "path", ["/uk/p/sapfir/", "/en/p/sapphire/?variant=S-SOLD", "/en/stones/", "/uk/jewelry/"]
)
def test_every_node_is_of_the_vocabulary(client, product, path):
    found = nodes(client.get(path))

    assert [type(checked(node)).__name__ for node in found][-1] == "BreadcrumbList"


def test_one_variant_is_of_the_vocabulary_too(client):
    variant = make_sellable(MediaFactory(variant__published=True).variant)

    data = typed(client.get(f"/en/p/{variant.product.slug_en}/"), "Product")

    checked(data)
    assert data["url"] == data["offers"]["url"] == f"{BASE}/en/p/{variant.product.slug_en}/"
    assert data["offers"]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 14
    assert data["weight"] == {"@type": "QuantitativeValue", "value": "2.14", "unitCode": "CTM"}


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("currency", ["UAH", "USD", "EUR"])
def test_page_structured_data_feed_and_api_name_one_price(client, product, language, currency):
    client.cookies["currency"] = currency
    slug = {"uk": "sapfir", "en": "sapphire"}[language]
    feed = ET.fromstring(client.get(f"/feeds/google-{language}.xml").getvalue())
    offered = {item.findtext(f"{G}id"): item for item in feed.iter("item")}
    api = client.get(f"/api/v1/catalog/products/{slug}/?lang={language}&currency={currency}").json()
    told = {variant["sku"]: variant for variant in api["variants"]}
    charged = {"S-RATE": "4947.00", "S-FIXED": "5005.00", "S-REDUCED": "4216.00", "S-SOLD": "10540.00"}

    for sku, amount in charged.items():
        page = client.get(f"/{language}/p/{slug}/?variant={sku}")
        shown = re.findall(r'<data class="price__charged" value="([\d.]+)"', page.content.decode())
        described = {item["sku"]: item["offers"] for item in typed(page, "ProductGroup")["hasVariant"]}
        item = offered[sku]
        assert shown[:1] == ([] if sku == "S-SOLD" else [amount])  # sold: among the variants only
        assert formats.money(Money(Decimal(amount), "UAH"), language=language) in page.content.decode()
        assert (described[sku]["price"], described[sku]["priceCurrency"]) == (amount, "UAH")
        assert (item.findtext(f"{G}sale_price") or item.findtext(f"{G}price")) == f"{amount} UAH"
        assert told[sku]["price"] == {"amount": amount, "currency": "UAH"}
        assert {sku: offer["price"] for sku, offer in described.items()} == charged
        assert (
            described[sku]["url"] == item.findtext(f"{G}link") == f"{BASE}/{language}/p/{slug}/?variant={sku}"
        )


def test_availability_and_reduction_are_those_of_the_page(client, product):
    group = typed(client.get("/en/p/sapphire/?variant=S-REDUCED"), "ProductGroup")
    offers = {item["sku"]: item["offers"] for item in group["hasVariant"]}

    assert group["hasVariant"][0]["sku"] == "S-REDUCED"
    assert offers["S-REDUCED"]["priceSpecification"]["price"] == "6324.00"
    assert "priceSpecification" not in offers["S-RATE"]
    assert {sku: offer["availability"].rpartition("/")[2] for sku, offer in offers.items()} == {
        "S-RATE": "InStock",
        "S-FIXED": "LimitedAvailability",
        "S-REDUCED": "LimitedAvailability",
        "S-SOLD": "SoldOut",
    }
    assert {"https://schema.org/weight", "https://schema.org/color"} <= set(group["variesBy"])


def test_disclosure_is_told(client, product):
    group = typed(client.get("/en/p/sapphire/"), "ProductGroup")
    facts = {item["sku"]: item["additionalProperty"] for item in group["hasVariant"]}

    assert {fact["name"]: fact["value"] for fact in facts["S-REDUCED"]} == {
        "Natural or laboratory-grown": "Natural",
        "Treatment": "heated",
        "Origin": "Sri Lanka",
        "Report": "GIA, No. 123456",
    }


def test_the_home_page_tells_of_the_shop_and_its_search(client):
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    home = root.add_child(instance=HomePage(title="Самоцвіт", slug="home-seo"))

    context = home.get_context(client.get("/en/p/none/").wsgi_request)
    shop, site = json.loads(context["json_ld"])["@graph"]

    assert type(checked(shop)).__name__ == "JewelryStore"
    assert type(checked(site)).__name__ == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{BASE}/uk/search/?q={{search_term_string}}"
    assert site["publisher"]["@id"] == shop["@id"]


def test_what_is_shown_where_a_page_is_shared(client, product):
    head = client.get("/en/p/sapphire/").content.decode()
    meta = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', head))

    assert meta["og:title"] == product.name_en
    assert meta["og:image"].startswith(f"{BASE}/media/")
    assert (meta["og:image:width"], meta["og:image:height"]) == ("900", "474")  # cut to what networks show
    assert meta["og:image:alt"]
    assert meta["twitter:card"] == "summary_large_image"
    assert meta["og:url"] == f"{BASE}/en/p/sapphire/"


def test_canonical_and_languages(client, product):
    head = client.get("/en/p/sapphire/?variant=S-SOLD&utm_source=x").content.decode()
    links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head))

    assert f'<link rel="canonical" href="{BASE}/en/p/sapphire/">' in head
    assert links == {
        "uk": f"{BASE}/uk/p/sapfir/",
        "en": f"{BASE}/en/p/sapphire/",
        "x-default": f"{BASE}/uk/p/sapfir/",
    }
