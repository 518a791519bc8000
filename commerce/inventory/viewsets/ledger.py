"""What is nearly gone, and the ledger of one variant with the level at which staff are told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.viewsets.base import ViewSet

from commerce.inventory import selectors, services
from commerce.inventory.forms import LevelForm
from commerce.inventory.viewsets.access import SEEING, SeesStock, may_change
from commerce.ledger.selectors import actor_texts
from gemkit.admin import staff_actor

LISTED = 200


class LowView(SeesStock, TemplateView):
    """Variants at their level or below, the scarcest first."""

    template_name = "commerce/inventory/low.html"
    page_title = gettext_lazy("Running low")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.low_rows(language=get_language() or "uk", limit=LISTED)
        return {**super().get_context_data(**kwargs), "rows": rows, "number": selectors.low_count()}


class LedgerView(SeesStock, TemplateView):
    """Every movement of a variant with what was on hand after it; and what is promised to whom."""

    template_name = "commerce/inventory/ledger.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._found(request.GET.get("page", "1"))
        form = LevelForm(initial={"low_at": found.low_at})
        return self.render_to_response(self._context(found, form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._found("1")
        if not may_change(request.user):
            raise Http404
        form = LevelForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self._context(found, form), status=400)
        services.low_at_set(
            variant_id=found.variant_id, low_at=form.cleaned_data["low_at"], actor=staff_actor(request.user)
        )
        messages.success(request, _("The level of {sku} is saved.").format(sku=found.sku))
        return redirect("stock:ledger", found.variant_id)

    def _found(self, page: str) -> selectors.LedgerPage:
        if not page.isascii() or not page.isdecimal() or len(page) > 6:
            raise Http404
        found = selectors.ledger_page(
            self.kwargs["variant_id"], page=int(page), language=get_language() or "uk"
        )
        if found is None:
            raise Http404
        return found

    def _context(self, found: selectors.LedgerPage, form: LevelForm) -> dict[str, Any]:
        user = self.request.user
        self.page_title = f"{found.sku} · {found.name}"
        names = actor_texts(row.actor for row in found.rows)
        return {
            **self.get_context_data(),
            "ledger": found,
            "rows": [(row, names[row.actor]) for row in found.rows],
            "form": form if may_change(user) else None,
            "may_see_orders": user.has_perm("orders.view_order") or user.has_perm("orders.change_order"),
            "may_edit_variant": user.has_perm("catalog.change_productvariant"),
            "pages": range(1, found.pages + 1),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stock:index"), "label": _("Running low")},
            {"url": "", "label": self.page_title},
        ]


class LevelsViewSet(ViewSet):
    name = "stock"
    url_prefix = "stock/levels"
    icon = "warning"
    menu_label = gettext_lazy("Running low")
    menu_name = "stock-low"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", LowView.as_view(), name="index"),
            path("<int:variant_id>/", LedgerView.as_view(), name="ledger"),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: SEEING.user_has_permission(request.user, "view")
        return item
