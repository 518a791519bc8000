"""Forms of the desk: the list's filters and one step of an order."""

import re
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import RangeField
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet

from commerce.desk.enums import RECORD_PAYMENT, PaymentFilter
from commerce.desk.selectors import listing
from commerce.orders.enums import DeliveryMethod, OrderAction, OrderStatus, PaymentMethod
from gemkit.filters import DaysFilter

WAYBILL = re.compile(r"[A-Za-z0-9-]{4,30}")


class AmountField(RangeField):
    """From sum to sum, as large as an order can be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        sums = [forms.DecimalField(min_value=0, max_value=Decimal("999999999999")) for _side in range(2)]
        super().__init__(sums, *args, **kwargs)


class AmountFilter(django_filters.RangeFilter):
    field_class = AmountField


def _boxes(choices: Any, label: Any, **kwargs: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        choices=choices, label=label, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class OrderFilters(WagtailFilterSet):
    """The filters of the order list."""

    status = _boxes(OrderStatus.choices, _("Status"))
    payment = _boxes(PaymentFilter.choices, _("Payment"), method="with_payment")
    payment_method = _boxes(PaymentMethod.choices, _("Payment method"))
    delivery_method = _boxes(DeliveryMethod.choices, _("Delivery"))
    placed = DaysFilter(
        field_name="placed_at", label=pgettext_lazy("order", "Placed"), widget=DateRangePickerWidget
    )
    total = AmountFilter(label=_("Total, UAH"), widget=NumberRangeWidget)
    language = _boxes(settings.LANGUAGES, _("Buyer's language"))

    def with_payment(self, queryset: Any, _name: str, value: list[str]) -> Any:
        return listing.with_payment(queryset, value) if value else queryset


class StepForm(forms.Form):
    """One step of an order. ``seen`` is what the screen showed; it comes back as it was sent."""

    seen = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    waybill = forms.CharField(
        label=_("Waybill number"),
        max_length=40,
        required=False,
        help_text=_("If there is one. It stands in the buyer's e-mail and on the order's page."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, step: str, is_pickup: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        if step == OrderAction.CANCEL:
            reason.required = True
            reason.help_text = _("For the order's history. The buyer does not see it.")
        elif step == RECORD_PAYMENT:
            reason.label = _("Payment reference")
            reason.help_text = _("For example the number of the bank's document. The buyer does not see it.")
        else:
            reason.label = _("Note")
            reason.help_text = _("For the order's history, if there is something to say.")
        if step != OrderAction.SHIP or is_pickup:
            del self.fields["waybill"]

    def clean_waybill(self) -> str:
        waybill = re.sub(r"\s", "", self.cleaned_data["waybill"])
        if waybill and not WAYBILL.fullmatch(waybill):
            raise forms.ValidationError(_("A waybill number has 4 to 30 letters and digits."))
        return waybill
