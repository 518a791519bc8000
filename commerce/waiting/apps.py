from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaitingConfig(AppConfig):
    name = "commerce.waiting"
    verbose_name = _("Waiting list")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
