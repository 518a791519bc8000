"""Writes of many lasting prices in one act: a few queries for five hundred, locks in order of variants.

The lasting price of a variant in a currency is its standing row, or the dated rows without an end that are in force
before it. What is set by hand takes the place of both, as in `services.prices.price_set`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commerce.ledger import services as ledger
from commerce.pricing.domain import BASE, CHARGED
from commerce.pricing.events import PriceChanged
from commerce.pricing.models import VariantPrice
from commerce.pricing.services.prices import cards_refresh, check_amount
from commerce.pricing.services.refusals import PriceInvalid
from gemkit.events import publish

BATCH = 500
_SUMS = ("amount", "was_amount")
_MOMENTS = ("sale_from", "sale_until", "valid_from", "valid_until", "turn_at", "updated_at")
_PLAIN = ("id", "variant_id", "currency", "is_reduction", "reason")
_TOLD = ("amount", "was_amount", "sale_from", "sale_until")


@dataclass(slots=True)
class Lasting:
    """The stored rows of a variant's lasting price in one currency."""

    standing: VariantPrice | None = None
    dated: list[VariantPrice] = field(default_factory=list)
    is_hidden: bool = False
    starts: set[dt.datetime] = field(default_factory=set)

    @property
    def counts(self) -> VariantPrice | None:
        """The row whose amount lasts."""
        return self.dated[-1] if self.dated else self.standing

    def as_json(self) -> dict[str, Any]:
        """Return every column of every row: two that are equal are equal to the byte."""
        return {
            "standing": None if self.standing is None else row_as_json(self.standing),
            "dated": [row_as_json(row) for row in self.dated],
        }


@dataclass(frozen=True, slots=True)
class NewPrice:
    """The lasting price that a variant gets; no ``amount`` removes it."""

    variant_id: int
    amount: Decimal | None
    was_amount: Decimal | None = None
    sale_from: dt.datetime | None = None
    sale_until: dt.datetime | None = None


def row_as_json(row: VariantPrice) -> dict[str, Any]:
    """Return all columns of a stored price, without loss."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    values |= {name: None if (sum_ := getattr(row, name)) is None else f"{sum_:.2f}" for name in _SUMS}
    return values | {
        name: None if (moment := getattr(row, name)) is None else moment.astimezone(dt.UTC).isoformat()
        for name in _MOMENTS
    }


def row_from_json(stored: Mapping[str, Any]) -> VariantPrice:
    """Return the row that `row_as_json` was given, as it is to be stored again."""
    values: dict[str, Any] = {name: stored[name] for name in _PLAIN}
    values |= {name: None if stored[name] is None else Decimal(stored[name]) for name in _SUMS}
    values |= {
        name: None if stored[name] is None else dt.datetime.fromisoformat(stored[name]) for name in _MOMENTS
    }
    return VariantPrice(**values)


def lasting_of(
    variant_ids: Sequence[int], currency: str, *, moment: dt.datetime, is_locked: bool = False
) -> dict[int, Lasting]:
    """Return the lasting prices of variants, an entry for every id; one query.

    ``is_locked``: nobody changes them until the transaction ends. Rows are taken in order of their variants.
    """
    rows = VariantPrice.objects.filter(variant_id__in=variant_ids, currency=currency).order_by(
        "variant_id", "pk"
    )
    found: dict[int, Lasting] = defaultdict(Lasting)
    for row in rows.select_for_update() if is_locked else rows:
        lasting = found[row.variant_id]
        if row.valid_from is None:
            lasting.standing = row
            continue
        lasting.starts.add(row.valid_from)
        if row.valid_from <= moment:
            if row.valid_until is None:
                lasting.dated.append(row)
            elif row.valid_until > moment:
                lasting.is_hidden = True
    for lasting in found.values():
        lasting.dated.sort(key=lambda row: (row.valid_from, row.pk))
    return {variant_id: found[variant_id] for variant_id in variant_ids}


def prices_write(
    new: Sequence[NewPrice],
    *,
    currency: str,
    known: Mapping[int, Lasting],
    moment: dt.datetime,
    actor: str,
    reason: str = "",
) -> dict[int, Lasting]:
    """Write the lasting prices of many variants; returns what is stored now, by variant.

    ``known`` is what `lasting_of` returned, locked, in this transaction. All rows get ``moment`` as the time of
    their change. Raises `PriceInvalid` with ``variant_id`` for a sum that is no price.
    """
    for one in new:
        _check(one)
    removed = [
        row.pk for one in new if one.amount is None and (row := known[one.variant_id].standing) is not None
    ]
    dated = [row.pk for one in new for row in known[one.variant_id].dated]
    if removed or dated:
        VariantPrice.objects.filter(pk__in=[*removed, *dated]).delete()
    before = {one.variant_id: told(known[one.variant_id].standing) for one in new}
    written = {
        one.variant_id: _row(one, currency, known[one.variant_id]) for one in new if one.amount is not None
    }
    rows_put(list(written.values()), at=moment)
    after = {one.variant_id: told(written.get(one.variant_id)) for one in new}
    prices_told(before, after, currency=currency, actor=actor, reason=reason)
    return {one.variant_id: Lasting(written.get(one.variant_id)) for one in new}


def _check(one: NewPrice) -> None:
    try:
        if one.amount is not None:
            check_amount(one.amount)
        if one.was_amount is not None:
            check_amount(one.was_amount)
            if one.amount is None or one.was_amount <= one.amount:
                raise PriceInvalid(attr="was_amount", amount=one.was_amount)
    except PriceInvalid as refusal:
        refusal.extra["variant_id"] = one.variant_id
        raise


def _row(one: NewPrice, currency: str, known: Lasting) -> VariantPrice:
    row = VariantPrice(variant_id=one.variant_id, currency=currency)
    if known.standing is not None:
        row.pk, row.reason = known.standing.pk, known.standing.reason
    row.amount = one.amount if one.amount is not None else Decimal(0)
    row.was_amount, row.sale_from, row.sale_until = one.was_amount, one.sale_from, one.sale_until
    return row


def rows_put(rows: Sequence[VariantPrice], *, at: dt.datetime | None = None) -> None:
    """Store rows whole: those with an id take the place of what has it. ``at``, else each row's own, is their time.

    The column of the time sets itself when a row is saved, so it is written once more.
    """
    times = {id(row): row.updated_at for row in rows}
    put, fresh = [row for row in rows if row.pk is not None], [row for row in rows if row.pk is None]
    names = [name for name in (*_SUMS, *_MOMENTS, "is_reduction", "reason") if name != "updated_at"]
    VariantPrice.objects.bulk_create(
        put, update_conflicts=True, unique_fields=["id"], update_fields=names, batch_size=BATCH
    )
    VariantPrice.objects.bulk_create(fresh, batch_size=BATCH)
    for row in rows:
        row.updated_at = at or times[id(row)]
    if at is not None:
        VariantPrice.objects.filter(pk__in=[row.pk for row in rows]).update(updated_at=at)
    else:
        VariantPrice.objects.bulk_update(rows, ["updated_at"], batch_size=BATCH)


def told(row: VariantPrice | None) -> dict[str, Any] | None:
    """Return what the history says of a standing price."""
    return None if row is None else {name: getattr(row, name) for name in _TOLD}


def prices_told(
    before: Mapping[int, dict[str, Any] | None],
    after: Mapping[int, dict[str, Any] | None],
    *,
    currency: str,
    actor: str,
    reason: str,
) -> None:
    """Let the read model, the audit trail and whoever listens know of changed prices."""
    if currency in {BASE, CHARGED}:
        cards_refresh(sorted(after))
    ledger.audit_many(
        [
            ledger.Change(pk, _with(currency, before[pk]), _with(currency, values))
            for pk, values in sorted(after.items())
        ],
        actor=actor,
        kind="price",
        object_type="variant",
        reason=reason,
    )
    for variant_id in sorted(after):
        publish(PriceChanged(variant_id=variant_id, currency=currency))


def _with(currency: str, values: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {"currency": currency, **values}


def in_batches(ids: Iterable[int]) -> list[list[int]]:
    """Return ids in order, in lists that every database takes as parameters of one query."""
    whole = sorted(ids)
    return [whole[start : start + BATCH] for start in range(0, len(whole), BATCH)]
