"""The questions with their options as pages, blocks and the API show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.domain import PictureView
from catalog.models import Picture
from catalog.picker.domain import BUDGET, COLOR, CUT, SEVERAL, SHAPE, STEPS, ZODIAC, Answers, Budget
from catalog.picker.selectors import OptionCounts, Picker
from catalog.picker.words import Sign
from catalog.selectors.pictures import picture_views
from catalog.web.picker.reading import budget_code
from catalog.web.picker.words import Speech, budget_text
from gemkit import formats

OPTION_SIZES = "(min-width: 900px) 248px, 50vw"
_ANY_YEAR = 2024  # a leap year: the 29th of February is a day of Pisces


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: what it is called, how many products it leaves, whether it can be chosen."""

    value: str
    label: str
    count: int
    selected: bool
    note: str = ""
    drawing: str = ""
    picture: PictureView | None = None
    swatches: tuple[str, ...] = ()

    @property
    def disabled(self) -> bool:
        return self.count == 0 and not self.selected


@dataclass(frozen=True, slots=True)
class Question:
    """A set of options under one name; ``any_count`` is what is left when the question is skipped."""

    name: str
    legend: str
    options: list[Option]
    any_count: int
    several: bool
    style: str

    @property
    def is_answered(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step is called: in the list of steps, as a heading, and on the button that leads to it."""

    title: str
    heading: str
    lead: str
    next: str


def step_words() -> list[StepWords]:
    """Return the words of the four steps, in order."""
    one = _("The number says how many stones remain.")
    several = _("You may choose several. The number says how many stones remain.")
    return [
        StepWords(
            pgettext("picker", "Sign of the zodiac"), _("Whose sign is it?"), one, _("Next: the sign")
        ),
        StepWords(
            pgettext("picker", "Colour"), _("Which colour is close to you?"), several, _("Next: the colour")
        ),
        StepWords(
            pgettext("picker", "Shape and cut"), _("Which shape do you like?"), several, _("Next: the shape")
        ),
        StepWords(
            pgettext("picker", "Budget"),
            _("What may it cost?"),
            _("The sums are made of today’s prices. You pay in hryvnias."),
            _("Next: the budget"),
        ),
    ]  # fmt: skip


def legend_of(name: str) -> str:
    return {
        ZODIAC: pgettext("picker", "Sign of the zodiac"),
        COLOR: pgettext("picker", "Colour"),
        SHAPE: pgettext("picker", "Shape"),
        CUT: pgettext("picker", "Cut"),
        BUDGET: pgettext("picker", "Budget"),
    }[name]


def questions_of(picker: Picker, answers: Answers, *, step: int, speech: Speech) -> list[Question]:
    """Return the questions of a step (1 to 4) with counts beside the other answers."""
    names = STEPS[step - 1]
    counts = picker.counts(answers, questions=names)
    return [question(picker, name, answers, counts, speech=speech) for name in names]


def question(
    picker: Picker,
    name: str,
    answers: Answers,
    counts: OptionCounts,
    *,
    speech: Speech,
) -> Question:
    """Return one question; the pictures of palettes cost two queries, whatever their number."""
    if name == COLOR:
        options = _palettes(picker, answers, counts.color, speech)
    elif name == ZODIAC:
        options = _signs(picker, answers, counts.zodiac, speech)
    elif name == BUDGET:
        options = _budgets(picker, answers, counts.budget)
    else:
        options = _drawn(picker, name, answers, getattr(counts, name), speech)
    return Question(
        name=name,
        legend=legend_of(name),
        options=options,
        any_count=counts.without[name],
        several=name in SEVERAL,
        style="rows" if name in {BUDGET, CUT} else "tray",
    )


def _signs(picker: Picker, answers: Answers, counts: Mapping[str, int], speech: Speech) -> list[Option]:
    words = picker.words
    return [
        Option(
            value=code,
            label=sign.names[speech.language],
            count=counts.get(code, 0),
            selected=code == answers.zodiac,
            note=days_text(sign, language=speech.language),
            drawing=mark_safe(words.words.by_code[ZODIAC][code].look),
        )
        for code, sign in words.signs.items()
    ]


def days_text(sign: Sign, *, language: str) -> str:
    """Return ``23 July – 22 August``."""
    first, last = (dt.date(_ANY_YEAR, month, day) for month, day in (sign.starts, sign.ends))
    return f"{formats.date(first, language=language)} – {formats.date(last, language=language)}"


def _drawn(
    picker: Picker, name: str, answers: Answers, counts: Mapping[str, int], speech: Speech
) -> list[Option]:
    return [
        Option(
            value=word.code,
            label=word.names[speech.language],
            count=counts.get(word.code, 0),
            selected=word.code in getattr(answers, name),
            drawing=mark_safe(word.look),
        )
        for word in picker.words.words.all(name)
    ]


def _palettes(picker: Picker, answers: Answers, counts: Mapping[str, int], speech: Speech) -> list[Option]:
    words = picker.words
    swatches = words.words.by_code["color"]
    tones = list(words.palettes.values())
    found = Picture.objects.filter(pk__in=[tone.picture_id for tone in tones if tone.picture_id])
    pictures = picture_views(found, alts={}, sizes=OPTION_SIZES)  # the name stands beside it
    return [
        Option(
            value=tone.code,
            label=tone.names[speech.language],
            count=counts.get(tone.code, 0),
            selected=tone.code in answers.color,
            note=tone.texts[speech.language],
            picture=pictures.get(tone.picture_id or 0),
            swatches=tuple(swatches[code].look for code in tone.colors),
        )
        for tone in tones
    ]


def _budgets(picker: Picker, answers: Answers, counts: Mapping[Budget, int]) -> list[Option]:
    """Return the budgets; one that came with the address stands among them in its place."""
    bands = list(picker.market.bands)
    own = answers.budget
    found = dict(counts)
    if own is not None and own not in bands:
        found[own] = picker.total(answers)
        bands = sorted([*bands, own], key=lambda band: (band.currency != own.currency, band.amount))
    return [
        Option(
            value=budget_code(band), label=budget_text(band), count=found.get(band, 0), selected=band == own
        )
        for band in bands
    ]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A question that stands alone in an article, and where it leads."""

    question: Question
    action: str
    next_step: str
    next_text: str
    total: int
