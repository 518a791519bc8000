"""Sheets in the Wagtail admin: out, in, what would change, what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import HeaderButton

from commerce.ledger import selectors as ledger
from commerce.pricing.selectors.reprice import chosen_variants
from commerce.sheets import selectors, services
from commerce.sheets.domain.cells import CHANGE, PRICE_COLUMNS
from commerce.sheets.domain.files import XLSX, csv_write, xlsx_write
from commerce.sheets.enums import SheetRowState, SheetState, fault_text
from commerce.sheets.forms import WHOLE, ExportForm, ImportForm
from commerce.sheets.models import Sheet, SheetRow
from gemkit.admin import LimitedPolicy, staff_actor
from gemkit.clock import today_kyiv
from gemkit.errors import DomainError

POLICY = LimitedPolicy(Sheet, actions=("run",))
ASK_AGAIN_SECONDS = 2
ROWS_A_PAGE = 50
BUSY = {SheetState.CHECKING, SheetState.APPLYING}
NUMBERS = {*PRICE_COLUMNS, "on_hand", "carat", "length_mm", "width_mm", "depth_mm", "ring_size"}


class RunsSheets(PermissionCheckedMixin):
    """Open to those who may export and import sheets; columns ask for rights of their own."""

    permission_policy = POLICY
    permission_required = "run"


class SheetScreen(RunsSheets, WagtailAdminTemplateMixin):
    """A screen below the list."""

    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        screen: Any = self
        items = [*screen.breadcrumbs_items, {"url": reverse("sheets:index"), "label": _("Sheets")}]
        return [*items, {"url": "", "label": screen.get_page_title()}]


class SheetIndexView(RunsSheets, IndexView):
    """Everything that was brought in, the newest first."""

    model = Sheet
    page_title = _("Sheets")
    header_icon = "table"
    template_name = "commerce/sheets/index.html"
    index_url_name = "sheets:index"
    index_results_url_name = "sheets:index_results"
    any_permission_required = ["run"]
    is_searchable = False
    paginate_by = 50
    default_ordering = "-pk"
    columns = [
        TitleColumn("name", label=_("file"), get_url=lambda row: reverse("sheets:sheet", args=[row.pk])),
        Column("total", label=_("rows")),
        Column("changed", label=_("changed")),
        Column("wrong", label=_("with errors")),
        Column("state", label=_("state"), accessor=lambda row: row.get_state_display()),
        Column("by", label=_("by"), accessor="who_text"),
        DateColumn("created_at", label=_("brought in")),
        DateColumn("applied_at", label=_("taken over")),
    ]

    def get_base_queryset(self) -> QuerySet[Sheet]:
        return selectors.sheets()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        ledger.rows_named(context["object_list"], of=lambda row: row.created_by)
        return context

    def order_queryset(self, queryset: QuerySet[Sheet]) -> QuerySet[Sheet]:
        return queryset

    @property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Bring a sheet in"), url=reverse("sheets:import"), icon_name="upload"),
            HeaderButton(_("Export"), url=reverse("sheets:export"), icon_name="download"),
        ]


class ExportView(SheetScreen, FormView):
    """Which variants and columns; the answer is the file."""

    template_name = "commerce/sheets/export.html"
    page_title: Any = _("Export variants")
    form_class = ExportForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "groups": selectors.groups_of(self.request.user)}

    def form_valid(self, form: ExportForm) -> Any:
        ids = chosen_variants(form.choice)
        rows = services.sheet_export(variant_ids=ids, groups=tuple(form.cleaned_data["groups"]))
        kind = form.cleaned_data["format"]
        headers = {
            "Content-Disposition": f'attachment; filename="variants-{today_kyiv().isoformat()}.{kind}"'
        }
        if kind == XLSX:
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            return HttpResponse(xlsx_write(rows, numbers=NUMBERS), content_type=content_type, headers=headers)
        return StreamingHttpResponse(csv_write(rows), content_type="text/csv; charset=utf-8", headers=headers)


class ImportView(SheetScreen, FormView):
    """A file to be checked; nothing changes yet."""

    template_name = "commerce/sheets/import.html"
    page_title: Any = _("Bring a sheet in")
    form_class = ImportForm

    def form_valid(self, form: ImportForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            sheet_id = services.sheet_start(
                name=file.name,
                content=file.read(),
                is_whole=form.cleaned_data["policy"] == WHOLE,
                reason=form.cleaned_data["reason"],
                groups=selectors.groups_of(self.request.user),
                actor=staff_actor(self.request.user),
            )
        except DomainError as refusal:
            form.add_error("file", refusal.detail)
            return self.form_invalid(form)
        return redirect("sheets:sheet", sheet_id)


def row_view(row: SheetRow) -> dict[str, Any]:
    """Return what the table tells of one row."""
    return {
        "number": row.number,
        "sku": row.sku,
        "state": row.get_state_display(),
        "changes": [
            (column, row.before.get(column, ""), text)
            for column, text in row.after.items()
            if column != CHANGE
        ],
        "faults": [(column, fault_text(code, value)) for column, code, value in row.faults],
    }


class SheetView(SheetScreen, TemplateView):
    """A sheet with its errors and what would change, or what became of it."""

    template_name = "commerce/sheets/sheet.html"

    @cached_property
    def row(self) -> Sheet:
        found = selectors.sheet(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.row.name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.row.state in BUSY:
            response.headers["Refresh"] = str(ASK_AGAIN_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, show = self.row, self.request.GET.get("show", "")
        is_listed = row.state != SheetState.CHECKING
        found = selectors.sheet_rows(row, show=show) if is_listed else SheetRow.objects.none()
        page: Page[SheetRow] = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        can_apply = row.state == SheetState.READY and row.changed and not (row.is_whole and row.wrong)
        people = ledger.actor_texts([row.created_by, row.applied_by])
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "page": page,
            "rows": [row_view(one) for one in page],
            "show": show if show in SheetRowState.values else "",
            "tabs": tabs_of(row) if is_listed else [],
            "is_busy": row.state in BUSY,
            "can_apply": can_apply,
            "note": _t("An unexpected error; nothing was changed. The log of the worker tells more.")
            if row.note == "UNEXPECTED"
            else row.note,
            "by": people[row.created_by],
            "applied_by": people[row.applied_by],
        }


def tabs_of(row: Sheet) -> list[tuple[str, Any, int]]:
    """Return the lists of rows that are not empty, with their sizes."""
    counts = selectors.row_counts(row)
    told = sum(counts.values()) - counts.get(SheetRowState.SAME, 0)
    tabs = [("", _t("Changes and errors"), told)]
    tabs += [
        (state.value, str(state.label).capitalize(), counts.get(state.value, 0)) for state in SheetRowState
    ]
    return [tab for tab in tabs if tab[2] or not tab[0]]


class SheetApplyView(RunsSheets, View):
    """Takes a checked sheet over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("sheets:sheet", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = selectors.sheet(pk)
        if row is None:
            raise Http404
        allowed = set(selectors.columns_of(selectors.groups_of(request.user)))
        if not allowed.issuperset(row.columns):
            messages.error(request, _t("You may not change all the columns of this sheet."))
            return redirect("sheets:sheet", pk)
        try:
            services.sheet_apply(sheet_id=pk, actor=staff_actor(request.user))
        except DomainError as refusal:
            messages.error(request, refusal.detail)
        else:
            row.refresh_from_db()
            if row.state == SheetState.APPLIED:
                self._tell(request, row)
        return redirect("sheets:sheet", pk)

    @staticmethod
    def _tell(request: HttpRequest, row: Sheet) -> None:
        number = row.changed - row.refused
        text = ngettext("%(number)d row taken over.", "%(number)d rows taken over.", number)
        messages.success(request, text % {"number": number})
        if row.refused:
            text = ngettext("%(number)d row was refused.", "%(number)d rows were refused.", row.refused)
            messages.warning(request, text % {"number": row.refused})


class SheetViewSet(ViewSet):
    """Its place in the menu and its addresses."""

    name = "sheets"
    url_prefix = "sheets"
    icon = "table"
    menu_label = _("Sheets")
    menu_name = "sheets"
    menu_order = 165
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", SheetIndexView.as_view(), name="index"),
            path("results/", SheetIndexView.as_view(results_only=True), name="index_results"),
            path("export/", ExportView.as_view(), name="export"),
            path("import/", ImportView.as_view(), name="import"),
            path("<int:pk>/", SheetView.as_view(), name="sheet"),
            path("<int:pk>/apply/", SheetApplyView.as_view(), name="apply"),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: POLICY.user_has_permission(request.user, "run")
        return item
