"""How a price was made, for headless clients: the steps that the product page shows, as numbers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from commerce.pricing.domain import CHARGED, PriceView
from commerce.pricing.enums import RateSource
from gemkit.api.fields import MoneyField
from gemkit.money import CENT, Money, round_to_step


class PriceMadeOut(serializers.Serializer):
    """From the base to what is charged, as docs/pricing.md has it.

    ``converted`` is base × rate before it is rounded half up to a multiple of ``rounding``; with ``is_override`` the
    price was set in UAH and no rate was used.
    """

    base = MoneyField(allow_null=True)
    rate = serializers.CharField(allow_null=True, help_text="UAH for 1 USD")
    rate_date = serializers.DateField(allow_null=True)
    rate_source = serializers.ChoiceField(choices=RateSource.values, allow_null=True)
    converted = MoneyField(allow_null=True)
    rounding = serializers.CharField()
    is_override = serializers.BooleanField()
    was_price = MoneyField(allow_null=True)
    was_until = serializers.DateTimeField(allow_null=True)
    charged = MoneyField()


PRICE_MADE = {
    "base": {"amount": "2808.11", "currency": "USD"},
    "rate": "42.160000",
    "rate_date": "2026-11-20",
    "rate_source": "nbu",
    "converted": {"amount": "118389.92", "currency": "UAH"},
    "rounding": "1.00",
    "is_override": False,
    "was_price": None,
    "was_until": None,
    "charged": {"amount": "118390.00", "currency": "UAH"},
}


def price_made(price: PriceView | None) -> dict[str, Any] | None:
    """Return the steps of a price; None where there is none to charge."""
    if price is None:
        return None
    converted = None
    if price.base is not None and price.rate is not None and not price.is_override:
        converted = Money(round_to_step(price.base.amount * price.rate, CENT), CHARGED).as_json()
    return {
        "base": price.base.as_json() if price.base else None,
        "rate": None if price.rate is None else f"{price.rate:f}",
        "rate_date": price.rate_date.isoformat() if price.rate_date else None,
        "rate_source": price.rate_source or None,
        "converted": converted,
        "rounding": f"{price.rounding:f}",
        "is_override": price.is_override,
        "was_price": price.was.as_json() if price.was else None,
        "was_until": price.was_until.isoformat() if price.was_until else None,
        "charged": price.charged.as_json(),
    }
