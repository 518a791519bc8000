"""Small rules of the desk: what was on the screen, what a searcher means, what a spreadsheet may hold."""

import re
from dataclasses import dataclass

# Longer input names nothing in the shop; shorter digits would match every phone number.
SEARCH_LENGTH, SEARCH_WORDS, SEARCH_DIGITS = 100, 6, 4

_PHONE = re.compile(r"[\d\s()+.\-]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a member of staff saw when the form was opened. It travels in the form as ``text``."""

    status: str
    payment: str

    @property
    def text(self) -> str:
        return f"{self.status}.{self.payment}"

    @classmethod
    def from_text(cls, text: str) -> "Seen":
        status, _dot, payment = text.partition(".")
        return cls(status, payment)


def search_digits(text: str) -> str:
    """Return the digits of ``text`` when it looks like (part of) a phone number or waybill, else nothing."""
    digits = re.sub(r"\D", "", text)
    return digits if _PHONE.fullmatch(text) and len(digits) >= SEARCH_DIGITS else ""


def order_number_typed(text: str) -> str:
    """Return ``text`` with the dashes of an order number when it is one typed without them."""
    bare = re.sub(r"[\s\-]", "", text).upper()
    return f"{bare[:4]}-{bare[4:8]}-{bare[8:]}" if re.fullmatch(r"[0-9A-Z]{12}", bare) else text


def letter_cases(word: str) -> set[str]:
    """Return the ways ``word`` may be written in a name: SQLite folds the case of Latin letters only."""
    return {word, word.lower(), word.upper(), word.capitalize(), word.title()}


def printable(text: str) -> str:
    """Return ``text`` without the control characters that no spreadsheet file may hold."""
    return _CONTROL.sub("", text)


def no_formula(text: str) -> str:
    """Return ``text`` such that a spreadsheet program shows it and never runs it."""
    clean = printable(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean
