from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "commerce.ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
