"""System checks: what must hold before the shop may start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from gemkit.env import env_int


@register(Tags.database)
def transactions_are_explicit(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """ATOMIC_REQUESTS would hold a write lock for whole requests and send mail before commit."""
    return [
        Error(f"ATOMIC_REQUESTS must stay off ({alias}).", id="shop.E001")
        for alias, database in settings.DATABASES.items()
        if database.get("ATOMIC_REQUESTS")
    ]


@register(Tags.translation)
def no_language_fallback(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A fallback would show Ukrainian on English pages."""
    if settings.MODELTRANSLATION_ENABLE_FALLBACKS:
        return [Error("MODELTRANSLATION_ENABLE_FALLBACKS must stay off.", id="shop.E002")]
    return []


@register()
def sqlite_is_for_one_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SQLite queues its writers; more than four processes should use PostgreSQL."""
    workers = env_int("WEB_CONCURRENCY", 2, minimum=1, help="processes that serve pages")
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if on_sqlite and workers > 4:
        return [Warning("SQLite with more than 4 web processes: set DATABASE_URL.", id="shop.W001")]
    return []
