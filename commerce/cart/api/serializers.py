"""Shapes of the cart API."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commerce.cart.domain import MAX_LINES, Problem, Remedy
from commerce.pricing.api.serializers import AdjustmentOut, adjustment_answer
from gemkit.api.fields import LineField, MoneyField, QuantityField
from gemkit.money import Money


class LineAddIn(serializers.Serializer):
    """What to put into the cart."""

    sku = LineField(max_length=40)
    quantity = QuantityField(default=1)


class CouponIn(serializers.Serializer):
    """A promo code; capitals and small letters are the same."""

    code = LineField(max_length=40)


class LineSetIn(serializers.Serializer):
    """How many there should be."""

    quantity = QuantityField()


class AcceptIn(serializers.Serializer):
    """Which lines are agreed to as they are now; without ``lines`` all of them."""

    lines = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MAX_LINES)


class PictureOut(serializers.Serializer):
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()


class ProblemOut(serializers.Serializer):
    """Why a line cannot be ordered as it stands, and what to do about it."""

    code = serializers.ChoiceField(choices=[code.value for code in Problem])
    line = serializers.UUIDField(source="line_id")
    sku = serializers.CharField()
    detail = serializers.CharField(source="text")
    action = serializers.ChoiceField(choices=[remedy.value for remedy in Remedy])
    extra = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_extra(self, problem: Any) -> dict[str, Any]:
        return {
            name: value.as_json() if isinstance(value, Money) else value
            for name, value in problem.extra.items()
        }


class CartAdjustmentOut(serializers.Serializer):
    """A discount with its name; ``amount`` is always charged, in UAH, and not negative."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        named = adjustment_answer(instance, language=get_language() or settings.LANGUAGE_CODE)
        return dict(AdjustmentOut(named).data)

    def get_fields(self) -> dict[str, serializers.Field]:
        return AdjustmentOut().get_fields()


class CouponOut(serializers.Serializer):
    """The promo code in the cart; where it takes nothing, ``problem`` and ``detail`` say why."""

    code = serializers.CharField()
    name = serializers.CharField()
    is_applied = serializers.BooleanField()
    problem = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(source="text")


class LineOut(serializers.Serializer):
    """A line in the cart's currency."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    facts = serializers.CharField()
    url = serializers.CharField()
    picture = PictureOut(allow_null=True)
    quantity = serializers.IntegerField()
    max_quantity = serializers.IntegerField()
    unit_price = MoneyField(source="shown_unit_price")
    line_total = MoneyField(source="shown_total")
    charged_total = MoneyField(source="total", help_text="the same in UAH, which is what is charged")
    adjustments = CartAdjustmentOut(many=True)


class CartChargedOut(serializers.Serializer):
    """The sums that are charged, in UAH whatever is shown."""

    subtotal = MoneyField()
    discount = MoneyField()
    total = MoneyField()


class CartOut(serializers.Serializer):
    """A cart; sums are in ``currency``, ``charged`` repeats them in UAH."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    lines = LineOut(many=True)
    adjustments = CartAdjustmentOut(many=True, help_text="Discounts of the whole, each with its full sum.")
    coupon = CouponOut(allow_null=True)
    subtotal = MoneyField(source="shown_subtotal")
    discount = MoneyField(source="shown_discount")
    total = MoneyField(source="shown_total")
    charged = CartChargedOut(source="*")
    rate = serializers.DecimalField(max_digits=14, decimal_places=6, allow_null=True)
    rate_date = serializers.DateField(allow_null=True)
    problems = ProblemOut(many=True)
    expires_at = serializers.DateTimeField()
