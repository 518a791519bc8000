"""Who may do what at the desk: orders' own permissions decide, nothing of the page tree."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

POLICY = ModelPermissionPolicy("orders.Order")
SEE = ["view", "change"]
ACT = "change"


class SeesOrders(PermissionCheckedMixin):
    """Open to those who may view or change orders."""

    permission_policy = POLICY
    any_permission_required = SEE


class ActsOnOrders(PermissionCheckedMixin):
    """Open to those who may change orders."""

    permission_policy = POLICY
    permission_required = ACT


def may_see(user: Any) -> bool:
    return bool(POLICY.user_has_any_permission(user, SEE))


def may_act(user: Any) -> bool:
    return bool(POLICY.user_has_permission(user, ACT))


def order_permissions() -> QuerySet[Permission]:
    """Return what can be granted to a group. Nothing deletes an order or makes one by hand."""
    return Permission.objects.filter(
        content_type__app_label="orders", codename__in=["view_order", "change_order"]
    )
