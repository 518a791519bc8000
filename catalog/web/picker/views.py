"""`/picker/`: a question at a time, then the result. Answers live in the address, so nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.picker.domain import STEPS, Answers
from catalog.picker.selectors import Picker
from catalog.picker.words import picker_words
from catalog.web.paging import pages_of
from catalog.web.picker.market import market
from catalog.web.picker.questions import FirstStep, question, questions_of, step_words
from catalog.web.picker.reading import address, pairs, read
from catalog.web.picker.results import Reason, arrival_day, chips_of, heading_of, results_of, widened_of
from catalog.web.picker.words import Speech
from catalog.web.seo import Meta, absolute, alternates

PAGE_SIZE = 12
RESULT = "result"


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the list of steps: ``state`` is done, now or open; ``answer`` is what was given."""

    number: int
    title: str
    url: str
    state: str
    answer: str


@require_safe
def picker(request: HttpRequest) -> HttpResponse:
    """Show the question that ``step`` names; without one the result, or the first question to begin with."""
    language = "en" if get_language() == "en" else "uk"
    words = picker_words()
    answers, problems = read(request.GET, words)
    step = _step(request.GET.get("step", ""), answers)
    path = _translations(request)[language]
    chooser = Picker(words, market(currency=request.currency))  # type: ignore[attr-defined]
    speech = Speech(words, language, answers, arrival_day(language) if step == RESULT else "")
    context: dict[str, Any] = {
        "path": path,
        "steps": steps_of(answers, speech, path=path, now=step),
        "notices": list(dict.fromkeys(str(problem.text) for problem in problems))[:3],
    }
    if step == RESULT:
        context |= result_context(
            chooser,
            answers,
            speech,
            path=path,
            page=request.GET.get("page", ""),
            currency=request.currency,  # type: ignore[attr-defined]
        )
        context["meta"] = _meta(request, is_indexed=False)
        return render(request, "catalog/picker/result.html", context)
    context |= _question(chooser, answers, speech, step=int(step), path=path)
    context["meta"] = _meta(request, is_indexed=not request.GET)
    return render(request, "catalog/picker/step.html", context)


def _step(text: str, answers: Answers) -> str:
    if text in {str(number) for number in range(1, len(STEPS) + 1)}:
        return text
    return RESULT if text == RESULT or answers.given else "1"


def steps_of(answers: Answers, speech: Speech, *, path: str, now: str) -> list[Step]:
    """Return the list of steps with what was answered."""
    steps = []
    for number, (words, names) in enumerate(zip(step_words(), STEPS, strict=True), start=1):
        answer = ", ".join(name for criterion in names for name in speech.names(answers, criterion))
        is_past = now == RESULT or number < int(now)
        state = "now" if str(number) == now else "done" if is_past or answer else "open"
        if is_past and not answer:
            answer = pgettext("picker", "No matter")
        steps.append(Step(number, words.title, address(path, answers, step=number), state, answer))
    return steps


def _question(chooser: Picker, answers: Answers, speech: Speech, *, step: int, path: str) -> dict[str, Any]:
    words = step_words()
    names = STEPS[step - 1]
    questions = questions_of(chooser, answers, step=step, speech=speech)
    total = chooser.total(answers)
    is_last = step == len(STEPS)
    after = RESULT if is_last else str(step + 1)
    return {
        "number": step,
        "last": len(STEPS),
        "words": words[step - 1],
        "questions": questions,
        "total": total,
        "total_text": total_text(total),
        "hidden": [pair for pair in pairs(answers) if pair[0] not in names],
        "previous": str(step - 1) if step > 1 else "",
        "next": after,
        "next_text": show_text(total) if is_last else words[step].next,
        "skip_url": address(path, answers.without(*names), step=after),
    }


def total_text(total: int) -> str:
    """Return the words that follow the number of stones."""
    return ngettext("stone fits your answers", "stones fit your answers", total)


def show_text(total: int) -> str:
    if not total:
        return _("Show the nearest stones")
    return ngettext("Show %(count)d stone", "Show %(count)d stones", total) % {"count": total}


def result_context(
    chooser: Picker, answers: Answers, speech: Speech, *, path: str, page: str, currency: str
) -> dict[str, Any]:
    """Return what the result shows of some answers."""
    found = chooser.find(answers)
    pages = pages_of(
        found.total,
        page,
        address=lambda page: address(path, answers, page=page),
        size=PAGE_SIZE,
    )
    results = results_of(
        chooser,
        found,
        offset=(pages.number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        speech=speech,
        currency=currency,
    )
    return {
        "heading": heading_of(found.total) if found.total else _("There is nothing to choose from now"),
        "results": [(result, _widening(result.reasons, answers, path)) for result in results],
        "chips": chips_of(found, speech, path=path),
        "widened": widened_of(found, speech, path=path),
        "pages": pages,
        "change_url": address(path, answers, step=1),
        "share_url": absolute(address(path, answers)),
    }


def _widening(reasons: list[Reason], asked: Answers, path: str) -> list[tuple[Reason, str]]:
    """Return each reason with the address that lifts it; a stone's own merits have none."""
    return [
        (reason, address(path, asked.without(reason.criterion)) if reason.criterion else "")
        for reason in reasons
    ]


def _meta(request: HttpRequest, *, is_indexed: bool) -> Meta:
    translations: dict[str, str] = request.translations  # type: ignore[attr-defined]
    return Meta(
        title=_("Choose a stone in four steps"),
        description=_("Sign, colour, shape and budget: a few stones, each with the reasons why this one."),
        canonical=absolute(request.path),
        alternates=alternates(translations),
        is_indexed=is_indexed,
    )


def _translations(request: HttpRequest) -> dict[str, str]:
    found = picker_paths()
    request.translations = found  # type: ignore[attr-defined]
    return found


def picker_paths() -> dict[str, str]:
    """Return the picker's address in each language."""
    found: dict[str, str] = {}
    for code in ("uk", "en"):
        with override(code):
            found[code] = reverse("catalog:picker")
    return found


def first_steps(names: Iterable[str], *, language: str, currency: str) -> dict[str, FirstStep]:
    """Return questions that stand alone, for blocks of an article; their forms lead on to the next question.

    Who begins in the middle is asked from the beginning what was not asked yet.
    """
    words = picker_words()
    chooser = Picker(words, market(currency=currency))
    answers = Answers()
    speech = Speech(words, language, answers)
    counts = chooser.counts(answers, questions=sorted(names))
    found = {}
    for name in sorted(names):
        onward = 2 if name in STEPS[0] else 1
        found[name] = FirstStep(
            question=question(chooser, name, answers, counts, speech=speech),
            action=picker_paths()[language],
            next_step=str(onward),
            next_text=step_words()[onward - 1].next,
            total=counts.total,
        )
    return found
