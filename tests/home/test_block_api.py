"""Blocks tell headless clients what is live, and tell editors what visitors do not see."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.blocks.struct_block import StructBlockValidationError

from catalog.models import Collection
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from gemkit import embeds
from gemkit.clock import now
from home.blocks import data as page_data
from home.blocks.bodies import ArticleBody, SectionBody
from home.models import ContentPage
from tests.factories.catalog import PictureFactory, StoneTypeFactory

pytestmark = pytest.mark.django_db
BLOCKS = {**SectionBody().child_blocks, **ArticleBody().child_blocks}
ALLOWED = ["youtube", "vimeo", "openstreetmap"]


def made(name, **values):
    return BLOCKS[name].to_python(values)


def shown(name, value, *, is_preview=False, language="uk"):
    """Render a block as its page does."""
    request = RequestFactory().get("/uk/")
    request.currency, request.is_preview = "UAH", is_preview
    with override(language):
        data = page_data.load([value], request=request)
        return str(BLOCKS[name].render(value, {"request": request, "block_data": data, "layout": "article"}))


def told(name, value, language="uk"):
    with override(language):
        return json.loads(json.dumps(BLOCKS[name].get_api_representation(value), default=str))


def sell_out(variant):
    inventory.stock_count(variant_id=variant.pk, on_hand=0, actor="test", reason="sold")


# --- live answers ------------------------------------------------------------------------


def test_api_tells_price_stock_and_address_of_a_product(sell, rates):
    variant = sell(price=118390)

    answer = told("live_product", made("live_product", label="Камінь", product=variant.product_id))

    assert answer["product"]["slugs"]["uk"] == variant.product.slug_uk
    card = answer["cards"][0]
    assert card["price"] == {"amount": "118390.00", "currency": "UAH"}
    assert card["availability"]["quantity"] == 1
    assert card["url"].startswith("/uk/p/")
    assert answer["is_substitute"] is False


def test_api_tells_the_substitute_of_a_sold_product(sell, rates):
    chosen, near = sell(), sell()
    sell_out(chosen)

    answer = told("live_product", made("live_product", product=chosen.product_id))

    assert [card["variant"]["sku"] for card in answer["cards"]] == [near.sku]
    assert answer["is_substitute"] is True


def test_api_tells_copies_of_a_picture_and_its_text_in_the_language(media):
    picture = PictureFactory(file__width=700, file__height=350, alt_uk="Сапфір", alt_en="A sapphire")
    value = made("figure", picture=picture.pk, caption="")

    answer = told("figure", value, language="en")["picture"]

    assert answer["id"] == picture.pk
    assert answer["alt"] == "A sapphire"
    assert answer["width"] == 2 * answer["height"]
    assert [copy["width"] for copy in answer["renditions"]] == [640, 700]


def test_api_tells_addresses_of_pages_in_the_language(tree):
    text = f'<p><a linktype="page" id="{tree.uk["content"].pk}">далі</a></p>'

    answer = told("text", made("text", heading="", text=text), language="en")

    assert f'href="{tree.en["content"].get_url()}"' in answer["text"]


def test_a_body_is_told_with_as_many_queries_for_one_block_as_for_nine(
    sell, rates, django_assert_num_queries
):
    body = ArticleBody()
    values = {}
    for number in (1, 9):
        stones = [sell() for _ in range(number)]
        children = [{"type": "live_product", "value": {"product": stone.product_id}} for stone in stones]
        values[number] = body.to_python(children)
        body.get_api_representation(values[number])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for value in values.values():
        with CaptureQueriesContext(connection) as captured:
            body.get_api_representation(value)
        own = [q for q in captured.captured_queries if "catalog_cardchange" not in q["sql"]]
        counts.append(len([q for q in own if "pricing_currency" not in q["sql"]]))

    assert counts[0] == counts[1] == 2  # cards and prices


# --- rules -------------------------------------------------------------------------------


def test_collection_shows_what_its_rule_finds_and_not_what_is_sold(sell, rates):
    first = sell(product__subcategory__category__stone_type__code="ruby")
    second, other = sell(product__subcategory=first.product.subcategory), sell()
    Collection.objects.create(code="red", name_uk="Червоні", name_en="Red", rule="stone=ruby")
    value = made("collection", collection="red", limit=4)
    assert first.product.name_uk in shown("collection", value)

    sell_out(first)

    html = shown("collection", made("collection", collection="red", limit=4))
    assert first.product.name_uk not in html
    assert second.product.name_uk in html
    assert other.product.name_uk not in html


def test_collection_that_is_sold_out_keeps_to_its_fallback(sell, rates):
    fresh = sell()
    Collection.objects.create(code="red", name_uk="Червоні", name_en="Red", rule="stone=none-such")

    assert shown("collection", made("collection", collection="red")).strip() == ""
    html = shown("collection", made("collection", collection="red", fallback="newest"))
    assert fresh.product.name_uk in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/uk/stones/?shape=none", "There is no such value: none."),
        ("/uk/p/some/", "This is not the address of a list"),
        ("/stones/", "This list has no filters"),
        ("?carat_min=x", "A number from 0 is needed here."),
    ],
)
def test_collection_refuses_a_rule_that_says_nothing(address, said):
    with override("en"), pytest.raises(StructBlockValidationError) as refused:
        BLOCKS["collection"].clean(made("collection", rule=address))

    assert said in str(refused.value.block_errors["rule"].message)


def test_collection_takes_a_pasted_address_of_either_language(sell, rates):
    kind = StoneTypeFactory(code="ruby", slug_uk="rubin", slug_en="ruby")
    ruby, other = sell(product__subcategory__category__stone_type=kind), sell()
    value = BLOCKS["collection"].clean(made("collection", rule="https://shop.example/en/stones/ruby/?page=2"))

    html = shown("collection", value)

    assert ruby.product.name_uk in html
    assert other.product.name_uk not in html


def test_tiles_count_what_can_be_bought_and_lead_to_the_list(sell, rates):
    kind = StoneTypeFactory(code="ruby", slug_uk="rubin", slug_en="ruby")
    stones = [sell(product__subcategory__category__stone_type=kind) for _ in range(3)]
    sell_out(stones[0])

    answer = told("dictionary", made("dictionary", dictionary="shape", type_code="ruby"), language="en")

    codes = {stone.shape.code for stone in stones[1:]}
    assert {tile["code"] for tile in answer["tiles"]} == codes
    assert sum(tile["count"] for tile in answer["tiles"]) == 2
    assert all(tile["url"].startswith("/en/stones/ruby/?shape=") for tile in answer["tiles"])


# --- the end of a sale -------------------------------------------------------------------


def reduce(variant, *, days):
    moment = now()
    pricing.price_set(
        variant_id=variant.pk, currency="UAH", amount=Decimal(80), was_amount=Decimal(100), actor="test",
        sale_from=moment - dt.timedelta(days=2), sale_until=moment + dt.timedelta(days=days),
    )  # fmt: skip


def test_countdown_without_a_running_reduction_shows_nothing_and_tells_the_editor(sell, rates):
    value = made("countdown", heading="Кінець", product=sell().product_id)

    assert shown("countdown", value).strip() == ""
    assert "editor-note" in shown("countdown", value, is_preview=True)
    assert told("countdown", value)["ends_at"] is None


def test_countdown_counts_to_the_end_of_the_real_reduction(sell, rates):
    variant = sell()
    reduce(variant, days=3)
    end = pricing_end(variant)

    html = shown("countdown", made("countdown", product=variant.product_id))
    answer = told("countdown", made("countdown", product=variant.product_id))

    assert answer["ends_at"] == end.isoformat()
    assert 'role="timer" aria-live="off" hidden' in html
    sell_out(variant)
    assert shown("countdown", made("countdown", product=variant.product_id)).strip() == ""


def pricing_end(variant):
    from commerce.pricing import selectors

    return selectors.variant_prices([variant.pk])[variant.pk].was_until


# --- what editors are told ---------------------------------------------------------------


def test_sold_product_is_told_to_editors_and_never_to_visitors(sell, rates):
    chosen, near = sell(), sell()
    sell_out(chosen)
    value = made("live_product", product=chosen.product_id)

    with override("en"):
        preview = shown("live_product", value, is_preview=True, language="en")

    assert f"“{chosen.product.name_en}” is sold; visitors see “{near.product.name_en}” instead." in preview
    assert chosen.product.name_uk not in shown("live_product", value)
    assert "editor-note" not in shown("live_product", value)


def test_deleted_product_and_picture_are_told_to_editors(sell, rates):
    near = sell()

    html = shown("live_product", made("live_product", product=987654), is_preview=True, language="en")
    picture = shown("figure", made("figure", picture=987654), is_preview=True, language="en")

    assert f"A chosen product was deleted; visitors see “{near.product.name_en}” instead." in html
    assert "A chosen picture was deleted" in picture
    assert shown("figure", made("figure", picture=987654)).strip() == ""


def test_link_to_an_unpublished_page_is_left_out_and_told(tree):
    page = tree.uk["content"]
    page.unpublish()
    ContentPage.objects.get(pk=tree.en["content"].pk).unpublish()
    value = made("call_to_action", title="Далі", link={"text": "Читати", "page": page.pk})

    assert "href" not in shown("call_to_action", value)
    preview = shown("call_to_action", value, is_preview=True, language="en")
    assert "is not published in this language" in preview


def test_sku_of_another_product_is_refused(sell, rates):
    one, other = sell(), sell()
    value = made("variant", product=one.product_id, sku=other.sku)

    with override("en"), pytest.raises(StructBlockValidationError) as refused:
        BLOCKS["variant"].clean(value)

    assert f"no stone on sale with the SKU {other.sku}" in str(refused.value.block_errors["sku"].message)


def test_sold_stone_of_a_product_gives_way_to_its_sister(sell, rates):
    one = sell()
    sister = sell(product=one.product)
    sell_out(one)
    value = made("variant", product=one.product_id, sku=one.sku)

    assert f'value="{sister.sku}"' in shown("variant", value)
    assert f"The stone {one.sku} is sold" in shown("variant", value, is_preview=True, language="en")


# --- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        (
            "https://www.youtube.com/watch?v=abcdefghij0&t=3",
            "https://www.youtube-nocookie.com/embed/abcdefghij0",
        ),
        ("https://youtu.be/abcdefghij0", "https://www.youtube-nocookie.com/embed/abcdefghij0"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789"),
        (
            "https://www.openstreetmap.org/#map=16/50.45/30.52",
            "https://www.openstreetmap.org/export/embed.html",
        ),
    ],
)
def test_known_addresses_are_embedded_without_cookies(address, frame):
    found = embeds.find(address, allowed=ALLOWED)

    assert found.frame_url.startswith(frame)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/watch?v=abcdefghij0",
        "https://youtube.com.evil.example/watch?v=abcdefghij0",
        "https://www.youtube.com/watch?v=short",
        "https://vimeo.com/about",
        "https://www.openstreetmap.org/#map=16/95/30",
    ],
)
def test_wrong_addresses_are_refused_with_what_is_possible(address):
    assert embeds.find(address, allowed=ALLOWED) is None
    with override("en"), pytest.raises(ValidationError) as refused:
        BLOCKS["embed"].child_blocks["address"].clean(address)
    assert "This address cannot be embedded. Possible are: YouTube" in refused.value.message


def test_nothing_of_a_provider_is_on_the_page_before_it_is_asked_for():
    html = shown("embed", made("embed", address="https://vimeo.com/123456789", title="Сапфір"))

    assert "<iframe" not in html
    assert 'data-embed="https://player.vimeo.com/video/123456789?autoplay=1&amp;dnt=1"' in html


def test_content_policy_knows_the_frames_of_allowed_providers_only(client, tree):
    policy = client.get("/uk/").headers["Content-Security-Policy"]

    frames = next(part for part in policy.split(";") if part.strip().startswith("frame-src"))
    hosts = embeds.frame_hosts(ALLOWED)
    assert sorted(frames.split()[1:]) == sorted(["'self'", *hosts])


def test_pasted_text_is_cleaned():
    """What the editor's widget sends keeps what the features allow; nothing pasted becomes markup."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    block = {
        "key": "a",
        "type": "unstyled",
        "text": "Big <script>alert(1)</script>",
        "depth": 0,
        "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "BOLD"}],
        "entityRanges": [],
        "data": {"style": "color:red", "onclick": "x()"},
    }
    pasted = {"blocks": [{**block, "key": str(number)} for number in range(200)], "entityMap": {}}
    converter = ContentstateConverter(features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"])

    cleaned = converter.to_database_format(json.dumps(pasted))

    assert cleaned.count("<b>Big</b> &lt;script&gt;") == 200
    for bad in ("<script", "onclick", "style=", "<h1"):
        assert bad not in cleaned


def test_text_that_is_too_long_says_so():
    with override("en"):
        with pytest.raises(StructBlockValidationError) as refused:
            BLOCKS["text"].clean(made("text", heading="H" * 121, text="<p>" + "a" * 20_001 + "</p>"))
        errors = {name: str(error) for name, error in refused.value.block_errors.items()}

    assert "at most 120 characters" in errors["heading"]
    assert "at most 20000 characters" in errors["text"]
