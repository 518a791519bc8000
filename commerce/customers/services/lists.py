"""Changes of what a visitor keeps.

A guest's lists live in cookies, so a change returns the new lists and the caller sends them
(`saved_write`). Nothing here reads a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.core import signing
from django.utils.translation import gettext_lazy as _

from commerce.customers import domain
from commerce.customers.domain import COMPARE_LIMIT, FAVORITES_LIMIT, Favorite, Saved
from commerce.customers.selectors import (
    COMPARE_COOKIE,
    COMPARE_SALT,
    FAVORITES_COOKIE,
    FAVORITES_SALT,
    TICKET_SALT,
)
from gemkit.clock import now
from gemkit.errors import DomainError


class FavoritesFull(DomainError):
    """A visitor keeps a limited number of favorites."""

    code = "FAVORITES_FULL"
    message = _("At most {limit} can be kept. Take one out first.")
    attr = "sku"


class CompareFull(DomainError):
    """Four columns are what a comparison can show."""

    code = "COMPARE_FULL"
    message = _("At most {limit} can be compared. Take one out first.")
    attr = "sku"


def favorites_add(*, saved: Saved, prices: Mapping[int, Decimal | None]) -> Saved:
    """Save the variants that ``prices`` names, with the price in UAH charged now; those that are kept stay.

    All or nothing: raises FavoritesFull when they do not all fit.
    """
    moment = domain.whole_minute(now())
    new = [Favorite(variant_id, price, moment) for variant_id, price in prices.items()]
    merged = domain.merge_favorites(saved.favorites, new)
    if merged.left_over:
        raise FavoritesFull(limit=FAVORITES_LIMIT)
    return replace(saved, favorites=merged.kept)


def favorite_restore(*, saved: Saved, favorite: Favorite) -> Saved:
    """Put a favorite back as it was, at its old place and with its old price."""
    merged = domain.merge_favorites(saved.favorites, [favorite])
    if merged.left_over:
        raise FavoritesFull(limit=FAVORITES_LIMIT)
    return replace(saved, favorites=merged.kept)


def favorite_remove(*, saved: Saved, variant_ids: tuple[int, ...]) -> Saved:
    """Take variants out of the favorites; what is not there does not matter."""
    kept = tuple(favorite for favorite in saved.favorites if favorite.variant_id not in variant_ids)
    return replace(saved, favorites=kept)


def favorites_clear(*, saved: Saved) -> Saved:
    return replace(saved, favorites=())


def compare_add(*, saved: Saved, variant_ids: tuple[int, ...]) -> Saved:
    """Put variants beside those compared; raises CompareFull when they do not all fit."""
    merged = domain.merge_compare(variant_ids, saved.compare)
    if merged.left_over:
        raise CompareFull(limit=COMPARE_LIMIT)
    return replace(saved, compare=merged.kept)


def compare_remove(*, saved: Saved, variant_ids: tuple[int, ...]) -> Saved:
    """Take variants out of the comparison; what is not there does not matter."""
    return replace(saved, compare=tuple(pk for pk in saved.compare if pk not in variant_ids))


def compare_clear(*, saved: Saved) -> Saved:
    return replace(saved, compare=())


def favorite_ticket(*, favorite: Favorite) -> str:
    """Return a signed text by which a favorite just taken out can be put back with its old price."""
    return signing.Signer(salt=TICKET_SALT).sign(domain.favorites_text([favorite]))


def saved_write(*, saved: Saved, before: Saved) -> dict[str, str]:
    """Return the cookies to send after a change: name → signed text, empty where a list became empty."""
    cookies = {}
    if saved.favorites != before.favorites:
        text = domain.favorites_text(saved.favorites)
        cookies[FAVORITES_COOKIE] = signing.TimestampSigner(salt=FAVORITES_SALT).sign(text) if text else ""
    if saved.compare != before.compare:
        text = domain.ids_text(saved.compare)
        cookies[COMPARE_COOKIE] = signing.TimestampSigner(salt=COMPARE_SALT).sign(text) if text else ""
    return cookies
