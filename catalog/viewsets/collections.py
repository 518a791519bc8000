"""The admin of collections."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from catalog.index import selectors as index
from catalog.index.filters import parse
from catalog.models import Collection
from catalog.viewsets.dictionaries import CODE, NAMES, DictionaryViewSet

INTROS = FieldRowPanel(
    [FieldPanel("intro_uk", heading=_("Ukrainian")), FieldPanel("intro_en", heading=_("English"))],
    heading=_("Introduction"),
)


class CollectionForm(WagtailAdminModelForm):
    """Refuses a rule that finds nothing because nobody can understand it."""

    def clean_rule(self) -> str:
        rule: str = self.cleaned_data["rule"].strip().rpartition("?")[2].partition("#")[0]
        if not rule:
            return ""
        filters, problems = parse(QueryDict(rule), known=index.words().known)
        if problems:
            raise ValidationError([f"{problem.attr}: {problem.text}" for problem in problems])
        if not filters:
            raise ValidationError(_t("There is no condition in this address: filter the list first."))
        return rule


class CollectionViewSet(DictionaryViewSet):
    model = Collection
    icon = "folder-open-inverse"
    base_url_path = "catalog/collections"
    menu_label = _("Collections")
    list_display = ["name_uk", "name_en", "code", "rule", "is_live"]
    list_export = ["code", "name_uk", "name_en", "intro_uk", "intro_en", "rule", "is_live", "sort_order"]
    edit_handler = ObjectList(
        [
            NAMES,
            CODE,
            FieldPanel("is_live"),
            FieldPanel("rule"),
            InlinePanel(
                "items", [FieldPanel("product")], heading=_("Products picked by hand"), label=_("product")
            ),
            INTROS,
            FieldPanel("picture"),
        ],
        base_form_class=CollectionForm,
    )
