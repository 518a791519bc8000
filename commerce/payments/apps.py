from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "commerce.payments"
    verbose_name = _("Payments")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
