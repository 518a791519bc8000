"""The desk's entries in the Wagtail admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.search import SearchArea

from commerce.desk.viewsets import OrderDesk
from commerce.desk.viewsets.access import may_see, order_permissions
from commerce.desk.viewsets.panels import CartsPanel, NeedsPanel, RecentOrdersPanel


class OrderSearchArea(SearchArea):
    """Orders beside pages in the admin's search; shown to those who may see orders."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_viewset")
def register_desk() -> OrderDesk:
    return OrderDesk()


@hooks.register("register_permissions")
def register_order_permissions() -> QuerySet[Permission]:
    return order_permissions()


@hooks.register("register_admin_search_area")
def register_order_search() -> OrderSearchArea:
    return OrderSearchArea(
        pgettext_lazy("menu", "Orders"),
        reverse("desk:index"),
        name="orders",
        icon_name="clipboard-list",
        order=150,
    )


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    if may_see(request.user):
        panels += [NeedsPanel(), RecentOrdersPanel(), CartsPanel()]
