"""Registers the admin of stock."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.admin.ui.components import Component

from commerce.inventory import selectors
from commerce.inventory.viewsets import StockGroup
from commerce.inventory.viewsets.access import SEEING

SHOWN = 5


class LowStockPanel(Component):
    """What is nearly gone, on the admin's home."""

    name = "stock_low"
    order = 45
    template_name = "commerce/inventory/low_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "rows": selectors.low_rows(language=get_language() or "uk", limit=SHOWN),
            "number": selectors.low_count(),
        }


@hooks.register("register_admin_viewset")
def stock() -> StockGroup:
    return StockGroup()


@hooks.register("construct_homepage_panels")
def add_low_stock(request: HttpRequest, panels: list[Any]) -> None:
    if SEEING.user_has_permission(request.user, "view"):
        panels.append(LowStockPanel())


@hooks.register("register_permissions")
def stock_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="inventory", codename="view_stockmovement")
