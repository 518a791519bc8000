"""A small catalog: diamonds, sapphires and opals, round and oval, two stones in stock."""

import pytest

from tests.factories.catalog import (
    CategoryFactory,
    ProductFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable

MINERALS = {
    "diamond": ("3.52", "Діамант", "Diamond"),
    "sapphire": ("4.00", "Сапфір", "Sapphire"),
    "opal": ("2.15", "Опал", "Opal"),
}


@pytest.fixture
def gems(db, rates):
    """Sapphires: a round one of 6.4 mm and 1.08 ct, an oval of 8.2 × 6.3 mm and 1.9 ct."""
    types = {
        code: StoneTypeFactory(
            code=code, specific_gravity=gravity, name_uk=uk, name_en=en, slug_uk=f"{code}-uk", slug_en=code
        )
        for code, (gravity, uk, en) in MINERALS.items()
    }
    shapes = {
        "round": ShapeFactory(code="round", name_uk="Круг", name_en="Round"),
        "oval": ShapeFactory(code="oval", name_uk="Овал", name_en="Oval"),
    }
    ShapeFactory(code="kite", name_uk="Змій", name_en="Kite")  # no published factor
    sapphires = SubCategoryFactory(category=CategoryFactory(stone_type=types["sapphire"]))
    stones = [("round", "1.08", "6.40", "6.40", "3.80"), ("oval", "1.90", "8.20", "6.30", "4.10")]
    for shape, carat, length, width, depth in stones:
        variant = VariantFactory(
            product=ProductFactory(published=True, subcategory=sapphires),
            shape=shapes[shape],
            carat=carat,
            length_mm=length,
            width_mm=width,
            depth_mm=depth,
        )
        make_sellable(variant, usd="100.00")
    return types
