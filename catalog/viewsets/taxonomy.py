"""The admin of the hierarchy: stone types, categories, sub-categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TabbedInterface
from wagtail.admin.ui.tables import Column

from catalog.models import Category, StoneType, SubCategory
from catalog.viewsets.base import CatalogIndexView, CatalogViewSet, Tab, ThumbnailColumn
from catalog.viewsets.choosers import EntryChooserViewSet
from catalog.viewsets.rows import picture_urls
from catalog.viewsets.slugs import SlugsFromNamesMixin

COLUMNS = ["code", "name_uk", "name_en", "slug_uk", "slug_en", "intro_uk", "intro_en", "sort_order"]
THUMBNAIL = ThumbnailColumn(
    "picture", accessor=lambda branch: branch.thumbnail, label=_("Picture"), width="6%"
)


class BranchForm(SlugsFromNamesMixin, WagtailAdminModelForm):
    """Addresses left empty are made from the names."""

    slugs_are_required = True


class CategoryForm(BranchForm):
    slug_scope = "stone_type"


class SubCategoryForm(BranchForm):
    slug_scope = "category"


class BranchIndexView(CatalogIndexView):
    """A list with pictures; all of them come in two queries."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self._dress(context["object_list"])
        return context

    def _dress(self, branches: Iterable[Any]) -> None:
        pictures = {branch.picture_id: branch.picture for branch in branches if branch.picture_id}
        urls = picture_urls(pictures.values())
        for branch in branches:
            branch.thumbnail = urls.get(branch.picture_id, "")


def language_tab(language: str, heading: Any) -> Tab:
    names = [f"{field}_{language}" for field in ("name", "slug", "intro")]
    headings = (_("Name"), _("Address"), _("Introduction"))
    panels = [FieldPanel(name, heading=label) for name, label in zip(names, headings, strict=True)]
    return Tab(panels, heading=heading, name=language)


def branch_tabs(*attributes: Any, form: type[BranchForm] = BranchForm) -> TabbedInterface:
    tabs = [
        language_tab("uk", _("Ukrainian")),
        language_tab("en", _("English")),
        Tab(
            [*attributes, FieldPanel("code"), FieldPanel("picture")],
            heading=_("Attributes"),
            name="attributes",
        ),
    ]
    return TabbedInterface(tabs, base_form_class=form)


class BranchViewSet(CatalogViewSet):
    """A level of the hierarchy."""

    index_view_class = BranchIndexView
    chooser_viewset_class = EntryChooserViewSet
    chooser_per_page = 50
    icon = "folder-open-inverse"
    sort_order_field = "sort_order"
    search_fields = ["code", "name_uk", "name_en"]
    list_export = COLUMNS


class StoneTypeViewSet(BranchViewSet):
    model = StoneType
    base_url_path = "catalog/stone-types"
    menu_label = _("Stone types")
    ordering = ["sort_order", "code"]
    manual_order = ("sort_order", "code")
    list_display = ["name_uk", THUMBNAIL, "name_en", "kind", "latin_name", "code"]
    list_filter = ["kind"]
    list_export = [*COLUMNS, "kind", "latin_name", "specific_gravity", "mohs"]
    edit_handler = branch_tabs(
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel("latin_name"),
                FieldRowPanel([FieldPanel("specific_gravity"), FieldPanel("mohs")]),
            ],
            heading=_("The stone"),
        ),
    )

    def get_queryset(self, request: Any) -> Any:
        return StoneType.objects.select_related("picture")


class CategoryViewSet(BranchViewSet):
    model = Category
    base_url_path = "catalog/categories"
    menu_label = _("Categories")
    ordering = ["stone_type__sort_order", "stone_type__code", "sort_order", "code"]
    manual_order = ("stone_type__sort_order", "stone_type__code", "sort_order", "code")
    list_display = [
        "name_uk",
        THUMBNAIL,
        "name_en",
        Column("stone_type", label=_("Stone type"), sort_key="stone_type__sort_order"),
        "code",
    ]
    list_filter = ["stone_type"]
    list_export = [*COLUMNS, "stone_type"]
    edit_handler = branch_tabs(FieldPanel("stone_type"), form=CategoryForm)

    def get_queryset(self, request: Any) -> Any:
        return Category.objects.select_related("picture", "stone_type")


class SubCategoryViewSet(BranchViewSet):
    model = SubCategory
    base_url_path = "catalog/sub-categories"
    menu_label = _("Sub-categories")
    ordering = [
        "category__stone_type__sort_order",
        "category__stone_type__code",
        "category__sort_order",
        "category__code",
        "sort_order",
        "code",
    ]
    manual_order = tuple(ordering)
    list_display = [
        "name_uk",
        THUMBNAIL,
        "name_en",
        Column("category", label=_("Category")),
        Column("stone_type", label=_("Stone type"), accessor="category.stone_type"),
        "code",
    ]
    list_filter = ["category__stone_type", "category"]
    list_export = [*COLUMNS, "category", "category.stone_type"]
    export_headings = {"category.stone_type": _("Stone type")}
    edit_handler = branch_tabs(FieldPanel("category"), form=SubCategoryForm)

    def get_queryset(self, request: Any) -> Any:
        return SubCategory.objects.select_related("picture", "category__stone_type")
