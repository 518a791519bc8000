"""One order on one screen."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from commerce.desk.selectors import screen
from commerce.desk.selectors.screen import OrderScreen
from commerce.desk.viewsets.access import SeesOrders, may_act


def shown_screen(number: str) -> OrderScreen:
    """Return the screen of an order in the admin's language, or answer 404."""
    found = screen.order_screen(number, language=get_language() or "uk")
    if found is None:
        raise Http404
    return found


class OrderScreenView(SeesOrders, WagtailAdminTemplateMixin, TemplateView):
    """Items, money, buyer, delivery and timeline of an order, and what can be done next."""

    template_name = "commerce/desk/order.html"
    header_icon = "clipboard-list"

    def get_page_title(self) -> str:
        return str(self.kwargs["number"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk:index"), "label": pgettext_lazy("menu", "Orders")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = shown_screen(self.kwargs["number"])
        return {
            **super().get_context_data(**kwargs),
            "screen": found,
            "order": found.order,
            "may_act": may_act(self.request.user),
        }
