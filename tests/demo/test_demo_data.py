"""The demo catalogue on disk: complete, consistent and believable. Needs no database."""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from catalog.enums import Clarity, Kind, Lab, Metal, Nature, Origin, Treatment
from commerce.delivery.enums import CityType, PlaceType
from gemkit.text import slug_from

DEMO = Path(__file__).parents[2] / "home" / "demo"
DATA, MEDIA = DEMO / "data", DEMO / "media"

# carat = length x width x depth x specific gravity x factor (a jeweler's estimate for an uncut outline)
FACTORS = {
    "round": "0.0018", "oval": "0.0020", "cushion": "0.0022", "emerald": "0.0025", "asscher": "0.0025",
    "radiant": "0.0025", "baguette": "0.0026", "princess": "0.0023", "marquise": "0.0016", "pear": "0.0018",
    "cabochon": "0.0027", "heart": "0.0021", "trillion": "0.0018",
}  # fmt: skip
# length / width of the pictures' outlines, so that measurements and picture show the same stone
OUTLINES = {
    "round": 1.0, "oval": 1.30, "cushion": 1.08, "emerald": 1.38, "asscher": 1.0, "radiant": 1.25,
    "baguette": 2.38, "princess": 1.0, "marquise": 1.75, "pear": 1.18, "cabochon": 1.28, "heart": 0.91,
    "trillion": 1.0,
}  # fmt: skip
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
NOT_UKRAINIAN = re.compile(r"[ыэъёЫЭЪЁ]")


def load(name):
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


TAXONOMY = load("taxonomy.toml")["types"]
DICTIONARIES = load("dictionaries.toml")
STONES = [
    product
    for path in sorted((DATA / "products").glob("*.toml"))
    for product in load(f"products/{path.name}")["products"]
]
JEWELRY = load("jewelry.toml")["products"]
PRODUCTS = STONES + JEWELRY
CITIES = load("delivery.toml")["cities"]
RATES = load("rates.toml")["rates"]

CATEGORIES = [category for kind in TAXONOMY for category in kind["categories"]]
SUB_CATEGORIES = [sub for category in CATEGORIES for sub in category["sub_categories"]]
TYPE_OF_SUB = {
    sub["code"]: kind
    for kind in TAXONOMY
    for category in kind["categories"]
    for sub in category["sub_categories"]
}
VARIANTS = [(product, variant) for product in PRODUCTS for variant in product["variants"]]
MANIFEST = json.loads((MEDIA / "manifest.json").read_text())["files"]


def texts(value, key="", where=""):
    """Yield (path, key, text) for every string below ``value``."""
    if isinstance(value, dict):
        name = value.get("code") or value.get("sku") or value.get("ref") or ""
        for child_key, child in value.items():
            yield from texts(child, child_key, f"{where}/{name}" if name else where)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child, key, where)
    elif isinstance(value, str):
        yield f"{where}.{key}", key, value


ALL_TEXTS = [
    item
    for source in (TAXONOMY, DICTIONARIES, PRODUCTS, CITIES)
    for item in texts(source)
]  # fmt: skip


def repeated(values):
    return [value for value, count in Counter(values).items() if count > 1]


def test_there_is_enough_of_everything():
    stones = [kind for kind in TAXONOMY if kind["kind"] == Kind.STONE]
    jewelry = [kind for kind in TAXONOMY if kind["kind"] == Kind.JEWELRY]
    assert (len(stones), len(jewelry)) == (17, 4)
    assert all(kind["categories"] for kind in TAXONOMY)
    assert all(category["sub_categories"] for category in CATEGORIES)
    assert len(STONES) >= 84
    assert len(JEWELRY) >= 13
    assert len(VARIANTS) >= 130
    assert {TYPE_OF_SUB[product["sub_category"]]["code"] for product in STONES} == {
        kind["code"] for kind in stones
    }
    counts = {name: len(DICTIONARIES[name]) for name in ("shapes", "cuts", "zodiac")}
    assert counts == {"shapes": 13, "cuts": 6, "zodiac": 12}
    assert len(DICTIONARIES["colors"]) <= 24
    assert len(CITIES) >= 40
    assert sum(len(city["warehouses"]) for city in CITIES) >= 260


@pytest.mark.parametrize(
    "rows", [TAXONOMY, CATEGORIES, SUB_CATEGORIES, PRODUCTS], ids=["types", "categories", "subs", "products"]
)
def test_codes_and_slugs_are_unique_in_their_level(rows):
    for field in ("code", "slug_uk", "slug_en"):
        assert repeated(row[field] for row in rows) == []
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row[field]) for row in rows)


def test_ukrainian_slugs_follow_the_state_transliteration():
    for row in TAXONOMY + CATEGORIES + SUB_CATEGORIES + PRODUCTS:
        assert row["slug_uk"] == slug_from(row["name_uk"])


def test_dictionary_codes_are_unique_and_drawn():
    for name in ("shapes", "cuts", "colors", "zodiac", "tags", "return_rules"):
        assert repeated(row["code"] for row in DICTIONARIES[name]) == []
    for name in ("shapes", "cuts", "zodiac"):
        icons = {row["icon"] for row in DICTIONARIES[name]}
        assert icons == {f"icons/{name}/{path.name}" for path in (MEDIA / "icons" / name).glob("*.svg")}
    assert all(re.fullmatch(r"#[0-9A-F]{6}", color["hex"]) for color in DICTIONARIES["colors"])


def test_every_colour_of_the_pictures_has_a_dictionary_entry():
    names = {file["color_name"] for file in MANIFEST if file["color_name"]}
    assert {name.replace(" ", "-") for name in names} <= {color["code"] for color in DICTIONARIES["colors"]}


def test_skus_are_unique_and_well_formed():
    skus = [variant["sku"] for _, variant in VARIANTS]
    assert repeated(skus) == []
    assert all(re.fullmatch(r"[SJ]-\d{4}-[A-D]", sku) for sku in skus)


def test_references_exist():
    known = {name: {row["code"] for row in DICTIONARIES[name]} for name in DICTIONARIES}
    for product in PRODUCTS:
        assert product["sub_category"] in TYPE_OF_SUB
        assert set(product["tags"]) <= known["tags"]
        assert product["return_rule"] in known["return_rules"]
        assert product["nature"] in Nature.values
        assert 1 <= len(product["variants"]) <= 4
    for _, variant in VARIANTS:
        assert variant["shape"] in known["shapes"]
        assert variant["cut"] in known["cuts"]
        assert variant.get("color") is None or variant["color"] in known["colors"]
        assert variant["treatment"] in Treatment.values
        assert variant["origin"] in Origin.values
        assert variant["clarity"] in Clarity.values
        assert variant.get("report", {"lab": "KGL"})["lab"] in Lab.values
    assert {product["stone_type"] for product in JEWELRY} <= {kind["code"] for kind in TAXONOMY}


def test_no_sub_category_and_no_colour_stands_empty():
    assert {product["sub_category"] for product in PRODUCTS} == set(TYPE_OF_SUB)
    used = {variant.get("color") for _, variant in VARIANTS}
    assert {color["code"] for color in DICTIONARIES["colors"]} <= used
    tags = {tag for product in PRODUCTS for tag in product["tags"]}
    assert {tag["code"] for tag in DICTIONARIES["tags"]} == tags


def test_pictures_exist_and_every_one_is_used():
    used = {path for _, variant in VARIANTS for path in variant["pictures"]}
    used |= {kind["picture"] for kind in TAXONOMY}
    assert [path for path in sorted(used) if not (MEDIA / path).is_file()] == []
    goods = {file["path"] for file in MANIFEST if file["kind"] in {"stone", "jewelry"}}
    assert goods <= {path for _, variant in VARIANTS for path in variant["pictures"]}
    assert all((MEDIA / file["path"]).is_file() for file in MANIFEST)


def test_pictures_show_the_shape_that_is_sold():
    shown = {file["path"]: file for file in MANIFEST}
    for product in STONES:
        for variant in product["variants"]:
            assert variant["pictures"][0].endswith("-face.webp")
            assert {shown[path]["shape"] for path in variant["pictures"]} == {variant["shape"]}
            assert {shown[path]["cut"] for path in variant["pictures"]} == {variant["cut"]}
            species = shown[variant["pictures"][0]]["species"]
            assert species.startswith(TYPE_OF_SUB[product["sub_category"]]["code"])


def test_weight_agrees_with_millimetres():
    for product, variant in VARIANTS:
        if "carat" not in variant:
            assert product in JEWELRY
            continue
        stone = product.get("stone_type") or TYPE_OF_SUB[product["sub_category"]]["code"]
        gravity = next(kind["specific_gravity"] for kind in TAXONOMY if kind["code"] == stone)
        length, width, depth = (Decimal(variant[side]) for side in ("length_mm", "width_mm", "depth_mm"))
        estimate = length * width * depth * Decimal(gravity) * Decimal(FACTORS[variant["shape"]])
        assert abs(estimate / Decimal(variant["carat"]) - 1) <= Decimal("0.12"), variant["sku"]
        assert abs(float(length / width) / OUTLINES[variant["shape"]] - 1) <= 0.05, variant["sku"]
        assert Decimal("0.4") <= depth / width <= Decimal("0.8"), variant["sku"]


def test_disclosure_is_consistent():
    for product, variant in VARIANTS:
        lab_grown = product["nature"] == "lab_grown"
        assert lab_grown == (variant["origin"] == "lab"), variant["sku"]
        assert lab_grown == ("lab-grown" in product["tags"])
        if {"unheated", "untreated"} & set(product["tags"]):
            assert variant["treatment"] == "none", variant["sku"]
    for product in PRODUCTS:
        reports = [variant["report"] for variant in product["variants"] if "report" in variant]
        assert ("report" in product["tags"]) == bool(reports), product["code"]
        assert (product["return_rule"] == "jewelry") == (product in JEWELRY)
    assert 3 <= sum(product["nature"] == "lab_grown" for product in PRODUCTS) <= 4
    numbers = [variant["report"]["number"] for _, variant in VARIANTS if "report" in variant]
    assert repeated(numbers) == []


def test_dates_and_stock_are_plausible():
    for product, variant in VARIANTS:
        assert date(2026, 10, 1) <= variant["measured_at"] <= date(2026, 11, 20)
        if "report" in variant:
            assert variant["report"]["date"] <= variant["measured_at"]
        assert 0 <= variant["stock"] <= 12
        assert not variant["one_of_a_kind"] or variant["stock"] <= 1
        assert product["created_days_ago"] >= 1
    sold = [variant["sku"] for product in STONES for variant in product["variants"] if variant["stock"] == 0]
    assert 5 <= len(sold) <= 6
    empty = [row["code"] for row in PRODUCTS if not any(variant["stock"] for variant in row["variants"])]
    assert empty == ["monsoon-padparadscha"]  # one whose page has the form of the waiting list


def test_prices_are_decimal_strings():
    prices = [
        (variant, field)
        for _, variant in VARIANTS
        for field in ("price_usd", "was_price_usd", "override_uah")
        if field in variant
    ]
    assert all(re.fullmatch(r"\d+\.00", variant[field]) for variant, field in prices)
    assert all(
        Decimal(variant["was_price_usd"]) > Decimal(variant["price_usd"])
        for variant, field in prices
        if field == "was_price_usd"
    )
    assert sum(field == "was_price_usd" for _, field in prices) >= 6
    assert sum(field == "override_uah" for _, field in prices) == 3


def test_rings_have_sizes():
    rings = [product for product in JEWELRY if TYPE_OF_SUB[product["sub_category"]]["code"] == "rings"]
    assert rings
    for product in JEWELRY:
        sizes = [variant.get("ring_size") for variant in product["variants"]]
        assert sizes == (["16", "16.5", "17", "17.5"] if product in rings else [None])
        assert all(
            variant["metal"] in Metal.values and variant["setting_stones_uk"] and variant["setting_stones_en"]
            for variant in product["variants"]
        )


def test_every_sign_leads_to_a_stone_in_stock():
    in_stock = {
        TYPE_OF_SUB[product["sub_category"]]["code"]
        for product in STONES
        if any(variant["stock"] for variant in product["variants"])
    }
    days = set()
    for sign in DICTIONARIES["zodiac"]:
        stones = [row["stone"] for row in sign["recommendations"]]
        assert 2 <= len(stones) <= 4
        assert repeated(stones) == []
        assert set(stones) <= in_stock
        start = date(2023, sign["start_month"], sign["start_day"]).toordinal()
        end = date(
            2023 + (sign["end_month"] < sign["start_month"]), sign["end_month"], sign["end_day"]
        ).toordinal()
        covered = {date.fromordinal(day).strftime("%m-%d") for day in range(start, end + 1)}
        assert not covered & days
        days |= covered
    assert len(days) == 365


def test_no_cyrillic_in_english_and_no_latin_inside_ukrainian_words():
    for where, key, text in ALL_TEXTS:
        if key.endswith("_en"):
            assert not CYRILLIC.search(text), where
        if key.endswith("_uk") and key != "slug_uk":
            plain = re.sub(r"</?p>", " ", text)
            assert not NOT_UKRAINIAN.search(plain), where
            mixed = [
                word for word in re.findall(r"[\w’]+", plain) if CYRILLIC.search(word) and LATIN.search(word)
            ]
            assert mixed == [], where


def test_texts_are_complete_in_both_languages_and_typeset():
    for product in PRODUCTS:
        for language in ("uk", "en"):
            description = product[f"description_{language}"].strip()
            assert re.fullmatch(r"(<p>[^<>]{20,}</p>\n?){2,4}", description), product["code"]
            assert len(product[f"lead_{language}"]) <= 240
            assert len(product[f"name_{language}"]) <= 120
    for where, key, text in ALL_TEXTS:
        if key.endswith(("_uk", "_en")):
            assert text.strip(), where
            assert "!" not in text, where
            assert "'" not in text, where
            assert text.count("«") == text.count("»"), where
            assert "“" not in text or key.endswith("_en"), where
    bodies = [product[f"description_{language}"] for product in PRODUCTS for language in ("uk", "en")]
    assert repeated(bodies) == []


def test_directory_is_unambiguous():
    refs = [city["ref"] for city in CITIES] + [
        place["ref"] for city in CITIES for place in city["warehouses"]
    ]
    assert repeated(refs) == []
    assert all(UUID(ref).version == 5 for ref in refs)
    assert repeated((city["name_uk"], city["region_uk"]) for city in CITIES) == []
    for city in CITIES:
        assert repeated((place["type"], place["number"]) for place in city["warehouses"]) == []
        assert repeated(place["address_uk"] for place in city["warehouses"]) == []
        assert city["type"] in CityType.values
        assert {place["type"] for place in city["warehouses"]} == set(PlaceType.values)
        for place in city["warehouses"]:
            assert (place["max_declared_value"] == 10000) == (place["type"] == "locker")


def test_rates_cover_a_month_in_small_steps():
    assert [row["days_ago"] for row in RATES] == list(range(30, -1, -1))
    assert (RATES[-1]["usd"], RATES[-1]["eur"]) == ("42.1600", "48.9000")
    for field in ("usd", "eur"):
        values = [Decimal(row[field]) for row in RATES]
        assert all(abs(later / earlier - 1) < Decimal("0.01") for earlier, later in pairwise(values))
