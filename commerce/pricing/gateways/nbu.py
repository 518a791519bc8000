"""The National Bank of Ukraine's official rates.

The bank answers 200 to nearly everything: an empty list for a day without rates, text that is almost
JSON for a bad date, a message object for bad parameters; sometimes a page of HTML with 403. Anything
that is not a list of complete rows means "no new rate", never "rate 0".
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import requests
import structlog
from django.conf import settings

from gemkit import http
from gemkit.clock import today_kyiv
from gemkit.errors import Unavailable

log = structlog.get_logger(__name__)

# Long holidays: how many days a request for a day without rates walks back.
WALK_BACK_DAYS = 10
_METALS = {"XAU", "XAG", "XPT", "XPD", "XDR"}
_LARGEST = Decimal(10) ** 8


@dataclass(frozen=True, slots=True)
class RateQuote:
    """UAH for one unit of ``currency``, valid from ``rate_date``."""

    currency: str
    rate: Decimal
    rate_date: dt.date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer of the bank: its rows, where it came from and the hash of its text."""

    quotes: tuple[RateQuote, ...]
    url: str
    digest: str


class NbuUnavailable(Unavailable):
    """The bank could not be reached or understood; the last good rates stay."""

    code = "NBU_UNAVAILABLE"
    retry_after = 3600


def fetch(*, on: dt.date | None = None) -> Sheet:
    """Return the rates of a day, or the newest the bank shows, walking back over days without any.

    Rows may be dated later than today (published after 16:00) or earlier than ``on`` (weekends);
    both are kept as they are. Must not be called inside a transaction.
    """
    last = on or today_kyiv()
    days = [
        on,
        *(last - dt.timedelta(days=back) for back in range(0 if on is None else 1, WALK_BACK_DAYS + 1)),
    ]
    for day in days:
        sheet = _ask(day)
        usable = tuple(quote for quote in sheet.quotes if _is_near(quote, last, is_dated=day is not None))
        if usable:
            return Sheet(usable, sheet.url, sheet.digest)
        log.info("NBU has no rates for the day", day=str(day or "newest"))
    raise NbuUnavailable(reason=f"no rates up to {WALK_BACK_DAYS} days back")


def _is_near(quote: RateQuote, last: dt.date, *, is_dated: bool) -> bool:
    """Whether the row's date makes sense for what was asked: not old, not in the far future."""
    ahead = 0 if is_dated else WALK_BACK_DAYS
    days = (last - quote.rate_date).days
    return -ahead <= days <= WALK_BACK_DAYS


def _ask(day: dt.date | None) -> Sheet:
    url = f"{settings.NBU_URL}?json" if day is None else f"{settings.NBU_URL}?date={day:%Y%m%d}&json"
    try:
        answer = http.get(url)
    except requests.RequestException as error:
        raise NbuUnavailable(reason=type(error).__name__) from error
    if answer.status_code != 200:
        raise NbuUnavailable(reason=f"HTTP {answer.status_code}")
    return Sheet(
        quotes=parse(answer.content),
        url=url,
        digest=hashlib.sha256(answer.content).hexdigest(),
    )


def parse(body: bytes) -> tuple[RateQuote, ...]:
    """Return the rows of an answer; rows that are not understood are left out and logged.

    Raises `NbuUnavailable` when the answer is not a list of rows at all.
    """
    try:
        rows = json.loads(
            body.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        raise NbuUnavailable(reason="not JSON") from error
    if not isinstance(rows, list):
        raise NbuUnavailable(reason="not a list")
    if rows and all(isinstance(row, dict) and set(row) == {"message"} for row in rows):
        raise NbuUnavailable(reason=str(rows[0]["message"])[:100])
    quotes: dict[tuple[str, dt.date], RateQuote] = {}
    for row in rows:
        quote = _row(row)
        if quote is not None:
            quotes[quote.currency, quote.rate_date] = quote
    return tuple(quotes.values())


def _row(row: Any) -> RateQuote | None:
    if not isinstance(row, dict):
        log.warning("NBU row is not an object")
        return None
    try:
        code = str(row["cc"]).upper()
        rate = _per_unit(row)
        day = dt.datetime.strptime(str(row["exchangedate"]), "%d.%m.%Y").date()  # noqa: DTZ007 - a date, no time
    except (KeyError, ValueError, InvalidOperation, ArithmeticError):
        log.warning("NBU row not understood", row=str(row)[:200])
        return None
    if code in _METALS or len(code) != 3 or not code.isascii() or not code.isalpha():
        return None
    return RateQuote(code, rate, day)


def _per_unit(row: dict[str, Any]) -> Decimal:
    """Return the rate for one unit; some answers quote per ``units`` and say so."""
    units = row.get("units")
    value = row.get("rate_per_unit")
    if value is None:
        value = row["rate"]
        divisor = _number(units) if units is not None else Decimal(1)
    else:
        divisor = Decimal(1)
    rate = _number(value)
    if divisor <= 0 or rate <= 0:
        raise ValueError("not positive")
    rate = round(rate / divisor, 6)
    if not 0 < rate < _LARGEST:
        raise ValueError("out of range")
    return rate


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | str):
        raise ValueError(f"not a number: {value!r}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("not finite")
    return number
