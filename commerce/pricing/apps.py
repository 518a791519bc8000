from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    name = "commerce.pricing"
    verbose_name = _("Pricing")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
