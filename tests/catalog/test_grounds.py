"""Collections, the sale, what is new and the table: lists that are not a level of the hierarchy."""

import datetime as dt
from decimal import Decimal

import pytest

from catalog.index import services as index
from catalog.models import Collection, CollectionItem, Product
from commerce.pricing import services as pricing
from gemkit.clock import now
from tests.catalog.test_listing_page import text_of
from tests.factories.catalog import (
    ColorFactory,
    MediaFactory,
    ProductFactory,
    SubCategoryFactory,
    VariantFactory,
)
from tests.factories.commerce import TEST, make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]

DAY = dt.timedelta(days=1)
HOST = "http://127.0.0.1:8000"
PAGES = ["stones/?view=table", "jewelry/", "collections/", "collections/red/", "sale/", "new/"]


def reduce(variant, *, begins=-DAY, ends=DAY):
    """Reduce a variant from $120 to $100 between two times, told from now."""
    pricing.price_set(
        variant_id=variant.pk,
        currency="USD",
        amount=Decimal(100),
        was_amount=Decimal(120),
        sale_from=now() + begins,
        sale_until=now() + ends,
        actor=TEST,
    )
    return variant


@pytest.fixture
def red():
    return ColorFactory(code="red", name_uk="Червоний", name_en="Red")


@pytest.fixture
def collection(red):
    return Collection.objects.create(
        code="red", name_uk="Червоні", name_en="Red ones", intro_en="As red as can be.", rule="color=red"
    )


@pytest.fixture
def ruby(collection, red):
    """A reduced red stone of the collection."""
    return reduce(make_sellable(VariantFactory(published=True, color=red, product__name_en="Embers")))


def shown(response):
    return [card.sku for card in response.context["listing"].cards]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_tells_machines_where_it_stands(client, ruby, language, path):
    response = client.get(f"/{language}/{path}")
    content = response.content.decode()

    assert response.status_code == 200
    assert content.count("<h1") == 1
    if path.endswith("view=table"):  # another look of the same list
        assert '<meta name="robots" content="noindex, follow">' in content
        assert 'rel="canonical"' not in content
        return
    assert f'rel="canonical" href="{HOST}/{language}/{path}"' in content
    for code in ("uk", "en"):
        assert f'hreflang="{code}" href="{HOST}/{code}/{path}"' in content
    assert f'hreflang="x-default" href="{HOST}/uk/{path}"' in content
    assert "noindex" not in content


@pytest.mark.parametrize("path", ["collections/red/", "sale/", "new/"])
def test_a_filtered_list_is_not_for_search_engines(client, ruby, path):
    content = client.get(f"/en/{path}?color=red").content.decode()

    assert '<meta name="robots" content="noindex, follow">' in content
    assert 'rel="canonical"' not in content


def test_a_collection_shows_what_its_rule_finds_and_what_was_picked(client, ruby, collection):
    picked = make_sellable(VariantFactory(published=True, color=ColorFactory()))
    CollectionItem.objects.create(collection=collection, product=picked.product)
    make_sellable(VariantFactory(published=True, color=ColorFactory()))

    page = client.get("/en/collections/red/")

    assert shown(page) == [picked.sku, ruby.sku]
    assert "As red as can be." in text_of(page)
    assert 'href="/en/collections/"' in page.content.decode()


def test_collections_side_by_side(client, ruby):
    Collection.objects.create(code="none", name_uk="Порожня", name_en="Empty", rule="price_max=1")
    Collection.objects.create(code="hidden", name_en="Hidden", rule="color=red", is_live=False)

    page = client.get("/en/collections/")

    assert [(shelf.heading, shelf.show_text, shelf.url) for shelf in page.context["shelves"]] == [
        ("Red ones", "Show 1 piece", "/en/collections/red/")
    ]
    assert "Hidden" not in text_of(page)
    assert "Embers" in text_of(page)


@pytest.mark.parametrize("code", ["unknown", "hidden"])
def test_no_collection_no_page(client, ruby, code):
    Collection.objects.create(code="hidden", name_en="Hidden", rule="color=red", is_live=False)

    assert client.get(f"/en/collections/{code}/").status_code == 404


def test_the_sale_is_exactly_what_is_reduced_now(client, ruby):
    reduce(make_sellable(VariantFactory(published=True)), begins=DAY, ends=2 * DAY)
    reduce(make_sellable(VariantFactory(published=True)), begins=-2 * DAY, ends=-DAY)
    make_sellable(VariantFactory(published=True))
    sibling = VariantFactory(product=ruby.product, sku="DEARER")
    make_sellable(sibling, usd="500.00")

    page = client.get("/en/sale/")

    assert shown(page) == [ruby.sku]
    assert '<span class="visually-hidden">Before: </span>₴5,059</s>' in page.content.decode()
    assert "₴4,216" in text_of(page)
    assert "until" in text_of(page)


def test_new_is_what_came_in_the_last_sixty_days(client, ruby):
    old = make_sellable(VariantFactory(published=True))
    Product.objects.filter(pk=old.product_id).update(created_at=now() - 61 * DAY)
    index.faces_changed([old.product_id])

    assert shown(client.get("/en/new/")) == [ruby.sku]


def test_the_table_keeps_filters_and_pages_in_its_look(client, ruby, red):
    for _ in range(24):
        make_sellable(VariantFactory(published=True, color=red))

    page = client.get("/en/stones/?color=red&view=table")
    listing, content = page.context["listing"], page.content.decode()

    assert content.count('<th scope="row">') == 24
    assert listing.pages.more_url == "/en/stones/?color=red&view=table&page=2"
    assert [chip.url for chip in listing.chips] == ["/en/stones/?view=table"]
    assert '<input type="hidden" name="view" value="table">' in content
    assert [(look.name, look.url, look.is_current) for look in listing.looks] == [
        ("grid", "/en/stones/?color=red", False),
        ("table", "/en/stones/?color=red&view=table", True),
    ]


def test_jewelry_is_asked_for_its_own_things(client):
    for size in ("16.0", "17.0"):
        make_sellable(VariantFactory(published=True, jewelry=True, ring_size=size, length_mm="8.00"))

    page = client.get("/en/jewelry/")
    listing = page.context["listing"]

    groups = {facet.name: facet for facet in (*listing.facets, *listing.more_facets)}
    assert groups["ring_size"].link_url == "/en/calc/#rings"
    assert "length" not in listing.ranges
    assert "shape" not in groups


@pytest.mark.parametrize("path", ["collections/", "collections/red/", "sale/", "new/", "stones/?view=table"])
@pytest.mark.parametrize("size", [1, 12])
def test_queries_do_not_grow(client, collection, red, path, size, django_assert_num_queries):
    leaf = SubCategoryFactory()
    for _ in range(size):
        product = ProductFactory(published=True, subcategory=leaf)
        reduce(make_sellable(MediaFactory(variant__product=product, variant__color=red).variant))
    for _ in range(3):  # scales the pictures, then follows that change, then reads what leans on it
        client.get(f"/uk/{path}")

    with django_assert_num_queries(3):  # what changed in the index, cards, prices
        client.get(f"/uk/{path}")
