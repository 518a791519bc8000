"""The journal of stock: every movement of every variant."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.inventory.models import StockMovement
from gemkit.admin import LimitedPolicy


def ledger_url(movement: Any) -> str:
    return reverse("stock:ledger", args=[movement.variant_id])


class StockMovementViewSet(ModelViewSet):
    model = StockMovement
    icon = "list-ul"
    menu_label = _("Stock movements")
    url_prefix = "stock/movements"
    permission_policy = LimitedPolicy(StockMovement)
    list_display = [
        TitleColumn("variant", label=_("variant"), get_url=ledger_url),
        "change",
        "get_kind_display",
        "actor",
        "reason",
        "created_at",
    ]
    list_filter = ["kind"]
    list_export = ["variant", "change", "kind", "actor", "reason", "created_at"]
    search_fields = ["variant__sku", "actor", "reason"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
