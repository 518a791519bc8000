"""Stock in the Wagtail admin: what is nearly gone, the ledger of a variant, stock-takes, all movements."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from commerce.inventory.viewsets.ledger import LevelsViewSet
from commerce.inventory.viewsets.movements import StockMovementViewSet
from commerce.inventory.viewsets.takes import StockTakeViewSet


class StockGroup(ViewSetGroup):
    menu_label = _("Stock")
    menu_icon = "list-ul"
    menu_name = "stock"
    menu_order = 170
    items = (LevelsViewSet, StockTakeViewSet, StockMovementViewSet)
