"""What the picker's route takes and answers, for validation and for OpenAPI."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field
from rest_framework import serializers

from catalog.index.filters import read_number
from catalog.picker.domain import CRITERIA, MOST_CODES
from catalog.web.api.schema import CARDS, CardOut, EntryOut
from gemkit.api.fields import MoneyField

PAGE_SIZE, MOST = 24, 100


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": MOST_CODES}]}
)
class CodesField(serializers.Field):
    """One code or a list of codes."""

    default_error_messages = {
        "invalid": gettext_lazy("Give a code or a list of codes."),
        "max": gettext_lazy("At most {most} codes."),
    }

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        codes = [data] if isinstance(data, str) else data
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            self.fail("invalid")
        if len(codes) > MOST_CODES:
            self.fail("max", most=MOST_CODES)
        return tuple(dict.fromkeys(code for code in codes if code))

    def to_representation(self, value: Any) -> Any:
        return list(value)


_MONEY = {"amount": {"type": "string"}, "currency": {"type": "string", "enum": ["UAH", "USD", "EUR"]}}


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "number"},
            {"type": "object", "properties": _MONEY, "required": ["amount", "currency"]},
        ]
    }
)
class BudgetField(serializers.Field):
    """The most a stone may cost: a number in the currency of the answer, or ``{amount, currency}``."""

    default_error_messages = {
        "invalid": gettext_lazy("A number above 0 is needed here."),
        "currency": gettext_lazy("Unknown currency."),
    }

    def to_internal_value(self, data: Any) -> tuple[Decimal, str]:
        currency = ""
        if isinstance(data, dict):
            currency, data = data.get("currency", ""), data.get("amount")
            if currency not in settings.SHOP_CURRENCIES:
                self.fail("currency")
        if isinstance(data, bool) or not isinstance(data, int | float | str):
            self.fail("invalid")
        number = read_number(str(data))
        if not number:
            self.fail("invalid")
        return number, currency

    def to_representation(self, value: Any) -> Any:
        return value


class PickerIn(serializers.Serializer):
    """Every answer may be left out, be null or empty: any will do."""

    zodiac = serializers.CharField(
        max_length=60, required=False, allow_null=True, allow_blank=True, help_text="Code of a sign."
    )
    color = CodesField(
        required=False,
        allow_null=True,
        help_text="Palettes (see `options.color`) or colors of the dictionary; any of them.",
    )
    shape = CodesField(required=False, allow_null=True, help_text="Codes of shapes; any of them.")
    cut = CodesField(required=False, allow_null=True, help_text="Codes of cuts; any of them.")
    budget = BudgetField(
        required=False,
        allow_null=True,
        help_text="The most it may cost, in `currency` or as `{amount, currency}`.",
    )


class PickerReasonOut(serializers.Serializer):
    code = serializers.CharField(
        help_text="zodiac, color, closest, shape, cut, budget, largest, report, untreated, hard, natural, in_stock, disclosed"
    )
    text = serializers.CharField()
    criterion = serializers.CharField(
        allow_null=True, help_text="The answer it comes from: leaving it out widens the choice."
    )


class PickerCardOut(CardOut):
    reasons = PickerReasonOut(many=True)


class RelaxedOut(serializers.Serializer):
    """``from`` is what was asked, ``to`` what it was widened to; null: left out."""

    constraint = serializers.ChoiceField(choices=CRITERIA)
    to = serializers.JSONField(allow_null=True)
    text = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": serializers.JSONField()}  # ``from`` is Python's own word


class PickerOptionOut(serializers.Serializer):
    code = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()
    disabled = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "label": serializers.CharField(),
        }  # a field has a ``label`` of its own


class SignOptionOut(PickerOptionOut):
    days = serializers.CharField()


class PaletteOptionOut(PickerOptionOut):
    hex = serializers.CharField()
    text = serializers.CharField()
    colors = EntryOut(many=True)


class BudgetOptionOut(PickerOptionOut):
    budget = MoneyField()


class PickerOptionsOut(serializers.Serializer):
    zodiac = SignOptionOut(many=True)
    color = PaletteOptionOut(many=True)
    shape = PickerOptionOut(many=True)
    cut = PickerOptionOut(many=True)
    budget = BudgetOptionOut(many=True)


class PickerOut(serializers.Serializer):
    results = PickerCardOut(many=True)
    total = serializers.IntegerField()
    relaxed = RelaxedOut(many=True)
    options = PickerOptionsOut()


PICKER_IN = OpenApiExample(
    "Leo, sea, oval, within 80 000 ₴",
    value={"zodiac": "leo", "color": ["sea"], "shape": ["oval"], "budget": "80000"},
    request_only=True,
)
_OPTION = {"count": 5, "selected": False, "disabled": False}
PICKER_OUT = OpenApiExample(
    "one condition gave way",
    value={
        "results": [
            {
                **CARDS.value["results"][0],
                "reasons": [
                    {"code": "zodiac", "text": "A stone of the sign Leo. Peridot is the August stone.", "criterion": "zodiac"},
                    {"code": "in_stock", "text": "in stock; at a branch on 24 November", "criterion": None},
                ],
            }
        ],
        "total": 3,
        "relaxed": [
            {
                "constraint": "color",
                "from": ["sea"],
                "to": None,
                "text": "Nothing like this is in the palette “Sea” now, so other colours are shown, the closest first.",
            }
        ],
        "options": {
            "zodiac": [{"code": "leo", "label": "Leo", **_OPTION, "selected": True, "days": "23 July – 22 August"}],
            "color": [
                {
                    "code": "sea",
                    "label": "Sea",
                    **_OPTION,
                    "hex": "#4FB6CE",
                    "text": "Blue with a touch of green.",
                    "colors": [{"code": "sky-blue", "name": "Sky blue"}],
                }
            ],
            "shape": [{"code": "oval", "label": "Oval", **_OPTION}],
            "cut": [{"code": "step", "label": "Step", **_OPTION}],
            "budget": [
                {
                    "code": "80000-UAH",
                    "label": "up to ₴80,000",
                    **_OPTION,
                    "budget": {"amount": "80000.00", "currency": "UAH"},
                }
            ],
        },
    },
    response_only=True,
)  # fmt: skip
PAGE = [
    OpenApiParameter("page", int, description="From 1. Past the end the list is empty."),
    OpenApiParameter("page_size", int, description=f"Default {PAGE_SIZE}, at most {MOST}; more is capped."),
]
