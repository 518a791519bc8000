"""Writes of rates: what the bank sends, what staff enter and decide."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commerce.ledger import services as ledger
from commerce.pricing import domain
from commerce.pricing.domain import CHARGED
from commerce.pricing.enums import RateSource
from commerce.pricing.events import RateHeld, RatesChanged
from commerce.pricing.gateways import nbu
from commerce.pricing.models import BankCall, Currency, ExchangeRate
from commerce.pricing.services.currencies import rates_changed
from commerce.pricing.services.refusals import CurrencyUnknown, RateInvalid
from gemkit.clock import now, today_kyiv
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

log = structlog.get_logger(__name__)
CALLS_KEPT = dt.timedelta(days=90)


def rates_sync(*, on: dt.date | None = None, is_forced: bool = False) -> int:
    """Fetch the National Bank's rates for a day (default: the newest) and store what is new.

    Returns how many rows were added. The bank is asked at most once in NBU_WINDOW_MINUTES by all processes
    together, unless a person forces it, and outside of any transaction; when it cannot be understood
    `gemkit.errors.Unavailable` is raised and the last good rates stay in force.
    """
    call_id = _call_claim(on, is_forced=is_forced)
    if call_id is None:
        log.info("NBU was asked a moment ago; not again")
        return 0
    wanted = set(Currency.objects.filter(is_active=True).exclude(code=CHARGED).values_list("code", flat=True))
    try:
        sheet = nbu.fetch(on=on)
    except nbu.NbuUnavailable as error:
        BankCall.objects.filter(pk=call_id).update(outcome=str(error.extra.get("reason", ""))[:200])
        raise
    missing = wanted - {quote.currency for quote in sheet.quotes}
    if missing:
        log.warning("NBU sent no rate; the old ones stay", currencies=sorted(missing))
    added = _rates_store(sheet=sheet, wanted=wanted)
    BankCall.objects.filter(pk=call_id).update(is_answered=True, outcome=f"{len(sheet.quotes)} / +{added}")
    return added


@write_transaction
def _call_claim(day: dt.date | None, *, is_forced: bool) -> int | None:
    """Return the id of a call that may be made now, None when one was made within the window."""
    Currency.objects.select_for_update().filter(code=CHARGED).first()  # one after the other
    moment = now()
    since = moment - dt.timedelta(minutes=settings.NBU_WINDOW_MINUTES)
    if not is_forced and BankCall.objects.filter(asked_at__gt=since).exists():
        return None
    BankCall.objects.filter(asked_at__lt=moment - CALLS_KEPT).delete()
    return BankCall.objects.create(asked_at=moment, day=day).pk


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
        rates_changed()
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
    rates_changed()
    publish(RatesChanged(currencies=(currency,)))
    return row.pk


class RateDecided(DomainError):
    """Somebody has accepted or refused the rate already."""

    code = "RATE_DECIDED"
    message = _("This rate does not wait for a decision any more.")


@write_transaction
def rate_decide(*, rate_id: int, is_accepted: bool, reason: str, actor: str) -> None:
    """Accept or refuse a rate that was held because it moved too far; an accepted one is in force at once."""
    waiting = ExchangeRate.objects.filter(pk=rate_id, is_held=True, is_refused=False)
    values = {"is_held": False} if is_accepted else {"is_refused": True}
    if not waiting.update(**values, reason=reason[:200]):
        raise RateDecided(rate_id=rate_id)
    row = ExchangeRate.objects.get(pk=rate_id)
    _audit_rate(row, actor=actor, reason=reason)
    rates_changed()
    if is_accepted:
        publish(RatesChanged(currencies=(row.currency,)))


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
        "is_refused": row.is_refused,
    }
    ledger.audit(actor=actor, kind="rate", object_type="rate", object_id=row.pk, after=after, reason=reason)
