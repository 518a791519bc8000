from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from commerce.notifications import selectors as letters
        from commerce.orders import selectors as orders
        from home import handlers, selectors
        from home import letters as page_letters
        from home.translating import signals as translating

        # Commerce lies below the site's settings, so these register themselves.
        letters.frame_from(selectors.letter_frame)
        orders.shop_facts_from(selectors.shop_facts)
        letters.kind_add(page_letters.KIND_NAME, page_letters.KIND)
        handlers.connect()
        translating.connect()
