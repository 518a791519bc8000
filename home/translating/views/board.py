"""The board: how all texts stand, and the lists behind its numbers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from home.enums import RunJob, TextKind, TextState
from home.models import TranslationRun, TranslationState
from home.translating import catalogues, pages, runs, selectors
from home.translating.views.access import TranslatorScreen, TranslatorsOnly

ORPHANS_SHOWN = 20
STRINGS_A_PAGE = 50
ASK_AGAIN_SECONDS = 2
STATES = [
    *TextState.choices,
    (selectors.WAITING, _("Translated, not published")),
    (selectors.HELD, _("Publishing held back")),
]


class BoardView(TranslatorScreen, TemplateView):
    """All kinds of texts with what is missing and what is stale."""

    template_name = "translating/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.board()
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "held": sum(row.held for row in rows),
            "held_url": selectors.held_url(),
            "has_waiting": any(row.waiting for row in rows),
            "runs": selectors.runs_recent(),
            "orphans": list(pages.orphans()[:ORPHANS_SHOWN]),
            "jobs": RunJob,
        }


class StateFilterSet(WagtailFilterSet):
    """What kind, in which state, seen by visitors or not."""

    kind = django_filters.ChoiceFilter(
        choices=[(kind.value, kind.label) for kind in selectors.STORED], label=_("Kind")
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="filter_state", label=pgettext_lazy("text", "State")
    )
    is_live = django_filters.BooleanFilter(label=_("Published"))

    class Meta:
        model = TranslationState
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return selectors.in_state(queryset, value)


class LabelColumn(TitleColumn):
    """The name of a thing; it leads to its texts."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, get_url=lambda row: row.translate_url, **kwargs)


class TextsView(TranslatorScreen, BaseListingView):
    """Pages and rows with their counts, what visitors miss most first."""

    model = TranslationState
    template_name = "translating/texts.html"
    page_title = _("Texts to translate")
    index_url_name = "translating:texts"
    index_results_url_name = "translating:texts_results"
    is_searchable = True
    search_fields = ["label"]
    search_backend_name = None
    filterset_class = StateFilterSet
    paginate_by = 50
    default_ordering = "work"
    columns = [
        LabelColumn("label", label=pgettext_lazy("thing", "Name"), sort_key="label"),
        Column("kind", label=_("Kind"), accessor=lambda row: row.type_name),
        Column("missing", label=_("Missing"), sort_key="missing", width="9%"),
        Column("stale", label=_("Stale"), sort_key="stale", width="9%"),
        Column("total", label=_("Texts"), sort_key="total", width="9%"),
        Column("standing", label=_("Visitors"), accessor=lambda row: row.standing, width="22%"),
    ]

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "work"]

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def get_base_queryset(self) -> QuerySet[TranslationState]:
        return TranslationState.objects.select_related("content_type")

    def order_queryset(self, queryset: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
        if self.ordering == "work":
            return selectors.work_first(queryset)
        return queryset.order_by(self.ordering, "pk")

    @property
    def index_results_url(self) -> str:
        return reverse("translating:texts_results")

    @property
    def index_url(self) -> str:
        return reverse("translating:texts")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = context["object_list"]
        urls = selectors.urls_of(rows)
        for row in rows:
            model = row.content_type.model_class()
            row.translate_url = urls.get(row.pk)
            row.type_name = model._meta.verbose_name if model else row.get_kind_display()
            row.standing = standing(row)
        return context


def standing(row: TranslationState) -> Any:
    """Return what visitors see of the English of a page or row, in a few words."""
    if row.held_at:
        return _("Wait: publishing was held back")
    if not row.is_live:
        return _("Not published")
    if row.is_waiting:
        return _("See an older English text")
    if row.kind == TextKind.PAGES and row.missing == row.total:
        return _("Have no English page")
    return (
        _("Miss a text") if row.missing else _("See an outdated text") if row.stale else _("See everything")
    )


class StringsView(TranslatorScreen, TemplateView):
    """Texts of the program: interface or e-mails. They are corrected in the catalogue, by a release."""

    template_name = "translating/strings.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in {TextKind.EMAILS, TextKind.INTERFACE}:
            raise Http404
        self.kind = TextKind(kwargs["kind"])

    def get_page_title(self) -> Any:
        return self.kind.label

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "download" not in request.GET:
            return super().get(request, *args, **kwargs)
        return po_response(catalogues.catalogue_export(self.kind), f"{self.kind.value}-uk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state, query = self.request.GET.get("state", ""), self.request.GET.get("q", "").strip()
        found = [
            message
            for message in catalogues.messages(self.kind)
            if (not state or message.state == state)
            and (not query or query.lower() in f"{message.source}\n{message.target}".lower())
        ]
        return {
            **super().get_context_data(**kwargs),
            "kind": self.kind,
            "found": Paginator(found, STRINGS_A_PAGE).get_page(self.request.GET.get("p")),
            "state": state,
            "query": query,
            "states": TextState.choices,
        }


def po_response(content: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.po"'}
    return HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8", headers=headers)


class RunStartView(TranslatorsOnly, View):
    """Starts a run over the whole shop or over a page and those below it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        job = request.POST.get("job", "")
        if job not in RunJob.values:
            raise Http404
        number = request.POST.get("page", "")
        page = get_object_or_404(pages.sources(), pk=int(number)) if number.isdecimal() else None
        run = runs.run_start(job=RunJob(job), page=page, user=request.user)
        return redirect("translating:run", run.pk)


class RunView(TranslatorScreen, TemplateView):
    """How far a run is. The browser asks again by itself until it is done."""

    template_name = "translating/run.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(
            TranslationRun.objects.select_related("page", "started_by"), pk=kwargs["pk"]
        )

    def get_page_title(self) -> str:
        return str(self.run.get_job_display())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.run.is_open:
            response.headers["Refresh"] = str(ASK_AGAIN_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "run": self.run, "notes": notes_of(self.run)}


def notes_of(run: TranslationRun) -> list[tuple[str, Any]]:
    """Return (page, reason) of what could not be done, in words."""
    words = {
        pages.ParentNotTranslated.code: pages.ParentNotTranslated.message,
        pages.NotComplete.code: pages.NotComplete.message,
        "UNEXPECTED": _("An unexpected error; the log of the worker tells more."),
    }
    return [(note["name"], words.get(note["why"], note["why"])) for note in run.notes]
