"""The published factors, to the second decimal, and back again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.calculator import weights
from catalog.calculator.weights import SHAPES, measure, weigh

DIAMOND, SAPPHIRE, OPAL = Decimal("3.52"), Decimal("4.00"), Decimal("2.15")
PUBLISHED = {
    "round": "0.0018",
    "oval": "0.0020",
    "emerald": "0.0025",
    "baguette": "0.0026",  # rectangular
    "princess": "0.0023",  # square
    "asscher": "0.0023",
    "marquise": "0.0016",
    "pear": "0.0018",
    "cabochon": "0.0027",
}


@pytest.mark.parametrize(("shape", "factor"), PUBLISHED.items())
def test_weight_of_known_sizes_is_the_published_formula(shape, factor):
    width = Decimal(8) if shape in {"round", "princess", "asscher"} else Decimal(6)

    found = weigh(
        shape=shape,
        specific_gravity=SAPPHIRE,
        length_mm=Decimal(8),
        width_mm=width,
        depth_mm=Decimal("4.2"),
    )

    assert found.carat.value == (8 * width * Decimal("4.2") * 4 * Decimal(factor)).quantize(Decimal("0.01"))
    assert found.assumed == ()


@pytest.mark.parametrize(
    ("gravity", "carat"), [(DIAMOND, "1.00"), (SAPPHIRE, "1.14"), (OPAL, "0.61"), (Decimal("2.65"), "0.75")]
)
def test_a_round_of_six_and_a_half_millimetres(gravity, carat):
    found = weigh(shape="round", specific_gravity=gravity, length_mm=Decimal("6.5"))

    assert found.carat.value == Decimal(carat)
    assert (found.width_mm, found.depth_mm) == (Decimal("6.50"), Decimal("3.74"))
    assert found.assumed == ("width_mm", "depth_mm")


def test_a_round_is_weighed_by_its_mean_diameter():
    found = weigh(
        shape="round",
        specific_gravity=SAPPHIRE,
        length_mm=Decimal("6.6"),
        width_mm=Decimal("6.4"),
        depth_mm=Decimal("3.9"),
    )

    assert found.carat.value == Decimal("1.19")  # 6.5² · 3.9 · 4 · 0.0018 = 1.18638


def test_the_band_widens_with_every_guess():
    def error(**sizes):
        return weigh(shape="oval", specific_gravity=SAPPHIRE, length_mm=Decimal(8), **sizes).error

    assert error(width_mm=Decimal(6), depth_mm=Decimal(4)) == Decimal("0.06")
    assert error(width_mm=Decimal(6)) == Decimal("0.10")
    assert error() == Decimal("0.13")


def test_the_band_of_a_diamond_holds_the_trade_s_other_formula():
    found = weigh(shape="round", specific_gravity=DIAMOND, length_mm=Decimal("6.5"))

    assert (found.carat.low, found.carat.high) == (Decimal("0.90"), Decimal("1.10"))
    assert found.carat.low < Decimal("6.5") ** 2 * Decimal("3.9") * Decimal("0.0061") < found.carat.high


def test_small_stones_are_weighed_in_thousandths():
    found = weigh(shape="round", specific_gravity=DIAMOND, length_mm=Decimal("1.3"))

    assert found.carat.value == Decimal("0.008")


def test_one_carat_of_diamond_is_six_and_a_half_millimetres():
    found = measure(shape="round", specific_gravity=DIAMOND, carat=Decimal(1))

    assert (found.length_mm.value, found.width_mm.value) == (Decimal("6.50"), Decimal("6.50"))
    assert found.depth_mm.value == Decimal("3.74")
    assert (found.length_mm.low, found.length_mm.high) == (Decimal("6.27"), Decimal("6.71"))


@given(
    shape=st.sampled_from(sorted(SHAPES)),
    gravity=st.decimals("1", "8", places=2),
    carat=st.decimals("0.2", "2000", places=2),
)
def test_there_and_back(shape, gravity, carat):
    sizes = measure(shape=shape, specific_gravity=gravity, carat=carat)
    if not all(
        weights.SIZE_BOUNDS[0] <= size.value <= weights.SIZE_BOUNDS[1]
        for size in (sizes.length_mm, sizes.width_mm, sizes.depth_mm)
    ):
        return

    back = weigh(
        shape=shape,
        specific_gravity=gravity,
        length_mm=sizes.length_mm.value,
        width_mm=sizes.width_mm.value,
        depth_mm=sizes.depth_mm.value,
    )

    # Sizes are rounded to 0.01 mm: half of that on each of three sides, and a rounded weight.
    share = sum(
        Decimal("0.005") / size.value for size in (sizes.length_mm, sizes.width_mm, sizes.depth_mm)
    ) * Decimal("1.05")
    assert abs(back.carat.value - carat) <= carat * share + Decimal("0.005")
    assert back.carat.low <= carat <= back.carat.high


@given(
    shape=st.sampled_from(sorted(SHAPES)),
    length=st.decimals("0.5", "100", places=2),
    gravity=st.decimals("1", "8", places=2),
)
def test_value_lies_in_its_band_and_grows_with_the_stone(shape, length, gravity):
    found = weigh(shape=shape, specific_gravity=gravity, length_mm=length)
    larger = weigh(shape=shape, specific_gravity=gravity, length_mm=min(length * 2, Decimal(100)))

    assert found.carat.low <= found.carat.value <= found.carat.high <= larger.carat.high


@pytest.mark.parametrize(
    ("values", "error", "attr"),
    [
        ({"length_mm": Decimal("NaN")}, weights.NotANumber, "length_mm"),
        ({"length_mm": Decimal("Infinity")}, weights.NotANumber, "length_mm"),
        ({"length_mm": Decimal("1e9")}, weights.OutOfBounds, "length_mm"),
        ({"length_mm": Decimal(-6)}, weights.OutOfBounds, "length_mm"),
        ({"width_mm": Decimal(0)}, weights.OutOfBounds, "width_mm"),
        ({"depth_mm": Decimal("100.01")}, weights.OutOfBounds, "depth_mm"),
        ({"specific_gravity": Decimal("0.9")}, weights.OutOfBounds, "specific_gravity"),
        ({"shape": "banana"}, weights.UnknownShape, "shape"),
        ({"shape": "round", "width_mm": Decimal(5)}, weights.NotRound, "width_mm"),
    ],
)
def test_refusals_name_the_input(values, error, attr):
    sizes = {"shape": "oval", "specific_gravity": SAPPHIRE, "length_mm": Decimal(8), **values}

    with pytest.raises(error) as refused:
        weigh(**sizes)

    assert refused.value.attr == attr


def test_weight_out_of_bounds_says_the_bounds():
    with pytest.raises(weights.OutOfBounds) as refused:
        measure(shape="round", specific_gravity=SAPPHIRE, carat=Decimal("1e9"))

    assert (refused.value.attr, refused.value.low, refused.value.high) == (
        "carat",
        Decimal("0.01"),
        Decimal(2000),
    )
