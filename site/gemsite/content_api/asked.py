"""What a client asks for, checked before anything is read: every refusal names its parameter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

MOST_ROWS = 100
FURTHEST = 10**9
LONGEST_SEARCH = 200
NUMBERS = ("limit", "offset", "id", "child_of", "descendant_of", "ancestor_of", "translation_of")
_NAMED_FIRST = re.compile(
    r"^(limit|offset|fields|child_of|ancestor_of|descendant_of|translation_of|type|random ordering|unknown fields)\b"
)
_OF_A_FIELD = re.compile(r"is not a valid value for (\w+)|not allowed for (\w+)|unrecognised field: (\w+)")
_MEANT = {"random ordering": "order", "unknown fields": "fields"}


def refuse(name: str, text: Any, *, code: str = "invalid") -> ValidationError:
    """Return the refusal of a parameter, to be raised."""
    return ValidationError({name: [text]}, code=code)


def check(params: Mapping[str, str]) -> None:
    """Raise ValidationError for values that no endpoint understands."""
    for name, value in params.items():
        if "\x00" in name or "\x00" in value:
            raise refuse(name.replace("\x00", ""), _("This is not text."))
    for name in NUMBERS:
        value = params.get(name, "root")
        if value == "root" and (name not in params or name.endswith("_of")):
            continue
        if not (value.isascii() and value.isdecimal() and len(value) < 11 and int(value) <= FURTHEST):
            raise refuse(name, _("A whole number from 0 is needed."))
    if int(params.get("limit", 0)) > MOST_ROWS:
        raise refuse("limit", _("At most %(most)d.") % {"most": MOST_ROWS})
    if len(params.get("search", "")) > LONGEST_SEARCH:
        raise refuse("search", _("At most %(most)d characters.") % {"most": LONGEST_SEARCH})
    if params.get("search_operator", "and") not in {"and", "or"}:
        raise refuse("search_operator", _("One of: %(known)s.") % {"known": "and, or"})
    if not re.fullmatch(r"[\w.-]*(:\d{1,5})?", params.get("site", "")):
        raise refuse("site", _("A host name, with a port perhaps."))


def locale_of(params: Mapping[str, str]) -> str:
    """Return the language of the answer: ``?locale=``, else Ukrainian."""
    return _one_of(params, "locale", [code for code, _name in settings.LANGUAGES], settings.LANGUAGE_CODE)


def currency_of(params: Mapping[str, str]) -> str:
    """Return the currency in which prices are shown beside hryvnias: ``?currency=``, else none but these."""
    return _one_of(params, "currency", settings.SHOP_CURRENCIES, "UAH")


def _one_of(params: Mapping[str, str], name: str, known: Any, default: str) -> str:
    value = params.get(name, default)
    if value not in known:
        raise refuse(name, _("One of: %(known)s.") % {"known": ", ".join(known)})
    return value


def parameter_of(message: str, params: Mapping[str, str]) -> str | None:
    """Return the parameter that a refusal of Wagtail's speaks of."""
    if found := _NAMED_FIRST.match(message):
        return _MEANT.get(found[1], found[1])
    if found := _OF_A_FIELD.search(message):
        return next(filter(None, found.groups()))
    if "recognised field: " in message:
        return message.rpartition(": ")[2].split(",")[0]
    hints = {
        "cannot order": "order",
        "searching": "search",
        "search": "search",
        "sites": "site",
        "nested": "fields",
    }
    if hint := next((name for part, name in hints.items() if part in message), None):
        return hint
    relations = ("child_of", "descendant_of", "ancestor_of", "translation_of")
    return next((name for name in relations if name in params and "page" in message), None)
