"""Shapes of the delivery API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from commerce.delivery.enums import PlaceType
from gemkit.api.fields import LineField, MoneyField, QuantityField


class CityOut(serializers.Serializer):
    """A settlement of the carrier's directory."""

    ref = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField()
    type = serializers.CharField()


class LimitsOut(serializers.Serializer):
    weight_kg = serializers.DecimalField(max_digits=6, decimal_places=1, allow_null=True)
    declared_value = MoneyField(allow_null=True)


class WarehouseOut(serializers.Serializer):
    """A branch or parcel locker. An unsuitable one stays in the list, with the reason."""

    ref = serializers.CharField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    address = serializers.CharField()
    type = serializers.ChoiceField(choices=PlaceType.values)
    limits = LimitsOut(source="*")
    hours = serializers.CharField()
    is_suitable = serializers.BooleanField()
    reason = serializers.CharField()


class ArrivalOut(serializers.Serializer):
    """The day the parcel is there; hours where they are known."""

    date = serializers.DateField(source="arrival.day")
    starts = serializers.TimeField(source="arrival.starts", allow_null=True, format="%H:%M")
    ends = serializers.TimeField(source="arrival.ends", allow_null=True, format="%H:%M")
    text = serializers.CharField(source="arrival_text")


class DeliveryOptionOut(serializers.Serializer):
    """One way to deliver a parcel."""

    method = serializers.CharField(source="method.value")
    title = serializers.CharField()
    price = MoneyField(source="cost")
    arrival = ArrivalOut(source="*")
    is_possible = serializers.BooleanField()
    reason = serializers.CharField()


class DeliveryLineIn(serializers.Serializer):
    sku = LineField(max_length=40)
    quantity = QuantityField()


class DeliveryQuoteIn(serializers.Serializer):
    """Where a parcel goes and what is in it: an existing cart, or lines."""

    city = LineField(max_length=40)
    warehouse = LineField(max_length=40, required=False)
    cart = serializers.UUIDField(required=False)
    lines = DeliveryLineIn(many=True, required=False, allow_empty=False, max_length=100)  # type: ignore[call-arg]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("cart" in attrs) == ("lines" in attrs):
            raise serializers.ValidationError({"cart": [_("Give either a cart or lines.")]})
        return attrs


class DeliveryQuoteOut(serializers.Serializer):
    """What each way costs and when it arrives; ``warehouse`` says whether the named place takes it."""

    goods = MoneyField()
    delivery = DeliveryOptionOut(many=True)
    city = CityOut()
    warehouse = WarehouseOut(allow_null=True)
