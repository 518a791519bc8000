"""Reads of the site's frame: menus, footer, announcement, settings."""

from home.selectors.frame import (
    AnnouncementView,
    FooterColumn,
    Navigation,
    analytics_on,
    announcement_at,
    frame_changes_at,
    letter_frame,
    menus_of,
    navigation_for,
    shop_facts,
)
from home.selectors.menus import MenuColumnView, MenuEntry, MenuLinkView, MenuView

__all__ = [
    "AnnouncementView", "FooterColumn", "MenuColumnView", "MenuEntry", "MenuLinkView", "MenuView", "Navigation", "analytics_on",
    "announcement_at", "frame_changes_at", "letter_frame", "menus_of", "navigation_for", "shop_facts",
]  # fmt: skip
