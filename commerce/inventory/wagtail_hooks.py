"""Registers the admin of stock."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from commerce.inventory.viewsets import StockMovementViewSet


@hooks.register("register_admin_viewset")
def stock_movements() -> StockMovementViewSet:
    return StockMovementViewSet()


@hooks.register("register_permissions")
def stock_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="inventory", codename="view_stockmovement")
