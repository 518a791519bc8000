"""What every list and form of the catalog's admin has in common."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.db import connection, models, transaction
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column
from wagtail.snippets.views import snippets

from catalog.viewsets.deletion import ProtectedDeleteView
from catalog.viewsets.export import SafeExportMixin

SEARCH_WORDS = 6


def text_search(queryset: QuerySet, query: str, fields: list[str]) -> QuerySet:
    """Return the rows of ``queryset`` in which every word of ``query`` stands in one of ``fields``.

    SQLite folds the case of Latin letters only, so other spellings of a word are tried by name.
    """
    for word in query.split()[:SEARCH_WORDS]:
        spellings = {word}
        if connection.vendor == "sqlite":
            spellings |= {word.lower(), word.upper(), word.capitalize()}
        found = Q()
        for field in fields:
            for spelling in spellings:
                found |= Q(**{f"{field}__icontains": spelling})
        queryset = queryset.filter(pk__in=queryset.model._default_manager.filter(found).values("pk"))
    return queryset


class Tab(ObjectList):
    """A tab whose address does not depend on the language of its heading."""

    def __init__(self, children: Any = (), *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(children, *args, **kwargs)
        self.name = name

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "name": self.name}

    @property
    def clean_name(self) -> str:
        return self.name


class DrawingColumn(Column):
    """The line drawing of a dictionary value."""

    cell_template_name = "catalog_admin/cells/drawing.html"


class SwatchColumn(Column):
    """A colour as it looks, with its digits."""

    cell_template_name = "catalog_admin/cells/swatch.html"


class ThumbnailColumn(Column):
    """A small picture; the accessor gives its address."""

    cell_template_name = "catalog_admin/cells/thumbnail.html"


class LinesColumn(Column):
    """Several short lines in one cell."""

    cell_template_name = "catalog_admin/cells/lines.html"


class CatalogIndexView(SafeExportMixin, snippets.IndexView):
    """A list without bulk deletion: the goods of a shop are not thrown away by the dozen."""

    manual_order: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return text_search(queryset, self.search_query, list(self.search_fields or []))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.show_ordering_column and self.manual_order:
            return queryset.order_by(*self.manual_order)
        return super().order_queryset(queryset)


class LastPlaceMixin:
    """A new row stands last; its order is changed by dragging, not typed."""

    sort_order_field: str | None
    model: type[models.Model]
    form: Any

    def save_instance(self) -> models.Model:
        if self.sort_order_field:
            last = self.model._default_manager.aggregate(last=Max(self.sort_order_field))["last"]
            setattr(self.form.instance, self.sort_order_field, 0 if last is None else last + 1)
        return super().save_instance()  # type: ignore[misc]


class CatalogCreateView(LastPlaceMixin, snippets.CreateView):
    """Adds a row."""


class CatalogReorderView(snippets.ReorderView):
    """Numbers all rows anew: numbers that came twice (each parent counts from 0) do no harm."""

    manual_order: tuple[str, ...] = ()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moved = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
        order = self.manual_order or (self.sort_order_field, "pk")
        with transaction.atomic():
            rows = [
                row
                for row in self.model._default_manager.order_by(*order)
                if quote(row.pk) != quote(moved.pk)
            ]
            rows.insert(self._position(request, last=len(rows)), moved)
            changed = []
            for place, row in enumerate(rows):
                if getattr(row, self.sort_order_field) != place:
                    setattr(row, self.sort_order_field, place)
                    changed.append(row)
            self.model._default_manager.bulk_update(changed, [self.sort_order_field], batch_size=500)
        return JsonResponse({"success": True})

    @staticmethod
    def _position(request: HttpRequest, *, last: int) -> int:
        position = request.GET.get("position", "")
        return min(int(position), last) if position.isdecimal() else last


class CatalogViewSet(snippets.SnippetViewSet):
    """The common ground: safe export, protected deletion, sorting by hand, search in both languages."""

    index_view_class: Any = CatalogIndexView
    add_view_class: Any = CatalogCreateView
    delete_view_class: Any = ProtectedDeleteView
    reorder_view_class: Any = CatalogReorderView
    delete_template_name = "catalog_admin/confirm_delete.html"
    copy_view_enabled = False
    list_per_page = 30
    manual_order: tuple[str, ...] = ()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(manual_order=self.manual_order, **kwargs)

    def get_reorder_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_reorder_view_kwargs(manual_order=self.manual_order, **kwargs)
