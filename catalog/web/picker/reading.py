"""Answers in an address: read from it and written to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.index.filters import Params, Problem, read_number
from catalog.picker.domain import BUDGET, COLOR, CUT, MOST_CODES, SHAPE, ZODIAC, Answers, Budget
from catalog.picker.words import PickerWords

_ONE_OF_MANY = (COLOR, SHAPE, CUT)


def is_known(words: PickerWords, name: str, code: str) -> bool:
    """Whether a code may answer a question."""
    if name == ZODIAC:
        return code in words.signs
    return words.tone(code) is not None if name == COLOR else code in words.words.by_code[name]


def unknown(name: str, code: str) -> Problem:
    return Problem(name, format_lazy(_("There is no such value: {value}."), value=code[:40]))


def read(params: Params, words: PickerWords) -> tuple[Answers, list[Problem]]:
    """Return the answers of a query string, and what of it was not understood and is left out."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name in (ZODIAC, *_ONE_OF_MANY):
        given = [code for code in dict.fromkeys(params.getlist(name)) if code][:MOST_CODES]
        known = tuple(code for code in given if is_known(words, name, code))
        problems += [unknown(name, code) for code in given if code not in known]
        values[name] = known if name in _ONE_OF_MANY else (known[-1] if known else "")
    text = next(iter(params.getlist(BUDGET)[-1:]), "").strip()
    values[BUDGET] = read_budget(text) if text else None
    if text and values[BUDGET] is None:
        problems.append(Problem(BUDGET, _("A sum with its currency is needed here, as in 12000-UAH.")))
    return Answers(**values), problems


def read_budget(text: str) -> Budget | None:
    """Return the budget written as ``12000-UAH``; None when it is not one."""
    amount, _dash, currency = text.rpartition("-")
    number = read_number(amount)
    if number is None or number == 0 or currency not in settings.SHOP_CURRENCIES:
        return None
    return Budget(number, currency)


def budget_code(budget: Budget) -> str:
    """Return a budget as addresses have it."""
    return f"{budget.amount.normalize():f}-{budget.currency}"


def pairs(answers: Answers) -> list[tuple[str, str]]:
    """Return the query string the answers are read from, in a fixed order."""
    found = [(ZODIAC, answers.zodiac)] if answers.zodiac else []
    found += [(name, code) for name in _ONE_OF_MANY for code in getattr(answers, name)]
    return found + ([(BUDGET, budget_code(answers.budget))] if answers.budget else [])


def address(path: str, answers: Answers, *, step: str | int = "", page: int = 1) -> str:
    """Return the address of a question (``step`` 1 to 4) or of the result, which needs no step."""
    query: list[tuple[str, str]] = pairs(answers)
    if not query and not step:
        step = "result"
    if step:
        query.append(("step", str(step)))
    if page > 1:
        query.append(("page", str(page)))
    return f"{path}?{urlencode(query)}"
