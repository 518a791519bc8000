"""Writes of promotions. The number of uses is decided in the statement that writes it, never before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.ledger import services as ledger
from commerce.pricing import services as pricing
from commerce.pricing.services import Quote
from commerce.promotions import domain, selectors
from commerce.promotions.domain import Missed, Obstacle, Piece, Stacked
from commerce.promotions.enums import Effect
from commerce.promotions.models import Coupon, DiscountTier, Promotion, Redemption
from gemkit import formats
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.money import Money

CONDITIONS = ("stone_types", "categories", "collections")


class CouponUnknown(DomainError):
    """No such code; a coupon that is switched off reads the same."""

    code = "COUPON_UNKNOWN"
    message = _("There is no promo code “{coupon}”. Check it for a slip.")
    status = 404
    attr = "code"


class CouponNotStarted(DomainError):
    """The coupon's time has not come."""

    code = "COUPON_NOT_STARTED"
    message = _("The promo code “{coupon}” is valid from {day} on.")
    attr = "code"


class CouponExpired(DomainError):
    """The coupon's time is over."""

    code = "COUPON_EXPIRED"
    message = _("The promo code “{coupon}” was valid until {day}.")
    attr = "code"


class CouponUsedUp(DomainError):
    """Others were quicker."""

    code = "COUPON_USED_UP"
    message = _("The promo code “{coupon}” has been used up.")
    attr = "code"


class CouponCustomerLimit(DomainError):
    """This customer has had their share."""

    code = "COUPON_CUSTOMER_LIMIT"
    message = _("You have used the promo code “{coupon}” already. Take it out of the cart to go on.")
    attr = "code"


class CouponNoMatch(DomainError):
    """Nothing in the cart is what the coupon is for."""

    code = "COUPON_NO_MATCH"
    message = _("Nothing in your cart belongs to the goods that the promo code “{coupon}” is for.")
    attr = "code"


class CouponOnlyReduced(DomainError):
    """All that fits is reduced already."""

    code = "COUPON_ONLY_REDUCED"
    message = _("The promo code “{coupon}” is not for goods that are reduced already.")
    attr = "code"


class CouponMinimum(DomainError):
    """The goods come to too little."""

    code = "COUPON_MINIMUM"
    message = _(
        "The promo code “{coupon}” is for orders from {minimum_text}: {missing_text} more of the goods it is for."
    )
    attr = "code"


class CouponNotBetter(DomainError):
    """The coupon does not combine, and the other discounts take more."""

    code = "COUPON_NOT_BETTER"
    message = _(
        "The promo code “{coupon}” does not go together with other discounts, and those give you more."
    )
    attr = "code"


REFUSALS: dict[Obstacle, type[DomainError]] = {
    Obstacle.UNKNOWN: CouponUnknown,
    Obstacle.NOT_STARTED: CouponNotStarted,
    Obstacle.EXPIRED: CouponExpired,
    Obstacle.USED_UP: CouponUsedUp,
    Obstacle.CUSTOMER_LIMIT: CouponCustomerLimit,
    Obstacle.NO_MATCH: CouponNoMatch,
    Obstacle.ONLY_REDUCED: CouponOnlyReduced,
    Obstacle.TOO_FEW: CouponNoMatch,
    Obstacle.MINIMUM: CouponMinimum,
    Obstacle.NOT_BETTER: CouponNotBetter,
}


def refusal(missed: Missed) -> DomainError:
    """Return the refusal that says why a coupon takes nothing, in the visitor's words."""
    terms, extra = missed.terms, {"coupon": missed.terms.text}
    if missed.obstacle == Obstacle.NOT_STARTED and terms.starts_at is not None:
        extra["day"] = formats.date(terms.starts_at)
    elif missed.obstacle == Obstacle.EXPIRED and terms.ends_at is not None:
        extra["day"] = formats.date(terms.ends_at)
    elif missed.obstacle == Obstacle.MINIMUM and terms.minimum is not None and missed.missing is not None:
        minimum, missing = Money(terms.minimum, "UAH"), Money(missed.missing, "UAH")
        return CouponMinimum(
            **extra,
            minimum=minimum,
            missing=missing,
            minimum_text=formats.money(minimum),
            missing_text=formats.money(missing),
        )
    return REFUSALS[missed.obstacle](**extra)


OBSTACLES = {
    Obstacle.UNKNOWN: _("there is no such code, or it is switched off"),
    Obstacle.NOT_STARTED: _("it has not begun"),
    Obstacle.EXPIRED: _("it is over"),
    Obstacle.USED_UP: _("it has been used up"),
    Obstacle.CUSTOMER_LIMIT: _("this customer has used it"),
    Obstacle.NO_MATCH: _("none of these goods is what it is for"),
    Obstacle.ONLY_REDUCED: _("all goods it is for are reduced already"),
    Obstacle.TOO_FEW: _("too few pieces of one item: {missing} more"),
    Obstacle.MINIMUM: _("the goods it is for come to too little: {missing_money} more"),
    Obstacle.NOT_BETTER: _("another discount takes more, and they do not go together"),
}


def obstacle_text(missed: Missed) -> str:
    """Return why a rule takes nothing, in the words of staff."""
    missing = missed.missing if missed.missing is not None else Decimal(0)
    return str(OBSTACLES[missed.obstacle]).format(
        missing=int(missing), missing_money=formats.money(Money(missing, "UAH"))
    )


def effect_text(rule: Coupon | Promotion) -> str:
    """Return ``−10 %``, ``−500 ₴`` or the words for free delivery."""
    if rule.effect == Effect.PERCENT:
        return f"{formats.MINUS}{formats.number(rule.value.normalize())}{formats.NBSP}%"
    if rule.effect == Effect.AMOUNT:
        return f"{formats.MINUS}{formats.money(Money(rule.value, 'UAH'))}"
    return str(Effect(rule.effect).label)


# --- Sums ---------------------------------------------------------------------------------------


def quote_with_offers(
    *,
    lines: Sequence[tuple[int, int]],
    currency: str,
    coupon_id: int | None = None,
    spend: Decimal | None = None,
) -> tuple[Quote, Stacked]:
    """Return what ``lines`` cost now with every rule that holds, and those rules; it writes nothing.

    Raises what `commerce.pricing.services.quote` does.
    """
    plain = pricing.quote(lines=lines, currency=currency)
    pieces = [
        Piece(line.variant_id, line.quantity, line.price.charged.amount, line.price.was is not None)
        for line in plain.lines
    ]
    stacked = selectors.offer(pieces, coupon_id=coupon_id, spend=spend)
    if not stacked.discounts:
        return plain, stacked
    return pricing.quote(lines=lines, currency=currency, discounts=stacked.discounts), stacked


# --- Redemption ---------------------------------------------------------------------------------


@write_transaction
def coupon_redeem(*, coupon_id: int, order_id: int, email: str, amount: Decimal) -> None:
    """Count one use of a coupon by an order; part of the checkout's transaction, its last lock.

    One statement decides whether there is a use left, and it holds the coupon's row, so that the uses of one
    customer are numbered one after the other. Raises CouponUsedUp and CouponCustomerLimit.
    """
    moment = now()
    open_now = Coupon.objects.filter(
        Q(limit__isnull=True) | Q(used__lt=F("limit")),
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        pk=coupon_id,
        is_active=True,
    )
    text = selectors.coupon_text(coupon_id)
    if open_now.update(used=F("used") + 1) != 1:
        raise CouponUsedUp(coupon=text)
    key = selectors.customer_key(email)
    taken = selectors.uses_of(coupon_id, key=key)
    nth = next(number for number in range(1, len(taken) + 2) if number not in taken)
    bound = Coupon.objects.values_list("per_customer", flat=True).get(pk=coupon_id)
    if bound is not None and nth > bound:
        raise CouponCustomerLimit(coupon=text)
    Redemption.objects.create(
        coupon_id=coupon_id, order_id=order_id, customer_key=key, nth=nth, amount=amount
    )
    ledger.audit(
        actor="buyer",
        kind="coupon",
        object_type="coupon",
        object_id=text,
        after={"order": order_id, "amount": amount},
        reason="redeemed",
    )


@write_transaction
def redemption_cancel(*, order_id: int, actor: str) -> None:
    """Give the uses of coupons by a cancelled order back, once."""
    rows = Redemption.objects.filter(order_id=order_id, cancelled_at__isnull=True).order_by("coupon_id")
    for redemption_id, coupon_id, amount in rows.values_list("pk", "coupon_id", "amount"):
        mine = Redemption.objects.filter(pk=redemption_id, cancelled_at__isnull=True)
        # The coupon's row first, as redeeming does: whoever cancels twice waits here and finds it done.
        Coupon.objects.select_for_update().get(pk=coupon_id)
        if mine.update(cancelled_at=now(), nth=None) != 1:
            continue
        Coupon.objects.filter(pk=coupon_id).update(used=F("used") - 1)
        ledger.audit(
            actor=actor,
            kind="coupon",
            object_type="coupon",
            object_id=selectors.coupon_text(coupon_id),
            before={"order": order_id, "amount": amount},
            reason="given back",
        )


# --- Rules --------------------------------------------------------------------------------------


class LimitBelowUsed(DomainError):
    """A coupon cannot be limited to fewer uses than it has had."""

    code = "LIMIT_BELOW_USED"
    message = _("It has been used {used} times already.")
    attr = "limit"


class CouponExists(DomainError):
    """There is a coupon with this code."""

    code = "COUPON_EXISTS"
    message = _("There is a coupon with this code already.")
    attr = "code"


@write_transaction
def coupon_save(*, coupon_id: int | None = None, values: Mapping[str, Any], actor: str) -> int:
    """Make a coupon or change one; returns its id.

    ``values`` are its fields and conditions. Raises LimitBelowUsed and CouponExists; the code is stored in
    capitals.
    """
    changed = {**values}
    if "code" in changed:
        changed["code"] = domain.code_read(changed["code"])
        if Coupon.objects.filter(code=changed["code"]).exclude(pk=coupon_id or 0).exists():
            raise CouponExists()
    if coupon_id is not None and changed.get("limit") is not None:
        used = Coupon.objects.select_for_update().values_list("used", flat=True).get(pk=coupon_id)
        if changed["limit"] < used:
            raise LimitBelowUsed(used=used)
    changed.pop("used", None)
    return _save(Coupon, coupon_id, changed, kind="coupon", actor=actor)


@write_transaction
def promotion_save(*, promotion_id: int | None = None, values: Mapping[str, Any], actor: str) -> int:
    """Make an automatic promotion or change one; returns its id."""
    return _save(Promotion, promotion_id, values, kind="promotion", actor=actor)


@write_transaction
def tier_save(*, tier_id: int | None = None, values: Mapping[str, Any], actor: str) -> int:
    """Make a step of the discount program or change one; returns its id."""
    return _save(DiscountTier, tier_id, values, kind="discount_tier", actor=actor)


def _save(
    model: type[models.Model], pk: int | None, values: Mapping[str, Any], *, kind: str, actor: str
) -> int:
    fields = {name: value for name, value in values.items() if name not in CONDITIONS}
    before = None
    if pk is None:
        row: Any = model._default_manager.create(**fields)
    else:
        row = model._default_manager.select_for_update().get(pk=pk)
        before = _told(row, values)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))  # never `used`, which others count up meanwhile
    for name in CONDITIONS:
        if name in values:
            getattr(row, name).set(values[name])
    after = _told(row, values)
    if before != after:
        ledger.audit(actor=actor, kind=kind, object_type=kind, object_id=str(row), before=before, after=after)
    return int(row.pk)


def _told(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of a row as the audit trail keeps them."""
    return {
        name: sorted(part.code for part in getattr(row, name).all())
        if name in CONDITIONS
        else getattr(row, name)
        for name in names
    }
