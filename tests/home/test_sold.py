"""The last unit of a featured stone is sold: everything that shows it says so at once."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Product
from commerce.customers.models import User
from commerce.inventory import services as inventory
from gemsite.page_cache import store
from home.editing.needs import needs_of
from home.featured.enums import Missing, Shown
from home.featured.selectors import features
from tests.factories import checkout as shop
from tests.factories.catalog import SubCategoryFactory
from tests.factories.commerce import set_rates
from tests.factories.desk import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def page_cache():
    """Pages come from the cache wherever they may."""
    store.clear()
    store.limit = 8_000_000
    yield
    store.limit = 0
    store.clear()


@pytest.fixture
def world(tree, sell):
    """A stone featured in two languages, one like it in stock, and a guest with the first in the cart."""
    set_rates()
    shop.directory()
    leaf = SubCategoryFactory()
    first = sell(stock=1, price=4000, product__subcategory=leaf)
    second = sell(stock=1, price=5000, product__subcategory=leaf)
    for pages in (tree.uk, tree.en):
        pages["news"].body = [
            ("live_product", {"label": "", "product": first.product}),
            ("tray", {"rule": "chosen", "products": [first.product], "limit": 4, "link": {}}),
        ]
        pages["news"].save_revision().publish()
    return first, second


def page(url):
    answer = Client().get(url)
    assert answer.status_code == 200, url
    return answer.text


def read(url):
    answer = Client().get(url)
    assert answer.status_code == 200, url
    return answer.getvalue().decode()


def product_url(stone, language="uk"):
    return f"/{language}/p/{getattr(stone.product, f'slug_{language}')}/"


def buy(stone):
    """Order over the API as a guest does."""
    cart = shop.cart_with(stone)
    answer = Client().post(
        "/api/v1/checkout/",
        data=json.dumps(shop.body(cart, total="4120.00")),
        content_type="application/json",
        headers={"Idempotency-Key": "key-1"},
    )
    assert answer.status_code == 201, answer.json()


def offers_of(text):
    block = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)[1]
    return next(part for part in json.loads(block)["@graph"] if part["@type"] == "Product")["offers"]


def feed_item(sku):
    text = read("/feeds/google-uk.xml")
    return next((item for item in text.split("<item>") if f"<g:id>{sku}</g:id>" in item), "")


def test_everything_says_at_once_that_the_last_stone_is_sold(tree, world):
    first, second = world
    news = {code: getattr(tree, code)["news"].get_url() for code in ("uk", "en")}
    loser = Client()  # another guest, who has the same stone in his cart
    loser.post("/uk/cart/add/", {"sku": first.sku, "quantity": 1})
    for _ in range(3):  # the pages are in the cache
        before = {url: page(url) for url in (*news.values(), product_url(first), "/uk/stones/?page=1")}
    assert all(product_url(first, code) in before[news[code]] for code in news)
    assert offers_of(before[product_url(first)])["availability"] == "https://schema.org/LimitedAvailability"
    assert "<g:availability>in_stock" in feed_item(first.sku)
    assert features() == []

    buy(first)

    # Pages in both languages: the next of the mineral stands in its place.
    for code, url in news.items():
        text = page(url)
        assert product_url(first, code) not in text
        assert product_url(second, code) in text
    # Its own page stays, says so, and leads on.
    own = page(product_url(first))
    assert offers_of(own)["availability"] == "https://schema.org/SoldOut"
    assert 'action="/uk/cart/add/"' not in own
    assert product_url(second) in own
    assert f'action="/uk/waiting/{first.product_id}/"' in own
    # Listings, their numbers, search and feeds.
    assert product_url(first) not in page("/uk/stones/?in_stock=1")
    found = page(f"/uk/search/?q={first.sku}")
    assert product_url(first) not in found or "Продано" in found or "is sold" in found
    item = feed_item(first.sku)
    assert item == "" or "<g:availability>out_of_stock" in item
    assert product_url(first) in read("/sitemap.xml")  # the page is still there to be found
    api = Client().get(f"/api/v1/catalog/products/{first.product.slug_uk}/").json()
    assert api["variants"][0]["availability"]["state"] == "sold"
    # The other guest's cart.
    cart = loser.get("/uk/cart/").text
    assert "cart-line" in cart
    assert re.search(r"cart-line[^\"]*(gone|sold|error|missing|problem)|alert", cart)
    # The report, for both trees.
    rows = features()
    assert {(row.page.locale.language_code, row.product_id, row.state, row.shown) for row in rows} == {
        (code, first.product_id, Missing.SOLD, Shown.ANOTHER) for code in ("uk", "en")
    }
    assert len(rows) == 4
    assert {row.instead for row in rows} == {second.product.name_uk}


def test_report_names_page_block_and_what_visitors_see(tree, world, client):
    first, second = world
    inventory.stock_count(variant_id=first.pk, on_hand=0, actor="test", reason="test")
    inventory.stock_count(variant_id=second.pk, on_hand=0, actor="test", reason="test")
    client.force_login(User.objects.create_superuser(email="owner@example.com", password="x"))
    url = reverse("featured_sold")

    text = client.get(url).text

    news = tree.uk["news"]
    assert f"{reverse('wagtailadmin_pages:edit', args=[news.pk])}#:w:contentpath=body." in text
    rows = client.get(url).context["rows"].object_list
    assert {row.shown for row in rows} == {Shown.NOTHING}
    assert len(rows) == 4
    assert {row.page.pk for row in client.get(url, {"language": "en"}).context["rows"]} == {
        tree.en["news"].pk
    }
    assert len(client.get(url, {"state": "sold", "shown": "nothing"}).context["rows"]) == 4
    assert len(client.get(url, {"shown": "another"}).context["rows"]) == 0
    assert len(client.get(url, {"state": "deleted"}).context["rows"]) == 0
    assert len(client.get(url, {"q": "english news"}).context["rows"]) == 2
    assert client.get(url, {"state": "x", "language": "de", "p": "99", "q": "%"}).status_code == 200


def test_page_that_is_a_draft_or_names_it_in_a_draft_only_is_not_in_the_report(tree, world):
    first, _second = world
    content = tree.uk["content"]
    content.body = [("live_product", {"label": "", "product": first.product})]
    content.save_revision()
    inventory.stock_count(variant_id=first.pk, on_hand=0, actor="test", reason="test")
    assert content.pk not in {row.page.pk for row in features()}
    tree.uk["news"].unpublish()
    assert {row.page.pk for row in features()} == {tree.en["news"].pk}


def test_product_that_is_unpublished_or_deleted_is_told_apart(tree, world):
    first, _second = world
    Product.objects.get(pk=first.product_id).unpublish()
    assert {row.state for row in features()} == {Missing.UNPUBLISHED}


def test_report_takes_the_same_queries_at_two_sizes(tree, world, sell, client):
    first, _second = world
    inventory.stock_count(variant_id=first.pk, on_hand=0, actor="test", reason="test")
    client.force_login(User.objects.create_superuser(email="owner@example.com", password="x"))

    def queries(rows):
        for _ in range(2):
            assert len(client.get(reverse("featured_sold")).context["rows"]) == rows
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("featured_sold"))
        return captured.captured_queries

    small = queries(4)
    more = [sell(stock=0) for _ in range(4)]
    for pages in (tree.uk, tree.en):
        pages["news"].body = [("live_product", {"label": "", "product": stone.product}) for stone in more] * 2
        pages["news"].save_revision().publish()
        pages["content"].body = [
            (
                "tray",
                {"rule": "chosen", "products": [stone.product for stone in more], "limit": 4, "link": {}},
            )
        ]
        pages["content"].save_revision().publish()
    large = queries(24)
    assert len(large) <= len(small) + 1, "\n".join(
        query["sql"][:200] for query in large
    )  # a type of page more


def test_editors_are_told_and_others_are_not(tree, world, rf):
    first, _second = world
    inventory.stock_count(variant_id=first.pk, on_hand=0, actor="test", reason="test")
    request = rf.get("/cms/")
    request.user = User.objects.create_superuser(email="owner@example.com", password="x")
    needs = [need for need in needs_of(request) if need.url == reverse("featured_sold")]
    assert [need.number for need in needs] == [2]
    request.user = make_staff(permissions=("view_order",))
    assert [need for need in needs_of(request) if need.url == reverse("featured_sold")] == []


def test_report_is_for_those_who_edit_pages(tree, client):
    client.force_login(make_staff(permissions=("view_order",)))
    assert client.get(reverse("featured_sold")).status_code == 302
