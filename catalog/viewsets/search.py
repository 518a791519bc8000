"""The admin of search: synonyms, and what people looked for in vain."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from catalog.models import SearchMiss, SearchSynonym
from catalog.viewsets.base import CatalogIndexView, CatalogViewSet
from catalog.viewsets.export import SafeExportMixin
from gemkit.admin import LimitedPolicy

MISSES = LimitedPolicy(SearchMiss)
LANGUAGE = ChoiceFilter(label=_("Language"), choices=SearchSynonym.Language.choices)


class SynonymViewSet(CatalogViewSet):
    """Words that people type, and what the shop calls it."""

    model = SearchSynonym
    icon = "search"
    base_url_path = "catalog/synonyms"
    menu_label = _("Synonyms")
    index_view_class = CatalogIndexView
    list_display = ["typed", "finds", "get_language_display"]
    list_export = ["language", "typed", "finds"]
    list_filter = ["language"]
    search_fields = ["typed", "finds"]
    ordering = ["language", "typed"]
    panels = [FieldPanel("language"), FieldPanel("typed"), FieldPanel("finds")]


class MissFilterSet(WagtailFilterSet):
    language = LANGUAGE

    class Meta:
        model = SearchMiss
        fields = ["language"]


class MissReportView(SafeExportMixin, ReportView):
    """Queries that found nothing, the most frequent first: what to describe, to stock or to add as a synonym."""

    model = SearchMiss
    page_title = _("Searches without results")
    header_icon = "search"
    index_url_name = "search_misses"
    index_results_url_name = "search_misses_results"
    permission_policy = MISSES
    permission_required = "view"
    filterset_class = MissFilterSet
    default_ordering = "-count"
    columns = [
        Column("query", label=_("Query"), sort_key="query"),
        Column("language", label=_("Language"), sort_key="language"),
        Column("count", label=_("Times"), sort_key="count"),
        DateColumn("last_at", label=_("Last asked"), sort_key="last_at"),
    ]
    list_export = ["query", "language", "count", "last_at"]

    def get_base_queryset(self) -> QuerySet[SearchMiss]:
        return SearchMiss.objects.all()

    def get_queryset(self) -> Any:
        self.queryset = SearchMiss.objects.all()
        return super().get_queryset()

    def get_filename(self) -> str:
        return "searches-without-results"


class MissMenuItem(MenuItem):
    """The report's place in the menu, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return MISSES.user_has_permission(request.user, "view")


def miss_menu_item() -> MissMenuItem:
    return MissMenuItem(
        _("Searches without results"),
        reverse("search_misses"),
        name="search-misses",
        icon_name="search",
        order=600,
    )


def miss_urls() -> list[URLPattern]:
    return [
        path("reports/searches/", MissReportView.as_view(), name="search_misses"),
        path(
            "reports/searches/results/",
            MissReportView.as_view(results_only=True),
            name="search_misses_results",
        ),
    ]
