"""The entries of editing in the Wagtail admin; `home.wagtail_hooks` brings them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.widgets.button import Button

from home.editing import panels
from home.editing.checker import ShopChecker
from home.editing.findings import findings_of
from home.editing.views import editing_urls, may_edit_pages
from home.models import BasePage

BasePage.notes_on = staticmethod(findings_of)
panels.connect()


class FindingsMenuItem(MenuItem):
    """The report's place in the menu, for those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_pages(request.user)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return editing_urls()


@hooks.register("register_reports_menu_item")
def findings_menu_item() -> MenuItem:
    return FindingsMenuItem(
        _("Checks of pages"), reverse("page_findings"), name="page-findings", icon_name="glasses", order=550
    )


@hooks.register("register_help_menu_item")
def guide_menu_item() -> MenuItem:
    return MenuItem(_("How to"), reverse("editors_guide"), name="editors-guide", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def only_our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's links lead out of the shop, to texts in English."""
    items[:] = [item for item in items if item.name in {"editors-guide", "keyboard-shortcuts-trigger"}]


@hooks.register("register_page_header_buttons")
def preview_link_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        url = reverse("preview_link", args=["page", page.pk])
        yield Button(_("Link to the draft"), url=url, icon_name="link-external", priority=45)


@hooks.register("construct_wagtail_userbar")
def shop_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put the shop's checker in the place of Wagtail's."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = ShopChecker(in_editor=item.in_editor)


@hooks.register("construct_homepage_panels")
def needs_panel(request: HttpRequest, shown: list[Component]) -> None:
    rights = ("catalog.change_product", "home.translate_texts")
    if may_edit_pages(request.user) or any(request.user.has_perm(right) for right in rights):
        shown.append(panels.NeedsPanel(request))


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/editing.css"))
