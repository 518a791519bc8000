"""The desk in the Wagtail admin: its addresses and its place in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from commerce.desk.viewsets.access import may_see
from commerce.desk.viewsets.listing import OrderListView
from commerce.desk.viewsets.screen import OrderScreenView
from commerce.desk.viewsets.steps import OrderStepView


class OrdersMenuItem(MenuItem):
    """Shown to those who may see orders."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class OrderDesk(ViewSet):
    """Orders are listed, opened and moved one named step at a time; nothing is added, edited or deleted."""

    name = "desk"
    url_prefix = "orders"
    icon = "clipboard-list"
    menu_label = pgettext_lazy("menu", "Orders")
    menu_name = "orders"
    menu_order = 150
    menu_item_class = OrdersMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", OrderListView.as_view(), name="index"),
            path("results/", OrderListView.as_view(results_only=True), name="index_results"),
            path("<str:number>/", OrderScreenView.as_view(), name="order"),
            path("<str:number>/<slug:step>/", OrderStepView.as_view(), name="step"),
        ]
