"""Stones like this one and pieces that go with it, each for a reason that is true.

The index answers: nothing here queries the tables, and it takes as long in a large catalog as in a small one.
Every reason is the condition that its stone was found by, so it cannot be untrue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import TypeVar

from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Prices, Scope
from catalog.models import ProductVariant
from gemkit.money import CENT

SHOWN = 4
SPARE = 2
NEAR_MM = Decimal("0.20")
NEAR_CARAT = Decimal("0.10")
LIKE_WEIGHT = Decimal("0.25")  # a quarter lighter or heavier still looks alike
_NO_PRICES = Prices(rate=None, bounds=None)
_available = partial(Filters, in_stock=True)
Reason = TypeVar("Reason")


class Likeness(Enum):
    """In what a stone is like another, the nearest first."""

    MINERAL_AND_COLOR = "mineral_and_color"
    SIZE = "size"
    COLOR = "color"
    MINERAL = "mineral"
    WEIGHT = "weight"
    KIND = "kind"
    METAL = "metal"


class Complement(Enum):
    """What something is beside another: half of a pair, part of a set, the stone of a piece."""

    PAIR = "pair"
    LARGER = "larger"
    SMALLER = "smaller"
    JEWEL = "jewel"
    MATCHING_JEWEL = "matching_jewel"
    STONE = "stone"


@dataclass(frozen=True, slots=True)
class Similar:
    """A variant to show beside another, and why."""

    variant_id: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Companion:
    """A variant that goes with another, and as what."""

    variant_id: int
    complement: Complement


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the reasons are told from; codes as the filters know them, empty where nothing is known."""

    kind: str
    type_id: int
    others: tuple[str, ...]
    color: tuple[str, ...]
    shape: tuple[str, ...]
    metal: tuple[str, ...]
    carat: Decimal | None
    length: Decimal | None
    width: Decimal | None


def similar_to(variant: ProductVariant, *, own: Collection[int]) -> list[Similar]:
    """Return variants that can be bought now: one of each likeness first, the nearest first, then more.

    ``own`` are the product's own variants. There are more than are shown, for two may be of one product.
    """
    found = list(_found(_likenesses(_subject(variant)), own=own))
    firsts = [Similar(ids[0], likeness) for likeness, ids in found[:SHOWN]]
    rest = [Similar(pk, likeness) for likeness, ids in found for pk in ids[1:]]
    return [*firsts, *rest][: SHOWN + SPARE]


def companions_of(variant: ProductVariant, *, own: Collection[int]) -> list[Companion]:
    """Return what goes with a variant and can be bought now: one of each sort, then more jewelry.

    ``own`` are ids that stand on the page already; of more than are shown see `similar_to`.
    """
    found = list(_found(_complements(_subject(variant)), own=own))
    firsts = [Companion(ids[0], complement) for complement, ids in found]
    jewels = {Complement.JEWEL, Complement.MATCHING_JEWEL, Complement.STONE}
    rest = [Companion(pk, sort) for sort, ids in found if sort in jewels for pk in ids[1:]]
    return [*firsts, *rest][: SHOWN + SPARE]


def _found(
    conditions: Iterable[tuple[Reason, Scope, Filters]], *, own: Collection[int]
) -> Iterator[tuple[Reason, list[int]]]:
    """Yield every reason that finds something, with variants that no reason before it found."""
    seen, number = set(own), 0
    for reason, scope, filters in conditions:
        # The index gives one variant a product: at most one of these is the product's own.
        asked = SHOWN + 1 + len(seen) - len(own)
        ids = index.page(scope, filters, _NO_PRICES, offset=0, limit=asked)
        fresh = [pk for pk in ids if pk not in seen][:SHOWN]
        seen.update(fresh)
        if fresh:
            yield reason, fresh
            number += 1
        if number == SHOWN:
            return


def _subject(variant: ProductVariant) -> _Subject:
    words = index.words()
    stone = words.stone_of(variant.product.subcategory_id)

    def code(name: str, pk: int | None) -> tuple[str, ...]:
        word = words.by_id[name].get(pk) if pk is not None else None
        return (word.code,) if word is not None else ()

    return _Subject(
        kind=stone.kind,
        type_id=stone.id,
        others=tuple(w.code for w in words.all("stone") if w.kind == stone.kind and w.id != stone.id),
        color=code("color", variant.color_id),
        shape=code("shape", variant.shape_id),
        metal=(variant.metal,) if variant.metal else (),
        carat=variant.carat,
        length=variant.length_mm,
        width=variant.width_mm,
    )


def _likenesses(this: _Subject) -> Iterator[tuple[Likeness, Scope, Filters]]:
    same_type, same_kind = Scope(kind=this.kind, type_id=this.type_id), Scope(kind=this.kind)
    if this.kind == Kind.JEWELRY:
        yield Likeness.KIND, same_type, _available()
        if this.metal and this.others:
            yield Likeness.METAL, same_kind, _available(metal=this.metal, stone=this.others)
        return
    weight = _around(this.carat, this.carat * LIKE_WEIGHT) if this.carat is not None else None
    if this.color:
        if weight:  # first the ones that are about as large
            yield Likeness.MINERAL_AND_COLOR, same_type, _available(color=this.color, carat=weight)
        yield Likeness.MINERAL_AND_COLOR, same_type, _available(color=this.color)
    if this.shape and (sizes := _same_size(this)):
        length, width = sizes
        yield Likeness.SIZE, same_kind, _available(shape=this.shape, length=length, width=width)
    if this.color and this.others:
        if weight:
            yield Likeness.COLOR, same_kind, _available(color=this.color, stone=this.others, carat=weight)
        yield Likeness.COLOR, same_kind, _available(color=this.color, stone=this.others)
    yield Likeness.MINERAL, same_type, _available()
    if this.carat is not None and this.others:
        near = _around(this.carat, NEAR_CARAT)
        yield Likeness.WEIGHT, same_kind, _available(carat=near, stone=this.others)


def _complements(this: _Subject) -> Iterator[tuple[Complement, Scope, Filters]]:
    if not this.color:
        return
    if this.kind == Kind.JEWELRY:
        if this.others:
            yield (
                Complement.MATCHING_JEWEL,
                Scope(kind=Kind.JEWELRY),
                _available(color=this.color, stone=this.others),
            )
        yield Complement.STONE, Scope(kind=Kind.STONE), _available(color=this.color)
        return
    same = Scope(kind=this.kind, type_id=this.type_id)
    alike = _available(color=this.color, shape=this.shape)
    if this.shape and (sizes := _same_size(this)):
        length, width = sizes
        yield Complement.PAIR, same, replace(alike, length=length, width=width)
    yield Complement.JEWEL, Scope(kind=Kind.JEWELRY), _available(color=this.color)
    if this.shape and this.length is not None:
        yield Complement.LARGER, same, replace(alike, length=Span(this.length + NEAR_MM, None))
        if this.length > NEAR_MM:
            yield Complement.SMALLER, same, replace(alike, length=Span(None, this.length - NEAR_MM))


def _around(middle: Decimal, distance: Decimal) -> Span:
    low, high = max(Decimal(0), middle - distance), middle + distance
    return Span(low.quantize(CENT), high.quantize(CENT))


def _same_size(this: _Subject) -> tuple[Span, Span] | None:
    """Return the length and width that differ by no more than `NEAR_MM`; None where they were not measured."""
    if this.length is None or this.width is None:
        return None
    return _around(this.length, NEAR_MM), _around(this.width, NEAR_MM)
