"""Who may look at stock and who may change it."""

from typing import Any

from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.inventory.models import StockItem, StockMovement
from gemkit.admin import LimitedPolicy

SEEING = LimitedPolicy(StockMovement)
CHANGING = LimitedPolicy(StockItem, actions=("change",))


class StockScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the screens of stock share: the header says their own title."""

    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class SeesStock(StockScreen):
    """Open to those who may see movements."""

    permission_policy = SEEING
    permission_required = "view"


class ChangesStock(StockScreen):
    """Open to those who may change stock."""

    permission_policy = CHANGING
    permission_required = "change"


def may_change(user: Any) -> bool:
    return CHANGING.user_has_permission(user, "change")
