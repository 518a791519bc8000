"""The result: ranked stones, each with the reasons that are true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.picker import domain
from catalog.picker.domain import BUDGET, CRITERION_OF, SEVERAL, Answers, Facts, Frame
from catalog.picker.selectors import Found, Picker, facts_of
from catalog.web.cards import Card, product_cards
from catalog.web.picker.market import prices_in
from catalog.web.picker.reading import address
from catalog.web.picker.words import Speech, budget_text
from commerce.delivery import selectors as delivery
from commerce.orders.enums import DeliveryMethod
from gemkit import formats
from gemkit.money import Money


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a stone is shown. ``criterion`` is the answer it comes from, if it comes from one."""

    code: str
    text: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A stone of the result; ``place`` counts from 1 over all pages."""

    place: int
    card: Card
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Chip:
    """A given answer, the address without it, and what became of it where it gave way."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Widened:
    """What gave way, said to the visitor, with another way out."""

    title: str
    texts: list[str]
    url: str = ""
    link: str = ""


def results_of(
    picker: Picker, found: Found, *, offset: int, limit: int, speech: Speech, currency: str
) -> list[Result]:
    """Return one page of results with their reasons, in as many queries for one as for a hundred."""
    ids = picker.ids(found, offset=offset, limit=limit)
    first = ids[:1] if offset == 0 else picker.ids(found, offset=0, limit=1)
    facts = facts_with_prices([*ids, *first], currency=_currency(found.answers, currency))
    frame = picker.frame(found, facts[first[0]] if first else None)
    cards = product_cards(ids, language=speech.language, currency=currency, views=1)
    return [
        Result(place, card, reasons_of(_with_stock(facts[card.variant_id], card), frame, speech))
        for place, card in enumerate(cards, start=offset + 1)
    ]


def _currency(answers: Answers, currency: str) -> str:
    return answers.budget.currency if answers.budget else currency


def _with_stock(facts: Facts, card: Card) -> Facts:
    return replace(facts, available=card.availability.quantity if card.availability.can_buy else 0)


def facts_with_prices(variant_ids: Sequence[int], *, currency: str) -> dict[int, Facts]:
    """Return what is known of variants with their prices in ``currency``, in two queries."""
    ids = list(dict.fromkeys(variant_ids))
    prices = prices_in(ids, currency=currency)
    return {pk: replace(facts, price=prices.get(pk)) for pk, facts in facts_of(ids).items()}


def reasons_of(stone: Facts, frame: Frame, speech: Speech) -> list[Reason]:
    """Return the reasons that are true of a stone, in words."""
    return [
        Reason(
            code,
            speech.reason(code, stone, frame.answers),
            criterion if (criterion := CRITERION_OF.get(code, "")) in frame.answers.given else "",
        )
        for code in domain.reasons(stone, frame)
    ]


def arrival_day(language: str) -> str:
    """Return the day on which a parcel ordered now waits at a branch."""
    option = delivery.delivery_option(DeliveryMethod.WAREHOUSE, goods=Money(Decimal(1), "UAH"))
    return formats.date(option.arrival.day, language=language)


def chips_of(found: Found, speech: Speech, *, path: str) -> list[Chip]:
    """Return the given answers; those that gave way say so."""
    notes = {condition.name: _("left out") for condition in found.relaxed}
    notes |= {
        condition.name: _("raised, %(budget)s") % {"budget": budget_text(condition.now)}
        for condition in found.relaxed
        if condition.now is not None
    }
    chips = []
    for name in found.asked.given:
        value = getattr(found.asked, name)
        note = notes.get(name, "")
        if name in SEVERAL:
            chips += [
                Chip(speech.name(name, code), address(path, found.asked.less(name, code)), note)
                for code in value
            ]
        else:
            text = budget_text(value) if name == BUDGET else speech.name(name, value)
            chips.append(Chip(text, address(path, found.asked.without(name)), note))
    return chips


def widened_of(found: Found, speech: Speech, *, path: str) -> Widened | None:
    """Return what to say of the conditions that gave way; None when all were kept."""
    if not found.relaxed:
        return None
    has_other = bool(found.instead)
    return Widened(
        title=speech.relaxed_title(found),
        texts=[speech.relaxed(condition) for condition in found.relaxed],
        url=address(path, found.asked.without(found.instead)) if has_other else "",
        link=speech.instead(found) if has_other else "",
    )


def heading_of(total: int) -> str:
    """Return ``14 stones for you``."""
    return ngettext("%(count)d stone for you", "%(count)d stones for you", total) % {"count": total}
