"""The attributes of variants as text, for spreadsheets: what stands there, and what a text means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.enums import Clarity, Lab, Metal, Origin, Treatment
from catalog.models import Color, Cut, ProductVariant, Shape
from catalog.selectors.skus import batched

NOT_NUMBER, NOT_YES_NO, NOT_DATE, UNKNOWN_VALUE, EMPTY, TOO_LONG = (
    "not_number", "not_yes_no", "not_date", "unknown_value", "empty", "too_long",
)  # fmt: skip
_YES, _NO = {"1", "yes", "true", "так", "+"}, {"0", "no", "false", "ні"}
_MEASURES = {"carat": 5, "length_mm": 4, "width_mm": 4, "depth_mm": 4, "ring_size": 2}
_CHOICES: dict[str, Any] = {
    "clarity": Clarity, "treatment": Treatment, "origin": Origin, "report_lab": Lab, "metal": Metal,
}  # fmt: skip
_ENTRIES: dict[str, Any] = {"shape": Shape, "cut": Cut, "color": Color}
_TEXTS = {"report_number": 40, "setting_stones_uk": 200, "setting_stones_en": 200}
_DATES = ("report_date", "measured_at")
_FLAGS = ("is_active", "is_one_of_a_kind", "is_made_to_order")
ATTRIBUTES = (
    "is_active", "shape", "cut", "color", "carat", "length_mm", "width_mm", "depth_mm", "clarity", "treatment",
    "origin", "report_lab", "report_number", "report_date", "measured_at", "metal", "ring_size",
    "setting_stones_uk", "setting_stones_en", "is_one_of_a_kind", "is_made_to_order",
)  # fmt: skip
"""In the order of a sheet's columns."""


class AttributeInvalid(Exception):
    """The text is no value of the attribute; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class AttributeWords:
    """The codes of dictionaries by id, and their ids by code; read once for a whole sheet."""

    codes: Mapping[str, Mapping[int, str]]
    ids: Mapping[str, Mapping[str, int]]


def attribute_words() -> AttributeWords:
    """Return the dictionaries that attributes point to, in three queries."""
    codes = {name: dict(model.objects.values_list("pk", "code")) for name, model in _ENTRIES.items()}
    ids = {name: {code: pk for pk, code in found.items()} for name, found in codes.items()}
    return AttributeWords(codes, ids)


def attribute_texts(variant_ids: Iterable[int], words: AttributeWords) -> dict[int, dict[str, str]]:
    """Return the attributes of variants as texts, by id; one query for five hundred."""
    columns = [f"{name}_id" if name in _ENTRIES else name for name in ATTRIBUTES]
    found: dict[int, dict[str, str]] = {}
    for some in batched(variant_ids):
        for pk, *values in ProductVariant.objects.filter(pk__in=some).values_list("pk", *columns):
            row = zip(ATTRIBUTES, values, strict=True)
            found[pk] = {name: _text(name, value, words) for name, value in row}
    return found


def product_names(variant_ids: Iterable[int]) -> dict[int, str]:
    """Return the Ukrainian names of variants' products, by variant."""
    found: dict[int, str] = {}
    for some in batched(variant_ids):
        rows = ProductVariant.objects.filter(pk__in=some).values_list("pk", "product__name_uk")
        found |= {pk: name or "" for pk, name in rows}
    return found


def _text(name: str, value: Any, words: AttributeWords) -> str:
    if value is None or value == "":
        return ""
    if name in _ENTRIES:
        return words.codes[name].get(value, "")
    if name in _FLAGS:
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def attribute_read(name: str, text: str, words: AttributeWords) -> str:
    """Return a text as `attribute_texts` would tell the same value; raises `AttributeInvalid`."""
    if not text:
        if name in _FLAGS:
            raise AttributeInvalid(EMPTY)
        return ""
    return _READERS[name](name, text, words)


def _measure(name: str, text: str, words: AttributeWords) -> str:
    compact = re.sub(r"\s+", "", text).replace(",", ".")
    if not re.fullmatch(rf"[0-9]{{1,{_MEASURES[name]}}}(\.[0-9]{{1,6}})?", compact):
        raise AttributeInvalid(NOT_NUMBER)
    number = Decimal(compact)
    rounded = number.quantize(Decimal("0.01"))
    if rounded != number or number <= 0:
        raise AttributeInvalid(NOT_NUMBER)
    return f"{rounded}"


def _flag(name: str, text: str, words: AttributeWords) -> str:
    if text.lower() in _YES:
        return "1"
    if text.lower() in _NO:
        return "0"
    raise AttributeInvalid(NOT_YES_NO)


def _choice(name: str, text: str, words: AttributeWords) -> str:
    if text not in _CHOICES[name].values:
        raise AttributeInvalid(UNKNOWN_VALUE)
    return text


def _entry(name: str, text: str, words: AttributeWords) -> str:
    if text not in words.ids[name]:
        raise AttributeInvalid(UNKNOWN_VALUE)
    return text


def _date(name: str, text: str, words: AttributeWords) -> str:
    day = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    plain = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else text[:10]
    try:
        return dt.date.fromisoformat(plain).isoformat()
    except ValueError as error:
        raise AttributeInvalid(NOT_DATE) from error


def _words(name: str, text: str, words: AttributeWords) -> str:
    if len(text) > _TEXTS[name]:
        raise AttributeInvalid(TOO_LONG)
    return text


_READERS: dict[str, Callable[[str, str, AttributeWords], str]] = {
    **dict.fromkeys(_MEASURES, _measure),
    **dict.fromkeys(_FLAGS, _flag),
    **dict.fromkeys(_CHOICES, _choice),
    **dict.fromkeys(_ENTRIES, _entry),
    **dict.fromkeys(_DATES, _date),
    **dict.fromkeys(_TEXTS, _words),
}


def attribute_values(texts: Mapping[str, str], words: AttributeWords) -> dict[str, Any]:
    """Return the columns to store for texts that `attribute_read` gave."""
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if name in _ENTRIES:
            values[f"{name}_id"] = words.ids[name][text] if text else None
        elif name in _MEASURES:
            values[name] = Decimal(text) if text else None
        elif name in _FLAGS:
            values[name] = text == "1"
        elif name in _DATES:
            values[name] = dt.date.fromisoformat(text) if text else None
        else:
            values[name] = text or (None if name.startswith("setting_stones") else "")
    return values
