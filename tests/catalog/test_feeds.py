"""Sitemaps and feeds: everything the public may see, and nothing else."""

import datetime as dt
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from catalog.selectors import published
from catalog.web import sitemaps
from commerce.pricing import services as pricing
from tests.factories.catalog import MediaFactory, ProductFactory, VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
G = "{http://base.google.com/ns/1.0}"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"
PICTURES = "{http://www.google.com/schemas/sitemap-image/1.1}"


def stone(slug="sapphire", *, sku, stock=1, usd="100.00", **values):
    product = ProductFactory(published=True, slug_uk=f"{slug}-uk", slug_en=slug, **values)
    variant = MediaFactory(variant__product=product, variant__sku=sku).variant
    return make_sellable(variant, stock=stock, usd=usd)


def body(response):
    content = response.getvalue() if response.streaming else response.content
    assert response["Content-Type"].startswith(("application/xml", "application/rss+xml"))
    return ET.fromstring(content)


def items(client, language="en"):
    found = body(client.get(f"/feeds/google-{language}.xml")).find("channel").findall("item")
    return {item.findtext(f"{G}id"): item for item in found}


@pytest.fixture
def hidden():
    """A draft, a withdrawn variant, one whose publishing is scheduled."""
    draft = ProductFactory(slug_en="secret", slug_uk="secret-uk")
    make_sellable(MediaFactory(variant__product=draft, variant__sku="DRAFT").variant)
    withdrawn = stone("withdrawn", sku="OFF")
    withdrawn.is_active = False
    withdrawn.save()
    later = ProductFactory(
        slug_en="later", slug_uk="later-uk", go_live_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    )
    make_sellable(MediaFactory(variant__product=later, variant__sku="LATER").variant)


def test_the_sitemap_names_languages_pictures_and_dates(client, hidden):
    variant = stone(sku="S-1")
    variant.product.save_revision().publish()

    urls = {url.findtext(f"{S}loc"): url for url in body(client.get("/sitemap.xml")).findall(f"{S}url")}

    base = "http://127.0.0.1:8000"
    url = urls[f"{base}/en/p/sapphire/"]
    links = {link.get("hreflang"): link.get("href") for link in url.findall(f"{X}link")}
    assert links == {
        "uk": f"{base}/uk/p/sapphire-uk/",
        "en": f"{base}/en/p/sapphire/",
        "x-default": f"{base}/uk/p/sapphire-uk/",
    }
    assert (
        url.findtext(f"{S}lastmod")[:10]
        == f"{variant.product.last_published_at or dt.datetime.now(dt.UTC):%Y-%m-%d}"
    )
    assert url.findtext(f"{PICTURES}image/{PICTURES}loc").startswith(f"{base}/media/")
    assert set(urls) >= {f"{base}/uk/stones/", f"{base}/en/jewelry/", f"{base}/uk/p/sapphire-uk/"}
    assert not [loc for loc in urls if "secret" in loc or "withdrawn" in loc or "later" in loc]


def test_a_large_sitemap_is_parted(client, monkeypatch):
    for number in range(5):
        stone(f"stone-{number}", sku=f"S-{number}")
    monkeypatch.setattr(sitemaps, "PAGES_A_FILE", 2)

    parts = [loc.text for loc in body(client.get("/sitemap.xml")).iter(f"{S}loc")]

    products = [loc.removeprefix("http://127.0.0.1:8000") for loc in parts if "-products-" in loc]
    assert products == [f"/sitemap-products-{number}.xml" for number in (1, 2, 3)]
    counts = [len(body(client.get(path)).findall(f"{S}url")) for path in products]
    assert counts == [4, 4, 2]
    for path in ("/sitemap-products-4.xml", "/sitemap-products-0.xml", "/sitemap-nothing-1.xml"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_a_sitemap_costs_a_fixed_number_of_queries(size, django_assert_num_queries):
    for number in range(size):
        stone(f"stone-{number}", sku=f"S-{number}")

    with django_assert_num_queries(4):
        assert len(list(published.product_addresses(0, 100))) == size


def test_the_feed_has_what_google_asks(client, hidden):
    stone(sku="S-1", name_en="Sapphire <1> & more", lead_en="Blue.", lead_uk="Синій.")

    found = items(client)

    assert set(found) == {"S-1"}
    fields = {child.tag.removeprefix(G): child.text for child in found["S-1"]}
    assert fields["title"].startswith("Sapphire <1> & more, 2.14\u00a0ct")
    assert fields["link"] == "http://127.0.0.1:8000/en/p/sapphire/?variant=S-1"
    assert fields["image_link"].startswith("http://127.0.0.1:8000/media/")
    assert fields["availability"] == "in_stock"
    assert fields["price"] == "4216.00 UAH"
    assert fields["condition"] == "new"
    assert fields["identifier_exists"] == "no"
    assert fields["product_type"].count(" > ") == 2
    assert "Treatment: heated" in fields["description"]
    assert "sale_price" not in fields
    details = {
        detail.findtext(f"{G}attribute_name"): detail.findtext(f"{G}attribute_value")
        for detail in found["S-1"].findall(f"{G}product_detail")
    }
    assert details == {
        "Natural or laboratory-grown": "Natural",
        "Treatment": "heated",
        "Origin": "Sri Lanka",
    }
    assert found["S-1"].findtext(f"{G}shipping/{G}price") == "120.00 UAH"
    assert items(client, "uk")["S-1"].findtext(f"{G}description").startswith("Синій")


def test_what_cannot_be_bought_is_out_of_stock_and_what_lacks_a_price_is_left_out(client):
    stone("sold", sku="SOLD", stock=0)
    stone("free", sku="FREE", usd=None)
    make_sellable(VariantFactory(published=True, sku="BARE"))

    found = items(client)

    assert set(found) == {"SOLD"}
    assert found["SOLD"].findtext(f"{G}availability") == "out_of_stock"


def test_a_reduction_names_both_prices(client):
    variant = stone(sku="S-1")
    pricing.price_set(
        variant_id=variant.pk, currency="USD", amount=Decimal(100), was_amount=Decimal(150), actor="test"
    )

    item = items(client)["S-1"]

    assert item.findtext(f"{G}price") == "6324.00 UAH"
    assert item.findtext(f"{G}sale_price") == "4216.00 UAH"


@pytest.mark.parametrize("size", [3, 14])
def test_the_feed_costs_the_same_queries_a_batch(client, size, monkeypatch, django_assert_num_queries):
    for number in range(size):
        stone(f"stone-{number}", sku=f"S-{number}")
    monkeypatch.setattr(published, "BATCH", size)

    for _ in range(2):  # scales the pictures, then follows that change and reads the words, which are kept
        items(client)

    with django_assert_num_queries(1 + 6 + 1):  # what changed, a full batch, the end
        assert len(items(client)) == size


def test_new_stones_by_language(client, hidden):
    stone("older", sku="S-1", name_en="Older", name_uk="Старіший")
    stone("newer", sku="S-2", name_en="Newer", name_uk="Новіший", lead_en="Just in.")
    stone("sold", sku="S-3", stock=0)

    english, ukrainian = (body(client.get(f"/{code}/new/feed/")).find("channel") for code in ("en", "uk"))

    assert [item.findtext("title") for item in english.findall("item")] == ["Newer", "Older"]
    assert [item.findtext("title") for item in ukrainian.findall("item")] == ["Новіший", "Старіший"]
    first = english.find("item")
    assert first.findtext("link") == "http://127.0.0.1:8000/en/p/newer/"
    assert "Just in." in first.findtext("description")
    assert "₴4,216" in first.findtext("description")
    assert first.find("enclosure").get("url").startswith("http://127.0.0.1:8000/media/")
    assert english.findtext("language") == "en"
    assert 'type="application/rss+xml"' in client.get("/en/stones/").content.decode()
    assert 'href="/en/new/feed/"' in client.get("/en/stones/").content.decode()


def test_hosts_of_requests_are_not_believed(client):
    stone(sku="S-1")

    for path in ("/sitemap.xml", "/feeds/google-en.xml", "/en/new/feed/"):
        answer = client.get(path, headers={"host": "evil.example"})
        content = answer.getvalue() if answer.streaming else answer.content
        assert b"evil.example" not in content
