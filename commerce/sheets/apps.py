from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "commerce.sheets"
    verbose_name = _("Sheets")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
