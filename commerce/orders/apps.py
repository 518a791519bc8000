from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "commerce.orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from commerce.orders import selectors
        from commerce.promotions import selectors as promotions
        from gemkit.discovery import load_handlers

        promotions.spend_told_by(selectors.lifetime_spend)
        load_handlers(self.name)
