"""Registers the admin of prices."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from commerce.pricing.viewsets import PricesGroup


@hooks.register("register_admin_viewset")
def prices() -> PricesGroup:
    return PricesGroup()


@hooks.register("register_permissions")
def prices_permissions() -> QuerySet[Permission]:
    """Return what can be granted to a group: rates are added, currencies changed, nothing deleted."""
    return Permission.objects.filter(
        content_type__app_label="pricing",
        codename__in=[
            "view_exchangerate",
            "add_exchangerate",
            "view_currency",
            "change_currency",
            "run_reprice",
        ],
    )
