"""Rate limits, counted in the shared cache ``limits`` so that every process sees the same number."""

import math
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.connection import ConnectionProxy
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle, UserRateThrottle

View = Callable[..., HttpResponseBase]

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


class ReadThrottle(ScopedRateThrottle):
    """Readers of one dear group of pages, counted in the ordinary cache: without Redis each process counts its own,
    and a page takes no query more for it."""


def limited(scope: str, method: str = "POST") -> Callable[[View], View]:
    """Give a page's POSTs (or another ``method``) the rate limit of an API ``scope``; beyond it 429."""
    limit: type[ScopedRateThrottle] = ReadThrottle if method == "GET" else ScopeThrottle

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == method:
                throttle: Any = limit()  # written for DRF's requests, at home with Django's
                if not throttle.allow_request(request, SimpleNamespace(throttle_scope=scope)):
                    response = render(request, "429.html", status=429)
                    response.headers["Retry-After"] = str(math.ceil(throttle.wait() or 60))
                    return response
            return view(request, *args, **kwargs)

        return run

    return decorate
