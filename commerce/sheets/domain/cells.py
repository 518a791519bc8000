"""Columns of a sheet, and what the text of a cell means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

PRICES, STOCK, ATTRIBUTES = "prices", "stock", "attributes"
SKU, PRODUCT, ON_HAND, CHANGE = "sku", "product", "on_hand", "stock_change"
PRICE_COLUMNS = {
    "price_usd": ("USD", "amount"),
    "was_usd": ("USD", "was_amount"),
    "price_uah": ("UAH", "amount"),
    "was_uah": ("UAH", "was_amount"),
}
STOCK_COLUMNS = (ON_HAND, CHANGE)
LARGEST_PRICE = Decimal(10) ** 10
LARGEST_CHANGE = 1_000_000
LONGEST_CELL = 400

# What is wrong with a cell or a row.
EMPTY, UNKNOWN_SKU, TWICE, FORMULA, TOO_LONG = "empty", "unknown_sku", "twice", "formula", "too_long"
NOT_MONEY, WAS_NOT_HIGHER, WAS_ALONE, NOT_A_CHANGE = (
    "not_money",
    "was_not_higher",
    "was_alone",
    "not_a_change",
)
BELOW_RESERVED, STOCK_MOVED, MOVED, NOT_TEXT = "below_reserved", "stock_moved", "moved", "not_text"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; an empty column means the whole row."""

    column: str
    code: str
    value: str = ""


def guarded(text: str) -> str:
    """Return text that no spreadsheet program runs as a formula (`unguarded` takes it back)."""
    clean = _CONTROL.sub("", text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def money_read(text: str) -> Decimal | None:
    """Return the sum a person typed (``4 216,50``); None when it is none above zero with at most two decimals."""
    compact = _SPACES.sub("", text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,6})?", compact):
        return None
    try:
        amount = Decimal(compact)
    except InvalidOperation:
        return None
    cents = amount.quantize(Decimal("0.01"))
    return cents if cents == amount and 0 < amount < LARGEST_PRICE else None


def change_read(text: str) -> int | None:
    """Return the pieces that came (``5``, ``+5``) or went (``-1``, ``−1``); None when it is no such number."""
    compact = _SPACES.sub("", text).replace("−", "-")
    if not re.fullmatch(r"[+-]?[0-9]{1,7}(\.0+)?", compact):
        return None
    number = int(compact.partition(".")[0])
    return number if abs(number) <= LARGEST_CHANGE else None


def price_faults(texts: Mapping[str, str]) -> list[Fault]:
    """Return what is wrong with the prices of a row; ``texts`` holds only the columns that the sheet has."""
    faults = [
        Fault(name, NOT_MONEY, text) for name, text in texts.items() if text and money_read(text) is None
    ]
    if faults:
        return faults
    for code in ("usd", "uah"):
        was, price = texts.get(f"was_{code}", ""), texts.get(f"price_{code}", "")
        if not was:
            continue
        if not price:
            faults.append(Fault(f"was_{code}", WAS_ALONE, was))
        elif (money_read(was) or 0) <= (money_read(price) or 0):
            faults.append(Fault(f"was_{code}", WAS_NOT_HIGHER, was))
    return faults


def money_text(amount: Decimal | None) -> str:
    """Return a sum as sheets hold it; nothing where there is none."""
    return "" if amount is None else f"{amount:.2f}"


def text_faults(row: Sequence[tuple[str, str]]) -> list[Fault]:
    """Return the cells that hold what no database or no person wants."""
    faults = [Fault(name, TOO_LONG, text[:40]) for name, text in row if len(text) > LONGEST_CELL]
    return faults + [Fault(name, NOT_TEXT) for name, text in row if _CONTROL.search(text)]
