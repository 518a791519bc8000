from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "commerce.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from commerce.accounts import selectors
        from commerce.notifications.selectors import kind_add
        from gemkit.discovery import load_handlers

        load_handlers(self.name)
        for name, kind in selectors.LETTERS.items():
            kind_add(name, kind)
