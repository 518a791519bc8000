from django.apps import AppConfig


class GemsiteConfig(AppConfig):
    name = "gemsite"
    verbose_name = "Lapidary"

    def ready(self) -> None:
        from gemsite import checks, page_cache  # noqa: F401 - registers the system checks

        page_cache.connect()
