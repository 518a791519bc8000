"""The picker as visitors, editors and headless clients meet it."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Palette, PaletteColor, ZodiacSign
from tests.factories.catalog import (
    CategoryFactory,
    ColorFactory,
    ProductFactory,
    RecommendationFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
    ZodiacSignFactory,
)
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
API = "/api/v1/catalog/picker/"


@pytest.fixture
def shop():
    """Two sapphires and an aquamarine; Virgo's stone is the sapphire; the palette Sea holds two blues."""
    royal = ColorFactory(code="royal-blue", hex="#1B3FA8", name_uk="Королівський синій", name_en="Royal blue")
    sky = ColorFactory(code="sky-blue", hex="#3FA9DC", name_uk="Небесний", name_en="Sky blue")
    light = ColorFactory(code="light-blue", hex="#8FD3DA", name_uk="Світло-блакитний", name_en="Light blue")
    oval = ShapeFactory(code="oval", name_uk="Овал", name_en="Oval")
    heart = ShapeFactory(code="heart", name_uk="Серце", name_en="Heart")
    palette(code="night", name_uk="Ніч", name_en="Night", hex="#22349E", colors=[royal])
    palette(code="sea", name_uk="Море", name_en="Sea", hex="#4FB6CE", colors=[light, sky])
    virgo = ZodiacSignFactory(code="virgo", name_uk="Діва", name_en="Virgo")
    sapphire = StoneTypeFactory(code="sapphire", name_uk="Сапфір", name_en="Sapphire", mohs="9")
    aquamarine = StoneTypeFactory(code="aquamarine", name_uk="Аквамарин", name_en="Aquamarine", mohs="7.5")
    RecommendationFactory(
        sign=virgo, stone_type=sapphire, reason_uk="Камінь вересня.", reason_en="The September stone."
    )

    def stone(kind, name, color, shape, usd, **values):
        leaf = SubCategoryFactory(category=CategoryFactory(stone_type=kind))
        product = ProductFactory(published=True, subcategory=leaf, name_uk=name, name_en=f"{name} en")
        return make_sellable(VariantFactory(product=product, color=color, shape=shape, **values), usd=usd)

    return {
        "royal": stone(sapphire, "Королівський", royal, oval, "1000", carat="3.00"),
        "sky": stone(sapphire, "Небо", sky, oval, "100"),
        "light": stone(aquamarine, "Вода", light, oval, "50"),
        "heart": heart,
    }


def palette(*, colors, **values):
    made = Palette.objects.create(**values)
    for place, color in enumerate(colors):
        PaletteColor.objects.create(palette=made, color=color, sort_order=place)
    return made


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def option(response, name, value):
    """Return (attributes of the input, the words of its label)."""
    label = re.search(
        rf'<label class="pick[^>]*>\s*(<input[^>]*name="{name}" value="{value}"[^>]*>)(.*?)</label>',
        response.content.decode(),
        re.DOTALL,
    )
    return label[1], re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", label[2])).strip()


def names_of(response):
    return re.findall(r'<h2 class="picked__name"><a href="[^"]*">([^<]*)', response.content.decode())


def ask(client, body, query="lang=en"):
    return client.post(f"{API}?{query}", json.dumps(body), content_type="application/json")


def test_every_option_says_how_many_remain(client, shop):
    response = client.get("/uk/picker/?zodiac=virgo&step=2")

    assert response.status_code == 200
    assert (
        option(response, "color", "night")[1].endswith("1 stone")
        or "1" in option(response, "color", "night")[1]
    )
    sea, words = option(response, "color", "sea")
    assert 'type="checkbox"' in sea
    assert words.startswith("Море 1")  # the sapphire; the aquamarine is not of the sign
    assert '<input type="hidden" name="zodiac" value="virgo">' in response.content.decode()


def test_what_leaves_nothing_is_disabled_and_stays(client, shop):
    response = client.get("/en/picker/?step=3")

    assert " disabled" in option(response, "shape", "heart")[0]
    assert " disabled" not in option(response, "shape", "oval")[0]


def test_a_question_ignores_its_own_answer(client, shop):
    chosen = option(client.get("/en/picker/?color=night&step=2"), "color", "sea")[1]

    assert chosen == option(client.get("/en/picker/?step=2"), "color", "sea")[1]
    assert chosen == "Sea 2 stones"


def test_without_a_step_answers_lead_to_the_result(client, shop):
    response = client.get("/en/picker/?color=sea")

    assert names_of(response) == ["Небо en", "Вода en"]  # the nearest shade first
    assert "the closest to the palette “Sea”: sky blue" in text_of(response)
    assert "in the palette “Sea”: light blue" in text_of(response)


def test_reasons_of_answers_can_be_lifted(client, shop):
    html = client.get("/uk/picker/?zodiac=virgo&shape=oval").content.decode()

    reasons = html.split('class="picked__reasons"')[1].split("</ul>")[0]
    assert "Камінь вересня." in reasons
    assert 'href="/uk/picker/?shape=oval"' in reasons
    assert 'href="/uk/picker/?zodiac=virgo"' in reasons
    assert reasons.count("<li>") == 4
    assert reasons.count("<a ") == 2  # being in stock is no answer


def test_one_condition_gives_way_and_is_named(client, shop):
    response = client.get("/en/picker/?color=night&shape=heart")

    text = text_of(response)
    assert names_of(response) == ["Королівський en"]
    assert "We widened one condition." in text
    assert "has the shape “Heart” now, so other shapes are shown" in text
    assert "left out" in text


def test_a_budget_is_raised_to_the_next_one_that_helps(client, shop):
    answer = ask(client, {"color": "night", "budget": "3000"}).json()

    assert [card["name"] for card in answer["results"]] == ["Королівський en"]
    assert answer["relaxed"] == [
        {
            "constraint": "budget",
            "from": {"amount": "3000.00", "currency": "UAH"},
            "to": {"amount": "50000.00", "currency": "UAH"},
            "text": "Nothing like this is up to ₴3,000 now: shown up to ₴50,000.",
        }
    ]
    assert {"code": "budget", "text": "within ₴50,000", "criterion": "budget"} in answer["results"][0][
        "reasons"
    ]


def test_only_what_can_be_bought_is_chosen_from(client, shop):
    make_sellable(
        VariantFactory(published=True, shape=shop["royal"].shape, color=shop["royal"].color), stock=0
    )
    make_sellable(
        VariantFactory(published=True, shape=shop["royal"].shape, color=shop["royal"].color), usd=None
    )

    assert ask(client, {}).json()["total"] == 3


def test_an_edited_rule_counts_at_once(client, shop):
    assert names_of(client.get("/en/picker/?color=night")) == ["Королівський en"]

    PaletteColor.objects.create(palette=Palette.objects.get(code="night"), color=shop["sky"].color)
    assert names_of(client.get("/en/picker/?color=night")) == ["Королівський en", "Небо en"]

    RecommendationFactory(
        sign=ZodiacSign.objects.get(code="virgo"),
        stone_type=shop["light"].product.subcategory.category.stone_type,
        reason_uk="І вода.",
        reason_en="Water too.",
    )
    assert ask(client, {"zodiac": "virgo"}).json()["total"] == 3


def test_the_api_answers_with_options_and_counts(client, shop):
    answer = ask(client, {"zodiac": "virgo", "color": ["sea"]}).json()

    assert answer["total"] == 1
    codes = [reason["code"] for reason in answer["results"][0]["reasons"]]
    assert codes == ["zodiac", "closest", "hard", "in_stock"]
    counts = {name: {o["code"]: o["count"] for o in found} for name, found in answer["options"].items()}
    assert counts["zodiac"] == {"virgo": 1}
    assert counts["color"] == {"night": 1, "sea": 1}
    assert counts["shape"] == {"oval": 1, "heart": 0}
    chosen = [o for o in answer["options"]["color"] if o["selected"]]
    assert chosen[0]["colors"] == [
        {"code": "light-blue", "name": "Light blue"},
        {"code": "sky-blue", "name": "Sky blue"},
    ]


def test_a_single_colour_may_be_asked_for(client, shop):
    answer = ask(client, {"color": "sky-blue"}).json()

    assert [card["name"] for card in answer["results"]] == ["Небо en"]
    assert answer["results"][0]["reasons"][0]["text"] == "sky blue, as asked"


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"zodiac": "dragon"}, "zodiac"),
        ({"zodiac": ["virgo"]}, "zodiac"),
        ({"color": "mud"}, "color"),
        ({"color": {"code": "sea"}}, "color"),
        ({"shape": ["oval"] * 25 + ["a"] * 25}, "shape"),
        ({"shape": [f"s{number}" for number in range(30)]}, "shape"),
        ({"cut": 5}, "cut"),
        ({"budget": "cheap"}, "budget"),
        ({"budget": -1}, "budget"),
        ({"budget": 0}, "budget"),
        ({"budget": True}, "budget"),
        ({"budget": {"amount": "5", "currency": "XXX"}}, "budget"),
        ({"budget": {"amount": ["5"], "currency": "UAH"}}, "budget"),
        ({"zodiac": "vir\x00go"}, "zodiac"),
        ({"zodiac": "x" * 10_000}, "zodiac"),
    ],
)
def test_the_api_refuses_and_names_the_parameter(client, shop, body, attr):
    answer = ask(client, body)

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["attr"] == attr


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page_size=0", f"page={'9' * 20}"])
def test_pages_of_the_api_are_numbers(client, shop, query):
    assert ask(client, {}, query).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "step=9", "step=result&page=1000000000", "zodiac=dragon&color=mud&budget=free", "budget=1e9-UAH",
        "budget=-", "color=%00", "shape='%22;DROP&cut=<script>", "zodiac=" + "x" * 10_000,
        "&".join(f"color=c{number}" for number in range(200)), "page=%F0%9F%92%8E", "budget=10-XXX",
    ],
)  # fmt: skip
def test_a_page_says_what_it_left_out(client, shop, query):
    response = client.get(f"/uk/picker/?{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_an_address_carries_its_currency(client, shop):
    mine = client.get("/en/picker/?budget=120-USD")
    client.cookies["currency"] = "EUR"
    theirs = client.get("/en/picker/?budget=120-USD")

    assert names_of(mine) == names_of(theirs)
    assert len(names_of(mine)) == 2
    assert "within $120" in text_of(theirs)
    assert "up to $120" in text_of(client.get("/en/picker/?budget=120-USD&step=4"))


def test_an_empty_shop_says_so(client, rates):
    assert "There is nothing to choose from now" in text_of(client.get("/en/picker/?step=result"))
    assert client.get("/en/picker/").status_code == 200
    assert ask(client, {}).json()["results"] == []


def queries(client, url):
    for _ in range(2):
        client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize(
    "url",
    ["/uk/picker/", "/uk/picker/?step=2", "/uk/picker/?step=4", "/uk/picker/?shape=oval",
     "/uk/picker/?shape=oval&zodiac=virgo&budget=900000-UAH"],
)  # fmt: skip
def test_queries_do_not_grow(client, shop, url):
    few = queries(client, url)

    kind = shop["royal"].product.subcategory
    for number in range(30):
        product = ProductFactory(published=True, subcategory=kind)
        make_sellable(
            VariantFactory(product=product, shape=shop["royal"].shape, color=shop["royal"].color),
            usd=str(60 + number * 7),
        )

    assert queries(client, url) == few


def test_palettes_are_edited_in_the_admin(admin_client, shop):
    sea = Palette.objects.get(code="sea")
    url = reverse("wagtailsnippets_catalog_palette:edit", args=[sea.pk])
    page = admin_client.get(url)
    form = {
        "name_uk": "Море", "name_en": "Sea", "code": "sea", "hex": "#4FB6CE", "text_uk": "", "text_en": "",
        "picture": "", "colors-TOTAL_FORMS": "1", "colors-INITIAL_FORMS": "0", "colors-MIN_NUM_FORMS": "0",
        "colors-MAX_NUM_FORMS": "1000", "colors-0-color": str(shop["royal"].color_id), "colors-0-ORDER": "1",
        "colors-0-id": "",
    }  # fmt: skip
    PaletteColor.objects.filter(palette=sea).delete()

    answer = admin_client.post(url, form)

    assert page.status_code == 200
    assert answer.status_code == 302, text_of(answer)[:500]
    assert names_of(admin_client.get("/en/picker/?color=sea")) == ["Королівський en"]


def previewed(admin_client, model, instance, form, mode="en"):
    """Return the preview of an unsaved form."""
    url = reverse(f"wagtailsnippets_catalog_{model}:preview_on_edit", args=[instance.pk])
    assert admin_client.post(url, form).json()["is_valid"]
    return admin_client.get(url, {"mode": mode})


def test_an_unsaved_palette_is_previewed(admin_client, shop):
    sea = Palette.objects.get(code="sea")
    form = {
        "name_uk": "Море", "name_en": "Deep sea", "code": "sea", "hex": "#4FB6CE", "text_uk": "", "text_en": "",
        "picture": "", "colors-TOTAL_FORMS": "3", "colors-INITIAL_FORMS": "2", "colors-MIN_NUM_FORMS": "0",
        "colors-MAX_NUM_FORMS": "1000", "colors-2-color": str(shop["royal"].color_id), "colors-2-ORDER": "3",
        "colors-2-id": "",
    }  # fmt: skip
    for place, member in enumerate(sea.colors.all()):
        form |= {
            f"colors-{place}-id": member.pk,
            f"colors-{place}-color": member.color_id,
            f"colors-{place}-ORDER": place + 1,
        }

    response = previewed(admin_client, "palette", sea, form)

    assert names_of(response) == ["Небо en", "Вода en", "Королівський en"]
    assert "Deep sea" in text_of(response)
    assert names_of(admin_client.get("/en/picker/?color=sea")) == ["Небо en", "Вода en"]


def test_unsaved_stones_of_a_sign_are_previewed(admin_client, shop):
    virgo = ZodiacSign.objects.get(code="virgo")
    advice = virgo.recommendations.get()
    form = {
        "name_uk": "Діва", "name_en": "Virgo", "code": "virgo", "text_uk": "", "text_en": "", "drawing": virgo.drawing,
        "start_day": "23", "start_month": "8", "end_day": "22", "end_month": "9",
        "recommendations-TOTAL_FORMS": "1", "recommendations-INITIAL_FORMS": "1",
        "recommendations-MIN_NUM_FORMS": "0", "recommendations-MAX_NUM_FORMS": "1000",
        "recommendations-0-id": advice.pk, "recommendations-0-ORDER": "1",
        "recommendations-0-stone_type": shop["light"].product.subcategory.category.stone_type_id,
        "recommendations-0-reason_uk": "Вода.", "recommendations-0-reason_en": "Made of water.",
    }  # fmt: skip

    response = previewed(admin_client, "zodiacsign", virgo, form)

    assert names_of(response) == ["Вода en"]
    assert "Made of water." in text_of(response)
