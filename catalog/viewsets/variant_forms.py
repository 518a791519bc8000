"""The form of a variant: its own columns, its price and a change of its stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import widgets
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.services.variants import variant_check
from commerce.inventory import selectors as inventory
from commerce.inventory import services as inventory_services
from commerce.pricing import selectors as pricing
from commerce.pricing import services as pricing_services
from commerce.pricing.domain import BASE, CHARGED, PriceRow
from gemkit.errors import DomainError

RECEIPT, CORRECTION = "receipt", "correction"
STOCK_KINDS = [
    (RECEIPT, pgettext_lazy("stock", "New units came in")),
    (CORRECTION, pgettext_lazy("stock", "The count was wrong")),
]
PRICES = ((BASE, "price_usd", "was_usd"), (CHARGED, "price_uah", "was_uah"))
SMALLEST = Decimal("0.01")
MEASURES = ("carat", "length_mm", "width_mm", "depth_mm", "ring_size")
# Fields of the services' refusals, by what the form calls them.
FIELDS = {
    "change": "stock_change",
    "quantity": "stock_change",
    "amount": "price_usd",
    "was_amount": "was_usd",
}


def money_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=SMALLEST, max_digits=12, decimal_places=2
    )


class VariantForm(WagtailAdminModelForm):
    """Price and stock lie in tables of other areas: they are read here and written by their services."""

    price_usd = money_field(_("Price, USD"), _("The base: other currencies are converted from it."))
    was_usd = money_field(_("Price before the reduction, USD"))
    price_uah = money_field(
        _("Fixed price, UAH"),
        _("Overrides conversion: this sum is charged whatever the rate. Usually empty."),
    )
    was_uah = money_field(_("Fixed price before the reduction, UAH"))
    sale_from = forms.DateTimeField(
        label=_("Reduced from"),
        required=False,
        widget=widgets.AdminDateTimeInput,
        help_text=_("Empty: at once."),
    )
    sale_until = forms.DateTimeField(
        label=_("Reduced until"),
        required=False,
        widget=widgets.AdminDateTimeInput,
        help_text=_("Empty: until it is changed here. The price itself does not change by then."),
    )
    price_reason = forms.CharField(
        label=_("Why the price changes"), required=False, max_length=200, help_text=_("Kept in the history.")
    )
    stock_change = forms.IntegerField(
        label=_("Change of stock"),
        required=False,
        help_text=_("How many units more (5) or fewer (-1) lie on the shelf."),
    )
    stock_kind = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=STOCK_KINDS,
        initial=CORRECTION,
        widget=forms.RadioSelect,
    )
    stock_reason = forms.CharField(label=_("Why the stock changes"), required=False, max_length=200)
    stock_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Media:
        js = ["catalog_admin/price_preview.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pk = self.instance.pk
        rows = pricing.price_rows(pk) if pk else {}
        for currency, amount, was in PRICES:
            row = rows.get(currency)
            self.initial[amount] = row.amount if row else None
            self.initial[was] = row.was_amount if row else None
        period = next((row for row in rows.values() if row.was_amount is not None), PriceRow(Decimal(0)))
        self.initial["sale_from"], self.initial["sale_until"] = period.sale_from, period.sale_until
        self.initial["stock_seen"] = inventory.stock_of([pk])[pk].on_hand if pk else 0
        self.initial.setdefault("stock_kind", CORRECTION if pk else RECEIPT)
        for name in MEASURES:
            if name in self.fields:
                self.fields[name].validators.append(MinValueValidator(SMALLEST))
        if pk:
            self.fields.pop("product", None)  # a variant stays with its product

    @property
    def sets_price(self) -> bool:
        """Whether this user sees, and may change, the price."""
        return "price_usd" in self.fields

    @property
    def sets_stock(self) -> bool:
        return "stock_change" in self.fields

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.sets_price:
            self._clean_prices(cleaned)
        if self.sets_stock:
            self._clean_stock(cleaned)
        return cleaned

    def _clean_prices(self, cleaned: dict[str, Any]) -> None:
        for _currency, amount_field, was_field in PRICES:
            amount, was = cleaned.get(amount_field), cleaned.get(was_field)
            if was is not None and amount is None and amount_field not in self.errors:
                self.add_error(amount_field, _("There is no reduction without a price."))
            if was is not None and amount is not None and was <= amount:
                self.add_error(was_field, _("The price before the reduction must be higher than the price."))
        start, end = cleaned.get("sale_from"), cleaned.get("sale_until")
        if start and end and end <= start:
            self.add_error("sale_until", _("The reduction must end after it starts."))

    def _clean_stock(self, cleaned: dict[str, Any]) -> None:
        change = cleaned.get("stock_change")
        if not change:
            return
        if cleaned.get("stock_kind") == RECEIPT and change < 0:
            self.add_error("stock_change", _("Units that came in are counted up."))
        elif not self.instance.pk and change < 0:
            self.add_error("stock_change", _("A new variant has no units to take away."))
        if self.instance.pk and not cleaned.get("stock_reason"):
            self.add_error("stock_reason", _("Say why: the history keeps it."))
        if self.instance.pk:
            now = inventory.stock_of([self.instance.pk])[self.instance.pk].on_hand
            if cleaned.get("stock_seen") != now:
                self.add_error(
                    "stock_change",
                    _("The stock changed in the meantime: %(now)d on hand. Look and enter the change again.")
                    % {"now": now},
                )

    def _post_clean(self) -> None:
        super()._post_clean()
        try:
            variant_check(self.instance)
        except DomainError as refusal:
            self.add_error(refusal.attr if refusal.attr in self.fields else None, refusal.detail)

    def save_price_and_stock(self, *, variant_id: int, actor: str, is_new: bool) -> None:
        """Hand what was entered to the services of pricing and inventory, in the caller's transaction."""
        if self.sets_price:
            self._save_prices(variant_id, actor)
        change = self.cleaned_data.get("stock_change") if self.sets_stock else None
        reason = self.cleaned_data.get("stock_reason", "")
        if change and self.cleaned_data["stock_kind"] == RECEIPT:
            inventory_services.stock_receive(
                variant_id=variant_id, quantity=change, actor=actor, reason=reason
            )
        elif change:
            inventory_services.stock_correct(variant_id=variant_id, change=change, actor=actor, reason=reason)
        elif is_new:
            inventory_services.stock_count(variant_id=variant_id, on_hand=0, actor=actor, reason="")

    def _save_prices(self, variant_id: int, actor: str) -> None:
        cleaned = self.cleaned_data
        reason = cleaned.get("price_reason", "")
        for currency, amount_field, was_field in PRICES:
            amount, was = cleaned.get(amount_field), cleaned.get(was_field)
            if amount is None:
                pricing_services.price_remove(
                    variant_id=variant_id, currency=currency, actor=actor, reason=reason
                )
                continue
            pricing_services.price_set(
                variant_id=variant_id,
                currency=currency,
                amount=amount,
                was_amount=was,
                sale_from=cleaned.get("sale_from") if was is not None else None,
                sale_until=cleaned.get("sale_until") if was is not None else None,
                actor=actor,
                reason=reason,
            )
