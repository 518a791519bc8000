"""The comparison: its table, its bar, its links."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from catalog.domain import ShapeView
from catalog.enums import Origin, Treatment
from catalog.web.lists.scale import girdle, scale_of
from tests.catalog.lists import lists_of, press, text_of
from tests.factories.catalog import MediaFactory, ShapeFactory, VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
OVAL = ShapeView("oval", "Oval", '<path d="M12 4L52 4L52 60L12 60L12 4L32 32Z"/>', "12 4 40 56")


def row(page, code):
    """Return the row with this label: (does it differ, is it hidden, the texts of its cells)."""
    for tag, body in re.findall(r"<tr class=\"compare__row([^>]*)>(.*?)</tr>", page.content.decode(), re.S):
        label = re.search(r'scope="row">(.*?)</th>', body, re.S)[1]
        if re.sub(r"<span.*?</span>", "", label, flags=re.S).strip() == code:
            cells = [
                re.sub(r"<[^>]+>", "", cell).strip()
                for cell in re.findall(r"<td[^>]*>(.*?)</td>", body, re.S)
            ]
            return "Differs:" in label, "hidden" in tag, [cell.replace("\u00a0", " ") for cell in cells]
    return None


@pytest.fixture
def pair():
    """Two stones of one mineral and shape that differ in weight, price, treatment and report."""
    first = VariantFactory(
        published=True, sku="S-1", carat="2.00", length_mm="8.20", width_mm="6.40", depth_mm="4.00",
        product__name_en="Noon", treatment=Treatment.NONE, clarity="VS",
        report_lab="GIA", report_number="24-118",
    )  # fmt: skip
    second = VariantFactory(
        published=True, sku="S-2", carat="1.00", length_mm="8.20", width_mm="6.40", depth_mm="4.00",
        product__name_en="Dusk", product__subcategory=first.product.subcategory, shape=first.shape,
        color=first.color, treatment=Treatment.HEATED,
    )  # fmt: skip
    return make_sellable(first, usd="100.00"), make_sellable(second, usd="60.00")


def compare(client, *variants):
    press(client, compare=",".join(str(variant.pk) for variant in variants))
    return client.get("/en/compare/")


def test_a_table_with_a_column_a_stone(client, pair):
    page = compare(client, *pair)

    content = page.content.decode()
    assert content.count('scope="col"') == 2
    assert text_of(page).index("Noon") < text_of(page).index("Dusk")
    assert content.count('name="uncompare"') == 3  # each column, and "clear"
    assert content.count('name="sku"') == 2
    assert 'role="region"' in content
    assert 'tabindex="0"' in content


def test_rows_say_what_differs(client, pair):
    page = compare(client, *pair)

    assert row(page, "Weight") == (True, False, ["2.00 ct", "1.00 ct"])
    assert row(page, "Size") == (False, False, ["8.20 × 6.40 × 4.00 mm"] * 2)
    assert row(page, "Depth") == (False, False, ["62.5 %"] * 2)
    assert row(page, "Treatment") == (True, False, ["Untreated", "Heated"])
    assert row(page, "Origin") == (False, False, ["Sri Lanka", "Sri Lanka"])
    assert row(page, "Price per carat") == (True, False, ["₴2,108", "₴2,530"])
    assert row(page, "Clarity") == (True, False, ["VS, seen at 10×", "not stated"])
    assert row(page, "Report")[2][1] == "None"
    assert "GIA" in row(page, "Report")[2][0]
    assert row(page, "Cut") is None  # stated of neither


def test_only_differences_hides_equal_rows_but_never_treatment_and_report(client, pair):
    type(pair[0]).objects.update(treatment=Treatment.HEATED, report_lab="", report_number="")
    compare(client, *pair)

    page = client.get("/en/compare/?only=differences")

    assert row(page, "Origin")[1] is True
    assert row(page, "Weight")[1] is False
    assert row(page, "Treatment") == (False, False, ["Heated", "Heated"])
    assert row(page, "Report") == (False, False, ["None", "None"])
    assert row(client.get("/en/compare/"), "Origin")[1] is False


def test_a_stone_beside_a_ring_shares_rows_first(client, pair):
    ring = make_sellable(
        VariantFactory(published=True, jewelry=True, product__name_en="Halo ring", sku="J-1")
    )

    page = compare(client, pair[0], ring)

    content = page.content.decode()
    shared, partial = content.split('class="compare__partial"')
    assert "Treatment" in shared
    assert "Weight" not in shared
    assert "Weight" in partial
    assert row(page, "Weight")[2] == ["2.00 ct", "does not apply"]
    assert row(page, "Metal")[2] == ["does not apply", "Yellow gold 585"]
    assert "cannot be compared between a stone and a piece of jewelry" in text_of(page)


def test_the_fifth_is_refused_with_words(client):
    stones = [make_sellable() for _ in range(5)]
    press(client, compare=",".join(str(stone.pk) for stone in stones[:4]))

    answer = press(client, compare=stones[4].pk, next="/en/stones/")
    page = client.get("/en/stones/")
    told = press(client, compare=stones[4].pk, fetch=True)

    assert (answer.status_code, answer["Location"]) == (303, "/en/stones/")
    assert "At most 4 can be compared. Take one out first." in text_of(page)
    assert told.status_code == 200
    assert "At most 4 can be compared. Take one out first." in told.content.decode()
    assert lists_of(client)[1] == [stone.pk for stone in stones[:4]]


def test_the_bar_counts_and_waits_for_a_second(client, pair):
    empty = client.get("/en/stones/").content.decode()
    press(client, compare=pair[0].pk)
    one = client.get("/en/stones/").content.decode()
    press(client, compare=pair[1].pk)
    two = client.get("/en/stones/").content.decode()

    assert 'id="compare-bar" hidden' in empty
    assert re.search(r"disabled>Add one more</button>", one)
    assert re.search(r'href="/en/compare/">Compare 2</a>', two)


def test_the_bar_stands_on_products_too(client, pair):
    press(client, compare=pair[0].pk)

    page = client.get("/en/p/" + pair[0].product.slug_en + "/").content.decode()

    assert "Add one more" in page
    assert f'name="uncompare" value="{pair[0].pk}" aria-pressed="true"' in page


def test_a_link_shows_the_comparison_to_anybody(client, pair):
    page = client.get("/en/compare/?v=S-2,S-1,nope")

    content = page.content.decode()
    assert text_of(page).index("Dusk") < text_of(page).index("Noon")
    assert 'name="uncompare"' not in content
    assert 'href="?v=S-1"' in content
    assert lists_of(client) == ([], [])
    press(client, compare_these=f"{pair[1].pk},{pair[0].pk}", next="/en/compare/?v=S-2,S-1")
    assert lists_of(client)[1] == [pair[1].pk, pair[0].pk]
    assert "v=S-2,S-1" in client.get("/en/compare/").content.decode()


def test_clear_and_undo(client, pair):
    compare(client, *pair)

    cleared = press(client, uncompare=f"{pair[0].pk},{pair[1].pk}", next="/en/compare/?only=differences")
    page = client.get(cleared["Location"])

    assert cleared["Location"].startswith("/en/compare/?only=differences&compare=")
    assert lists_of(client) == ([], [])
    assert "There is nothing to compare yet" in text_of(page)
    assert f'name="compare" value="{pair[0].pk},{pair[1].pk}"' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "v=%00",
        "v=" + "x," * 5000,
        "v=';--",
        "v=💎",
        "only=nonsense",
        "compare=x",
        "compare=" + "9" * 99,
        "v=,",
    ],
)
def test_nonsense_in_the_address_is_a_page(client, query):
    page = client.get(f"/en/compare/?{query}")

    assert page.status_code == 200
    assert "There is nothing to compare yet" in text_of(page)


def test_four_take_as_many_queries_as_two(client):
    stones = [make_sellable(MediaFactory(variant__published=True).variant) for _ in range(4)]
    numbers = []
    for count in (2, 4):
        client.cookies.clear()
        compare(client, *stones[:count])
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/compare/")
        numbers.append(len(captured))

    assert numbers[0] == numbers[1]


def test_silhouettes_share_one_scale():
    with override("en"):
        scale = scale_of(
            [
                (OVAL, (Decimal("8.40"), Decimal("6.40"))),
                (None, ()),
                (OVAL, (Decimal("6.00"), Decimal("5.00"))),
            ]
        )

    first, gap, second = scale.silhouettes
    assert scale.factor_text.replace("\u00a0", " ") == "2.9 : 1"  # 24.5 mm of room for 8.4 mm
    assert (first.true_width, first.true_height) == ("0.64em", "0.84em")
    assert (first.shown_width, first.shown_height) == ("1.856em", "2.436em")
    assert (second.true_width, second.true_height) == ("0.5em", "0.6em")
    assert (first.x, first.y) == ("-3.2", "-4.2")
    assert gap is None
    assert scale.pitch == "0.29em"
    assert scale.drawn == 2


def test_nothing_measured_is_not_drawn():
    assert scale_of([(OVAL, ()), (None, (Decimal(8), Decimal(6)))]) is None


def test_a_huge_stone_is_not_made_smaller_than_it_is():
    scale = scale_of([(OVAL, (Decimal(60), Decimal(40)))])

    assert scale.silhouettes[0].shown_height == "6em"


def test_the_girdle_is_the_outer_line():
    assert girdle(OVAL.drawing) == '<path d="M12 4L52 4L52 60L12 60Z"/>'
    curved = '<path d="M32 8c4 4 8 8 12 12"/>'
    assert girdle(curved) == curved


def test_silhouettes_stand_in_the_table(client, pair):
    page = compare(client, *pair)

    assert page.content.decode().count('class="drawing true-size" width="0.64em" height="0.82em"') == 2
    assert "One upon the other" in text_of(page)


def test_names_of_places_are_translated(client, pair):
    type(pair[0]).objects.filter(pk=pair[0].pk).update(origin=Origin.MADAGASCAR)
    ShapeFactory()

    assert row(compare(client, *pair), "Origin")[2] == ["Madagascar", "Sri Lanka"]
