"""Reads of prices: what counts now for a variant, in hryvnias and in what people see beside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from commerce.pricing import domain
from commerce.pricing.domain import CHARGED, DatedRow, PriceBounds, PriceRow, PriceView
from commerce.pricing.models import VariantPrice
from commerce.pricing.selectors.rates import note_behind, rate_table
from gemkit.clock import now
from gemkit.lifetime import shown_until
from gemkit.money import CENT, Money
from gemkit.prepared import Reading


def variant_prices(variant_ids: Collection[int], *, currency: str = CHARGED) -> dict[int, PriceView]:
    """Return the price of each variant that has one, in one query beside the rates.

    ``currency`` is the visitor's: its approximation comes first in ``approx``. Nothing is refused
    here: an old rate is shown with its date.
    """
    if not variant_ids:
        return {}
    table = rate_table()
    shown = tuple(
        sorted((code for code in table.shown if code != CHARGED), key=lambda code: code != currency)
    )
    moment = now()
    stored, turns, is_behind = _in_force(variant_ids, moment)
    shown_until(min(turns.values(), default=None))
    if is_behind:
        note_behind()
    views = {
        variant_id: domain.price_view(prices, rates=table.rates, steps=table.steps, shown=shown, now=moment)
        for variant_id, prices in stored.items()
    }
    return {variant_id: view for variant_id, view in views.items() if view is not None}


def converted(uah: Decimal, currency: str) -> Money:
    """Return what ``uah`` is in a currency that has a rate, rounded to its step."""
    table = rate_table()
    return Money(
        domain.convert_back(uah, table.rates[currency].rate, table.steps.get(currency, CENT)), currency
    )


def shown_unit(price: PriceView, unit_price: Decimal, currency: str) -> Money:
    """Return the price of one piece in the visitor's currency; a reduced one is converted anew."""
    shown = domain.shown_amount(price, currency)
    if unit_price == price.charged.amount or shown.currency == CHARGED:
        return shown if unit_price == price.charged.amount else Money(unit_price, CHARGED)
    return converted(unit_price, shown.currency)


def price_bounds(minimum: Decimal | None, maximum: Decimal | None, *, currency: str) -> PriceBounds:
    """Return what the price filter ``minimum … maximum`` in ``currency`` means for stored prices."""
    table = rate_table()
    return domain.price_bounds(minimum, maximum, currency=currency, rates=table.rates, steps=table.steps)


def _rows(moment: dt.datetime) -> QuerySet[VariantPrice, tuple[Any, ...]]:
    """Return the standing prices and the dated ones that are not over, as far as the read model knows."""
    return VariantPrice.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=moment) | Q(turn_at__lte=moment)
    ).values_list(*_COLUMNS, "valid_from", "valid_until", "is_reduction", "turn_at")


_COLUMNS = ("variant_id", "currency", "amount", "was_amount", "sale_from", "sale_until")
_ROWS = Reading(lambda ids, moment: _rows(moment).filter(variant_id__in=ids))


def _in_force(
    variant_ids: Collection[int] | None, moment: dt.datetime
) -> tuple[dict[int, dict[str, PriceRow]], dict[int, dt.datetime], set[int]]:
    """Return the prices that count at ``moment`` by variant and currency, when those of a variant change next,
    and the variants whose copies in the read model have not followed the clock yet; one query."""
    rows = _rows(moment) if variant_ids is None else _ROWS(ids=variant_ids, moment=moment)
    standing: dict[tuple[int, str], PriceRow] = {}
    dated: dict[tuple[int, str], list[DatedRow]] = defaultdict(list)
    is_behind: set[int] = set()
    for variant_id, code, amount, was, since, until, start, end, is_reduction, turn_at in rows:
        if start is None:
            standing[variant_id, code] = PriceRow(amount, was, since, until)
        else:
            dated[variant_id, code].append(DatedRow(amount, start, end, is_reduction))
        if turn_at is not None and turn_at <= moment:
            is_behind.add(variant_id)
    found: dict[int, dict[str, PriceRow]] = defaultdict(dict)
    turns: dict[int, dt.datetime] = {}
    for variant_id, code in standing.keys() | dated.keys():
        key = variant_id, code
        row = domain.price_in_force(standing.get(key), dated.get(key, ()), moment)
        if row is not None:
            found[variant_id][code] = row
        turn = domain.next_change(dated.get(key, ()), moment)
        if turn is not None:
            turns[variant_id] = min(turn, turns.get(variant_id, turn))
    return found, turns, is_behind


def prices_in_force(variant_ids: Collection[int]) -> dict[int, dict[str, PriceRow]]:
    """Return the stored prices that count now, by variant and currency."""
    return _in_force(variant_ids, now())[0]


def turns_due() -> bool:
    """Whether a dated price began or ended that the read model has not heard of."""
    return VariantPrice.objects.filter(turn_at__lte=now()).exists()


def stored_prices(variant_ids: Collection[int] | None = None) -> dict[int, dict[str, Decimal]]:
    """Return the amounts that count now by currency, the source of the read model: ``{variant: {"USD": …}}``.

    Without ids: of all variants that have any. Of a variant whose turn is due and not written yet: what
    counted before.
    """
    moment = now()
    found, _turns, is_behind = _in_force(variant_ids, moment)
    for variant_id in is_behind:
        due = VariantPrice.objects.filter(variant_id=variant_id, turn_at__lte=moment)
        turned = due.order_by("turn_at").values_list("turn_at", flat=True).first()
        if turned is not None:
            before = turned - dt.timedelta(microseconds=1)
            found[variant_id] = _in_force([variant_id], before)[0].get(variant_id, {})
    return {pk: {code: row.amount for code, row in rows.items()} for pk, rows in found.items() if rows}


def price_rows(variant_id: int) -> dict[str, PriceRow]:
    """Return the standing prices of a variant by currency, as staff entered them."""
    return price_rows_of([variant_id]).get(variant_id, {})


def price_rows_of(variant_ids: Collection[int]) -> dict[int, dict[str, PriceRow]]:
    """Return the standing prices of variants by currency, in one query; without prices there is no entry."""
    stored: dict[int, dict[str, PriceRow]] = defaultdict(dict)
    rows = VariantPrice.objects.filter(variant_id__in=variant_ids, valid_from__isnull=True)
    for variant_id, code, *values in rows.values_list(*_COLUMNS):
        stored[variant_id][code] = PriceRow(*values)
    return dict(stored)


def uah_step() -> Decimal:
    """Return the step that converted prices are rounded to."""
    return rate_table().steps.get(CHARGED, domain.ONE)
