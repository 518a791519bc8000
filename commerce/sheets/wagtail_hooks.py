"""Registers the admin of sheets."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from commerce.sheets.viewsets import SheetViewSet


@hooks.register("register_admin_viewset")
def sheets() -> SheetViewSet:
    return SheetViewSet()


@hooks.register("register_permissions")
def sheets_permissions() -> QuerySet[Permission]:
    """Return what can be granted to a group."""
    return Permission.objects.filter(content_type__app_label="sheets", codename="run_sheet")
