"""Rate limits, counted in the shared cache ``limits`` so that every process sees the same number."""

from typing import Any

from django.core.cache import caches
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle, UserRateThrottle


class _Shared:
    @property
    def cache(self) -> Any:
        return caches["limits"]


class AnonThrottle(_Shared, AnonRateThrottle):
    """All requests of a visitor without an account, by address."""


class UserThrottle(_Shared, UserRateThrottle):
    """All requests of an account."""

    def allow_request(self, request: Any, view: Any) -> bool:
        if not (request.user and request.user.is_authenticated):
            return True  # counted by AnonThrottle
        return super().allow_request(request, view)


class ScopeThrottle(_Shared, ScopedRateThrottle):
    """Requests to one dear group of routes; the view names it as ``throttle_scope``."""
