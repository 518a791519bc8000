"""Registers the admin of promotions."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from commerce.promotions.viewsets import PromotionsGroup

RULES = ("coupon", "promotion", "discounttier")


@hooks.register("register_admin_viewset")
def promotions() -> PromotionsGroup:
    return PromotionsGroup()


@hooks.register("register_permissions")
def promotions_permissions() -> QuerySet[Permission]:
    """Return what can be granted to a group: rules are added and changed, uses only seen, nothing deleted."""
    granted = [f"{verb}_{rule}" for verb in ("view", "add", "change") for rule in RULES]
    return Permission.objects.filter(
        content_type__app_label="promotions", codename__in=[*granted, "view_redemption"]
    )
