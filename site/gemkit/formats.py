"""Numbers as people read them, in Ukrainian or English (docs: "Numbers" of the design).

Every function takes the language explicitly or uses the active one. Spaces inside a number, and
between a number and its unit, never break.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import get_language, override

from gemkit.money import Money

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
SYMBOLS = {"UAH": "₴", "USD": "$", "EUR": "€"}
_UNITS = {"mm": {"uk": "мм", "en": "mm"}, "g": {"uk": "г", "en": "g"}}


def _language(language: str | None) -> str:
    return "en" if (language or get_language()) == "en" else "uk"


def number(value: Decimal | int, *, places: int | None = None, language: str | None = None) -> str:
    """Return ``value`` with separators: ``12 345,60`` or ``12,345.60``.

    ``places`` fixes the decimals; without it the value's own are kept, trailing zeros dropped.
    """
    return _number(Decimal(value), places, _language(language))


@lru_cache(maxsize=10_000)
def _number(exact: Decimal, places: int | None, language: str) -> str:
    """A shop shows the same weights, sizes and prices over and over."""
    if places is not None:
        text = f"{abs(exact).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    else:
        text = f"{abs(exact):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    if language == "uk":
        text = text.replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if exact < 0 else text


def money(value: Money, *, places: int | None = None, language: str | None = None) -> str:
    """Return ``118 390 ₴`` or ``₴118,390``; cents are shown only where there are any."""
    if places is None:
        places = 0 if value.amount == value.amount.to_integral_value() else 2
    language = _language(language)
    digits = _number(abs(value.amount), places, language)
    symbol = SYMBOLS.get(value.currency)
    sign = MINUS if value.amount < 0 else ""
    if symbol is None:
        return f"{sign}{digits}{NBSP}{value.currency}"
    if value.currency == "UAH" and language == "uk":
        return f"{sign}{digits}{NBSP}{symbol}"
    return f"{sign}{symbol}{digits}"


def carat(value: Decimal, *, language: str | None = None) -> str:
    """Return ``2,14 ct`` or ``2.14 ct``."""
    return f"{number(value, places=2, language=language)}{NBSP}ct"


def millimetres(
    sizes: Decimal | Iterable[Decimal], *, places: int | None = None, language: str | None = None
) -> str:
    """Return ``8,2 × 7,6 × 4,8 мм`` for one or more sizes; at least one decimal is shown."""
    many = [sizes] if isinstance(sizes, Decimal) else list(sizes)
    language = _language(language)
    parts = [_number(size, places or _millimetre_places(size), language) for size in many]
    return f"{NBSP}{TIMES}{NBSP}".join(parts) + NBSP + _UNITS["mm"][language]


def _millimetre_places(size: Decimal) -> int:
    return 1 if size * 10 == (size * 10).to_integral_value() else 2


def grams(value: Decimal, *, places: int = 3, language: str | None = None) -> str:
    """Return ``0,372 г`` or ``0.372 g``."""
    return f"{number(value, places=places, language=language)}{NBSP}{_UNITS['g'][_language(language)]}"


def date(value: dt.date, *, language: str | None = None) -> str:
    """Return ``24 листопада`` or ``24 November``."""
    with override(_language(language)):
        return dateformat.format(value, f"j{NBSP}E")


def date_with_year(value: dt.date, *, language: str | None = None) -> str:
    """Return ``24 листопада 2026`` or ``24 November 2026``."""
    with override(_language(language)):
        return dateformat.format(value, f"j{NBSP}E{NBSP}Y")


def date_short(value: dt.date) -> str:
    """Return ``24.11.2026``, the same in both languages."""
    return f"{value:%d.%m.%Y}"


def file_size(size: int, *, language: str | None = None) -> str:
    """Return ``1,2 МБ`` or ``1.2 MB`` (thousands of bytes, as shops write it)."""
    unit, divisor = ("MB", 1_000_000) if size >= 1_000_000 else ("KB", 1000)
    shown = {"MB": "МБ", "KB": "КБ"}[unit] if _language(language) == "uk" else unit
    return (
        f"{number(Decimal(size) / divisor, places=1 if unit == 'MB' else 0, language=language)}{NBSP}{shown}"
    )
