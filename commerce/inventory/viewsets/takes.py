"""A stock-take: conditions make a sheet, counts are entered, differences looked at, and only then booked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.viewsets.base import ViewSet

from commerce.inventory import selectors, services
from commerce.inventory.enums import CountState, TakeState
from commerce.inventory.forms import CountForm, TakeForm
from commerce.inventory.models import StockTake
from commerce.inventory.viewsets.access import CHANGING, ChangesStock
from gemkit.admin import staff_actor
from gemkit.errors import DomainError

LISTED = 50


class TakeListView(ChangesStock, TemplateView):
    """The latest stock-takes."""

    template_name = "commerce/inventory/takes.html"
    page_title = gettext_lazy("Stock-takes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "takes": selectors.take_list(limit=LISTED)}


class TakeStartView(ChangesStock, TemplateView):
    """Asks what is to be counted and makes the sheet."""

    template_name = "commerce/inventory/take_start.html"
    page_title = gettext_lazy("New stock-take")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=TakeForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TakeForm(request.POST)
        if form.is_valid():
            try:
                take_id = services.take_start(
                    title=form.cleaned_data["title"], wanted=form.wanted(), actor=staff_actor(request.user)
                )
            except DomainError as refusal:
                form.add_error(None, refusal.detail)
            else:
                return redirect("stock_takes:sheet", take_id)
        return self.render_to_response(self.get_context_data(form=form), status=400)


class TakeView(ChangesStock, TemplateView):
    """What the pages of one stock-take share."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        take = StockTake.objects.filter(pk=kwargs["take_id"]).first()
        if take is None:
            raise Http404
        self.take = take
        self.rows = selectors.take_rows(take.pk, language=get_language() or "uk")

    def get_page_title(self) -> str:
        return self.take.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stock_takes:index"), "label": _("Stock-takes")},
            {"url": "", "label": self.take.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "take": self.take,
            "is_open": self.take.state == TakeState.OPEN,
            "counted": sum(row.counted is not None for row in self.rows),
            "lines": len(self.rows),
        }


class TakeSheetView(TakeView):
    """The sheet. It does not say what the shop believes: whoever counts looks at the shelf, not at the screen."""

    template_name = "commerce/inventory/take_sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.take.state != TakeState.OPEN:
            return redirect("stock_takes:differences", self.take.pk)
        return self.render_to_response(self.get_context_data(form=CountForm(rows=self.rows)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CountForm(request.POST, rows=self.rows)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            services.take_count(take_id=self.take.pk, counts=form.counts())
        except DomainError as refusal:
            messages.error(request, refusal.detail)
            return redirect("stock_takes:differences", self.take.pk)
        if "compare" in request.POST:
            return redirect("stock_takes:differences", self.take.pk)
        messages.success(request, _("The counts are saved. Nothing is booked yet."))
        return redirect("stock_takes:sheet", self.take.pk)


class TakeDifferencesView(TakeView):
    """The dry run: every counted line, what booking it would do, and which lines it would refuse."""

    template_name = "commerce/inventory/take_differences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = {CountState.CHANGED, CountState.PROMISED}
        told = [row for row in self.rows if row.counted is not None]
        # What needs a decision first, then what agrees or is done.
        told.sort(key=lambda row: (row.state in {CountState.SAME, CountState.BOOKED}, row.sku))
        to_book = [row for row in told if row.state in {CountState.DIFFERENT, CountState.SAME}]
        return {
            **super().get_context_data(**kwargs),
            "rows": [(row, row.state.label, row.state in refused) for row in told],
            "to_book": len(to_book),
            "pieces": sum(row.difference for row in to_book),
        }


class TakeActView(TakeView):
    """Books, clears refused lines for another count, or closes; then shows what became of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = {"apply": self._apply, "again": self._again, "close": self._close}[kwargs["act"]]()
        except DomainError as refusal:
            messages.error(request, refusal.detail)
            answer = "stock_takes:differences"
        return redirect(answer, self.take.pk)

    def _apply(self) -> str:
        done = services.take_apply(take_id=self.take.pk, actor=staff_actor(self.request.user))
        booked = ngettext("%(count)d difference is booked.", "%(count)d differences are booked.", done.booked)
        messages.success(self.request, booked % {"count": done.booked})
        if done.refused:
            refused = ngettext(
                "%(count)d line was not booked: its stock has changed since, or is promised to orders. Count it again.",
                "%(count)d lines were not booked: their stock has changed since, or is promised to orders. Count them again.",
                done.refused,
            )
            messages.error(self.request, refused % {"count": done.refused})
        return "stock_takes:differences"

    def _again(self) -> str:
        refused = {CountState.CHANGED, CountState.PROMISED}
        lines = {row.line_id: None for row in self.rows if row.state in refused}
        services.take_count(take_id=self.take.pk, counts=lines)
        return "stock_takes:sheet"

    def _close(self) -> str:
        services.take_close(take_id=self.take.pk)
        messages.success(self.request, _("The stock-take is closed."))
        return "stock_takes:differences"


class StockTakeViewSet(ViewSet):
    name = "stock_takes"
    url_prefix = "stock/takes"
    icon = "form"
    menu_label = gettext_lazy("Stock-takes")
    menu_name = "stock-takes"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", TakeListView.as_view(), name="index"),
            path("new/", TakeStartView.as_view(), name="new"),
            path("<int:take_id>/", TakeSheetView.as_view(), name="sheet"),
            path("<int:take_id>/differences/", TakeDifferencesView.as_view(), name="differences"),
            *(
                path(f"<int:take_id>/{act}/", TakeActView.as_view(), {"act": act}, name=act)
                for act in ("apply", "again", "close")
            ),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: CHANGING.user_has_permission(request.user, "change")
        return item
