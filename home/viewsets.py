"""The admin of what is no page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import MenuItem


class MenuItemViewSet(SnippetViewSet):
    """Entries of the menus, sorted by dragging."""

    model = MenuItem
    icon = "list-ul"
    menu_label = _("Menus")
    menu_name = "menus"
    add_to_settings_menu = True
    list_display = ["title", "menu", "page", "path"]
    list_filter = ["menu"]
    list_export = ["menu", "title_uk", "title_en", "page", "path", "sort_order"]
    search_fields = ["title_uk", "title_en", "path"]
    ordering = ["menu", "sort_order", "pk"]
    sort_order_field = "sort_order"
    inspect_view_enabled = False
    panels = [
        FieldPanel("menu"),
        FieldRowPanel([FieldPanel("title_uk"), FieldPanel("title_en")], heading=_("Title")),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("path")], heading=_("Leads to")),
    ]
