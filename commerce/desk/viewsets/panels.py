"""What the admin's home tells the staff of orders."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from wagtail.admin.ui.components import Component

from commerce.cart import selectors as carts
from commerce.desk.selectors import listing
from commerce.desk.viewsets.listing import payment_text
from gemkit.clock import now
from gemkit.money import Money


class NeedsPanel(Component):
    """How many orders wait for which step."""

    name = "desk_needs"
    order = 30
    template_name = "commerce/desk/panels/needs.html"

    class Media:
        css = {"all": ["cms/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"needs": listing.needs()}


class RecentOrdersPanel(Component):
    """The latest orders and their buyers."""

    name = "desk_recent"
    order = 40
    template_name = "commerce/desk/panels/recent.html"

    class Media:
        css = {"all": ["cms/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "rows": [
                {"order": row, "payment": payment_text(row), "total": Money(row.total, "UAH")}
                for row in listing.recent_orders()
            ]
        }


class CartsPanel(Component):
    """How many carts were filled and left, and what is in them."""

    name = "desk_carts"
    order = 45
    template_name = "commerce/desk/panels/carts.html"

    class Media:
        css = {"all": ["cms/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        moment = now()
        left = carts.carts_left(until=moment - dt.timedelta(hours=settings.CART_LEFT_HOURS))
        return {
            "left": left,
            "hours": settings.CART_LEFT_HOURS,
            "days": (moment - left.oldest).days if left.oldest is not None else 0,
            "kept_days": settings.CART_DAYS,
        }
