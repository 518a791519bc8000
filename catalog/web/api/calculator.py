"""`POST catalog/calculator/`: the other side of a stone, its error band, what of it is in stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.calculator import weights
from catalog.calculator.weights import CalculatorError, Estimate, Measured, Weighed
from catalog.domain import ShapeView
from catalog.selectors.calculator import Mineral, minerals, shapes_to_weigh
from catalog.web.api.schema import EntryOut
from catalog.web.calculator.answers import weight_band
from catalog.web.calculator.stock import filters_by_size, filters_by_weight, stock_of
from catalog.web.calculator.words import refusal_text
from gemkit.api.refusals import refusals
from gemkit.api.views import ShopApi

SIZES = ("length_mm", "width_mm", "depth_mm")
_KEY_SIDES = ("carat", "length_mm")


def _number(**kwargs: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=16, decimal_places=6, required=False, **kwargs)


class CalculatorIn(serializers.Serializer):
    """A shape, a mineral (or a specific gravity), and either sizes or a weight."""

    shape = serializers.CharField(
        max_length=60, help_text="A shape with a published factor: `round`, `oval` …"
    )
    stone_type = serializers.CharField(
        max_length=60,
        required=False,
        help_text="Code of a stone type; names the mineral whose stock is counted.",
    )
    specific_gravity = _number(help_text="g/cm³, 1 to 8; wins over the one of `stone_type`.")
    length_mm = _number(help_text="0.5 to 100; the diameter of a round stone.")
    width_mm = _number(help_text="Left out: from the usual proportions of the shape.")
    depth_mm = _number(help_text="Left out: from the usual proportions of the shape.")
    carat = _number(help_text="0.01 to 2000; instead of sizes.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "carat" in attrs and any(size in attrs for size in SIZES):
            raise serializers.ValidationError({"carat": [_("Give either sizes or a weight.")]})
        if not any(name in attrs for name in _KEY_SIDES):
            raise serializers.ValidationError(
                {"length_mm": [_("Give either sizes or a weight.")]}, code="required"
            )
        if "stone_type" not in attrs and "specific_gravity" not in attrs:
            raise serializers.ValidationError(
                {"stone_type": [_("Choose a mineral or enter its specific gravity.")]}, code="required"
            )
        return attrs


class BandOut(serializers.Serializer):
    value = serializers.CharField()
    min = serializers.CharField()
    max = serializers.CharField()


class BandsOut(serializers.Serializer):
    """The computed side: `carat`, or the three sizes."""

    carat = BandOut(required=False)
    length_mm = BandOut(required=False)
    width_mm = BandOut(required=False)
    depth_mm = BandOut(required=False)


class MatchingOut(serializers.Serializer):
    count = serializers.IntegerField(help_text="products in stock")
    url = serializers.CharField(help_text="the list of them")


class CalculatorOut(serializers.Serializer):
    shape = EntryOut()
    stone = EntryOut(allow_null=True)
    specific_gravity = serializers.CharField()
    factor = serializers.CharField()
    carat = serializers.CharField()
    length_mm = serializers.CharField()
    width_mm = serializers.CharField()
    depth_mm = serializers.CharField()
    computed = serializers.ListField(child=serializers.CharField(), help_text="what was asked for")
    assumed = serializers.ListField(child=serializers.CharField(), help_text="taken from usual proportions")
    error_percent = serializers.IntegerField()
    band = BandsOut()
    matching = MatchingOut()


_SAPPHIRE = {"code": "sapphire", "name": "Sapphire"}
_ROUND = {"code": "round", "name": "Round"}
WEIGH_IN = OpenApiExample(
    "sizes to weight",
    value={
        "shape": "round",
        "stone_type": "sapphire",
        "length_mm": "6.5",
        "width_mm": "6.5",
        "depth_mm": "3.9",
    },
    request_only=True,
)
MEASURE_IN = OpenApiExample(
    "weight to sizes", value={"shape": "round", "specific_gravity": "3.52", "carat": "1"}, request_only=True
)
WEIGH_OUT = OpenApiExample(
    "weight",
    value={
        "shape": _ROUND,
        "stone": _SAPPHIRE,
        "specific_gravity": "4.00",
        "factor": "0.0018",
        "carat": "1.19",
        "length_mm": "6.50",
        "width_mm": "6.50",
        "depth_mm": "3.90",
        "computed": ["carat"],
        "assumed": [],
        "error_percent": 6,
        "band": {"carat": {"value": "1.19", "min": "1.12", "max": "1.26"}},
        "matching": {
            "count": 2,
            "url": "/en/stones/sapphire/?shape=round&length_min=6.2&length_max=6.8&in_stock=1",
        },
    },
    response_only=True,
)
MEASURE_OUT = OpenApiExample(
    "sizes",
    value={
        "shape": _ROUND,
        "stone": None,
        "specific_gravity": "3.52",
        "factor": "0.0018",
        "carat": "1.00",
        "length_mm": "6.50",
        "width_mm": "6.50",
        "depth_mm": "3.74",
        "computed": ["length_mm", "width_mm", "depth_mm"],
        "assumed": ["length_mm", "width_mm", "depth_mm"],
        "error_percent": 10,
        "band": {
            "length_mm": {"value": "6.50", "min": "6.27", "max": "6.71"},
            "width_mm": {"value": "6.50", "min": "6.27", "max": "6.71"},
            "depth_mm": {"value": "3.74", "min": "3.51", "max": "3.96"},
        },
        "matching": {
            "count": 12,
            "url": "/en/stones/?shape=round&carat_min=0.90&carat_max=1.10&in_stock=1",
        },
    },
    response_only=True,
)


class CalculatorApi(ShopApi):
    """Nothing is written; POST because a body reads better than eight parameters."""

    authentication_classes: list[Any] = []

    @extend_schema(
        operation_id="calculator",
        summary="Carats from millimetres and back",
        description=(
            "Weight in ct = length · width · depth · specific gravity · factor of the shape; a round stone by its "
            "mean diameter. `band` is where the true value lies, `error_percent` is of the weight. `matching` is "
            "what of the computed stone can be bought now. Numbers come as strings; JSON numbers are accepted."
        ),
        request=CalculatorIn,
        examples=[WEIGH_IN, MEASURE_IN],
        responses={200: OpenApiResponse(CalculatorOut, examples=[WEIGH_OUT, MEASURE_OUT]), **refusals()},
    )
    def post(self, request: Request) -> Response:
        asked = CalculatorIn(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        mineral = self._mineral(values.pop("stone_type", None))
        shape = self._shape(values["shape"])
        if "specific_gravity" not in values and mineral is not None:
            values["specific_gravity"] = mineral.specific_gravity
        try:
            found = weights.measure(**values) if "carat" in values else weights.weigh(**values)
        except CalculatorError as error:
            raise serializers.ValidationError({error.attr: [refusal_text(error)]}, code=error.code) from error
        return Response(
            {
                "shape": {"code": shape.code, "name": shape.name},
                "stone": {"code": mineral.code, "name": mineral.name} if mineral else None,
                "specific_gravity": _hundredths(values["specific_gravity"]),
                "factor": str(found.factor),
                **_computed(found, values.get("carat")),
                "error_percent": int(found.error * 100),
                "matching": self._matching(found, values, mineral),
            }
        )

    def _mineral(self, code: str | None) -> Mineral | None:
        if code is None:
            return None
        found = next((mineral for mineral in minerals(language=self.language) if mineral.code == code), None)
        if found is None:
            text = _("There is no such value: {value}.").format(value=code[:40])
            raise serializers.ValidationError({"stone_type": [text]}, code="unknown")
        return found

    def _shape(self, code: str) -> ShapeView:
        found = next((shape for shape in shapes_to_weigh(language=self.language) if shape.code == code), None)
        if found is None:
            text = refusal_text(weights.UnknownShape("shape"))
            raise serializers.ValidationError({"shape": [text]}, code="unknown_shape")
        return found

    def _matching(
        self, found: Weighed | Measured, values: dict[str, Any], mineral: Mineral | None
    ) -> dict[str, Any]:
        if isinstance(found, Weighed):
            filters = filters_by_size(values["shape"], length=found.length_mm, width=found.width_mm)
        else:
            filters = filters_by_weight(values["shape"], carat=weight_band(values["carat"]))
        stock = stock_of(filters, mineral=mineral, language=self.language)
        return {"count": stock.count, "url": stock.url}


def _computed(found: Weighed | Measured, carat: Decimal | None) -> dict[str, Any]:
    """Return both sides, which of them was computed, and its band."""
    if isinstance(found, Weighed):
        return {
            "carat": str(found.carat.value),
            **{size: str(getattr(found, size)) for size in SIZES},
            "computed": ["carat"],
            "assumed": list(found.assumed),
            "band": {"carat": _band(found.carat)},
        }
    return {
        "carat": _hundredths(carat or Decimal(0)),
        **{size: str(getattr(found, size).value) for size in SIZES},
        "computed": list(SIZES),
        "assumed": list(SIZES),
        "band": {size: _band(getattr(found, size)) for size in SIZES},
    }


def _band(band: Estimate) -> dict[str, str]:
    return {"value": str(band.value), "min": str(band.low), "max": str(band.high)}


def _hundredths(value: Decimal) -> str:
    """Return at least two decimals, and more where more were given."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{plain:.{places}f}"
