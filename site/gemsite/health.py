"""Is the process alive, and can it serve?"""

import datetime as dt
from collections.abc import Callable

import structlog
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commerce.ledger import selectors as ledger
from commerce.pricing import selectors as pricing
from gemkit.clock import now

log = structlog.get_logger(__name__)
QUEUE_AGE = dt.timedelta(minutes=10)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 only when the database is away or behind on migrations; other faults are named in ``degraded``."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return _not_ready("database")
    if pending:
        return _not_ready("migrations")
    return JsonResponse(
        {"status": "ok", "degraded": [name for name, check in CHECKS.items() if not _passes(check)]}
    )


def _not_ready(what: str) -> JsonResponse:
    response = JsonResponse({"status": "unavailable", "failed": what}, status=503)
    response.headers["Retry-After"] = "5"
    return response


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.exception("readiness check failed")
        return False


def _cache() -> bool:
    caches["default"].set("ready", 1, 10)
    return caches["default"].get("ready") == 1


def _queue() -> bool:
    oldest = ledger.oldest_due_task()
    return oldest is None or now() - oldest < QUEUE_AGE


def _storage() -> bool:
    default_storage.exists("ready")
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "cache": _cache,
    "queue": _queue,
    "storage": _storage,
    "rates": pricing.rates_are_fresh,
}
