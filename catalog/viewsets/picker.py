"""The admin of what the picker asks with; its signs stand among the dictionaries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel

from catalog.models import Palette
from catalog.viewsets.base import SwatchColumn
from catalog.viewsets.dictionaries import CODE, COLUMNS, NAMES, TEXTS, DictionaryViewSet


class PaletteViewSet(DictionaryViewSet):
    model = Palette
    icon = "grip"
    base_url_path = "catalog/palettes"
    menu_label = _("Palettes")
    list_display = ["name_uk", SwatchColumn("hex", label=_("Tone"), width="12%"), "name_en", "code"]
    list_export = [*COLUMNS, "hex"]
    panels = [
        NAMES,
        CODE,
        FieldPanel("hex"),
        FieldPanel("picture"),
        InlinePanel("colors", [FieldPanel("color")], heading=_("Colors"), label=_("color"), min_num=1),
        TEXTS,
    ]
