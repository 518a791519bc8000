"""Registers the catalog's admin, its permissions, its panel on the first page and its preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from catalog.models import Product
from catalog.selectors.counts import catalog_counts
from catalog.viewsets import CatalogGroup
from catalog.viewsets.deletion import PictureDeleteView, UploadedPictureDeleteView, usages_of
from catalog.viewsets.search import MissMenuItem, miss_menu_item, miss_urls
from catalog.web.preview import product_preview

register_snippet(CatalogGroup)
Product.preview_view = staticmethod(product_preview)


@hooks.register("register_permissions")
def price_and_stock_permissions() -> QuerySet[Permission]:
    """Let groups be given the right to change prices and stock, which have no forms of their own."""
    return Permission.objects.filter(
        Q(content_type__app_label="pricing", codename="change_variantprice")
        | Q(content_type__app_label="inventory", codename="change_stockitem")
    )


@hooks.register("register_admin_urls", order=-1)
def picture_urls() -> list[URLPattern]:
    """Stand before Wagtail's own address: its index of references does not see every gallery."""
    return [
        path("images/<int:image_id>/delete/", PictureDeleteView.as_view()),
        path("images/multiple/<int:image_id>/delete/", UploadedPictureDeleteView.as_view()),
    ]


@hooks.register("register_admin_urls")
def search_urls() -> list[URLPattern]:
    return miss_urls()


@hooks.register("register_reports_menu_item")
def search_menu_item() -> MissMenuItem:
    return miss_menu_item()


@hooks.register("register_permissions")
def search_permissions() -> QuerySet[Permission]:
    """Let groups be given the right to see what was looked for in vain."""
    return Permission.objects.filter(content_type__app_label="catalog", codename="view_searchmiss")


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("catalog_admin/admin.css"))


@hooks.register("before_bulk_action")
def keep_what_is_used(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete many rows at once when one of them is used: the database would refuse with an error."""
    if action_type != "delete":
        return None
    used = [item for item in objects if item._meta.app_label == "catalog" and usages_of(item)]
    if not used:
        return None
    names = ", ".join(str(item) for item in used[:5])
    messages.error(request, _("Nothing was deleted, because these are used: %(names)s.") % {"names": names})
    return HttpResponseRedirect(action.get_success_url(num_parent_objects=0, num_child_objects=0) or "/cms/")


class CatalogPanel(Component):
    """How the catalog stands: live products, drafts, sold out, running low."""

    name = "catalog"
    order = 50
    template_name = "catalog_admin/home_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        products = reverse("wagtailsnippets_catalog_product:list")
        variants = reverse("wagtailsnippets_catalog_productvariant:list")
        counts = catalog_counts()
        return {
            "figures": [
                (counts.published, _("published products"), f"{products}?live=yes"),
                (counts.drafts, _("drafts"), f"{products}?live=no"),
                (counts.sold_out, _("variants sold out"), f"{variants}?is_active=yes&stock=out"),
                (counts.low, _("variants running low"), f"{variants}?is_active=yes&stock=low"),
            ]
        }


@hooks.register("construct_homepage_panels")
def catalog_panel(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("catalog.change_product") or request.user.has_perm("catalog.view_product"):
        panels.append(CatalogPanel())
