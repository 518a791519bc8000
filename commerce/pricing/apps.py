from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    name = "commerce.pricing"
    verbose_name = _("Pricing")

    def ready(self) -> None:
        from commerce.pricing import selectors
        from gemkit.discovery import load_handlers

        request_started.connect(selectors.request_begins, dispatch_uid="pricing.begins")
        request_finished.connect(selectors.request_ends, dispatch_uid="pricing.ends")
        load_handlers(self.name)
