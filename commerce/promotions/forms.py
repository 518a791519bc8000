"""Forms of the admin: what is valid is said beside the field, before the database refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalog import selectors as catalog
from commerce.promotions import domain
from commerce.promotions.enums import Effect
from commerce.promotions.models import Coupon, DiscountTier, Promotion
from gemkit.clock import KYIV

OFFER_FIELDS = [
    "name_uk", "name_en", "effect", "value", "at_most", "starts_at", "ends_at", "minimum", "stone_types",
    "categories", "collections", "excludes_reduced", "is_active",
]  # fmt: skip
MOST_LINES = 20


class OfferForm(WagtailAdminModelForm):
    """What coupons and promotions share."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        effect, value = cleaned.get("effect"), cleaned.get("value")
        if effect == Effect.FREE_DELIVERY:
            cleaned["value"] = Decimal(0)
        elif value is not None and value <= 0:
            self.add_error("value", _t("More than zero is needed."))
        elif effect == Effect.PERCENT and value is not None and value > 100:
            self.add_error("value", _t("No more than 100 per cent."))
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _t("It ends before it begins."))
        for name in ("at_most", "minimum"):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(name, _t("More than zero is needed; leave it empty for no bound."))
        return cleaned


class CouponForm(OfferForm):
    class Meta:
        model = Coupon
        fields = ["code", *OFFER_FIELDS, "limit", "per_customer", "can_combine"]

    def clean_code(self) -> str:
        code = domain.code_read(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_t("Letters, digits and hyphens only."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("per_customer") == 0:
            self.add_error("per_customer", _t("More than zero is needed; leave it empty for no bound."))
        return cleaned


class PromotionForm(OfferForm):
    class Meta:
        model = Promotion
        fields = [*OFFER_FIELDS, "min_quantity"]

    def clean_min_quantity(self) -> int:
        number: int = self.cleaned_data["min_quantity"]
        if not 1 <= number <= 9999:
            raise forms.ValidationError(_t("From 1 to 9999."))
        return number


class TierForm(WagtailAdminModelForm):
    class Meta:
        model = DiscountTier
        fields = ["name_uk", "name_en", "min_spend", "percent", "excludes_reduced", "is_active"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("min_spend") is not None and cleaned["min_spend"] <= 0:
            self.add_error("min_spend", _t("More than zero is needed."))
        if cleaned.get("percent") is not None and not 0 < cleaned["percent"] <= 100:
            self.add_error("percent", _t("From above 0 to 100."))
        return cleaned


class TryForm(forms.Form):
    """A cart to try: lines of SKU and quantity, a promo code, what the customer has bought, and when."""

    lines = forms.CharField(
        label=_("Lines"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A SKU and a quantity in each line, for example: S-0412 2. One piece without a number."),
    )
    code = forms.CharField(label=_("Promo code"), max_length=40, required=False)
    spend = forms.DecimalField(
        label=_("bought so far, UAH"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    moment = forms.DateTimeField(
        label=_("At"), required=False, help_text=_("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean_lines(self) -> list[tuple[str, int, int]]:
        """Return (SKU, variant id, quantity) of every line."""
        wanted: dict[str, int] = {}
        for row in self.cleaned_data["lines"].split("\n"):
            sku, _space, number = row.strip().partition(" ")
            number = number.strip() or "1"
            if not sku:
                continue
            if not (number.isascii() and number.isdecimal() and len(number) <= 4 and int(number)):
                raise forms.ValidationError(
                    _t("“%(row)s” is not a SKU and a quantity."), params={"row": row[:60]}
                )
            wanted[sku] = int(number)
        if len(wanted) > MOST_LINES:
            raise forms.ValidationError(_t("At most %(most)d lines."), params={"most": MOST_LINES})
        ids = catalog.sellable_ids(wanted)
        missing = [sku for sku in wanted if sku not in ids]
        if missing or not wanted:
            raise forms.ValidationError(
                _t("Nothing on sale has the SKU %(skus)s."), params={"skus": ", ".join(missing) or "—"}
            )
        return [(sku, ids[sku], quantity) for sku, quantity in wanted.items()]

    def clean_moment(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["moment"]
        return moment.astimezone(KYIV) if moment else None
