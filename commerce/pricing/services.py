"""Writes of pricing: prices, rates, quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.index import services as index
from commerce.ledger import services as ledger
from commerce.pricing import domain, selectors
from commerce.pricing.domain import BASE, CHARGED, PriceView
from commerce.pricing.enums import RateSource
from commerce.pricing.events import PriceChanged, RateHeld, RatesChanged
from commerce.pricing.gateways import nbu
from commerce.pricing.models import Currency, ExchangeRate, VariantPrice
from gemkit.clock import now, today_kyiv
from gemkit.db import write_transaction
from gemkit.errors import DomainError, Unavailable
from gemkit.events import publish
from gemkit.money import CENT, Money, money_sum

log = structlog.get_logger(__name__)


class PriceMissing(DomainError):
    """Nothing can be charged for the variant."""

    code = "PRICE_MISSING"
    message = _("This item has no price at the moment. Please ask us.")
    status = 409
    attr = "sku"


class SkuUnknown(DomainError):
    """Nothing with this SKU is on sale."""

    code = "SKU_UNKNOWN"
    message = _("There is no such item on sale.")
    status = 404
    attr = "sku"


class PriceInvalid(DomainError):
    """The amount cannot be a price."""

    code = "PRICE_INVALID"
    message = _(
        "A price is a positive sum with at most two decimals, and the price before a reduction is higher."
    )
    status = 400
    attr = "amount"


class CurrencyUnknown(DomainError):
    """The shop does not know the currency."""

    code = "CURRENCY_UNKNOWN"
    message = _("Unknown currency.")
    status = 400
    attr = "currency"


class RateInvalid(DomainError):
    """The number cannot be a rate."""

    code = "RATE_INVALID"
    message = _("A rate is a positive number of hryvnias for one unit, with at most six decimals.")
    status = 400
    attr = "rate"


class RateStale(Unavailable):
    """The exchange rate is too old to sell by."""

    code = "RATE_STALE"
    message = _("The exchange rate is being updated. Please try again later: your cart stays as it is.")
    retry_after = 600


# --- Prices -------------------------------------------------------------------------------------


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

    The read model follows in the same transaction; an unchanged price writes nothing.
    """
    if currency not in settings.SHOP_CURRENCIES:
        raise CurrencyUnknown(currency=currency)
    _check_amount(amount)
    if was_amount is not None:
        _check_amount(was_amount)
        if was_amount <= amount:
            raise PriceInvalid(attr="was_amount", amount=was_amount)
    values = {"amount": amount, "was_amount": was_amount, "sale_from": sale_from, "sale_until": sale_until}
    row = VariantPrice.objects.select_for_update().filter(variant_id=variant_id, currency=currency).first()
    before = None if row is None else {name: getattr(row, name) for name in values}
    if before == values:
        return
    VariantPrice.objects.update_or_create(variant_id=variant_id, currency=currency, defaults=values)
    _price_changed(variant_id, currency, before=before, after=values, actor=actor, reason=reason)


@write_transaction
def price_remove(*, variant_id: int, currency: str, actor: str, reason: str = "") -> None:
    """Remove a stored price; without a UAH override the converted price is charged again."""
    row = VariantPrice.objects.select_for_update().filter(variant_id=variant_id, currency=currency).first()
    if row is None:
        return
    before = {"amount": row.amount, "was_amount": row.was_amount}
    row.delete()
    _price_changed(variant_id, currency, before=before, after=None, actor=actor, reason=reason)


def _check_amount(amount: Decimal) -> None:
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
    rows = selectors.price_rows(variant_id)
    base, override = rows.get(BASE), rows.get(CHARGED)
    counts = override or base
    reduced = counts is not None and counts.was_amount is not None and counts.was_amount > counts.amount
    index.card_write(
        variant_id,
        price_usd=base.amount if base else None,
        price_uah=override.amount if override else None,
        reduction=(counts.sale_from, counts.sale_until) if counts is not None and reduced else None,
    )


def _rates_changed() -> None:
    """Let go of the rates that this request has read and that every process keeps."""
    index.words_changed()
    selectors.rates_forget()


# --- Rates --------------------------------------------------------------------------------------


def rates_sync(*, on: dt.date | None = None) -> int:
    """Fetch the National Bank's rates for a day (default: the newest) and store what is new.

    Returns how many rows were added. The bank is called outside of any transaction; when it cannot
    be understood `gemkit.errors.Unavailable` is raised and the last good rates stay in force.
    """
    wanted = set(Currency.objects.filter(is_active=True).exclude(code=CHARGED).values_list("code", flat=True))
    sheet = nbu.fetch(on=on)
    missing = wanted - {quote.currency for quote in sheet.quotes}
    if missing:
        log.warning("NBU sent no rate; the old ones stay", currencies=sorted(missing))
    return _rates_store(sheet=sheet, wanted=wanted)


@write_transaction
def _rates_store(*, sheet: nbu.Sheet, wanted: set[str]) -> int:
    changed = []
    for quote in sheet.quotes:
        if quote.currency not in wanted:
            continue
        same_day = ExchangeRate.objects.filter(
            currency=quote.currency, rate_date=quote.rate_date, source=RateSource.NBU
        )
        if same_day.filter(rate=quote.rate).exists():
            continue
        if same_day.exists():
            log.warning("NBU corrected a rate", currency=quote.currency, date=str(quote.rate_date))
        previous = (
            ExchangeRate.objects.filter(
                currency=quote.currency, rate_date__lte=quote.rate_date, is_held=False
            )
            .exclude(source=RateSource.DEMO)
            .order_by("-rate_date", "-pk")
            .first()
        )
        is_held = previous is not None and (
            domain.move_percent(previous.rate, quote.rate) > settings.RATE_MAX_MOVE_PERCENT
        )
        row = ExchangeRate.objects.create(
            currency=quote.currency,
            rate=quote.rate,
            rate_date=quote.rate_date,
            source=RateSource.NBU,
            source_url=sheet.url[:300],
            response_hash=sheet.digest,
            is_held=is_held,
        )
        _audit_rate(row, actor="system", reason="")
        if previous is not None and is_held:
            log.error(
                "rate held for a person", currency=row.currency, old=str(previous.rate), new=str(row.rate)
            )
            publish(
                RateHeld(
                    rate_id=row.pk,
                    currency=row.currency,
                    rate=row.rate,
                    previous=previous.rate,
                    rate_date=row.rate_date,
                )
            )
        changed.append(row.currency)
    if changed:
        _rates_changed()
        publish(RatesChanged(currencies=tuple(changed)))
    return len(changed)


@write_transaction
def rate_set(
    *,
    currency: str,
    rate: Decimal,
    rate_date: dt.date | None = None,
    source: str = RateSource.MANUAL,
    reason: str = "",
    actor: str,
) -> int:
    """Add a rate by hand (or for the demo); it wins over an older row of the same day.

    Setting what is in force for that day already changes nothing. Returns the row's id.
    """
    if currency == CHARGED or not Currency.objects.filter(code=currency).exists():
        raise CurrencyUnknown(currency=currency)
    if not rate.is_finite() or not 0 < rate < Decimal(10) ** 8 or rate != round(rate, 6):
        raise RateInvalid(rate=rate)
    day = rate_date or today_kyiv()
    newest = (
        ExchangeRate.objects.filter(currency=currency, rate_date=day, is_held=False).order_by("-pk").first()
    )
    if newest is not None and (newest.rate, newest.source) == (rate, source):
        return newest.pk
    # The same number may return after a correction; the history keeps both, so the old row makes way.
    row = ExchangeRate.objects.filter(currency=currency, rate_date=day, source=source, rate=rate).first()
    if row is not None:
        raise RateRepeated(rate=rate)
    row = ExchangeRate.objects.create(
        currency=currency, rate=rate, rate_date=day, source=source, reason=reason[:200]
    )
    _audit_rate(row, actor=actor, reason=reason)
    _rates_changed()
    publish(RatesChanged(currencies=(currency,)))
    return row.pk


class RateRepeated(DomainError):
    """The same rate was entered for that day before and replaced since."""

    code = "RATE_REPEATED"
    message = _("This rate was entered for that day before. Change its last decimal to use it again.")
    status = 409
    attr = "rate"


def _audit_rate(row: ExchangeRate, *, actor: str, reason: str) -> None:
    after = {
        "currency": row.currency,
        "rate": row.rate,
        "rate_date": row.rate_date,
        "source": row.source,
        "is_held": row.is_held,
    }
    ledger.audit(actor=actor, kind="rate", object_type="rate", object_id=row.pk, after=after, reason=reason)


# --- Quotes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quantity of a variant at today's unit price, already rounded."""

    variant_id: int
    quantity: int
    price: PriceView

    @property
    def unit_price(self) -> Money:
        return self.price.charged

    @property
    def line_total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Quote:
    """What the lines cost now, in UAH; ``display`` is the subtotal in the visitor's currency."""

    lines: tuple[QuoteLine, ...]
    subtotal: Money
    display: Money | None
    currency: str
    display_rate: Decimal | None
    display_rate_date: dt.date | None
    rate: Decimal | None
    rate_date: dt.date | None
    rate_source: str
    quoted_at: dt.datetime
    valid_until: dt.datetime


def quote(*, lines: Sequence[tuple[int, int]], currency: str = CHARGED) -> Quote:
    """Return what ``lines`` of (variant id, quantity) cost now; it writes nothing.

    Raises `PriceMissing` (with ``variant_id``) and, when a converted price would rest on a rate older
    than RATE_MAX_AGE_DAYS, `RateStale`.
    """
    prices = selectors.variant_prices({variant_id for variant_id, _quantity in lines}, currency=currency)
    for variant_id, _quantity in lines:
        if variant_id not in prices:
            raise PriceMissing(variant_id=variant_id)
    parts = tuple(QuoteLine(variant_id, quantity, prices[variant_id]) for variant_id, quantity in lines)
    if any(not part.price.is_override for part in parts) and selectors.rate_is_stale():
        raise RateStale()
    table = selectors.rate_table()
    base, chosen = table.rates.get(BASE), table.rates.get(currency)
    is_shown = currency in table.shown and currency != CHARGED
    subtotal = money_sum((part.line_total for part in parts), currency=CHARGED)
    display = (
        money_sum(
            (domain.shown_amount(part.price, currency) * part.quantity for part in parts), currency=currency
        )
        if is_shown
        else None
    )
    moment = now()
    return Quote(
        lines=parts,
        subtotal=subtotal,
        display=display,
        currency=currency if is_shown else CHARGED,
        display_rate=chosen.rate if chosen and is_shown else None,
        display_rate_date=chosen.rate_date if chosen and is_shown else None,
        rate=base.rate if base else None,
        rate_date=base.rate_date if base else None,
        rate_source=base.source if base else "",
        quoted_at=moment,
        valid_until=moment + dt.timedelta(minutes=settings.QUOTE_MINUTES),
    )


# --- Currencies ---------------------------------------------------------------------------------


class CurrencyRefused(DomainError):
    """The currency cannot be set so."""

    code = "CURRENCY_REFUSED"
    message = _("Everything is charged in hryvnia, so it is always shown; a rounding step is positive.")
    status = 400
    attr = "is_active"


@write_transaction
def currency_change(
    *, code: str, symbol: str, rounding_step: Decimal, is_active: bool, sort_order: int, actor: str
) -> None:
    """Change how a currency is shown and rounded; prices move with the step at once."""
    if (code == CHARGED and not is_active) or rounding_step <= 0:
        raise CurrencyRefused(code=code)
    row = Currency.objects.select_for_update().get(pk=code)
    after = {
        "symbol": symbol,
        "rounding_step": rounding_step,
        "is_active": is_active,
        "sort_order": sort_order,
    }
    before = {name: getattr(row, name) for name in after}
    if before == after:
        return
    Currency.objects.filter(pk=code).update(**after)
    ledger.audit(
        actor=actor, kind="currency", object_type="currency", object_id=code, before=before, after=after
    )
    _rates_changed()
    publish(RatesChanged(currencies=(code,)))


# --- Foundations --------------------------------------------------------------------------------

CURRENCIES = (("UAH", "₴", Decimal("1.00")), ("USD", "$", Decimal("0.01")), ("EUR", "€", Decimal("0.01")))


@write_transaction
def currencies_ensure() -> None:
    """Add the shop's currencies where they are missing; what is there stays as it is."""
    for order, (code, symbol, step) in enumerate(CURRENCIES):
        defaults = {"symbol": symbol, "rounding_step": step, "sort_order": order}
        Currency.objects.get_or_create(code=code, defaults=defaults)
