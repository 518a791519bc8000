from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    name = "commerce.checkout"
    verbose_name = _("Checkout")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
