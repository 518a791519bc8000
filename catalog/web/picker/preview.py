"""What a palette or a sign would do as it stands in the editor's form, before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from catalog.models import Palette, ZodiacSign
from catalog.picker.domain import Answers
from catalog.picker.selectors import Picker
from catalog.picker.words import Advice, PickerWords, Sign, Tone, picker_words
from catalog.web.picker.market import market
from catalog.web.picker.results import arrival_day
from catalog.web.picker.views import picker_paths, result_context
from catalog.web.picker.words import Speech

_NEW = "new"  # a row that has no code yet


def palette_preview(request: HttpRequest, palette: Palette, language: str) -> HttpResponse:
    """Return the picker's result for a palette that may not be saved yet."""
    words = picker_words()
    code = palette.code or _NEW
    known = words.words.by_id["color"]
    members = [member.color_id for member in palette.colors.all()]
    tone = Tone(
        code,
        _both(palette, "name"),
        _both(palette, "text"),
        palette.hex,
        tuple(known[pk].code for pk in members if pk in known),
    )
    changed = replace(words, palettes={**words.palettes, code: tone}, _tones={})
    return _shown(request, changed, Answers(color=(code,)), language)


def sign_preview(request: HttpRequest, sign: ZodiacSign, language: str) -> HttpResponse:
    """Return the picker's result for a sign whose stones may not be saved yet."""
    words = picker_words()
    code = sign.code or _NEW
    known = words.words.by_id["stone"]
    advice = tuple(
        Advice(known[row.stone_type_id].code, _both(row, "reason"))
        for row in sign.recommendations.all()
        if row.stone_type_id in known
    )
    days = [(sign.start_month or 1, sign.start_day or 1), (sign.end_month or 1, sign.end_day or 1)]
    made = Sign(code, _both(sign, "name"), days[0], days[1], advice)
    changed = replace(words, signs={**words.signs, code: made}, _tones={})
    return _shown(request, changed, Answers(zodiac=code), language)


def _both(row: Any, field: str) -> dict[str, str]:
    return {code: getattr(row, f"{field}_{code}") or "" for code in ("uk", "en")}


def _shown(request: HttpRequest, words: PickerWords, answers: Answers, language: str) -> HttpResponse:
    currency = getattr(request, "currency", "UAH")
    with override(language):
        paths = picker_paths()
        request.translations = paths  # type: ignore[attr-defined]
        speech = Speech(words, language, answers, arrival_day(language))
        picker = Picker(words, market(currency=currency))
        context = result_context(picker, answers, speech, path=paths[language], page="1", currency=currency)
        response = render(request, "catalog/picker/result.html", {**context, "meta": None})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
