"""Rate limits, counted in the shared cache ``limits`` so that every process sees the same number."""

from typing import Any

from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle, UserRateThrottle

_limits: Any = ConnectionProxy(caches, "limits")


class AnonThrottle(AnonRateThrottle):
    """All requests of a visitor without an account, by address."""

    cache = _limits


class UserThrottle(UserRateThrottle):
    """All requests of an account."""

    cache = _limits

    def allow_request(self, request: Any, view: Any) -> bool:
        if not (request.user and request.user.is_authenticated):
            return True  # counted by AnonThrottle
        return super().allow_request(request, view)


class ScopeThrottle(ScopedRateThrottle):
    """Requests to one dear group of routes; the view names it as ``throttle_scope``."""

    cache = _limits
