"""Reads of promotions: which rules stand, and what they mean for the goods of a cart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, prefetch_related_objects

from catalog.index import selectors as index
from catalog.index.questions import Prices
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import BASE, DiscountKind
from commerce.promotions import domain
from commerce.promotions.domain import Missed, Piece, Stacked, Terms
from commerce.promotions.enums import Source
from commerce.promotions.models import Coupon, DiscountTier, Offer, Promotion, Redemption
from gemkit.clock import now
from gemkit.prepared import Reading
from gemkit.tokens import keyed_token

_CONDITIONS = ("stone_types", "categories", "collections")
_RUNNING = Reading(
    lambda moment: Promotion.objects.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=moment),
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        is_active=True,
    ).order_by("pk")
)

SpendSource = Callable[[int], Decimal]
"""Customer → what their received orders come to, in UAH. Orders lie above and register themselves."""

_spend_source: SpendSource | None = None


@dataclass(frozen=True, slots=True)
class CouponFault:
    """A coupon that no longer counts as it did: ``used`` against its redemptions."""

    code: str
    used: int
    redeemed: int


def spend_told_by(source: SpendSource) -> None:
    """Let ``source`` say what a customer has bought so far."""
    global _spend_source
    _spend_source = source


def lifetime_spend(customer_id: int | None) -> Decimal | None:
    """Return what a known customer has bought so far; None for a guest."""
    if customer_id is None or _spend_source is None:
        return None
    return _spend_source(customer_id)


def customer_key(email: str) -> str:
    """Return the mark of a customer in redemptions: a keyed hash of the address.

    Capitals and a "+tag" before the @ make no other customer.
    """
    name, _at, host = email.strip().lower().partition("@")
    return keyed_token(settings.ORDER_LINK_KEY, "coupon", f"{name.partition('+')[0]}@{host}")


# --- Rules as plain values ----------------------------------------------------------------------


def coupon_id_of(typed: str) -> int | None:
    """Return the coupon with this code, in capitals or small letters; None for an unknown one."""
    code = domain.code_read(typed)
    return Coupon.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def running_promotions(moment: dt.datetime) -> list[Promotion]:
    """Return the promotions that run at ``moment``, the oldest first."""
    rows = _RUNNING(moment=moment)
    prefetch_related_objects(rows, *_CONDITIONS)
    return rows


def tiers() -> list[tuple[Decimal, Terms]]:
    """Return the steps of the discount program: from which spend on, and what they give."""
    return [(row.min_spend, _tier(row)) for row in DiscountTier.objects.filter(is_active=True)]


def _tier(row: DiscountTier) -> Terms:
    return Terms(
        source=Source.TIER,
        id=row.pk,
        names={"uk": row.name_uk, "en": row.name_en},
        kind=DiscountKind.PERCENT,
        value=row.percent,
        excludes_reduced=row.excludes_reduced,
    )


def _with_conditions(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.prefetch_related(*_CONDITIONS)


def _terms(row: Offer, variant_ids: Collection[int]) -> Terms:
    """Return a coupon or promotion with the variants it is for."""
    stones = [stone.pk for stone in row.stone_types.all()]
    categories = [category.pk for category in row.categories.all()]
    collections = [collection.code for collection in row.collections.all()]
    lines = None
    if stones or categories or collections:
        rate = pricing.current_rate(BASE)
        lines = index.variants_in(
            variant_ids,
            Prices(rate.rate if rate else None),
            stones=stones,
            categories=categories,
            collections=collections,
        )
    terms = Terms(
        source=Source.PROMOTION,
        id=row.pk,
        names={"uk": row.name_uk, "en": row.name_en},
        kind=DiscountKind(row.effect),
        value=row.value,
        at_most=row.at_most,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_active=row.is_active,
        minimum=row.minimum,
        excludes_reduced=row.excludes_reduced,
        lines=lines,
    )
    if isinstance(row, Coupon):
        return replace(
            terms,
            source=Source.COUPON,
            text=row.code,
            can_combine=row.can_combine,
            limit=row.limit,
            used=row.used,
        )
    return replace(terms, min_quantity=row.min_quantity) if isinstance(row, Promotion) else terms


# --- What holds for some goods ------------------------------------------------------------------


def offer(
    pieces: Sequence[Piece],
    *,
    coupon_id: int | None = None,
    spend: Decimal | None = None,
    moment: dt.datetime | None = None,
) -> Stacked:
    """Return which rules make ``pieces`` cheaper now, and why others do not.

    ``spend`` is what a known customer has bought so far, for the discount program. One query while nothing
    runs; three more for the conditions of promotions, as many for a coupon.
    """
    at = moment or now()
    ids = [piece.variant_id for piece in pieces]
    row = _with_conditions(Coupon.objects.filter(pk=coupon_id)).first() if coupon_id is not None else None
    return domain.stack(
        pieces,
        promotions=[_terms(promotion, ids) for promotion in running_promotions(at)],
        coupon=_terms(row, ids) if row is not None else None,
        tier=domain.tier_for(spend, tiers()) if spend is not None else None,
        moment=at,
    )


def preview(
    pieces: Sequence[Piece], *, code: str = "", spend: Decimal | None = None, moment: dt.datetime
) -> Stacked:
    """Return the same as `offer` with everything that staff may ask of: promotions not running, tiers not reached.

    An unknown code is among what is missed.
    """
    ids = [piece.variant_id for piece in pieces]
    rows = _with_conditions(Promotion.objects.filter(is_active=True)).order_by("pk")
    coupon = None
    if code:
        known = coupon_id_of(code)
        row = _with_conditions(Coupon.objects.filter(pk=known)).first() if known is not None else None
        coupon = _terms(row, ids) if row is not None else _unknown(code)
    return domain.stack(
        pieces,
        promotions=[_terms(row, ids) for row in rows],
        coupon=coupon,
        tier=domain.tier_for(spend, tiers()) if spend is not None else None,
        moment=moment,
    )


def _unknown(code: str) -> Terms:
    return Terms(
        Source.COUPON, 0, {"uk": code, "en": code}, DiscountKind.FREE_DELIVERY, Decimal(0), is_active=False, text=code
    )  # fmt: skip


def pieces_of(lines: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return (variant id, quantity) lines that have a price as promotions see them."""
    prices = pricing.variant_prices([variant_id for variant_id, _quantity in lines])
    return [
        Piece(variant_id, quantity, price.charged.amount, is_reduced=price.was is not None)
        for variant_id, quantity in lines
        if (price := prices.get(variant_id)) is not None
    ]


# --- Coupons ------------------------------------------------------------------------------------


def coupon_text(coupon_id: int) -> str:
    """Return the code of a coupon."""
    return Coupon.objects.values_list("code", flat=True).get(pk=coupon_id)


def uses_left(coupon_id: int, *, key: str) -> int | None:
    """Return how often a customer may still use a coupon; None without a bound."""
    bound = Coupon.objects.values_list("per_customer", flat=True).get(pk=coupon_id)
    if bound is None:
        return None
    return max(0, bound - len(uses_of(coupon_id, key=key)))


def uses_of(coupon_id: int, *, key: str) -> set[int]:
    """Return the numbers of a customer's uses of a coupon that were not given back."""
    rows = Redemption.objects.filter(coupon_id=coupon_id, customer_key=key, nth__isnull=False)
    return {nth for nth in rows.values_list("nth", flat=True) if nth is not None}


def coupons_that_differ() -> list[CouponFault]:
    """Return the coupons whose count is not that of their redemptions."""
    counted = Coupon.objects.annotate(
        redeemed=Count("redemptions", filter=Q(redemptions__cancelled_at__isnull=True))
    )
    rows = counted.exclude(used=F("redeemed")).order_by("pk").values_list("code", "used", "redeemed")
    return [CouponFault(*row) for row in rows]


__all__ = [
    "CouponFault",
    "Missed",
    "Piece",
    "Stacked",
    "coupon_id_of",
    "coupon_text",
    "coupons_that_differ",
    "customer_key",
    "lifetime_spend",
    "offer",
    "pieces_of",
    "preview",
    "spend_told_by",
    "tiers",
    "uses_left",
    "uses_of",
]
