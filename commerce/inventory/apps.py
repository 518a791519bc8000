from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    name = "commerce.inventory"
    verbose_name = _("Inventory")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
