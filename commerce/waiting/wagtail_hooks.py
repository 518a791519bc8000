"""Registers the report of the waiting list."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commerce.waiting import viewsets


@hooks.register("register_admin_urls")
def waiting_urls() -> list[URLPattern]:
    return viewsets.report_urls()


@hooks.register("register_reports_menu_item")
def waiting_menu_item() -> MenuItem:
    return viewsets.menu_item()


@hooks.register("register_permissions")
def waiting_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="waiting", codename="view_wish")
