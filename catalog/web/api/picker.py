"""`POST catalog/picker/`: answers in; ranked stones with reasons, what gave way and the remaining counts out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiResponse,
    extend_schema,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.picker.domain import (
    BUDGET,
    COLOR,
    CRITERIA,
    CUT,
    SHAPE,
    ZODIAC,
    Answers,
    Budget,
    Relaxed,
)
from catalog.picker.selectors import Found, Picker
from catalog.picker.words import PickerWords, picker_words
from catalog.web.api import answers as out
from catalog.web.api.picker_schema import MOST, PAGE, PAGE_SIZE, PICKER_IN, PICKER_OUT, PickerIn, PickerOut
from catalog.web.api.schema import CURRENCY
from catalog.web.picker.market import market
from catalog.web.picker.questions import days_text
from catalog.web.picker.reading import budget_code, is_known
from catalog.web.picker.results import Result, arrival_day, results_of
from catalog.web.picker.words import Speech, budget_text
from gemkit.api.params import request_currency
from gemkit.api.refusals import refusals
from gemkit.api.views import ShopApi
from gemkit.money import Money


class PickerApi(ShopApi):
    """Nothing is written; POST because a body reads better than a dozen parameters."""

    authentication_classes: list[Any] = []

    @extend_schema(
        operation_id="picker",
        summary="Choose a stone by sign, colour, shape and budget",
        description=(
            "Only stones that can be bought now. Each result carries the reasons that are true of it. Where nothing "
            "fits, as few conditions as possible give way, in the order cut, budget (raised to the next one offered "
            "that helps), shape, color, sign; `relaxed` says which. `options` count what each answer would leave "
            "beside the others, each question ignoring itself."
        ),
        parameters=[CURRENCY, *PAGE],
        request=PickerIn,
        examples=[PICKER_IN],
        responses={200: OpenApiResponse(PickerOut, examples=[PICKER_OUT]), **refusals()},
    )
    def post(self, request: Request) -> Response:
        currency = request_currency(request)
        page, size = _number(request, "page", 1), min(_number(request, "page_size", PAGE_SIZE), MOST)
        data = PickerIn(data=request.data)
        data.is_valid(raise_exception=True)
        words = picker_words()
        asked = _answers(data.validated_data, words, currency)
        picker = Picker(words, market(currency=currency))
        speech = Speech(words, self.language, asked, arrival_day(self.language))
        found = picker.find(asked)
        results = results_of(
            picker, found, offset=(page - 1) * size, limit=size, speech=speech, currency=currency
        )
        return Response(
            {
                "results": [self._result(result, currency) for result in results],
                "total": found.total,
                "relaxed": [_relaxed(condition, speech) for condition in found.relaxed],
                "options": _options(picker, found, speech),
            }
        )

    def _result(self, result: Result, currency: str) -> dict[str, Any]:
        return {
            **out.card(result.card, language=self.language, currency=currency),
            "reasons": [
                {"code": reason.code, "text": reason.text, "criterion": reason.criterion or None}
                for reason in result.reasons
            ],
        }


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise serializers.ValidationError({name: [_("A number from 1 is needed here.")]})
    return int(text)


def _answers(data: dict[str, Any], words: PickerWords, currency: str) -> Answers:
    values: dict[str, Any] = {name: data.get(name) or () for name in (COLOR, SHAPE, CUT)}
    values[ZODIAC] = data.get(ZODIAC) or ""
    for name in (ZODIAC, COLOR, SHAPE, CUT):
        codes = (values[name],) if name == ZODIAC else values[name]
        for code in codes:
            if code and not is_known(words, name, code):
                text = _("There is no such value: {value}.").format(value=code[:40])
                raise serializers.ValidationError({name: [text]}, code="unknown")
    budget = data.get(BUDGET)
    values[BUDGET] = Budget(budget[0], budget[1] or currency) if budget else None
    return Answers(**values)


def _money(budget: Budget) -> dict[str, str]:
    return Money(budget.amount, budget.currency).as_json()


def _relaxed(condition: Relaxed, speech: Speech) -> dict[str, Any]:
    asked = condition.asked
    return {
        "constraint": condition.name,
        "from": _money(asked)
        if isinstance(asked, Budget)
        else list(asked)
        if isinstance(asked, tuple)
        else asked,
        "to": _money(condition.now) if condition.now else None,
        "text": speech.relaxed(condition),
    }


def _options(picker: Picker, found: Found, speech: Speech) -> dict[str, Any]:
    """Return the options of every question, counted beside the answers as they were given."""
    asked, language, words = found.asked, speech.language, picker.words
    counts = picker.counts(asked, questions=CRITERIA)

    def option(name: str, code: str, count: int, *, selected: bool) -> dict[str, Any]:
        return {
            "code": code,
            "label": speech.name(name, code),
            "count": count,
            "selected": selected,
            "disabled": count == 0 and not selected,
        }

    colors = words.words.by_code["color"]
    return {
        ZODIAC: [
            {
                **option(ZODIAC, code, counts.zodiac.get(code, 0), selected=code == asked.zodiac),
                "days": days_text(sign, language=language),
            }
            for code, sign in words.signs.items()
        ],
        COLOR: [
            {
                **option(COLOR, code, counts.color.get(code, 0), selected=code in asked.color),
                "hex": tone.hex,
                "text": tone.texts[language],
                "colors": [
                    {"code": member, "name": colors[member].names[language]} for member in tone.colors
                ],
            }
            for code, tone in words.palettes.items()
        ],
        **{
            name: [
                option(
                    name,
                    word.code,
                    getattr(counts, name).get(word.code, 0),
                    selected=word.code in getattr(asked, name),
                )
                for word in words.words.all(name)
            ]
            for name in (SHAPE, CUT)
        },
        BUDGET: [
            {
                "code": budget_code(band),
                "label": budget_text(band),
                "count": count,
                "selected": band == asked.budget,
                "disabled": count == 0 and band != asked.budget,
                "budget": _money(band),
            }
            for band, count in counts.budget.items()
        ],
    }
