"""Rates in the Wagtail admin: the course, what waits for a person, a rate by hand."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.pricing import selectors, services
from commerce.pricing.domain import CHARGED
from commerce.pricing.domain.chart import rate_chart
from commerce.pricing.models import Currency, ExchangeRate
from gemkit.admin import LimitedPolicy, RefusalsInForm, staff_actor
from gemkit.clock import today_kyiv

CHART_DAYS = 90


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
    """What waits for a decision, the course of the last months, and the history, the newest first."""

    template_name = "commerce/pricing/rates.html"
    add_item_label = _("Enter a rate by hand")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = today_kyiv()
        since = today - dt.timedelta(days=CHART_DAYS)
        charts = []
        for code, points in selectors.rate_courses(since=since).items():
            rate = selectors.current_rate(code)
            charts.append(
                {
                    "currency": code,
                    "chart": rate_chart(points, until=today),
                    "points": points[::-1],
                    "rate": rate,
                    "age": rate.age_days(today) if rate else None,
                    "is_shown": code in selectors.display_currencies(),
                }
            )
        return {
            **super().get_context_data(**kwargs),
            "held": selectors.held_rates(),
            "charts": charts,
            "last_call": selectors.last_bank_call(),
            "can_decide": self.permission_policy.user_has_permission(self.request.user, "add"),
        }


class DecisionForm(forms.Form):
    """Why a rate that moved far is right or wrong."""

    reason = forms.CharField(label=_("reason"), max_length=200)


class RateDecideView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Accept or refuse a rate that the shop held back; both need a reason."""

    template_name = "commerce/pricing/decide.html"
    page_title = _("A rate that moved far")
    header_icon = "history"
    permission_policy = LimitedPolicy(ExchangeRate, actions=("view", "add"))
    permission_required = "add"
    form_class = DecisionForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.held = next((rate for rate in selectors.held_rates() if rate.id == kwargs["pk"]), None)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.held is None:
            messages.warning(request, services.RateDecided().detail)
            return redirect("exchange_rates:index")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        is_accepted = self.request.POST.get("decision") == "accept"
        try:
            services.rate_decide(
                rate_id=self.kwargs["pk"],
                is_accepted=is_accepted,
                reason=form.cleaned_data["reason"],
                actor=staff_actor(self.request.user),
            )
        except services.RateDecided as refusal:
            messages.warning(self.request, refusal.detail)
        else:
            done = (
                _("The rate is in force.") if is_accepted else _("The rate is refused; the last one stays.")
            )
            messages.success(self.request, done)
        return redirect("exchange_rates:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held": self.held}


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
        BooleanColumn("is_refused", label=_("Refused")),
        "reason",
        "fetched_at",
    ]
    list_filter = ["currency", "source", "is_held", "is_refused"]
    list_export = ["currency", "rate", "rate_date", "source", "is_held", "is_refused", "reason", "fetched_at"]
    ordering = ["-rate_date", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseModelForm]:
        return RateForm

    def get_urlpatterns(self) -> list[Any]:
        decide = path("decide/<int:pk>/", RateDecideView.as_view(), name="decide")
        return [*super().get_urlpatterns(), decide]
