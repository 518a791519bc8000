"""`POST /api/v1/catalog/calculator/`."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("gems")
URL = "/api/v1/catalog/calculator/"


def post(client, body, lang="en"):
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"{URL}?lang={lang}", raw, content_type="application/json")


def test_sizes_to_weight(client):
    sizes = {"length_mm": "6.5", "width_mm": "6.5", "depth_mm": "3.9"}

    answer = post(client, {"shape": "round", "stone_type": "sapphire", **sizes})

    assert answer.status_code == 200
    assert answer.json() == {
        "shape": {"code": "round", "name": "Round"},
        "stone": {"code": "sapphire", "name": "Sapphire"},
        "specific_gravity": "4.00",
        "factor": "0.0018",
        "carat": "1.19",
        "length_mm": "6.50",
        "width_mm": "6.50",
        "depth_mm": "3.90",
        "computed": ["carat"],
        "assumed": [],
        "error_percent": 6,
        "band": {"carat": {"value": "1.19", "min": "1.12", "max": "1.26"}},
        "matching": {
            "count": 1,
            "url": "/en/stones/sapphire/?shape=round&length_min=6.2&length_max=6.8&in_stock=1",
        },
    }


def test_weight_to_sizes_with_json_numbers_and_a_gravity(client):
    answer = post(client, {"shape": "round", "specific_gravity": 3.52, "carat": 1}, lang="uk").json()

    assert (answer["length_mm"], answer["width_mm"], answer["depth_mm"]) == ("6.50", "6.50", "3.74")
    assert answer["carat"] == "1.00"
    assert answer["stone"] is None
    assert answer["shape"]["name"] == "Круг"
    assert answer["band"]["length_mm"] == {"value": "6.50", "min": "6.27", "max": "6.71"}
    assert answer["matching"] == {
        "count": 1,
        "url": "/uk/stones/?shape=round&carat_min=0.90&carat_max=1.10&in_stock=1",
    }


@pytest.mark.parametrize(("stone", "carat"), [("diamond", "1.00"), ("sapphire", "1.14"), ("opal", "0.61")])
def test_the_published_round(client, stone, carat):
    answer = post(client, {"shape": "round", "stone_type": stone, "length_mm": "6.5"}).json()

    assert answer["carat"] == carat
    assert answer["assumed"] == ["width_mm", "depth_mm"]


GOOD = {"shape": "oval", "stone_type": "opal", "length_mm": "8"}


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"shape": "banana"}, "shape"),
        ({"shape": "kite"}, "shape"),
        ({"shape": None}, "shape"),
        ({"shape": ["oval"]}, "shape"),
        ({"stone_type": "💎"}, "stone_type"),
        ({"stone_type": "a\u0000b"}, "stone_type"),
        ({"length_mm": "NaN"}, "length_mm"),
        ({"length_mm": "Infinity"}, "length_mm"),
        ({"length_mm": 1e9}, "length_mm"),
        ({"length_mm": -8}, "length_mm"),
        ({"length_mm": 0}, "length_mm"),
        ({"length_mm": True}, "length_mm"),
        ({"length_mm": "💎"}, "length_mm"),
        ({"width_mm": {}}, "width_mm"),
        ({"depth_mm": "9" * 5000}, "depth_mm"),
        ({"specific_gravity": "0.5"}, "specific_gravity"),
        ({"carat": "1"}, "carat"),
        ({"shape": "round", "width_mm": "5"}, "width_mm"),
    ],
)
def test_bad_input_is_400_with_its_name(client, change, attr):
    answer = post(client, {**GOOD, **change})

    assert answer.status_code == 400
    body = answer.json()
    assert body["type"] == "validation_error"
    assert [error["attr"] for error in body["errors"]] == [attr]


@pytest.mark.parametrize(
    ("left_out", "attr"), [("shape", "shape"), ("stone_type", "stone_type"), ("length_mm", "length_mm")]
)
def test_what_is_missing_is_named(client, left_out, attr):
    body = {name: value for name, value in GOOD.items() if name != left_out}

    answer = post(client, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr
    assert answer.json()["errors"][0]["code"] == "required"


@pytest.mark.parametrize("body", ["", "[]", "{", '{"shape": NaN}', "null", '"round"'])
def test_bodies_that_are_no_object(client, body):
    assert post(client, body).status_code == 400


def test_weight_out_of_bounds(client):
    answer = post(client, {"shape": "oval", "stone_type": "opal", "carat": "1000000"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "carat"
    assert answer.json()["errors"][0]["code"] == "out_of_bounds"


def test_examples_are_in_the_schema(client):
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator().get_schema(request=None, public=True)

    operation = schema["paths"][URL]["post"]
    assert {"200", "400"} <= operation["responses"].keys()
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert [example["value"]["shape"] for example in examples.values()] == ["round", "round"]
