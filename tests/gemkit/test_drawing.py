"""Stones on the ruler: none overlaps, the phone's three are whole, pictures are not stretched."""

from decimal import Decimal
from itertools import pairwise

import pytest

from gemkit.drawing import PHONE_MM, RulerStone, face_box, ruler_of

SIZES = [
    ("cushion", "7.6", "8.2"),
    ("oval", "6.4", "8.4"),
    ("emerald", "6.8", "9.4"),
    ("emerald", "10.0", "13.8"),
    ("round", "6.1", "6.1"),
    ("marquise", "4.3", "7.6"),
    ("trillion", "8.0", "8.0"),
]


def stones(sizes):
    return [
        RulerStone(
            name=shape, url="#", picture_url="", shape_code=shape, shape=None,
            length_mm=Decimal(length), width_mm=Decimal(width), size_text="",
        )
        for shape, width, length in sizes
    ]  # fmt: skip


def test_stones_stand_apart_and_inside():
    ruler = ruler_of(stones(SIZES))

    assert len(ruler.stones) == 7
    assert ruler.stones[0].at == 0
    assert all(left.right <= right.at for left, right in pairwise(ruler.stones))
    assert ruler.stones[-1].right <= ruler.width


def test_first_three_are_whole_on_a_phone():
    ruler = ruler_of(stones(SIZES))

    assert ruler.stones[2].right <= PHONE_MM < ruler.stones[3].at


def test_drawn_left_edge_stands_on_its_millimetre():
    for place in ruler_of(stones(SIZES)).stones:
        edge = place.x + place.side * face_box(place.stone.shape_code).left / 100
        assert abs(edge - place.at) < Decimal("0.02")


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_stones(count):
    assert len(ruler_of(stones(SIZES[:count])).stones) == count


def test_what_does_not_fit_is_left_out():
    wide = [("round", "30", "30")] * 4

    assert len(ruler_of(stones(wide)).stones) == 2


def test_svg_attributes_have_points_not_commas():
    ruler = ruler_of(stones(SIZES))

    assert ruler.view_box.count(" ") == 3
    assert "," not in ruler.view_box + ruler.line_path
