from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemkit.discovery import load_handlers


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from catalog.index import handlers
        from catalog.models import Product
        from catalog.search import handlers as search
        from catalog.web.preview import product_preview

        # The model lies below the pages, so the pages tell it how a draft is shown.
        Product.preview_view = product_preview
        load_handlers(self.name)
        handlers.connect()
        search.connect()
