"""The admin of what is no page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import Announcement, Menu
from home.models.targets import PLACES


def both(name: str, heading: Any) -> FieldRowPanel:
    """Return a field in both languages, side by side."""
    return FieldRowPanel(
        [FieldPanel(f"{name}_uk", heading=_("Ukrainian")), FieldPanel(f"{name}_en", heading=_("English"))],
        heading=heading,
    )


def leads_to() -> MultiFieldPanel:
    """Return the choice of one place to lead to."""
    return MultiFieldPanel(
        [
            *(FieldPanel(name) for name in PLACES),
            FieldRowPanel([FieldPanel("shelf"), FieldPanel("filters")]),
            both("url", _("Address")),
        ],
        heading=_("Leads to (one of these)"),
        classname="collapsed",
    )


class MenuViewSet(SnippetViewSet):
    """The menus: a form each, whose entries, columns and links are ordered by buttons or by dragging."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    menu_name = "menus"
    list_display = ["__str__", "title_en", "place"]
    list_filter = ["place"]
    search_fields = ["title_uk", "title_en"]
    search_backend_name = None
    ordering = ["sort_order", "pk"]
    sort_order_field = "sort_order"
    inspect_view_enabled = False
    panels = [
        FieldPanel("place"),
        both("title", _("Title")),
        InlinePanel(
            "items",
            [
                both("title", _("Title")),
                leads_to(),
                InlinePanel(
                    "columns",
                    [
                        both("title", _("Title")),
                        FieldPanel("filled_with"),
                        InlinePanel(
                            "links",
                            [both("title", _("Title")), leads_to()],
                            heading=_("Links of the column"),
                            label=_("link"),
                        ),
                    ],
                    heading=_("Columns below the entry (main menu)"),
                    label=_("column"),
                    classname="collapsed",
                ),
            ],
            heading=_("Entries"),
            label=_("entry"),
        ),
    ]


class AnnouncementViewSet(SnippetViewSet):
    """What stands above the header for a time."""

    model = Announcement
    icon = "info-circle"
    menu_label = _("Announcements")
    menu_name = "announcements"
    list_display = [
        "__str__",
        "get_tone_display",
        DateColumn("starts_at", label=_("Shown from"), sort_key="starts_at"),
        DateColumn("ends_at", label=_("Shown until"), sort_key="ends_at"),
    ]
    list_filter = ["tone"]
    search_fields = ["text_uk", "text_en"]
    search_backend_name = None
    ordering = ["-starts_at", "-pk"]
    inspect_view_enabled = False
    copy_view_enabled = True
    panels = [
        both("text", _("Text")),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("Period")),
        FieldRowPanel([FieldPanel("tone"), FieldPanel("can_be_closed")], heading=_("Look")),
        both("link_text", _("Text of the link")),
        leads_to(),
    ]


class FrameGroup(SnippetViewSetGroup):
    """What stands around every page."""

    menu_label = _("Navigation")
    menu_icon = "list-ul"
    menu_name = "navigation"
    menu_order = 140
    items = (MenuViewSet, AnnouncementViewSet)
