"""Rates, currencies and dated prices in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from commerce.pricing.viewsets.currencies import CurrencyViewSet
from commerce.pricing.viewsets.dated import DatedPriceViewSet
from commerce.pricing.viewsets.rates import ExchangeRateViewSet
from commerce.pricing.viewsets.reprice import RepriceViewSet

__all__ = ["PricesGroup"]


class PricesGroup(ViewSetGroup):
    menu_label = _("Prices")
    menu_icon = "tag"
    menu_name = "prices"
    menu_order = 160
    items = (ExchangeRateViewSet, DatedPriceViewSet, RepriceViewSet, CurrencyViewSet)
