"""Currencies in the Wagtail admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.pricing import services
from commerce.pricing.models import Currency
from gemkit.admin import LimitedPolicy, RefusalsInForm, staff_actor


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
