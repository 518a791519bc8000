"""Blocks show what can be bought now: a sold stone gives way to the next."""

import pytest

from commerce.inventory import services as inventory
from tests.factories.catalog import StoneTypeFactory

pytestmark = pytest.mark.django_db


def show(client, page, *blocks):
    page.body = list(blocks)
    page.save_revision().publish()
    return client.get(page.get_url()).content.decode()


def tray(**values):
    return ("tray", {"heading": "", "rule": "newest", "products": [], "limit": 4, "link": {}, **values})


def test_newest_tray_never_shows_a_sold_stone(client, tree, sell):
    sold, fresh = sell(stock=0), sell()

    html = show(client, tree.uk["home"], tray())

    assert fresh.product.name_uk in html
    assert sold.product.name_uk not in html


def test_a_stone_leaves_the_tray_when_it_is_sold(client, tree, sell):
    kept, going = sell(), sell()
    assert going.product.name_uk in show(client, tree.uk["home"], tray())

    inventory.stock_count(variant_id=going.pk, on_hand=0, actor="test", reason="sold")

    html = client.get("/uk/").content.decode()
    assert going.product.name_uk not in html
    assert kept.product.name_uk in html


def test_draft_products_are_never_shown(client, tree, sell):
    draft = sell()
    draft.product.unpublish()

    assert draft.product.name_uk not in show(client, tree.uk["home"], tray())


def test_tray_of_a_type_keeps_to_it(client, tree, sell):
    ruby = sell(product__subcategory__category__stone_type__code="ruby")
    other = sell()

    html = show(client, tree.uk["home"], tray(rule="type", type_code="ruby"))

    assert ruby.product.name_uk in html
    assert other.product.name_uk not in html


def test_chosen_sold_stone_gives_way_to_the_newest(client, tree, sell):
    chosen, next_one = sell(stock=0), sell()

    html = show(client, tree.uk["home"], tray(rule="chosen", products=[chosen.product]))

    assert chosen.product.name_uk not in html
    assert next_one.product.name_uk in html


def test_live_product_says_when_it_is_another_one(client, tree, sell):
    chosen, near = sell(), sell()
    block = ("live_product", {"label": "Камінь зі статті", "product": chosen.product})
    html = show(client, tree.uk["news"], block)
    assert "Камінь зі статті" in html
    assert chosen.product.name_uk in html

    inventory.stock_count(variant_id=chosen.pk, on_hand=0, actor="test", reason="sold")

    html = client.get(tree.uk["news"].get_url()).content.decode()
    assert near.product.name_uk in html
    assert chosen.product.name_uk not in html
    assert "Камінь зі статті" not in html


def test_live_product_with_nothing_left_leaves_no_frame(client, tree, sell):
    chosen = sell(stock=0)

    html = show(client, tree.uk["news"], ("live_product", {"label": "Камінь", "product": chosen.product}))

    assert "live-stone" not in html


def test_ruler_falls_to_the_newest_and_shows_the_price(client, tree, sell):
    sold, fresh = sell(stock=0), sell(price=118390)

    html = show(client, tree.uk["home"], ("ruler", {"stones": [{"product": sold.product, "sku": sold.sku}]}))

    assert fresh.product.get_absolute_url() in html
    assert "118\N{NO-BREAK SPACE}390\N{NO-BREAK SPACE}₴" in html


def test_ruler_prefers_the_variant_that_was_asked_for(client, tree, sell):
    first = sell()
    second = sell(product=first.product, length_mm="9.90", width_mm="9.10")

    html = show(
        client, tree.uk["home"], ("ruler", {"stones": [{"product": first.product, "sku": second.sku}]})
    )

    assert second.sku in html
    assert f"variant={first.sku}" not in html


def test_drawer_counts_what_can_be_bought(client, tree, sell):
    kind = StoneTypeFactory(code="sapphire", name_uk="Сапфір", slug_uk="sapfir", slug_en="sapphire")
    for stock in (1, 2, 0):
        sell(stock=stock, product__subcategory__category__stone_type=kind)

    html = show(client, tree.uk["home"], ("drawer", {"heading": "Шухляда", "note": ""}))

    assert '<span class="drawer__name">Сапфір</span><span class="drawer__count">2</span>' in html
    assert 'href="/uk/stones/sapfir/"' in html
    assert 'href="/uk/jewelry/"' in html


def test_texts_tell_live_counts(client, tree, sell):
    sell()
    sell()
    tree.uk["home"].lead = "{stones} зараз"

    html = show(client, tree.uk["home"])

    assert "{stones}" not in html
    assert "2" in html.split('page-head__lead">')[1][:40]


def test_jewelry_spread_fills_up_with_the_newest(client, tree, sell):
    chosen, *rest = (sell(jewelry=True) for _ in range(3))

    html = show(
        client, tree.uk["home"], ("jewelry_spread", {"heading": "", "products": [chosen.product], "link": {}})
    )

    assert html.count('class="spread__cell') == 3
    assert all(piece.product.name_uk in html for piece in (chosen, *rest))


def test_passport_is_not_shown_beside_another_piece(client, tree, sell):
    chosen = sell(jewelry=True)
    story = ("jewel_story", {"product": chosen.product, "stone_name": "Рубін із паспорта", "facts": []})
    assert "Рубін із паспорта" in show(client, tree.uk["showcase"], story)
    other = sell(jewelry=True)

    inventory.stock_count(variant_id=chosen.pk, on_hand=0, actor="test", reason="sold")

    html = client.get(tree.uk["showcase"].get_url()).content.decode()
    assert other.product.name_uk in html
    assert "Рубін із паспорта" not in html


def test_deleted_product_leaves_the_page_standing(client, tree, sell):
    gone = sell()
    blocks = [
        tray(rule="chosen", products=[gone.product]),
        ("ruler", {"stones": [{"product": gone.product}]}),
    ]
    show(client, tree.uk["home"], *blocks)
    inventory.stock_count(variant_id=gone.pk, on_hand=0, actor="test", reason="sold")

    type(gone.product).objects.filter(pk=gone.product.pk).update(live=False)

    assert client.get("/uk/").status_code == 200
