"""Serializer fields of the shop."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gemkit.money import Money


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "example": "12345.00"},
            "currency": {"type": "string", "example": "UAH"},
        },
        "required": ["amount", "currency"],
    }
)
class MoneyField(serializers.Field):
    """`Money` as ``{"amount": "12345.00", "currency": "UAH"}``; for output only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, **kwargs})

    def to_representation(self, value: Money) -> dict[str, Any]:
        return value.as_json()


class QuantityField(serializers.IntegerField):
    """A whole number of pieces from 1 to 9999: no fractions, no booleans, no other digits."""

    default_error_messages = {"invalid": _("A whole number is needed.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 9999, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        if isinstance(data, str) and not (data.isascii() and data.isdecimal()):
            self.fail("invalid")
        return super().to_internal_value(data)


class LineField(serializers.CharField):
    """One line of text: no control characters, no line breaks (they would end up in mail headers)."""

    default_error_messages = {"control": _("Line breaks and control characters are not allowed here.")}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and any(
            ord(char) < 32 or ord(char) == 127 or 0xD800 <= ord(char) < 0xE000 for char in data
        ):
            self.fail("control")
        return super().run_validation(data)
