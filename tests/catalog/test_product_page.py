"""Product pages as visitors and machines get them."""

import json
import re

import pytest

from catalog.enums import Nature, Origin, Treatment
from catalog.models import Product
from catalog.web.preview import product_preview
from tests.factories.catalog import (
    ColorFactory,
    MediaFactory,
    ProductFactory,
    SubCategoryFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]


@pytest.fixture
def product():
    return ProductFactory(
        published=True,
        name_uk="Падпараджа",
        name_en="Padparadscha",
        slug_uk="padparadzha",
        slug_en="padparadscha",
        lead_uk="Між лотосом і заходом сонця.",
        lead_en="Between lotus and sunset.",
    )


@pytest.fixture
def pair(product):
    """A dear stone that is there, and a cheap one that is sold."""
    dear = VariantFactory(product=product, sku="P-1", carat="1.86")
    cheap = VariantFactory(product=product, sku="P-2", carat="1.12", shape=dear.shape, color=dear.color)
    return make_sellable(dear, usd="4150.00"), make_sellable(cheap, usd="100.00", stock=0)


def data_of(response):
    found = re.search(
        r'<script type="application/ld\+json"[^>]* nonce="([^"]+)">(.*?)</script>',
        response.content.decode(),
        re.DOTALL,
    )
    return json.loads(found[2])["@graph"]


def test_the_page_in_both_languages(client, pair):
    uk, en = client.get("/uk/p/padparadzha/"), client.get("/en/p/padparadscha/")

    assert "Між лотосом і заходом сонця." in uk.content.decode()
    assert "174\u00a0964\u00a0₴" in uk.content.decode()
    assert "Between lotus and sunset." in en.content.decode()
    assert "₴174,964" in en.content.decode()
    assert "Падпараджа" not in en.content.decode()
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/p/padparadscha/"' in uk.content.decode()


def test_the_best_variant_is_shown_first_and_nonsense_shows_it_too(client, pair):
    for query in ("", "?variant=nope", "?variant=%00", "?variant="):
        assert client.get(f"/en/p/padparadscha/{query}").context["chosen"].variant.sku == "P-1"


def test_choosing_a_variant_works_without_scripts(client, pair):
    page = client.get("/en/p/padparadscha/?variant=P-2")

    assert page.context["chosen"].variant.sku == "P-2"
    assert re.search(r'<input[^>]+value="P-2"[^>]* checked', page.content.decode())
    assert 'canonical" href="http://127.0.0.1:8000/en/p/padparadscha/"' in page.content.decode()


def test_a_sold_stone_stays_and_cannot_be_bought(client, pair):
    page = client.get("/en/p/padparadscha/?variant=P-2")
    content = page.content.decode()

    assert page.status_code == 200
    assert 'id="buy"' not in content
    assert "This stone is sold." in content
    assert data_of(page)[0]["hasVariant"][0]["offers"]["availability"] == "https://schema.org/SoldOut"


def test_machines_read_what_people_see(client, pair):
    page = client.get("/en/p/padparadscha/")
    group, crumbs = data_of(page)

    shown = re.search(r'<data class="price__charged" value="([\d.]+)"', page.content.decode())[1]
    first = group["hasVariant"][0]
    assert group["@type"] == "ProductGroup"
    assert first["sku"] == "P-1"
    assert first["offers"]["price"] == shown == "174964.00"
    assert first["offers"]["priceCurrency"] == "UAH"
    assert first["offers"]["availability"] == "https://schema.org/LimitedAvailability"
    assert first["offers"]["url"] == "http://127.0.0.1:8000/en/p/padparadscha/?variant=P-1"
    assert group["name"] == "Padparadscha"
    assert crumbs["itemListElement"][-1]["name"] == "Padparadscha"


def test_one_variant_is_a_plain_product(client):
    variant = make_sellable(MediaFactory(variant__published=True).variant)

    data = data_of(client.get(f"/uk/p/{variant.product.slug_uk}/"))[0]

    assert data["@type"] == "Product"
    assert data["offers"]["price"] == "4216.00"
    assert data["image"][0].startswith("http://127.0.0.1:8000/media/")


def test_json_cannot_leave_its_script(client, product):
    Product.objects.filter(pk=product.pk).update(name_en="</script><b>&")
    make_sellable(VariantFactory(product=product))

    page = client.get("/en/p/padparadscha/")

    assert data_of(page)[0]["name"] == "</script><b>&"
    assert "</script><b>" not in page.content.decode()


def test_how_the_price_was_made(client, pair):
    steps = client.get("/en/p/padparadscha/").context["chosen"].price_steps

    assert [step.value for step in steps] == ["$4,150.00", "× 42.1600", "₴174,964.00", "₴0.00", "₴174,964"]


def test_the_passport_says_what_is_not_known(client, product):
    variant = VariantFactory(
        product=product, origin=Origin.NOT_DETERMINED, clarity="", treatment=Treatment.NONE
    )
    make_sellable(variant)
    Product.objects.filter(pk=product.pk).update(nature=Nature.LAB_GROWN)

    rows = {row.label: row for row in client.get("/en/p/padparadscha/").context["chosen"].passport}

    assert rows["Origin"].value == "Not determined"
    assert rows["Clarity"].value == "Not stated"
    assert rows["Report"].value == "There is no laboratory report."
    assert rows["What it is"].note.startswith("Grown in a laboratory")
    assert rows["Weight"].value == "2.14\u00a0ct"
    assert rows["Weight"].note == "0.428\u00a0g"


def test_without_a_price_it_is_on_request(client, product):
    make_sellable(VariantFactory(product=product), usd=None)

    content = client.get("/en/p/padparadscha/").content.decode()

    assert "Price on request" in content
    assert 'id="buy"' not in content


def test_made_to_order_is_agreed_with_a_person(client, product):
    make_sellable(VariantFactory(product=product, is_made_to_order=True), stock=0)

    content = client.get("/en/p/padparadscha/").content.decode()

    assert "This piece is made to order." in content
    assert 'id="buy"' not in content


def test_similar_stones_have_true_reasons(client, pair):
    dear = pair[0]
    twin = VariantFactory(
        product=ProductFactory(published=True, subcategory=dear.product.subcategory), color=dear.color
    )
    sized = VariantFactory(published=True, shape=dear.shape, length_mm="8.30")
    far = VariantFactory(published=True, carat="9.00", length_mm="14.00", width_mm="12.00")
    for variant in (twin, sized, far):
        make_sellable(variant, usd="50.00")
    VariantFactory(
        product=ProductFactory(published=True, subcategory=dear.product.subcategory)
    )  # none in stock

    similar = client.get("/en/p/padparadscha/").context["similar"]

    assert {item.card.sku: item.reason for item in similar} == {
        twin.sku: "The same mineral and color, ₴172,856 less",
        sized.sku: "The same shape and size to within 0.2 mm",
    }


def test_what_goes_with_a_stone_has_true_reasons(client, pair):
    dear = pair[0]
    leaf = dear.product.subcategory
    twin = VariantFactory(
        product=ProductFactory(published=True, subcategory=leaf), color=dear.color, shape=dear.shape
    )
    larger = VariantFactory(
        product=ProductFactory(published=True, subcategory=leaf),
        color=dear.color,
        shape=dear.shape,
        length_mm="11.00",
        width_mm="9.00",
    )
    ring = VariantFactory(published=True, jewelry=True, color=dear.color)
    other = VariantFactory(published=True, jewelry=True, color=ColorFactory())
    for variant in (twin, larger, ring, other):
        make_sellable(variant)

    page = client.get("/en/p/padparadscha/")

    # A product stands once: what is like this stone is not offered again as its companion.
    assert {item.card.sku for item in page.context["similar"]} == {twin.sku, larger.sku}
    assert {item.card.sku: item.reason for item in page.context["companions"]} == {
        ring.sku: "Jewelry with a stone of the same color"
    }


def test_nothing_goes_with_what_is_sold_and_alternatives_come_first(client, pair):
    make_sellable(VariantFactory(published=True, jewelry=True, color=pair[1].color))
    twin = ProductFactory(published=True, subcategory=pair[1].product.subcategory)
    make_sellable(VariantFactory(product=twin, color=pair[1].color))

    page = client.get("/en/p/padparadscha/?variant=P-2")
    content = page.content.decode()

    assert page.context["companions"] == []
    assert len(page.context["similar"]) == 1
    assert content.index('id="similar"') < content.index('id="passport"')
    assert "Last price: ₴4,216." in content


def test_unknown_draft_and_withdrawn_products_are_404(client, pair):
    draft = VariantFactory(product__slug_uk="chernetka").product
    withdrawn = VariantFactory(published=True, is_active=False).product

    assert client.get("/uk/p/nema/").status_code == 404
    assert client.get(f"/uk/p/{draft.slug_uk}/").status_code == 404
    assert client.get(f"/uk/p/{withdrawn.slug_uk}/").status_code == 404


def test_the_other_languages_slug_moves_here(client, pair):
    response = client.get("/uk/p/padparadscha/?variant=P-2")

    assert response.status_code == 301
    assert response.headers["Location"] == "/uk/p/padparadzha/?variant=P-2"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_preview_shows_the_draft_and_sells_nothing(rf, pair, language):
    draft = pair[0].product
    draft.name_uk, draft.name_en = "Чернетка", "Draft"
    request = rf.get("/")

    response = draft.serve_preview(request, language)

    content = response.content.decode()
    assert {"uk": "Чернетка", "en": "Draft"}[language] in content
    assert 'id="buy"' not in content
    assert "ld+json" not in content
    assert "no-store" in response.headers["Cache-Control"]
    assert Product.objects.get(pk=draft.pk).name_en == "Padparadscha"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_preview_of_a_product_that_is_hardly_begun(rf, language):
    empty = Product(name_uk="Нова", name_en="New")

    assert product_preview(rf.get("/"), empty, language).status_code == 200


@pytest.mark.parametrize("size", [1, 6])
def test_queries_do_not_grow(client, product, size, django_assert_num_queries):
    leaf = SubCategoryFactory(category=product.subcategory.category)
    color = ColorFactory()
    for _ in range(size):
        first = make_sellable(MediaFactory(variant__product=product, variant__color=color).variant)
        other = ProductFactory(published=True, subcategory=leaf)
        make_sellable(MediaFactory(variant__product=other, variant__color=color).variant)
    assert first.product == product
    for _ in range(2):  # scales the pictures, then follows that change
        client.get("/uk/p/padparadzha/")

    # The product with its variants, what changed in the index, prices, pictures; cards below and their prices.
    with django_assert_num_queries(6):
        page = client.get("/uk/p/padparadzha/")
    assert len(page.context["similar"]) == min(size, 4)
