"""Which variants are nearly gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet

from catalog import selectors as catalog
from commerce.inventory.domain import is_low
from commerce.inventory.models import StockItem


@dataclass(frozen=True, slots=True)
class LowRow:
    """A variant that is at its level or below; ``low_at`` is the level that counts for it."""

    variant_id: int
    sku: str
    name: str
    free: int
    reserved: int
    low_at: int
    since: dt.datetime | None


def levels_crossed() -> tuple[list[int], list[int]]:
    """Return the stock rows that came back above their level, and those that came down to it, one query."""
    back, low = [], []
    rows = StockItem.objects.order_by("pk").values_list(
        "pk", "on_hand", "reserved", "low_at", "ran_low_at", "variant__is_one_of_a_kind", "variant__is_active"
    )
    for pk, on_hand, reserved, low_at, ran_low_at, is_single, is_active in rows.iterator():
        now_low = is_active and is_low(
            free=on_hand - reserved,
            low_at=low_at,
            default=settings.LOW_STOCK_AT,
            is_one_of_a_kind=is_single,
        )
        if now_low and ran_low_at is None:
            low.append(pk)
        elif not now_low and ran_low_at is not None:
            back.append(pk)
    return back, low


def low_count() -> int:
    """Return how many variants on sale are at their level or below."""
    return _low().count()


def low_rows(*, language: str, limit: int | None = None) -> list[LowRow]:
    """Return the variants that are nearly gone, the scarcest first; three queries at any number."""
    found: Any = _low().order_by("free", "variant__sku")
    rows = list(
        found.values_list("variant_id", "free", "reserved", "low_at", "ran_low_at")[
            : limit if limit else None
        ]
    )
    known = catalog.variant_summaries([row[0] for row in rows], language=language)
    return [
        LowRow(
            variant_id=variant_id,
            sku=known[variant_id].sku,
            name=known[variant_id].name,
            free=free,
            reserved=reserved,
            low_at=settings.LOW_STOCK_AT if low_at is None else low_at,
            since=since,
        )
        for variant_id, free, reserved, low_at, since in rows
    ]


def _low() -> QuerySet[Any]:
    """The same rule as `domain.is_low`, as SQL."""
    by_default = Q(low_at__isnull=True, variant__is_one_of_a_kind=False, free__lte=settings.LOW_STOCK_AT)
    if settings.LOW_STOCK_AT < 1:
        by_default = Q(pk__isnull=True)
    own = Q(low_at__gt=0, free__lte=F("low_at"))
    return StockItem.objects.annotate(free=F("on_hand") - F("reserved")).filter(
        by_default | own, variant__is_active=True
    )
