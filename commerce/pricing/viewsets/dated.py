"""Prices with dates in the Wagtail admin: what will change by the clock, and what has."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages, widgets
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from catalog import selectors as catalog
from commerce.pricing import services
from commerce.pricing.models import VariantPrice
from gemkit.admin import LimitedPolicy, RefusalsInForm, staff_actor
from gemkit.errors import DomainError


class PricePolicy(LimitedPolicy):
    """Who may change prices may plan them and take plans back; nobody edits a plan."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add", "delete"} and super().user_has_permission(user, "change")


class DatedPriceForm(WagtailAdminModelForm):
    """A price from a moment on."""

    sku = forms.CharField(label=_("SKU"), max_length=40)
    currency = forms.ChoiceField(
        label=_("currency"),
        help_text=_("USD is the base that the rate converts; a price in UAH is charged whatever the rate."),
    )
    amount = forms.DecimalField(label=_("price"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    valid_from = forms.DateTimeField(label=_("In force from"), widget=widgets.AdminDateTimeInput)
    valid_until = forms.DateTimeField(
        label=_("In force until"),
        widget=widgets.AdminDateTimeInput,
        required=False,
        help_text=_("Empty: it stays. With an end the price before it comes back by itself."),
    )
    is_reduction = forms.BooleanField(
        label=_("Strike out the price before it"),
        required=False,
        help_text=_("Shown as a reduction with its period, as long as the price before it is higher."),
    )
    reason = forms.CharField(label=_("reason"), max_length=200, help_text=_("Kept in the history."))

    class Meta:
        model = VariantPrice
        fields = ["currency", "amount", "valid_from", "valid_until", "is_reduction", "reason"]

    field_order = ["sku", "currency", "amount", "valid_from", "valid_until", "is_reduction", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [
            (code, code) for code in ("USD", "UAH", "EUR") if code in settings.SHOP_CURRENCIES
        ]
        self.order_fields(self.field_order)

    def clean_sku(self) -> str:
        sku: str = self.cleaned_data["sku"].strip()
        self.variant = catalog.variant_by_sku(sku)
        if self.variant is None:
            raise forms.ValidationError(_("There is no variant with this SKU."))
        return sku

    def _post_clean(self) -> None:
        """The service checks and writes; the row is never saved by the form."""


class DatedPriceCreateView(RefusalsInForm, generic.CreateView):
    page_title = _("Plan a price")

    def save_instance(self) -> VariantPrice:
        entered = dict(self.form.cleaned_data)
        del entered["sku"]
        price_id = services.price_schedule(
            variant_id=self.form.variant.variant_id, actor=staff_actor(self.request.user), **entered
        )
        return VariantPrice.objects.get(pk=price_id)


class DatedPriceDeleteView(generic.DeleteView):
    """Takes a plan back; a price that holds ends now and stays in the history."""

    page_title = _("Take a planned price back")

    def get_confirmation_message(self) -> str:
        return str(_("A price that has not begun disappears; one that is in force ends now."))

    def delete_action(self) -> None:
        services.price_unschedule(
            price_id=self.object.pk,
            actor=staff_actor(self.request.user),
            reason=str(_("taken back in the admin")),
        )

    def form_valid(self, form: forms.Form) -> Any:
        try:
            return super().form_valid(form)
        except DomainError as refusal:
            messages.error(self.request, refusal.detail)
            return self.render_to_response(self.get_context_data(form=form))


class DatedPriceIndexView(generic.IndexView):
    """Plans and past plans, the latest start first."""

    add_item_label = _("Plan a price")

    def get_base_queryset(self) -> QuerySet[VariantPrice]:
        found: QuerySet[VariantPrice] = super().get_base_queryset()
        return found.filter(valid_from__isnull=False).select_related("variant")


class DatedPriceViewSet(ModelViewSet):
    model = VariantPrice
    name = "dated_prices"
    icon = "calendar-alt"
    menu_label = _("Planned prices")
    url_prefix = "prices/planned"
    permission_policy = PricePolicy(VariantPrice, actions=("change",))
    index_view_class = DatedPriceIndexView
    add_view_class = DatedPriceCreateView
    delete_view_class = DatedPriceDeleteView
    list_display = [
        "variant",
        "amount",
        "currency",
        DateColumn("valid_from", label=_("In force from")),
        DateColumn("valid_until", label=_("In force until")),
        BooleanColumn("is_reduction", label=_("Reduction")),
        "reason",
    ]
    list_filter = ["currency", "is_reduction"]
    search_fields = ["variant__sku", "reason"]
    search_backend_name = None
    ordering = ["-valid_from", "-pk"]
    list_per_page = 50
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseModelForm]:
        return DatedPriceForm
