"""Pure rules of what a visitor keeps: favorites and a comparison, as lists that can be merged and written down.

Variants are named by id. A list is written as short text of lower-case letters, digits, "." and "_", so that a
full one fits into a cookie (at most 4096 bytes with its name) and into a link.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

FAVORITES_LIMIT = 100
COMPARE_LIMIT = 4

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LARGEST_ID = 2**63 - 1  # what a database calls a big integer
_EPOCH = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Favorite:
    """A saved variant. ``price`` is what was charged for it then, in UAH; None when it had no price."""

    variant_id: int
    price: Decimal | None
    saved_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What a visitor keeps: favorites, newest first, and up to four variants side by side, in order."""

    favorites: tuple[Favorite, ...] = ()
    compare: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedFavorites:
    """Two lists made one; ``left_over`` did not fit."""

    kept: tuple[Favorite, ...]
    left_over: tuple[Favorite, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedCompare:
    """Two comparisons made one; ``left_over`` did not fit and belongs into the favorites."""

    kept: tuple[int, ...]
    left_over: tuple[int, ...] = ()


def merge_favorites(
    own: Iterable[Favorite], guest: Iterable[Favorite], *, limit: int = FAVORITES_LIMIT
) -> MergedFavorites:
    """Return both lists as one, newest first.

    A variant that is in both keeps its first saving: the price then is what a later note compares with.
    Beyond ``limit`` the oldest are left over. Merging a list with itself changes nothing.
    """
    first: dict[int, Favorite] = {}
    for favorite in (*own, *guest):
        known = first.get(favorite.variant_id)
        if known is None or favorite.saved_at < known.saved_at:
            first[favorite.variant_id] = favorite
    ordered = newest_first(first.values())
    return MergedFavorites(ordered[:limit], ordered[limit:])


def merge_compare(own: Iterable[int], guest: Iterable[int], *, limit: int = COMPARE_LIMIT) -> MergedCompare:
    """Return both comparisons as one: what lies before the visitor now (``guest``) first, then the own.

    Nothing is lost: what does not fit is handed back, for the favorites.
    """
    ordered = tuple(dict.fromkeys((*guest, *own)))
    return MergedCompare(ordered[:limit], ordered[limit:])


def newest_first(favorites: Iterable[Favorite]) -> tuple[Favorite, ...]:
    """Return ``favorites`` in the order of the page; of one minute the larger id first."""
    return tuple(
        sorted(favorites, key=lambda favorite: (favorite.saved_at, favorite.variant_id), reverse=True)
    )


def whole_minute(moment: dt.datetime) -> dt.datetime:
    """Return ``moment`` as precise as a list keeps it."""
    return _EPOCH + (moment - _EPOCH) // _MINUTE * _MINUTE


def favorites_text(favorites: Iterable[Favorite]) -> str:
    """Write favorites down: ``id.kopecks.minutes`` in base 36, joined by "_"; no price leaves the middle empty."""
    return "_".join(
        ".".join(
            (
                _text(favorite.variant_id),
                "" if favorite.price is None else _text(int(favorite.price * 100)),
                _text((favorite.saved_at - _EPOCH) // _MINUTE),
            )
        )
        for favorite in favorites
    )


def favorites_read(text: str) -> tuple[Favorite, ...]:
    """Read what `favorites_text` wrote; raises ValueError for anything else."""
    favorites = []
    for part in text.split("_") if text else []:
        variant, price, minutes = part.split(".")
        favorites.append(
            Favorite(
                variant_id=_id(variant),
                price=Decimal(_number(price)) / 100 if price else None,
                saved_at=_EPOCH + _number(minutes) * _MINUTE,
            )
        )
    return tuple(favorites[:FAVORITES_LIMIT])


def ids_text(variant_ids: Iterable[int]) -> str:
    """Write ids down in base 36, joined by "_"."""
    return "_".join(map(_text, variant_ids))


def ids_read(text: str, *, limit: int) -> tuple[int, ...]:
    """Read what `ids_text` wrote, without repeats, ``limit`` at most; raises ValueError for anything else."""
    found = [_id(part) for part in text.split("_")] if text else []
    return tuple(dict.fromkeys(found))[:limit]


def typed_ids(values: Sequence[str], *, limit: int = FAVORITES_LIMIT) -> tuple[int, ...]:
    """Return the variant ids that a form sent, one or several joined by commas; nonsense is left out."""
    parts = ",".join(value[: limit * 20] for value in values[:limit]).split(",")
    found = [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 20]
    return tuple(dict.fromkeys(pk for pk in found if 0 < pk <= _LARGEST_ID))[:limit]


def _text(number: int) -> str:
    if number < 0:
        raise ValueError("only numbers from 0 up are written")
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def _number(text: str) -> int:
    if not text or len(text) > 13 or not (text.isascii() and text.isalnum()):
        raise ValueError("not a written number")
    return int(text, 36)


def _id(text: str) -> int:
    number = _number(text)
    if not 0 < number <= _LARGEST_ID:
        raise ValueError("not an id")
    return number
