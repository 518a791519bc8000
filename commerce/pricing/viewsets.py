"""Currencies and rates in the Wagtail admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.pricing import services
from commerce.pricing.domain import CHARGED
from commerce.pricing.models import Currency, ExchangeRate
from gemkit.admin import LimitedPolicy, RefusalsInForm, staff_actor
from gemkit.clock import today_kyiv


class CurrencyForm(WagtailAdminModelForm):
    """What may change of a currency."""

    class Meta:
        model = Currency
        fields = ["symbol", "rounding_step", "is_active", "sort_order"]


class CurrencyEditView(RefusalsInForm, generic.EditView):
    """Saves through the service, so that the audit trail knows."""

    def save_instance(self) -> Currency:
        services.currency_change(
            code=self.object.pk, actor=staff_actor(self.request.user), **self.form.cleaned_data
        )
        return Currency.objects.get(pk=self.object.pk)


class CurrencyViewSet(ModelViewSet):
    model = Currency
    icon = "tag"
    menu_label = _("Currencies")
    url_prefix = "prices/currencies"
    permission_policy = LimitedPolicy(Currency, actions=("view", "change"))
    edit_view_class = CurrencyEditView
    form_class = CurrencyForm
    list_display = ["code", "symbol", "rounding_step", BooleanColumn("is_active", label=_("Shown"))]
    ordering = ["sort_order", "code"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseModelForm]:
        return CurrencyForm


class RateForm(WagtailAdminModelForm):
    """A rate by hand. Why it is needed must be said."""

    currency = forms.ChoiceField(label=_("currency"))
    reason = forms.CharField(label=_("reason"), max_length=200)

    class Meta:
        model = ExchangeRate
        fields = ["currency", "rate", "rate_date", "reason"]
        widgets = {"rate_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Currency.objects.exclude(code=CHARGED).values_list("code", flat=True)
        self.fields["currency"].choices = [(code, code) for code in codes]
        self.fields["rate_date"].initial = today_kyiv()


class RateCreateView(RefusalsInForm, generic.CreateView):
    """Adds a rate by hand; it is in force at once."""

    page_title = _("Enter a rate by hand")

    def save_instance(self) -> ExchangeRate:
        entered = self.form.cleaned_data
        rate_id = services.rate_set(
            currency=entered["currency"],
            rate=entered["rate"],
            rate_date=entered["rate_date"],
            reason=entered["reason"],
            actor=staff_actor(self.request.user),
        )
        return ExchangeRate.objects.get(pk=rate_id)


class RateIndexView(generic.IndexView):
    """The history of rates, the newest first."""

    add_item_label = _("Enter a rate by hand")


class ExchangeRateViewSet(ModelViewSet):
    model = ExchangeRate
    name = "exchange_rates"
    icon = "history"
    menu_label = _("Exchange rates")
    url_prefix = "prices/rates"
    permission_policy = LimitedPolicy(ExchangeRate, actions=("view", "add"))
    index_view_class = RateIndexView
    add_view_class = RateCreateView
    list_display = [
        "currency",
        "rate",
        "rate_date",
        "get_source_display",
        BooleanColumn("is_held", label=_("Held for a person")),
        "reason",
        "fetched_at",
    ]
    list_filter = ["currency", "source", "is_held"]
    list_export = ["currency", "rate", "rate_date", "source", "is_held", "reason", "fetched_at"]
    ordering = ["-rate_date", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseModelForm]:
        return RateForm


class PricesGroup(ViewSetGroup):
    menu_label = _("Prices")
    menu_icon = "tag"
    menu_name = "prices"
    menu_order = 160
    items = (ExchangeRateViewSet, CurrencyViewSet)
