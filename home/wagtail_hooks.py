"""Registers the admin of menus."""

from wagtail.snippets.models import register_snippet

from home.viewsets import MenuItemViewSet

register_snippet(MenuItemViewSet)
