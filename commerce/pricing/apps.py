from typing import Any

import structlog
from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db import DatabaseError
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger(__name__)


def _changed(**kwargs: Any) -> None:
    """Tell every process that the rates it keeps are old."""
    from catalog.index import services

    services.words_changed()


def _request_ends(**kwargs: Any) -> None:
    """Let go of what the request kept; where it saw prices turn before the worker did, write them now."""
    from commerce.pricing import selectors, services

    if selectors.request_ends():
        try:
            services.prices_turn()
        except DatabaseError:
            log.exception("prices turned but could not be written; the worker will")


class PricingConfig(AppConfig):
    name = "commerce.pricing"
    verbose_name = _("Pricing")

    def ready(self) -> None:
        from commerce.pricing import selectors
        from gemkit.discovery import load_handlers

        request_started.connect(selectors.request_begins, dispatch_uid="pricing.begins")
        request_finished.connect(_request_ends, dispatch_uid="pricing.ends")
        for model in ("Currency", "ExchangeRate"):
            for signal in (post_save, post_delete):
                signal.connect(_changed, self.get_model(model), dispatch_uid=f"pricing.{model}.{id(signal)}")
        load_handlers(self.name)
