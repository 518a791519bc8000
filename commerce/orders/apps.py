from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "commerce.orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
