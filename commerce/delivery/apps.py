from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "commerce.delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
