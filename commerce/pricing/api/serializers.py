"""Shapes of the pricing API."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from commerce.pricing import domain
from commerce.pricing.domain import Adjustment
from commerce.pricing.enums import RateSource
from commerce.pricing.services import Quote, QuoteLine
from gemkit.api.fields import LineField, MoneyField, QuantityField
from gemkit.money import Money

LARGEST_QUOTE = 100


class RateField(serializers.DecimalField):
    """UAH for one unit, as a string without needless zeros beyond the second decimal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 14, "decimal_places": 6, "read_only": True, **kwargs})

    def to_representation(self, value: Decimal) -> str:
        whole, _point, fraction = f"{value:f}".partition(".")
        return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"


class CurrencyOut(serializers.Serializer):
    """A currency of the shop. UAH has no rate: it is what everything is charged in."""

    code = serializers.CharField()
    symbol = serializers.CharField()
    rounding_step = serializers.DecimalField(max_digits=6, decimal_places=2)
    is_charged = serializers.BooleanField()
    is_shown = serializers.BooleanField(help_text="False while its rate is missing or too old.")
    rate = RateField(allow_null=True)
    rate_date = serializers.DateField(allow_null=True)
    source = serializers.ChoiceField(choices=RateSource.values, allow_null=True)  # type: ignore[assignment]
    age_days = serializers.IntegerField(allow_null=True)


class RateOut(serializers.Serializer):
    """A rate of the history; of several rows for a day the first one is in force."""

    currency = serializers.CharField()
    rate = RateField()
    rate_date = serializers.DateField()
    source = serializers.ChoiceField(choices=RateSource.values)  # type: ignore[assignment]
    fetched_at = serializers.DateTimeField()


class RatePageOut(serializers.Serializer):
    """A page of the history."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RateOut(many=True)


class RatesIn(serializers.Serializer):
    """Which part of the history."""

    currency = serializers.ChoiceField(
        choices=[code for code in settings.SHOP_CURRENCIES if code != domain.CHARGED], required=False
    )
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        return {"currency": fields["currency"], "from": fields["since"], "to": fields["until"]}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        since, until = attrs.get("from"), attrs.get("to")
        if isinstance(since, dt.date) and isinstance(until, dt.date) and since > until:
            raise serializers.ValidationError({"from": _("The first day lies after the last one.")})
        return attrs


class QuoteLineIn(serializers.Serializer):
    sku = LineField(max_length=40)
    quantity = QuantityField()


class QuoteIn(serializers.Serializer):
    """What to price. A variant may stand in one line only."""

    lines = QuoteLineIn(many=True, allow_empty=False, max_length=LARGEST_QUOTE)  # type: ignore[call-arg]
    currency = serializers.ChoiceField(choices=settings.SHOP_CURRENCIES, required=False)

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        skus = [line["sku"] for line in lines]
        if len(set(skus)) != len(skus):
            raise serializers.ValidationError(_("Each item may stand in one line only."))
        return lines


class ChargedOut(serializers.Serializer):
    """The same sum in UAH, which is what is paid."""

    unit_price = MoneyField()
    line_total = MoneyField()
    discount = MoneyField(help_text="The line's share of coupons and program tiers.")
    payable = MoneyField(help_text="line_total - discount")


class SumsOut(serializers.Serializer):
    """total = subtotal - discount + delivery"""

    subtotal = MoneyField()
    discount = MoneyField()
    delivery = MoneyField()
    total = MoneyField()


class AdjustmentOut(serializers.Serializer):
    """A rule that took something; ``amount`` is always charged, in UAH, and not negative."""

    code = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(choices=[stage.name.lower() for stage in domain.Stage])
    kind = serializers.ChoiceField(choices=[kind.value for kind in domain.DiscountKind])
    value = serializers.CharField(help_text="Per cent, or hryvnias.")
    amount = MoneyField()


class QuoteLineOut(serializers.Serializer):
    """A priced line. ``adjustments`` names everything that changed the price beside the rate."""

    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    list_price = MoneyField(help_text="One piece as pages show it, in UAH, before the rules of this quote.")
    unit_price = MoneyField()
    line_total = MoneyField()
    charged = ChargedOut()
    was_price = MoneyField(allow_null=True)
    base_price = MoneyField(allow_null=True)
    is_override = serializers.BooleanField(help_text="The price was set in UAH; no rate was used.")
    rate = RateField(allow_null=True)
    rate_date = serializers.DateField(allow_null=True)
    rate_source = serializers.ChoiceField(choices=RateSource.values, allow_null=True)
    rounding = serializers.DecimalField(max_digits=6, decimal_places=2)
    adjustments = AdjustmentOut(many=True)


class QuoteOut(serializers.Serializer):
    """What the lines cost now, in ``currency`` and as ``charged`` in UAH."""

    currency = serializers.CharField()
    lines = QuoteLineOut(many=True)
    adjustments = AdjustmentOut(many=True)
    subtotal = MoneyField()
    discount = MoneyField()
    delivery = MoneyField()
    total = MoneyField()
    charged = SumsOut()
    rate = RateField(allow_null=True, help_text="UAH for 1 USD.")
    rate_date = serializers.DateField(allow_null=True)
    rate_source = serializers.ChoiceField(choices=RateSource.values, allow_null=True)
    quoted_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()


def quote_answer(quote: Quote, *, skus: dict[int, str], language: str) -> dict[str, Any]:
    """Return ``quote`` in the shape of `QuoteOut`."""
    return {
        "currency": quote.currency,
        "lines": [_line(line, sku=skus[line.variant_id], language=language) for line in quote.lines],
        "adjustments": [adjustment_answer(one, language=language) for one in quote.adjustments],
        "subtotal": quote.display or quote.subtotal,
        "discount": quote.display_discount or quote.discount,
        "delivery": quote.display_delivery or quote.delivery,
        "total": quote.display_total or quote.total,
        "charged": {
            "subtotal": quote.subtotal,
            "discount": quote.discount,
            "delivery": quote.delivery,
            "total": quote.total,
        },
        "rate": quote.rate,
        "rate_date": quote.rate_date,
        "rate_source": quote.rate_source or None,
        "quoted_at": quote.quoted_at,
        "valid_until": quote.valid_until,
    }


def adjustment_answer(one: Adjustment, *, language: str) -> dict[str, Any]:
    """Return a rule that took something, as all answers name it."""
    return {
        "code": one.code,
        "name": one.names.get(language, one.code),
        "stage": one.stage.name.lower(),
        "kind": one.kind.value,
        "value": f"{one.value:f}",
        "amount": Money(one.amount, domain.CHARGED),
    }


def _line(line: QuoteLine, *, sku: str, language: str) -> dict[str, Any]:
    price = line.price
    return {
        "sku": sku,
        "quantity": line.quantity,
        "list_price": price.charged,
        "unit_price": line.shown_unit_price,
        "line_total": line.shown_total,
        "charged": {
            "unit_price": line.unit_price,
            "line_total": line.line_total,
            "discount": Money(line.sums.discount, domain.CHARGED),
            "payable": Money(line.sums.payable, domain.CHARGED),
        },
        "was_price": price.was,
        "base_price": price.base,
        "is_override": price.is_override,
        "rate": price.rate,
        "rate_date": price.rate_date,
        "rate_source": price.rate_source or None,
        "rounding": price.rounding,
        "adjustments": [adjustment_answer(one, language=language) for one in line.adjustments],
    }
