"""Choosing a product or a variant: found by name or SKU, recognised by its picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from catalog.models import Product
from catalog.viewsets.base import ThumbnailColumn, text_search
from catalog.viewsets.rows import product_rows, product_statuses


def chosen_title(product: Product) -> str:
    """Return the name with its SKUs, which tell two sapphires apart."""
    skus = list(product.variants.order_by("sort_order", "pk").values_list("sku", flat=True)[:4])
    more = "…" if len(skus) > 3 else ""
    return f"{product} ({', '.join(skus[:3])}{more})" if skus else str(product)


class SearchForm(BaseFilterForm):
    """One box; ``search_fields`` say where it looks."""

    search_fields = ("code", "name_uk", "name_en")

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name or code")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = text_search(objects, query, list(self.search_fields))
        return objects


class EntryChooseMixin:
    """Values and branches, found by name; sub-categories with what they hang on."""

    filter_form_class = SearchForm
    model_class: Any

    def get_object_list(self) -> QuerySet:
        rows = self.model_class.objects.all()
        return rows.select_related("category__stone_type") if self._has_parents else rows

    @property
    def _has_parents(self) -> bool:
        return self.model_class._meta.model_name == "subcategory"

    @property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns  # type: ignore[misc]
        if self._has_parents:
            columns.append(Column("category", label=_("Category")))
            columns.append(Column("stone_type", accessor="category.stone_type", label=_("Stone type")))
        return columns


class EntryChooseView(EntryChooseMixin, ChooseView):
    pass


class EntryChooseResultsView(EntryChooseMixin, ChooseResultsView):
    pass


class EntryChooserViewSet(SnippetChooserViewSet):
    choose_view_class = EntryChooseView
    choose_results_view_class = EntryChooseResultsView


class ProductSearchForm(SearchForm):
    search_fields = ("name_uk", "name_en", "variants__sku")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("Name or SKU")


class ProductChooseMixin:
    """A list of products with pictures, SKUs, prices and stock."""

    filter_form_class = ProductSearchForm

    def get_object_list(self) -> QuerySet:
        return Product.objects.select_related("subcategory").defer(
            "description", "description_uk", "description_en"
        )

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        rows = product_rows([product.pk for product in page.object_list])
        statuses = product_statuses(page.object_list)
        for product in page.object_list:
            product.row, product.status = rows[product.pk], statuses[product.pk]
        return page

    @property
    def columns(self) -> list[Any]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            ThumbnailColumn(
                "thumbnail", accessor=lambda item: item.row.thumbnail, label=_("Picture"), width="8%"
            ),
            Column("sku", accessor=lambda item: item.row.sku_list, label=_("SKU")),
            Column("price", accessor=lambda item: item.row.price_text, label=_("Price")),
            Column("available", accessor=lambda item: item.row.available, label=_("In stock")),
            StatusTagColumn(
                "status", primary=lambda item: item.live, label=pgettext_lazy("column", "Status")
            ),
        ]


class ProductChooseView(ProductChooseMixin, ChooseView):
    pass


class ProductChooseResultsView(ProductChooseMixin, ChooseResultsView):
    pass


class ChosenTitleMixin:
    """Answers a choice with the name and the SKUs."""

    def get_display_title(self, instance: Product) -> str:
        return chosen_title(instance)


class ProductChosenView(ChosenTitleMixin, SnippetChosenView):
    pass


class ProductChosenMultipleView(ChosenTitleMixin, SnippetChosenMultipleView):
    pass


class ProductChooser(AdminSnippetChooser):
    """The chosen product with its SKUs."""

    def get_display_title(self, instance: Product) -> str:
        return chosen_title(instance)


class ProductChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView
    chosen_view_class = ProductChosenView
    chosen_multiple_view_class = ProductChosenMultipleView

    @cached_property
    def widget_class(self) -> AdminSnippetChooser:
        return ProductChooser(model=self.model, icon=self.icon)
