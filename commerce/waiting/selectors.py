"""Reads of the waiting list. Addresses leave here only for the letters to their owners."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import override

from catalog import selectors as catalog
from commerce.waiting.models import Wish

CONFIRM_SALT = "waiting.confirm.1"
LEAVE_SALT = "waiting.leave.1"
CONFIRM_DAYS = 7


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish as its owner sees it: the product and the links that only the letter holds."""

    product_name: str
    product_url: str
    told_name: str
    told_url: str
    is_similar_too: bool
    confirm_url: str
    leave_url: str


def wish_view(wish_id: int, *, language: str) -> WishView | None:
    """Return a wish in ``language``; None when it or its product is gone."""
    wish = Wish.objects.filter(pk=wish_id).first()
    if wish is None:
        return None
    named = catalog.product_links([wish.product_id, wish.told_product_id or 0], language=language)
    if wish.product_id not in named:
        return None
    name, url = named[wish.product_id]
    told_name, told_url = named.get(wish.told_product_id or 0, ("", ""))
    with override(language):
        confirm = reverse("waiting:confirm", args=[signing.dumps(wish.pk, salt=CONFIRM_SALT)])
        leave = reverse("waiting:leave", args=[signing.Signer(salt=LEAVE_SALT).sign(str(wish.pk))])
    return WishView(
        product_name=name,
        product_url=_absolute(url),
        told_name=told_name,
        told_url=_absolute(told_url),
        is_similar_too=wish.is_similar_too,
        confirm_url=_absolute(confirm),
        leave_url=_absolute(leave),
    )


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}" if path else ""


def wish_to_confirm(token: str) -> int | None:
    """Return the id of the wish that a link of a letter confirms; None for a link that is old or not ours."""
    try:
        found = signing.loads(token, salt=CONFIRM_SALT, max_age=dt.timedelta(days=CONFIRM_DAYS))
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None


def wish_to_leave(token: str) -> int | None:
    """Return the id of the wish that a link of a letter ends; None for a link that is not ours."""
    try:
        text = signing.Signer(salt=LEAVE_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return int(text) if text.isdecimal() else None


def is_awaited(product_id: int) -> bool:
    """Whether somebody who is still to be told waits for this product."""
    return Wish.objects.filter(product=product_id, confirmed_at__isnull=False, told_at__isnull=True).exists()


def open_wishes() -> QuerySet[Wish]:
    """Return the wishes that are confirmed and not answered, the oldest first."""
    return Wish.objects.filter(confirmed_at__isnull=False, told_at__isnull=True).order_by("asked_at", "pk")


def waiting_counts() -> QuerySet[Wish, Any]:
    """Return a row for each product that somebody waits or waited for: names and numbers, no addresses."""
    confirmed = Q(confirmed_at__isnull=False)
    return (
        Wish.objects.order_by()
        .values("product_id", "product__name_uk", "product__name_en")
        .annotate(
            waiting=Count("pk", filter=confirmed & Q(told_at__isnull=True)),
            unconfirmed=Count("pk", filter=~confirmed),
            told=Count("pk", filter=Q(told_at__isnull=False)),
            last_asked_at=Max("asked_at"),
        )
        .order_by("-waiting", "-last_asked_at", "product_id")
    )
