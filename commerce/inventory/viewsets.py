"""The journal of stock in the Wagtail admin. Stock itself is changed on the variant's screen."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.inventory.models import StockMovement
from gemkit.admin import LimitedPolicy


class StockMovementViewSet(ModelViewSet):
    model = StockMovement
    icon = "list-ul"
    menu_label = _("Stock movements")
    menu_order = 170
    add_to_admin_menu = True
    url_prefix = "stock/movements"
    permission_policy = LimitedPolicy(StockMovement)
    list_display = ["variant", "change", "get_kind_display", "actor", "reason", "created_at"]
    list_filter = ["kind"]
    list_export = ["variant", "change", "kind", "actor", "reason", "created_at"]
    search_fields = ["variant__sku", "actor", "reason"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
