"""Stones like this one, each for a reason that is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Case, DecimalField, F, IntegerField, Q, Value, When
from django.db.models.functions import Abs, Coalesce

from catalog.models import ProductVariant

SHOWN = 4
CONSIDERED = 60
NEAR_MM = Decimal("0.20")
NEAR_CARAT = Decimal("0.10")
_TYPE = "product__subcategory__category__stone_type"


class Likeness(Enum):
    """In what a stone is like another; a stone has the first that holds."""

    MINERAL_AND_COLOR = "mineral_and_color"
    SIZE = "size"
    COLOR = "color"
    MINERAL = "mineral"
    WEIGHT = "weight"
    METAL = "metal"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Similar:
    """A variant to show beside another, and why."""

    variant_id: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Stone:
    variant_id: int
    product_id: int
    type_id: int
    color_id: int | None
    shape_id: int | None
    carat: Decimal | None
    length: Decimal | None
    width: Decimal | None
    metal: str


def similar_to(variant: ProductVariant, *, limit: int = SHOWN) -> list[Similar]:
    """Return variants of other products that can be bought now, as different in likeness as possible.

    One query: the database ranks, Python picks one stone for each likeness first.
    """
    stone_type = variant.product.subcategory.category.stone_type
    this = _Stone(
        variant.pk,
        variant.product_id,
        stone_type.pk,
        variant.color_id,
        variant.shape_id,
        variant.carat,
        variant.length_mm,
        variant.width_mm,
        variant.metal,
    )
    jewelry = stone_type.kind == "jewelry"
    found: dict[int, tuple[_Stone, Likeness]] = {}
    for row in _candidates(this, stone_type.kind):
        other = _Stone(*row)
        likeness = _jewelry_likeness(this, other) if jewelry else _stone_likeness(this, other)
        if likeness is not None and other.product_id not in found:
            found[other.product_id] = (other, likeness)
    picked: dict[int, Likeness] = {}
    for wanted in Likeness:
        for stone, likeness in found.values():
            if likeness == wanted and len(picked) < limit:
                picked[stone.variant_id] = likeness
                break
    for stone, likeness in found.values():
        if len(picked) < limit:
            picked.setdefault(stone.variant_id, likeness)
    return [Similar(variant_id, likeness) for variant_id, likeness in picked.items()]


def _candidates(this: _Stone, kind: str) -> list[tuple]:
    def points(condition: Q, number: int) -> Case:
        return Case(When(condition, then=Value(number)), default=Value(0), output_field=IntegerField())

    score: Any = points(Q(**{_TYPE: this.type_id}), 4)
    if this.color_id is not None:
        score = score + points(Q(color=this.color_id), 3)
    if this.length is not None and this.width is not None:
        near = Q(
            shape=this.shape_id,
            length_mm__range=(this.length - NEAR_MM, this.length + NEAR_MM),
            width_mm__range=(this.width - NEAR_MM, this.width + NEAR_MM),
        )
        score = score + points(near, 5)
    if this.metal:
        score = score + points(Q(metal=this.metal), 2)
    exact = DecimalField(max_digits=9, decimal_places=2)
    far = Value(Decimal(100_000), output_field=exact)
    apart = Abs(F("carat") - Value(this.carat or Decimal(0), output_field=exact), output_field=exact)
    rows = (
        ProductVariant.objects.filter(
            **{f"{_TYPE}__kind": kind}, is_active=True, product__live=True, card__available__gt=0
        )
        .exclude(product=this.product_id)
        .annotate(score=score, apart=Coalesce(apart, far))
        .order_by("-score", "apart", "pk")
    )
    return list(
        rows.values_list(
            "pk", "product_id", _TYPE, "color_id", "shape_id", "carat", "length_mm", "width_mm", "metal"
        )[:CONSIDERED]
    )


def _near(one: Decimal | None, other: Decimal | None, within: Decimal) -> bool:
    return one is not None and other is not None and abs(one - other) <= within


def _stone_likeness(this: _Stone, other: _Stone) -> Likeness | None:
    same_type = this.type_id == other.type_id
    same_color = this.color_id is not None and this.color_id == other.color_id
    same_size = (
        this.shape_id is not None
        and this.shape_id == other.shape_id
        and _near(this.length, other.length, NEAR_MM)
        and _near(this.width, other.width, NEAR_MM)
    )
    tests: list[tuple[Likeness, Callable[[], bool]]] = [
        (Likeness.MINERAL_AND_COLOR, lambda: same_type and same_color),
        (Likeness.SIZE, lambda: same_size),
        (Likeness.COLOR, lambda: same_color),
        (Likeness.MINERAL, lambda: same_type),
        (Likeness.WEIGHT, lambda: _near(this.carat, other.carat, NEAR_CARAT)),
    ]
    return next((likeness for likeness, holds in tests if holds()), None)


def _jewelry_likeness(this: _Stone, other: _Stone) -> Likeness | None:
    if this.type_id == other.type_id:
        return Likeness.KIND
    return Likeness.METAL if this.metal and this.metal == other.metal else None
