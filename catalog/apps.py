from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemkit.discovery import load_handlers


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from catalog.index import handlers
        from catalog.models import Palette, Product, ZodiacSign
        from catalog.search import handlers as search
        from catalog.web.picker.preview import palette_preview, sign_preview
        from catalog.web.preview import product_preview

        # The model lies below the pages, so the pages tell it how a draft is shown.
        Product.preview_view = product_preview
        Palette.preview_view = palette_preview
        ZodiacSign.preview_view = sign_preview
        load_handlers(self.name)
        handlers.connect()
        search.connect()
