"""The reprice desk: choose, look at the dry run, apply, undo; every change is listed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import HeaderButton

from commerce.ledger import selectors as ledger
from commerce.pricing.enums import (
    RepriceChange,
    RepriceRounding,
    RepriceRowState,
    RepriceState,
    RepriceWarning,
)
from commerce.pricing.forms import RepriceForm, initial_of
from commerce.pricing.models import Reprice, RepriceRow
from commerce.pricing.selectors import reprice as reads
from commerce.pricing.services import reprice as services
from gemkit import formats
from gemkit.admin import LimitedPolicy, staff_actor
from gemkit.errors import DomainError
from gemkit.money import Money

POLICY = LimitedPolicy(Reprice, actions=("run",))
ASK_AGAIN_SECONDS = 2
ROWS_A_PAGE = 50
BUSY = {RepriceState.COUNTING, RepriceState.APPLYING, RepriceState.UNDOING}
TABS = ("", "warned", *RepriceRowState.values)


class RunsReprices(PermissionCheckedMixin):
    """Open to those who may change many prices."""

    permission_policy = POLICY
    permission_required = "run"


class DeskScreen(RunsReprices, WagtailAdminTemplateMixin):
    """A screen below the list."""

    header_icon = "table"
    page_title: Any = _("Change many prices")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        screen: Any = self
        items = [
            *screen.breadcrumbs_items,
            {"url": reverse("reprice:index"), "label": _("Many prices at once")},
        ]
        return [*items, {"url": "", "label": screen.get_page_title()}]


def rule_text(row: Reprice) -> str:
    """Return the rule in a few words: ``USD: +7.5 %, to 1``."""
    value = number_format(abs(row.value).normalize(), use_l10n=True)
    sign = "" if row.change == RepriceChange.SET else "+" if row.value > 0 else "−"
    unit = " %" if row.change == RepriceChange.PERCENT else ""
    return f"{row.currency}: {sign}{value}{unit}, {RepriceRounding(row.rounding).label}"


class RepriceIndexView(RunsReprices, IndexView):
    """All changes of many prices, the newest first: who, when, by which rule, how many."""

    model = Reprice
    page_title = _("Many prices at once")
    header_icon = "table"
    template_name = "commerce/pricing/reprices.html"
    index_url_name = "reprice:index"
    index_results_url_name = "reprice:index_results"
    any_permission_required = ["run"]
    is_searchable = False
    paginate_by = 50
    default_ordering = "-pk"
    columns = [
        TitleColumn("pk", label=_("Number"), get_url=lambda row: reverse("reprice:run", args=[row.pk])),
        Column("rule", label=_("Rule"), accessor=rule_text),
        Column("reason", label=_("reason"), accessor="reason"),
        Column("planned", label=_("Prices"), accessor="planned"),
        Column("state", label=_("state"), accessor=lambda row: row.get_state_display()),
        Column(
            "by",
            label=_("by"),
            accessor="who_text",
        ),
        DateColumn("created_at", label=_("made")),
        DateColumn("applied_at", label=_("applied")),
        DateColumn("undone_at", label=_("undone")),
    ]

    def get_base_queryset(self) -> QuerySet[Reprice]:
        return reads.reprices()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        ledger.rows_named(context["object_list"], of=lambda row: row.applied_by or row.created_by)
        return context

    def order_queryset(self, queryset: QuerySet[Reprice]) -> QuerySet[Reprice]:
        return queryset

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Change many prices"), url=reverse("reprice:new"), icon_name="plus")]


class RepriceNewView(DeskScreen, FormView):
    """Which variants and which rule; it makes a dry run and changes nothing."""

    template_name = "commerce/pricing/reprice_new.html"
    form_class = RepriceForm

    def get_initial(self) -> dict[str, Any]:
        earlier = self.request.GET.get("from", "")
        row = reads.reprice(int(earlier)) if earlier.isdecimal() and len(earlier) < 10 else None
        return super().get_initial() if row is None else initial_of(row)

    def form_valid(self, form: RepriceForm) -> HttpResponse:
        try:
            reprice_id = services.reprice_start(
                choice=form.choice,
                rule=form.rule,
                reason=form.cleaned_data["reason"],
                actor=staff_actor(self.request.user),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.detail)
            return self.form_invalid(form)
        return redirect("reprice:run", reprice_id)


class OneReprice(DeskScreen, TemplateView):
    """A screen about one change."""

    @cached_property
    def row(self) -> Reprice:
        found = reads.reprice(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return _t("Change no. %(number)d") % {"number": self.row.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        names = ledger.actor_texts([row.created_by, row.applied_by, row.undone_by])
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "rule": rule_text(row),
            "is_busy": row.state in BUSY,
            "people": [
                (label, names[who], at)
                for label, who, at in (
                    (_("Made"), row.created_by, row.created_at),
                    (_("Applied"), row.applied_by, row.applied_at),
                    (_("Undone"), row.undone_by, row.undone_at),
                )
                if at is not None
            ],
        }


def row_view(one: RepriceRow, currency: str) -> dict[str, Any]:
    """Return what the table tells of one price."""
    old = None if one.old is None else Money(one.old, currency)
    new = None if one.new is None else Money(one.new, currency)
    move = ""
    if old is not None and new is not None:
        difference = new.amount - old.amount
        percent = abs(difference) * 100 / old.amount
        sign = "+" if difference > 0 else "−"
        move = (
            f"{sign}{formats.money(Money(abs(difference), currency))} ({sign}{number_format(percent, 1)} %)"
        )
    return {
        "sku": one.sku,
        "variant_id": one.variant_id,
        "old": formats.money(old) if old else "—",
        "new": formats.money(new) if new else "—",
        "move": move,
        "problem": one.get_problem_display() if one.problem else "",
        "warnings": [RepriceWarning(code).label for code in one.warnings],
        "state": one.get_state_display(),
        "is_left": one.state in {RepriceRowState.MOVED, RepriceRowState.KEPT},
    }


class RepriceRunView(OneReprice):
    """A change with its rows: the dry run, or what became of it. The browser asks again while it is under way."""

    template_name = "commerce/pricing/reprice_run.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.row.state in BUSY:
            response.headers["Refresh"] = str(ASK_AGAIN_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, show = self.row, self.request.GET.get("show", "")
        show = show if show in TABS else ""
        is_listed = row.state != RepriceState.COUNTING
        found = reads.reprice_rows(row, show=show) if is_listed else RepriceRow.objects.none()
        page: Page[RepriceRow] = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": [row_view(one, row.currency) for one in page],
            "show": show,
            "tabs": tabs_of(row) if is_listed else [],
            "sum_before": Money(row.sum_before, row.currency),
            "sum_after": Money(row.sum_after, row.currency),
            "percent": reads.percent_of(row),
            "note": note_text(row),
            "left": row.total - row.planned,
        }


def tabs_of(row: Reprice) -> list[tuple[str, Any, int]]:
    """Return the lists of rows that are not empty, with their sizes."""
    counts = reads.row_counts(row)
    tabs = [("", _t("All"), sum(counts.values())), ("warned", _t("With a warning"), row.warned)]
    tabs += [
        (state.value, str(state.label).capitalize(), counts.get(state.value, 0)) for state in RepriceRowState
    ]
    return [tab for tab in tabs if tab[2] or not tab[0]]


def note_text(row: Reprice) -> str:
    """Return why the worker could not do what was asked."""
    words = {
        services.PricesMoved.code: _t("All these prices were changed after the dry run. Make a new one."),
        services.NothingToUndo.code: _t("All these prices were changed again since. Nothing was restored."),
        services.UNEXPECTED: _t(
            "An unexpected error; nothing was changed. The log of the worker tells more."
        ),
    }
    return words.get(row.note, row.note)


class RepriceActView(OneReprice):
    """Applies or undoes; asked for by GET it says what will happen."""

    template_name = "commerce/pricing/reprice_undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["act"] != "undo" or self.row.state != RepriceState.APPLIED:
            return redirect("reprice:run", self.row.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        do = services.reprice_apply if act == "apply" else services.reprice_undo
        try:
            do(reprice_id=pk, actor=staff_actor(request.user))
        except DomainError as refusal:
            messages.error(request, refusal.detail)
        else:
            self._tell(request, act)
        return redirect("reprice:run", pk)

    def _tell(self, request: HttpRequest, act: str) -> None:
        self.row.refresh_from_db()
        if self.row.state in BUSY:
            return
        if act == "apply":
            number, left = self.row.planned - self.row.moved, self.row.moved
            text = ngettext("%(number)d price changed.", "%(number)d prices changed.", number)
        else:
            left = self.row.kept
            number = self.row.planned - self.row.moved - left
            text = ngettext("%(number)d price restored.", "%(number)d prices restored.", number)
        messages.success(request, text % {"number": number})
        if left:
            skus = ", ".join(reads.moved_skus(self.row, limit=20))
            messages.warning(
                request, _t("Left alone, because somebody else changed them: %(skus)s") % {"skus": skus}
            )


class RepriceViewSet(ViewSet):
    """Its place in the menu and its addresses."""

    name = "reprice"
    url_prefix = "prices/reprice"
    icon = "table"
    menu_label = _("Many prices at once")
    menu_name = "reprice"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RepriceIndexView.as_view(), name="index"),
            path("results/", RepriceIndexView.as_view(results_only=True), name="index_results"),
            path("new/", RepriceNewView.as_view(), name="new"),
            path("<int:pk>/", RepriceRunView.as_view(), name="run"),
            path("<int:pk>/apply/", RepriceActView.as_view(), {"act": "apply"}, name="apply"),
            path("<int:pk>/undo/", RepriceActView.as_view(), {"act": "undo"}, name="undo"),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: POLICY.user_has_permission(request.user, "run")
        return item
