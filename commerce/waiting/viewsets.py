"""How many people wait for what: numbers for staff, addresses for nobody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from commerce.waiting import selectors
from commerce.waiting.models import Wish
from gemkit.admin import LimitedPolicy

POLICY = LimitedPolicy(Wish)


class ProductColumn(Column):
    """The product's name in the language of the admin, leading to its screen."""

    cell_template_name = "wagtailadmin/tables/title_cell.html"

    def get_value(self, instance: Any) -> str:
        names = instance["product__name_uk"], instance["product__name_en"]
        return next(filter(None, names if get_language() != "en" else names[::-1]), "")

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["link_url"] = reverse("wagtailsnippets_catalog_product:edit", args=[instance["product_id"]])
        return context


class WaitingReportView(ReportView):
    """Products that people wait for, the most awaited first."""

    model = Wish
    page_title = _("Waiting list")
    header_icon = "mail"
    index_url_name = "waiting_list"
    index_results_url_name = "waiting_list_results"
    permission_policy = POLICY
    permission_required = "view"
    paginate_by = 50
    columns = [
        ProductColumn("product", label=_("Product")),
        Column("waiting", label=_("Waiting"), accessor="waiting"),
        Column("unconfirmed", label=_("Not confirmed"), accessor="unconfirmed"),
        Column("told", label=_("Told"), accessor="told"),
        DateColumn("last_asked_at", label=_("Last asked"), accessor="last_asked_at"),
    ]

    def get_base_queryset(self) -> Any:
        return selectors.waiting_counts()

    def order_queryset(self, queryset: Any) -> Any:
        return queryset


def report_urls() -> list[URLPattern]:
    """Return the addresses of the report, under the admin."""
    return [
        path("reports/waiting/", WaitingReportView.as_view(), name="waiting_list"),
        path(
            "reports/waiting/results/",
            WaitingReportView.as_view(results_only=True),
            name="waiting_list_results",
        ),
    ]


class WaitingMenuItem(MenuItem):
    """The entry among the reports, for those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_permission(request.user, "view")


def menu_item() -> WaitingMenuItem:
    return WaitingMenuItem(
        _("Waiting list"), reverse("waiting_list"), name="waiting-list", icon_name="mail", order=920
    )
