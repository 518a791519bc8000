"""Hearts and the favorites page, as a visitor without JavaScript and a script get them."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.customers import selectors
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from tests.catalog.lists import lists_of, press, text_of
from tests.factories.catalog import MediaFactory, VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]


@pytest.fixture
def stone():
    variant = VariantFactory(published=True, product__name_en="Noon", product__name_uk="Полудень", sku="S-1")
    return make_sellable(variant, usd="100.00")


def price(variant, usd):
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal(usd), actor="test")


def button(page, act, variant):
    """Return the tag of a toggle, empty if there is none."""
    tags = re.findall(
        rf'<button class="toggle"[^>]* name="{act}" value="{variant.pk}"[^>]*>', page.content.decode()
    )
    return tags[0] if tags else ""


def test_a_heart_comes_back_to_its_card_and_is_pressed(client, stone):
    before = client.get("/en/stones/")
    answer = press(client, favorite=stone.pk, next="/en/stones/?ordering=price")
    after = client.get("/en/stones/")

    assert 'aria-pressed="false"' in button(before, "favorite", stone)
    assert 'aria-label="In favorites: Noon"' in button(before, "favorite", stone)
    assert (answer.status_code, answer["Location"]) == (303, f"/en/stones/?ordering=price#v{stone.pk}")
    assert f'id="v{stone.pk}"' in after.content.decode()
    assert 'aria-pressed="true"' in button(after, "unfavorite", stone)
    assert "Favorites : 1 item" in text_of(after).replace("Favorites: ", "Favorites : ")


def test_the_cookie_is_for_this_browser_only(client, stone):
    cookie = press(client, favorite=stone.pk).cookies["favorites"]
    secure = client.post("/en/lists/", {"compare": stone.pk}, secure=True).cookies["compare"]

    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert cookie["max-age"] == 365 * 86400
    assert secure["secure"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_is_no_open_redirect(client, stone, target):
    assert press(client, favorite=stone.pk, next=target)["Location"] == f"/en/favorites/#v{stone.pk}"


def test_a_post_from_another_site_is_refused(client, stone):
    answer = client.post("/en/lists/", {"favorite": stone.pk}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert lists_of(client) == ([], [])


@pytest.mark.parametrize("sent", ["0", "-1", "x", "999999", "9" * 40, "\x00", "💎", "1;drop", ""])
def test_nonsense_saves_nothing(client, stone, sent):
    answer = press(client, favorite=sent)

    assert answer.status_code == 303
    assert lists_of(client) == ([], [])


def test_what_is_not_on_show_cannot_be_saved(client):
    draft, withdrawn = (
        make_sellable(VariantFactory()),
        make_sellable(VariantFactory(published=True, is_active=False)),
    )

    for variant in (draft, withdrawn):
        press(client, favorite=variant.pk)

    assert lists_of(client) == ([], [])


def test_a_script_gets_counters_bar_and_toast(client, stone):
    answer = press(client, favorite=stone.pk, fetch=True)

    content = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-favorites="{stone.pk}"' in content
    assert "“Noon” is in your favorites." in content
    assert f'name="unfavorite" value="{stone.pk}"' in content
    assert "<html" not in content


def test_undo_after_removal_keeps_the_price_of_the_first_day(client, stone):
    press(client, favorite=stone.pk)
    price(stone, "90.00")
    removed = press(client, unfavorite=stone.pk, next="/en/favorites/")
    page = client.get(removed["Location"])
    ticket = re.search(r'name="restore" value="([^"]+)"', page.content.decode())[1]
    press(client, restore=ticket, next="/en/favorites/")

    assert lists_of(client) == ([stone.pk], [])
    assert "“Noon” is no longer in your favorites." in text_of(page)
    assert "Cheaper by ₴422 since you saved it: it was ₴4,216." in text_of(client.get("/en/favorites/"))


def test_empty_favorites_lead_on(client):
    page = client.get("/en/favorites/")

    assert "Nothing here yet" in text_of(page)
    assert 'href="/en/stones/"' in page.content.decode()


@pytest.mark.parametrize(
    ("usd", "note"),
    [
        ("100.00", ""),
        ("90.00", "Cheaper by ₴422 since you saved it: it was ₴4,216."),
        ("110.00", "Dearer by ₴422 since you saved it: it was ₴4,216."),
    ],
)
def test_the_page_tells_how_the_price_moved(client, stone, usd, note):
    press(client, favorite=stone.pk)
    price(stone, usd)

    page = text_of(client.get("/en/favorites/"))

    assert "Noon" in page
    assert "One piece" in page
    assert note in page
    assert ("since you saved it" in page) == bool(note)


def test_a_price_on_request_and_a_new_price_are_told(client):
    silent = VariantFactory(published=True)
    inventory.stock_receive(variant_id=silent.pk, quantity=1, actor="test")
    press(client, favorite=silent.pk)
    price(silent, "5.00")

    page = text_of(client.get("/en/favorites/"))

    assert "It has a price now: it was on request when you saved it." in page


def test_a_sold_favorite_stays_without_a_button_to_buy(client, stone):
    press(client, favorite=stone.pk)
    inventory.stock_correct(variant_id=stone.pk, change=-1, actor="test", reason="test")

    page = client.get("/en/favorites/")
    listing = client.get("/en/stones/")

    assert "Move to the cart" not in text_of(page)
    assert "since you saved it" not in text_of(page)
    assert button(page, "unfavorite", stone)
    assert button(listing, "favorite", stone) == ""


def test_what_left_the_shop_is_said_and_can_be_taken_out(client, stone):
    other = make_sellable()
    press(client, favorite=f"{stone.pk},{other.pk}")
    type(stone).objects.filter(pk=stone.pk).update(is_active=False)

    page = client.get("/en/favorites/")
    press(client, unfavorite=stone.pk, next="/en/favorites/")

    assert "1 item of this list is not shown in the shop any more." in text_of(page)
    assert "Noon" not in text_of(page)
    assert lists_of(client) == ([other.pk], [])


def test_a_favorite_moves_into_the_cart(client, stone):
    press(client, favorite=stone.pk)

    answer = client.post("/en/favorites/to-cart/", {"variant": stone.pk})
    cart = client.get("/en/cart/")

    assert (answer.status_code, answer["Location"]) == (303, "/en/favorites/")
    assert lists_of(client) == ([], [])
    assert "Noon" in text_of(cart)


def test_what_cannot_be_bought_stays_in_the_favorites(client, stone):
    press(client, favorite=stone.pk)
    inventory.stock_correct(variant_id=stone.pk, change=-1, actor="test", reason="test")

    client.post("/en/favorites/to-cart/", {"variant": stone.pk})
    page = client.get("/en/favorites/")

    assert "“Noon” is not available any more." in text_of(page)
    assert lists_of(client) == ([stone.pk], [])
    assert "cart" not in client.cookies


def test_a_line_of_the_cart_moves_into_the_favorites(client, stone):
    client.post("/en/cart/add/", {"sku": "S-1"})
    line = re.search(r'name="line" value="([^"]+)"', client.get("/en/cart/").content.decode())[1]

    answer = client.post("/en/favorites/from-cart/", {"line": line})
    page = client.get("/en/cart/")

    assert (answer.status_code, answer["Location"]) == (303, "/en/cart/")
    assert lists_of(client) == ([stone.pk], [])
    assert "Your cart is empty" in text_of(page)
    assert "“Noon” is in your favorites." in text_of(page)


@pytest.mark.parametrize("line", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_line_moves_nothing(client, stone, line):
    assert client.post("/en/favorites/from-cart/", {"line": line}).status_code == 303
    assert lists_of(client) == ([], [])


def test_a_shared_list_is_read_only_until_it_is_saved(client, stone):
    other = make_sellable()
    press(client, favorite=f"{stone.pk},{other.pk}")
    link = re.search(
        r'href="http://[^/]+(/en/favorites/shared/[^"]+)"', client.get("/en/favorites/").content.decode()
    )[1]
    client.cookies.clear()

    page = client.get(link)
    save_all = re.search(r'name="favorite" value="(\d+,\d+)"', page.content.decode())[1]
    seen, before = text_of(page), lists_of(client)
    press(client, favorite=save_all, next=link)

    assert "Shared favorites" in seen
    assert "Move to the cart" not in seen
    assert before == ([], [])
    assert set(lists_of(client)[0]) == {stone.pk, other.pk}
    assert "All of them are in your favorites." in text_of(client.get(link))


@pytest.mark.parametrize("token", ["nonsense", "1_2:x", "%00", "x" * 3000, "💎"])
def test_a_damaged_link_is_an_empty_list(client, token):
    page = client.get(f"/en/favorites/shared/{token}/")

    assert page.status_code == 200
    assert "This list is empty" in text_of(page)


def test_a_forged_cookie_is_an_empty_list(client, stone):
    client.cookies["favorites"] = f"{stone.pk}.1.1:abc:forged"
    client.cookies["compare"] = "1_2:é"

    for path in ("/en/favorites/", "/en/compare/", "/en/stones/", "/en/lists/", "/api/v1/favorites/"):
        assert client.get(path).status_code == 200
    assert "Nothing here yet" in text_of(client.get("/en/favorites/"))


@pytest.mark.parametrize("path", ["/en/favorites/", "/en/compare/"])
def test_pages_of_a_visitor_are_not_kept_or_found(client, path):
    page = client.get(path)

    assert page.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_pages_speak_ukrainian_addresses(client, stone):
    press(client, language="uk", favorite=stone.pk)

    page = client.get("/uk/favorites/").content.decode()

    assert "Полудень" in page
    assert "Noon" not in page
    assert 'href="/en/favorites/"' in page


def queries(client, path):
    client.get(path)  # scales the pictures
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_thirty_favorites_take_as_many_queries_as_three(client):
    stones = [make_sellable(MediaFactory(variant__published=True).variant) for _ in range(30)]
    press(client, favorite=",".join(str(stone.pk) for stone in stones[:3]))
    three = queries(client, "/en/favorites/")
    press(client, favorite=",".join(str(stone.pk) for stone in stones))
    thirty = queries(client, "/en/favorites/")

    assert len(lists_of(client)[0]) == 30
    assert thirty == three


def test_hearts_cost_a_listing_no_query(client, stone):
    without = queries(client, "/en/stones/")
    press(client, favorite=stone.pk)

    assert queries(client, "/en/stones/") == without


def test_a_card_that_stands_twice_on_a_page_has_one_id(client, stone):
    with selectors.visiting({}) as lists:
        assert [lists.is_first(7), lists.is_first(7), lists.is_first(8)] == [True, False, True]
    assert selectors.visit().is_first(7) is False


def test_recently_viewed_are_told_by_sku_in_order(client, stone):
    other = make_sellable(VariantFactory(published=True, sku="S-2", product__name_en="Dusk"))
    draft = make_sellable(VariantFactory(sku="S-3", product__name_en="Secret"))

    page = client.get("/en/seen/?v=S-2,S-3,nope,S-1")

    text = text_of(page)
    assert text.index("Dusk") < text.index("Noon")
    assert "Secret" not in text
    assert not re.search(r'id="v\d', page.content.decode())
    assert "favorites" not in page.cookies
    assert (other.pk, draft.pk) != (None, None)


@pytest.mark.parametrize("query", ["", "v=", "v=%00", "v=" + "x" * 10_000, "v=,,,", "v='--", "v=💎"])
def test_nonsense_as_recently_viewed_is_an_empty_strip(client, query):
    page = client.get(f"/en/seen/?{query}")

    assert (page.status_code, page.content.decode().strip()) == (200, "")
