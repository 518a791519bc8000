"""What the admin's home tells the staff of orders."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from commerce.desk.selectors import listing
from commerce.desk.viewsets.listing import payment_text
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
