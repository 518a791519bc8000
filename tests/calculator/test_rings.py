"""Ring sizes against the systems' own definitions and the usual charts."""

from decimal import Decimal

import pytest

from catalog.calculator import rings
from catalog.calculator.rings import chart, of_diameter, ring_size


@pytest.mark.parametrize(
    ("system", "text", "expected"),
    [
        ("us", "7", ("17.32", "54.4", "17.5", "54", "7.00", "N½")),
        ("us", "6 ½", ("16.92", "53.1", "17.0", "53", "6.50", "M½")),
        ("ua", "17", ("17.00", "53.4", "17.0", "53", "6.50", "M½")),
        ("ua", "17,5", ("17.50", "55.0", "17.5", "55", "7.25", "O")),
        ("eu", "54", ("17.19", "54.0", "17.0", "54", "6.75", "N")),
        ("uk", "n 1/2", ("17.31", "54.4", "17.5", "54", "7.00", "N½")),
        ("uk", "Z+1", ("22.28", "70.0", "22.5", "70", "13.00", "Z+1")),
    ],
)
def test_one_size_everywhere(system, text, expected):
    found = ring_size(system, text)

    shown = (found.diameter_mm, found.circumference_mm, found.ua, found.eu, found.us, found.uk)
    assert tuple(map(str, shown)) == expected


def test_british_letters_stand_where_the_standard_puts_them():
    """A is 37.5 mm around; C is 40 mm, the old continental size 0."""
    assert rings._from_letter("A") * rings.PI == pytest.approx(Decimal("37.5"))
    assert rings._from_letter("C") * rings.PI == pytest.approx(Decimal(40))


def test_chart_grows_and_each_size_finds_itself():
    sizes = chart()

    assert [str(size.ua) for size in (sizes[0], sizes[-1])] == ["14.0", "22.5"]
    for size in sizes:
        assert ring_size("ua", str(size.ua)) == size
        assert abs(ring_size("uk", size.uk).circumference_mm - size.circumference_mm) <= Decimal("0.7")
        assert abs(ring_size("us", str(size.us)).diameter_mm - size.diameter_mm) <= Decimal("0.11")


@pytest.mark.parametrize(
    ("system", "text"),
    [
        ("ua", "NaN"), ("ua", ""), ("ua", "-17"), ("ua", "💍"), ("ua", "1e2"), ("us", "١٧"), ("uk", "7"),
        ("uk", "É"), ("uk", "A+1"), ("uk", "ß"), ("jp", "10"), ("eu", "5" * 5000),
    ],
)  # fmt: skip
def test_what_is_no_size_is_refused(system, text):
    with pytest.raises(rings.UnreadableSize):
        ring_size(system, text)


@pytest.mark.parametrize(
    ("system", "text"), [("ua", "11"), ("ua", "27"), ("eu", "17"), ("us", "99"), ("uk", "A")]
)
def test_sizes_of_no_finger_are_refused(system, text):
    with pytest.raises(rings.NoFinger):
        ring_size(system, text)


def test_a_diameter_is_a_size():
    assert str(of_diameter(Decimal("17.3")).ua) == "17.5"
