"""Old addresses of products and branches lead on."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from catalog.enums import Kind
from catalog.models import Collection
from tests.factories.catalog import (
    CategoryFactory,
    ProductFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]


@pytest.fixture
def product():
    product = ProductFactory(published=True, slug_uk="sapfir", slug_en="sapphire")
    make_sellable(VariantFactory(product=product, sku="S-1"))
    return product


@pytest.fixture
def tree():
    """Corundum → blue → royal."""
    top = StoneTypeFactory(slug_uk="korund", slug_en="corundum")
    category = CategoryFactory(stone_type=top, slug_uk="syni", slug_en="blue")
    leaf = SubCategoryFactory(category=category, slug_uk="korolivski", slug_en="royal")
    return top, category, leaf


def rename(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def target(client, path):
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location")


def test_a_product_leads_on_from_its_old_address_with_the_query(client, product):
    rename(product, slug_en="blue-sapphire")

    assert target(client, "/en/p/sapphire/?variant=S-1") == (301, "/en/p/blue-sapphire/?variant=S-1")
    assert client.get("/en/p/blue-sapphire/").status_code == 200
    assert client.get("/uk/p/sapfir/").status_code == 200
    assert Redirect.objects.get().automatically_created


def test_publishing_a_draft_moves_the_address_and_saving_it_does_not(client, product):
    product.slug_uk = "synii-sapfir"
    revision = product.save_revision()
    assert client.get("/uk/p/sapfir/").status_code == 200

    revision.publish()

    assert target(client, "/uk/p/sapfir/") == (301, "/uk/p/synii-sapfir/")


def test_chains_collapse(client, product):
    rename(product, slug_en="second")
    rename(product, slug_en="third")

    assert target(client, "/en/p/sapphire/") == (301, "/en/p/third/")
    assert target(client, "/en/p/second/") == (301, "/en/p/third/")


def test_going_back_leaves_no_loop(client, product):
    rename(product, slug_en="second")
    rename(product, slug_en="sapphire")

    assert client.get("/en/p/sapphire/").status_code == 200
    assert target(client, "/en/p/second/") == (301, "/en/p/sapphire/")
    assert Redirect.objects.count() == 1


def test_a_slug_used_again_wins(client, product):
    rename(product, slug_en="second")
    heir = ProductFactory(published=True, slug_en="sapphire")
    make_sellable(VariantFactory(product=heir))
    assert client.get("/en/p/sapphire/").context["product"] == heir

    rename(heir, slug_en="heir")

    assert target(client, "/en/p/sapphire/") == (301, "/en/p/heir/")


def test_what_was_never_public_has_no_old_address():
    draft = ProductFactory(slug_en="draft")

    rename(draft, slug_en="other")

    assert not Redirect.objects.exists()


def test_the_redirect_is_rolled_back_with_the_change(product):
    with transaction.atomic():
        rename(product, slug_en="second")
        assert Redirect.objects.exists()
        transaction.set_rollback(True)

    assert not Redirect.objects.exists()


def test_an_editors_redirect_keeps_its_place_and_follows_its_target(client, product):
    Redirect.objects.create(old_path="/promo", redirect_link="/en/p/sapphire/")
    Redirect.objects.create(old_path="/en/p/sapphire", redirect_link="/en/stones/")

    rename(product, slug_en="second")

    assert Redirect.objects.get(old_path="/promo").redirect_link == "/en/p/second/"
    assert target(client, "/en/p/sapphire/") == (301, "/en/stones/")


def test_a_stone_type_takes_everything_below_with_it(client, tree):
    rename(tree[0], slug_en="korund", slug_uk="korundy")

    for tail in ("", "blue/", "blue/royal/"):
        assert target(client, f"/en/stones/corundum/{tail}") == (301, f"/en/stones/korund/{tail}")
        assert client.get(f"/en/stones/korund/{tail}").status_code == 200
    assert target(client, "/uk/stones/korund/syni/korolivski/") == (
        301,
        "/uk/stones/korundy/syni/korolivski/",
    )
    assert Redirect.objects.count() == 6


def test_a_stone_type_that_becomes_jewelry_moves_to_the_other_half(client, tree):
    rename(tree[0], kind=Kind.JEWELRY)

    assert target(client, "/en/stones/corundum/blue/") == (301, "/en/jewelry/corundum/blue/")


def test_a_category_under_another_type_takes_its_sub_categories(client, tree):
    beryl = StoneTypeFactory(slug_uk="beryl", slug_en="beryl")

    rename(tree[1], stone_type=beryl)

    assert target(client, "/en/stones/corundum/blue/") == (301, "/en/stones/beryl/blue/")
    assert target(client, "/uk/stones/korund/syni/korolivski/") == (301, "/uk/stones/beryl/syni/korolivski/")
    assert client.get("/en/stones/corundum/").status_code == 200


def test_a_sub_category_under_another_category(client, tree):
    other = CategoryFactory(stone_type=tree[0], slug_uk="inshi", slug_en="other")

    rename(tree[2], category=other, slug_en="regal")

    assert target(client, "/en/stones/corundum/blue/royal/") == (301, "/en/stones/corundum/other/regal/")


def test_two_moves_of_one_branch_collapse(client, tree):
    rename(tree[0], slug_en="korund")
    rename(tree[1], slug_en="azure")

    assert target(client, "/en/stones/corundum/blue/royal/") == (301, "/en/stones/korund/azure/royal/")
    assert target(client, "/en/stones/korund/blue/") == (301, "/en/stones/korund/azure/")


def test_a_move_costs_the_same_queries_at_any_size(tree):
    costs = set()
    for number, size in enumerate((1, 9)):
        top = StoneTypeFactory(slug_en=f"old-{number}")
        for category in CategoryFactory.create_batch(size, stone_type=top):
            SubCategoryFactory.create_batch(5, category=category)
        top.slug_en = f"new-{number}"
        with CaptureQueriesContext(connection) as queries:
            top.save()
        costs.add(
            len([query for query in queries if "redirect" in query["sql"] or "catalog_sub" in query["sql"]])
        )
        assert (
            Redirect.objects.filter(old_path__startswith=f"/en/stones/old-{number}").count() == 1 + size * 6
        )

    assert len(costs) == 1


def test_other_changes_write_nothing(product, tree):
    rename(tree[0], name_en="Corundum, the stone")
    rename(product, name_en="A sapphire")

    assert not Redirect.objects.exists()


def test_a_collection_leads_on_from_its_old_code(client):
    collection = Collection.objects.create(code="warm", name_uk="Теплі", name_en="Warm")

    rename(collection, code="warm-tones")

    for code in ("uk", "en"):
        moved = client.get(f"/{code}/collections/warm/")
        assert (moved.status_code, moved["Location"]) == (301, f"/{code}/collections/warm-tones/")
        assert client.get(moved["Location"]).status_code == 200
