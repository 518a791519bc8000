"""Writes of the read model, in the transaction that changes what it copies.

Pricing and inventory, which lie above, call down with values; the catalog's own tables tell
`catalog.index.handlers`. Every write leaves a `CardChange`, by which all processes learn of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
