"""Writes of the read model, in the transaction that changes what it copies.

Pricing and inventory, which lie above, call down with values; the catalog's own tables tell
`catalog.index.handlers`. Every write leaves a `CardChange`, by which all processes learn of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Final

from django.db import transaction

from catalog.index.faces import faces_of
from catalog.index.loading import batched_ids
from catalog.index.state import changed_here
from catalog.models import CardChange, Picture, ProductVariant, VariantCard, VariantMedia
from catalog.selectors.pictures import Copy, picture_copies
from gemkit.clock import now

KEPT = dt.timedelta(days=1)


class Unset(Enum):
    """Marks an argument that was not given: None is a value of its own (no price)."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
Reduction = tuple[dt.datetime | None, dt.datetime | None]

# Products whose faces are to be written at the end of a bulk import; None outside of one.
_held: ContextVar[set[int] | None] = ContextVar("cards_held", default=None)


def card_write(
    variant_id: int,
    *,
    price_usd: Decimal | Unset | None = UNSET,
    price_uah: Decimal | Unset | None = UNSET,
    reduction: Reduction | Unset | None = UNSET,
    available: int | Unset = UNSET,
    ordered: int | Unset = UNSET,
) -> None:
    """Write what is given into the variant's card, making the card if there is none.

    ``reduction`` is the period (from, until) in which the price that counts stands beside an earlier one, None
    without one. Called inside the transaction that changes the price or the stock, so the copy is never behind.
    """
    given = {"price_usd": price_usd, "price_uah": price_uah, "available": available, "ordered": ordered}
    values: dict[str, object] = {name: value for name, value in given.items() if value is not UNSET}
    if reduction is not UNSET:
        values["is_reduced"] = reduction is not None
        values["sale_from"], values["sale_until"] = reduction or (None, None)
    if VariantCard.objects.filter(variant_id=variant_id).update(**values, updated_at=now()) == 0:
        VariantCard.objects.create(variant_id=variant_id, **values)
    CardChange.objects.create(
        product_id=ProductVariant.objects.values_list("product_id").get(pk=variant_id)[0]
    )


@dataclass(frozen=True, slots=True)
class CardPrices:
    """What `card_write` takes of one variant's prices."""

    variant_id: int
    price_usd: Decimal | None
    price_uah: Decimal | None
    reduction: Reduction | None


def cards_write(prices: Iterable[CardPrices]) -> None:
    """Write the prices of many cards, in order of their variants: three queries for five hundred of them.

    Called like `card_write`. The order is that in which everybody takes cards, so that nobody waits for ever.
    """
    ordered = sorted(prices, key=lambda one: one.variant_id)
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        VariantCard.objects.bulk_create(
            [
                VariantCard(
                    variant_id=one.variant_id,
                    price_usd=one.price_usd,
                    price_uah=one.price_uah,
                    is_reduced=one.reduction is not None,
                    sale_from=one.reduction[0] if one.reduction else None,
                    sale_until=one.reduction[1] if one.reduction else None,
                )
                for one in some
            ],
            update_conflicts=True,
            unique_fields=["variant"],
            update_fields=["price_usd", "price_uah", "is_reduced", "sale_from", "sale_until", "updated_at"],
        )
        _trace_variants([one.variant_id for one in some])


def cards_stock_write(available: Mapping[int, int], ordered: Mapping[int, int]) -> None:
    """Write what can be bought now, and what was ordered, into many cards; like `cards_write`."""
    for some in batched_ids(available):
        VariantCard.objects.bulk_create(
            [VariantCard(variant_id=pk, available=available[pk], ordered=ordered.get(pk, 0)) for pk in some],
            update_conflicts=True,
            unique_fields=["variant"],
            update_fields=["available", "ordered", "updated_at"],
        )
        _trace_variants(some)


def _trace_variants(variant_ids: Collection[int]) -> None:
    products = ProductVariant.objects.filter(pk__in=variant_ids).order_by()
    _trace(sorted(set(products.values_list("product_id", flat=True))))


@transaction.atomic
def faces_write(product_ids: Collection[int]) -> None:
    """Write anew what cards show of all variants of some products.

    Pictures that have no scaled copies yet get them after the commit, and then come to their cards.
    """
    for ids in batched_ids(set(product_ids)):
        faces, bare = faces_of(ids)
        cards = {card.variant_id: card for card in VariantCard.objects.filter(variant__in=faces)}
        moment = now()
        for variant_id, card in cards.items():
            card.face, card.updated_at = faces[variant_id], moment
        VariantCard.objects.bulk_update(cards.values(), ["face", "updated_at"], batch_size=200)
        VariantCard.objects.bulk_create(
            VariantCard(variant_id=pk, face=face) for pk, face in faces.items() if pk not in cards
        )
        _trace(ids)
        if bare:
            transaction.on_commit(partial(pictures_scale, bare))


def faces_changed(product_ids: Iterable[int]) -> None:
    """Write the faces of some products, or remember them while a bulk change holds cards back."""
    held = _held.get()
    if held is None:
        faces_write(set(product_ids))
    else:
        held.update(product_ids)


@contextmanager
def cards_held() -> Iterator[None]:
    """Write the faces of all products that change inside once, at the end; for imports."""
    outer = _held.get()
    held: set[int] = set() if outer is None else outer
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    if outer is None and held:
        faces_write(held)


def words_changed() -> None:
    """Tell every process that a dictionary, the hierarchy or a collection changed."""
    _trace([None])


def _trace(product_ids: Iterable[int | None]) -> None:
    CardChange.objects.bulk_create(CardChange(product_id=pk) for pk in product_ids)
    changed_here()


def pictures_changed(picture_ids: Collection[int]) -> None:
    """Write the faces of the products whose galleries show some pictures."""
    shown = VariantMedia.objects.filter(picture__in=picture_ids).order_by()
    if products := set(shown.values_list("variant__product_id", flat=True)):
        faces_changed(products)


def pictures_scale(picture_ids: Collection[int]) -> dict[int, list[Copy]]:
    """Make the scaled copies of pictures that have none, bring them to their cards and return them."""
    made = picture_copies(Picture.objects.filter(pk__in=picture_ids))
    made = {pk: copies for pk, copies in made.items() if copies}
    if made:
        pictures_changed(made.keys())
    return made


def changes_prune() -> int:
    """Delete changes that every process has long seen; returns how many."""
    return CardChange.objects.filter(at__lt=now() - KEPT).delete()[0]
