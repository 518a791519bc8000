"""Who may look at stock and who may change it."""

from typing import Any

from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.inventory.models import StockItem, StockMovement
from gemkit.admin import LimitedPolicy

SEEING = LimitedPolicy(StockMovement)
CHANGING = LimitedPolicy(StockItem, actions=("change",))


class SeesStock(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """Open to those who may see movements."""

    permission_policy = SEEING
    permission_required = "view"
    header_icon = "list-ul"


class ChangesStock(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """Open to those who may change stock."""

    permission_policy = CHANGING
    permission_required = "change"
    header_icon = "list-ul"


def may_change(user: Any) -> bool:
    return CHANGING.user_has_permission(user, "change")
