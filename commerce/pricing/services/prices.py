"""Writes of stored prices: standing ones, dated ones, and their turn by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.index import services as index
from commerce.ledger import services as ledger
from commerce.pricing import selectors
from commerce.pricing.domain import BASE, CHARGED, PriceRow
from commerce.pricing.events import PriceChanged
from commerce.pricing.models import VariantPrice
from commerce.pricing.services.refusals import CurrencyUnknown, PriceInvalid
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish
from gemkit.money import CENT


@write_transaction
def price_set(
    *,
    variant_id: int,
    currency: str,
    amount: Decimal,
    was_amount: Decimal | None = None,
    sale_from: dt.datetime | None = None,
    sale_until: dt.datetime | None = None,
    actor: str,
    reason: str = "",
) -> None:
    """Set the price of a variant: USD is the base, UAH an override that wins over conversion.

    The read model follows in the same transaction; an unchanged price writes nothing. A dated price without an
    end that is in force makes way: what is set by hand now is what counts. Periods and later changes stay.
    """
    if currency not in settings.SHOP_CURRENCIES:
        raise CurrencyUnknown(currency=currency)
    check_amount(amount)
    if was_amount is not None:
        check_amount(was_amount)
        if was_amount <= amount:
            raise PriceInvalid(attr="was_amount", amount=was_amount)
    values = {"amount": amount, "was_amount": was_amount, "sale_from": sale_from, "sale_until": sale_until}
    row = _standing(variant_id, currency)
    before = None if row is None else {name: getattr(row, name) for name in values}
    hidden = _lasting_in_force(variant_id, currency)
    if before == values and not hidden.exists():
        return
    hidden.delete()
    VariantPrice.objects.update_or_create(
        variant_id=variant_id, currency=currency, valid_from=None, defaults=values
    )
    _price_changed(variant_id, currency, before=before, after=values, actor=actor, reason=reason)


@write_transaction
def price_remove(*, variant_id: int, currency: str, actor: str, reason: str = "") -> None:
    """Remove a stored price; without a UAH override the converted price is charged again."""
    row, hidden = _standing(variant_id, currency), _lasting_in_force(variant_id, currency)
    counted = hidden.order_by("valid_from").last() or row
    if counted is None:
        return
    before = {"amount": counted.amount, "was_amount": counted.was_amount}
    hidden.delete()
    if row is not None:
        row.delete()
    _price_changed(variant_id, currency, before=before, after=None, actor=actor, reason=reason)


def _standing(variant_id: int, currency: str) -> VariantPrice | None:
    rows = VariantPrice.objects.select_for_update().filter(valid_from__isnull=True)
    return rows.filter(variant_id=variant_id, currency=currency).first()


def _lasting_in_force(variant_id: int, currency: str) -> QuerySet[VariantPrice]:
    """Return the dated prices that would hide a standing one from now on."""
    lasting = VariantPrice.objects.filter(valid_from__lte=now(), valid_until__isnull=True)
    return lasting.filter(variant_id=variant_id, currency=currency)


class DatesInvalid(DomainError):
    """The price would never hold."""

    code = "PRICE_DATES_INVALID"
    message = _("A price holds from its start to a later end that has not passed yet.")
    status = 400
    attr = "valid_until"


class DateTaken(DomainError):
    """Another price of the variant begins at that moment."""

    code = "PRICE_DATE_TAKEN"
    message = _("Another price in this currency begins at the same moment.")
    attr = "valid_from"


class PriceOver(DomainError):
    """The dated price is history."""

    code = "PRICE_OVER"
    message = _("This price is over; it stays in the history.")


@write_transaction
def price_schedule(
    *,
    variant_id: int,
    currency: str,
    amount: Decimal,
    valid_from: dt.datetime,
    valid_until: dt.datetime | None = None,
    is_reduction: bool = False,
    actor: str,
    reason: str = "",
) -> int:
    """Let a price take effect by the clock, at ``valid_from``, and end at ``valid_until`` (None: stay).

    A reduction strikes out the price it stands before, as long as that is higher. A start that has passed
    means at once. Returns the id by which `price_unschedule` takes it back.
    """
    if currency not in settings.SHOP_CURRENCIES:
        raise CurrencyUnknown(currency=currency)
    check_amount(amount)
    moment = now()
    if valid_until is not None and valid_until <= max(moment, valid_from):
        raise DatesInvalid()
    row, is_new = VariantPrice.objects.get_or_create(
        variant_id=variant_id,
        currency=currency,
        valid_from=valid_from,
        defaults={
            "amount": amount,
            "valid_until": valid_until,
            "is_reduction": is_reduction,
            "turn_at": valid_from if valid_from > moment else valid_until,
            "reason": reason[:200],
        },
    )
    if not is_new:
        raise DateTaken(valid_from=valid_from)
    _price_changed(variant_id, currency, before=None, after=_dated(row), actor=actor, reason=reason)
    return row.pk


@write_transaction
def price_unschedule(*, price_id: int, actor: str, reason: str = "") -> None:
    """Take a dated price back: one that has not begun disappears, one that holds ends now."""
    row = VariantPrice.objects.select_for_update().filter(pk=price_id, valid_from__isnull=False).first()
    moment = now()
    if row is None or row.valid_from is None or (row.valid_until is not None and row.valid_until <= moment):
        raise PriceOver()
    before = _dated(row)
    if row.valid_from >= moment:
        row.delete()
        after = None
    else:
        row.valid_until, row.turn_at = moment, None
        row.save(update_fields=["valid_until", "turn_at", "updated_at"])
        after = _dated(row)
    _price_changed(row.variant_id, row.currency, before=before, after=after, actor=actor, reason=reason)


def prices_turn() -> int:
    """Write the read model of every dated price that began or ended since; returns of how many.

    Safe to run twice and by several at once: a turn belongs to whoever moves ``turn_at`` on.
    """
    due = VariantPrice.objects.filter(turn_at__lte=now()).order_by("turn_at", "pk")
    found = due.values_list("pk", "turn_at")
    return sum(_turn(price_id, turn_at) for price_id, turn_at in found if turn_at is not None)


@write_transaction
def _turn(price_id: int, turn_at: dt.datetime) -> bool:
    row = VariantPrice.objects.filter(pk=price_id).first()
    if row is None:
        return False
    later = row.valid_until if row.valid_until is not None and row.valid_until > now() else None
    if not VariantPrice.objects.filter(pk=price_id, turn_at=turn_at).update(turn_at=later):
        return False
    card_refresh(row.variant_id)
    publish(PriceChanged(variant_id=row.variant_id, currency=row.currency))
    return True


def _dated(row: VariantPrice) -> dict[str, Any]:
    names = ("amount", "valid_from", "valid_until", "is_reduction")
    return {name: getattr(row, name) for name in names}


def check_amount(amount: Decimal) -> None:
    """Refuse what cannot be a price; raises `PriceInvalid`."""
    if (
        not amount.is_finite()
        or amount <= 0
        or amount >= Decimal(10) ** 10
        or amount != amount.quantize(CENT)
    ):
        raise PriceInvalid(amount=amount)


def _price_changed(
    variant_id: int,
    currency: str,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    actor: str,
    reason: str,
) -> None:
    if currency in {BASE, CHARGED}:
        card_refresh(variant_id)
    ledger.audit(
        actor=actor,
        kind="price",
        object_type="variant",
        object_id=variant_id,
        before=None if before is None else {"currency": currency, **before},
        after=None if after is None else {"currency": currency, **after},
        reason=reason,
    )
    publish(PriceChanged(variant_id=variant_id, currency=currency))


def card_refresh(variant_id: int) -> None:
    """Write a variant's prices and its reduction into the read model; inside the caller's transaction."""
    row = _card_of(variant_id, selectors.prices_in_force([variant_id]).get(variant_id, {}))
    index.card_write(variant_id, price_usd=row.price_usd, price_uah=row.price_uah, reduction=row.reduction)


def cards_refresh(variant_ids: Sequence[int]) -> None:
    """The same for many variants, in order of their ids; four queries for five hundred."""
    rows = selectors.prices_in_force(variant_ids)
    index.cards_write(_card_of(variant_id, rows.get(variant_id, {})) for variant_id in variant_ids)


def _card_of(variant_id: int, rows: Mapping[str, PriceRow]) -> index.CardPrices:
    base, override = rows.get(BASE), rows.get(CHARGED)
    counts = override or base
    reduced = counts is not None and counts.was_amount is not None and counts.was_amount > counts.amount
    return index.CardPrices(
        variant_id,
        price_usd=base.amount if base else None,
        price_uah=override.amount if override else None,
        reduction=(counts.sale_from, counts.sale_until) if counts is not None and reduced else None,
    )
