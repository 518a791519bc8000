from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "commerce.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
