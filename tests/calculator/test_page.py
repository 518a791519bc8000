"""`/calc/` in both languages: answers, links to stock, refusals beside their fields, nothing lost."""

import html
import re

import pytest
from django.utils.translation import override

NB = "\N{NO-BREAK SPACE}"
pytestmark = pytest.mark.usefixtures("gems")

WRONG = [
    "NaN",
    "Infinity",
    "1e9",
    "-6.5",
    "💎",
    "6.5.5",
    "0",
    "<script>",
    "' OR 1=1 --",
    "9" * 10_000,
    "a\x00b",
]


def text_of(page):
    return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def calc(client, language="uk", **params):
    answer = client.get(f"/{language}/calc/", params)
    assert answer.status_code == 200
    return answer.content.decode()


def error_of(page, field):
    """Return the text beside a field, empty when it has none."""
    pattern = rf'id="calc_{field}_error" data-field-error( hidden)?>.*?data-field-message>(.*?)</span>'
    found = re.search(pattern, page, re.DOTALL)
    return "" if found[1] else html.unescape(found[2])


def test_an_empty_address_shows_an_example(client):
    page = calc(client, "en")

    assert f"≈{NB}1.00{NB}ct" in text_of(page)
    assert 'name="length" value="6.5"' in page


@pytest.mark.parametrize(
    ("language", "carat", "band"), [("uk", "1,14", "1,02–1,25"), ("en", "1.14", "1.02–1.25")]
)
def test_sizes_give_a_weight_with_its_band(client, language, carat, band):
    text = text_of(calc(client, language, stone="sapphire", shape="round", length="6,5"))

    assert f"≈{NB}{carat}{NB}ct" in text
    assert f"{band}{NB}ct" in text
    assert f"±{NB}10{NB}%" in text


def test_the_formula_stands_with_its_figures(client):
    text = text_of(calc(client, "en", stone="sapphire", shape="oval", length="8", width="6", depth="4"))

    times = f"{NB}×"
    assert f"8{times} 6{times} 4{times} 4.00{times} 0.0020{NB}= 1.54{NB}ct" in text


def test_a_weight_gives_sizes(client):
    text = text_of(calc(client, "en", know="weight", stone="diamond", shape="round", carat="1"))

    assert f"≈{NB}6.50{NB}×{NB}6.50{NB}×{NB}3.74{NB}mm" in text
    assert f"length 6.27–6.71{NB}mm" in text


def test_a_short_link_asks_for_sizes(client):
    page = calc(client, "en", carat="2", stone="sapphire")

    assert 'value="weight" checked' in page
    assert 'name="carat" value="2"' in page


def test_matching_stock_is_counted_and_linked(client):
    page = calc(client, "en", stone="sapphire", shape="round", length="6.5")

    url = re.search(r'href="(/en/stones/sapphire/\?[^"]+)"', page)[1]
    assert html.unescape(url) == "/en/stones/sapphire/?shape=round&length_min=6.2&length_max=6.8&in_stock=1"
    with override("en"):
        assert "Show 1 such stone" in text_of(page)
    assert b"1 stone" in client.get(html.unescape(url)).content


def test_the_same_by_weight(client):
    page = calc(client, "en", know="weight", stone="sapphire", shape="oval", carat="2")

    assert "/en/stones/sapphire/?shape=oval&amp;carat_min=1.80&amp;carat_max=2.20&amp;in_stock=1" in page


def test_without_such_a_stone_other_minerals_are_offered(client):
    page = calc(client, "en", stone="diamond", shape="round", length="6.5")

    assert "Show 1 stone of other minerals" in text_of(page)
    assert "/en/stones/?shape=round&amp;length_min=6.2" in page


def test_minerals_are_compared_in_one_size(client):
    page = calc(client, "uk", stone="sapphire", shape="round", length="6.5")

    rows = [
        text_of(row).split(" ") for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if "uk/stones" in row
    ]
    assert [[cell for cell in row if cell][:3] for row in rows] == [
        ["Сапфір", "4,00", f"1,14{NB}ct"],
        ["Діамант", "3,52", f"1,00{NB}ct"],
        ["Опал", "2,15", f"0,61{NB}ct"],
    ]


def test_only_shapes_with_a_factor_are_offered(client):
    page = calc(client)

    assert 'value="oval"' in page
    assert 'value="kite"' not in page


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("field", ["length", "width", "depth", "gravity"])
def test_bad_numbers_are_named_beside_their_field_and_kept(client, field, value):
    values = {"stone": "opal", "shape": "oval", "length": "8", field: value}

    page = calc(client, "en", **values)

    assert error_of(page, field)
    assert [name for name in ("length", "width", "depth", "gravity", "carat") if error_of(page, name)] == [
        field
    ]
    kept = re.search(rf'name="{field}" value="([^"]*)"', page)[1]
    assert html.unescape(kept) == value
    assert 'value="oval" checked' in page


@pytest.mark.parametrize("value", WRONG)
def test_bad_weights_likewise(client, value):
    page = calc(client, "uk", know="weight", stone="opal", shape="oval", carat=value)

    assert error_of(page, "carat")


@pytest.mark.parametrize("name", ["know", "stone", "shape"])
def test_unknown_choices_are_refused(client, name):
    page = calc(client, "en", **{"length": "6.5", name: "💎' OR 1=1"})

    assert error_of(page, name)
    assert "≈" not in page.split('id="calc-species"')[0].split('id="calc-result"')[1]


def test_own_gravity_wins(client):
    text = text_of(calc(client, "en", stone="sapphire", gravity="2.15", shape="round", length="6.5"))

    assert f"≈{NB}0.61{NB}ct" in text


def test_a_mineral_or_a_gravity_is_needed(client):
    page = calc(client, "en", stone="", shape="round", length="6.5")

    assert error_of(page, "gravity") == "Choose a mineral or enter its specific gravity."


def test_a_missing_length_is_asked_for(client):
    page = calc(client, "en", stone="opal", shape="round", length="")

    assert error_of(page, "length") == "Enter a number, for example 6.5."


def test_bounds_are_said(client):
    page = calc(client, "en", stone="opal", shape="round", length="101")

    assert error_of(page, "length") == "From 0.5 to 100 is possible here."


def test_a_round_stone_is_round(client):
    page = calc(client, "en", stone="opal", shape="round", length="8", width="6")

    assert error_of(page, "width") == "A round stone is as wide as it is long. For this one choose oval."


def test_ring_sizes_are_converted_and_both_forms_keep_each_other(client):
    page = calc(client, "en", stone="opal", shape="oval", length="9", system="us", ring="7")

    rings = page[page.index('id="rings"') :]
    assert [text_of(value).strip() for value in re.findall(r"<dd>(.*?)</dd>", rings)] == [
        "17.5",
        "54",
        "7",
        "N½",
    ]
    assert '<input type="hidden" name="length" value="9">' in rings
    assert '<input type="hidden" name="ring" value="7">' in page[: page.index('id="rings"')]


@pytest.mark.parametrize("value", ["NaN", "-1", "💍", "1e9", "a\x00b", "x" * 10_000])
@pytest.mark.parametrize("system", ["ua", "eu", "us", "uk", "jp"])
def test_bad_ring_sizes_are_named(client, system, value):
    page = calc(client, "uk", system=system, ring=value)

    assert 'class="field field--error"' in page[page.index('id="rings"') :]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_sheet_is_drawn_in_millimetres(client, language):
    page = client.get(f"/{language}/calc/ring-sizer/").content.decode()

    assert 'width="5em"' in page  # the line of 50 mm
    assert page.count('class="sizer__size"') == 18
    assert 'width="1.7em" height="1.7em"' in page


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_name_each_other(client, language):
    page = calc(client, language)

    assert 'hreflang="uk" href="http' in page
    assert "/en/calc/" in page
    assert "/uk/calc/" in page
    assert 'name="robots"' not in page
    assert "noindex" in calc(client, language, length="7")


def test_english_page_holds_no_ukrainian(client):
    main = calc(client, "en").split('id="main"')[1].split("<footer")[0]

    assert not re.search("[А-Яа-яіїєґ]", text_of(main))


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    calc(client)  # fills the index
    with django_assert_max_num_queries(9):
        calc(client, stone="sapphire", shape="round", length="6.5")
