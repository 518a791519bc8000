from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "commerce.customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
