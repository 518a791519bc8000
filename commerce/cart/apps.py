from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CartConfig(AppConfig):
    name = "commerce.cart"
    verbose_name = _("Carts")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
