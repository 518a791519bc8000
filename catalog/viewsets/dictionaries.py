"""The admin of the dictionaries: values that stones are described by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from catalog.models import Color, Cut, ReturnRule, Shape, Tag, ZodiacSign
from catalog.viewsets.base import CatalogViewSet, DrawingColumn, SwatchColumn
from catalog.viewsets.choosers import EntryChooserViewSet

NAMES = FieldRowPanel(
    [FieldPanel("name_uk", heading=_("Ukrainian")), FieldPanel("name_en", heading=_("English"))],
    heading=_("Name"),
)
TEXTS = FieldRowPanel(
    [FieldPanel("text_uk", heading=_("Ukrainian")), FieldPanel("text_en", heading=_("English"))],
    heading=_("Explanation"),
)
CODE = FieldPanel("code")
DRAWING = FieldPanel("drawing")
COLUMNS = ["code", "name_uk", "name_en", "text_uk", "text_en", "sort_order"]


class DictionaryViewSet(CatalogViewSet):
    """A dictionary: sorted by dragging, searched in both languages, kept while it is used."""

    chooser_viewset_class = EntryChooserViewSet
    chooser_per_page = 50
    sort_order_field = "sort_order"
    manual_order = ("sort_order", "code")
    ordering = ["sort_order", "code"]
    search_fields = ["code", "name_uk", "name_en"]
    list_display: list[Any] = ["name_uk", "name_en", "code"]
    list_export = COLUMNS


class ShapeViewSet(DictionaryViewSet):
    model = Shape
    icon = "circle-check"
    base_url_path = "catalog/shapes"
    menu_label = _("Shapes")
    list_display = ["name_uk", DrawingColumn("drawing", label=_("Drawing"), width="8%"), "name_en", "code"]
    panels = [NAMES, CODE, DRAWING, TEXTS]


class CutViewSet(DictionaryViewSet):
    model = Cut
    icon = "cog"
    base_url_path = "catalog/cuts"
    menu_label = _("Cuts")
    list_display = ["name_uk", DrawingColumn("drawing", label=_("Drawing"), width="8%"), "name_en", "code"]
    panels = [
        NAMES,
        CODE,
        DRAWING,
        TEXTS,
        InlinePanel("media", [FieldPanel("picture")], heading=_("Pictures"), label=_("picture")),
    ]


class ColorViewSet(DictionaryViewSet):
    model = Color
    icon = "view"
    base_url_path = "catalog/colors"
    menu_label = _("Colors")
    list_display = ["name_uk", SwatchColumn("hex", label=_("Swatch"), width="12%"), "name_en", "code"]
    list_export = [*COLUMNS, "hex"]
    panels = [NAMES, CODE, FieldPanel("hex"), TEXTS]


class TagViewSet(DictionaryViewSet):
    model = Tag
    icon = "tag"
    base_url_path = "catalog/tags"
    menu_label = _("Tags")
    panels = [NAMES, CODE, TEXTS]


class ReturnRuleViewSet(DictionaryViewSet):
    model = ReturnRule
    icon = "resubmit"
    base_url_path = "catalog/return-rules"
    menu_label = _("Return rules")
    list_display = ["name_uk", "name_en", "days", "code"]
    list_export = [*COLUMNS, "days"]
    panels = [NAMES, CODE, FieldPanel("days"), TEXTS]


class ZodiacSignViewSet(DictionaryViewSet):
    model = ZodiacSign
    icon = "calendar"
    base_url_path = "catalog/zodiac-signs"
    menu_label = _("Zodiac signs")
    list_display = ["name_uk", DrawingColumn("drawing", label=_("Drawing"), width="8%"), "name_en", "code"]
    list_export = [*COLUMNS, "start_month", "start_day", "end_month", "end_day"]
    panels = [
        NAMES,
        CODE,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_day"), FieldPanel("start_month")]),
                FieldRowPanel([FieldPanel("end_day"), FieldPanel("end_month")]),
            ],
            heading=_("Days of the sign"),
        ),
        DRAWING,
        TEXTS,
        InlinePanel(
            "recommendations",
            [
                FieldPanel("stone_type"),
                FieldPanel("reason_uk", heading=_("Reason, Ukrainian")),
                FieldPanel("reason_en", heading=_("Reason, English")),
            ],
            heading=_("Recommended stones"),
            label=_("recommended stone"),
        ),
    ]
