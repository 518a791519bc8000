"""Rate limits, counted in the shared cache ``limits`` so that every process sees the same number."""

import math
from collections.abc import Callable, Sequence
from functools import wraps
from types import SimpleNamespace
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.connection import ConnectionProxy
from rest_framework.throttling import (
    AnonRateThrottle,
    ScopedRateThrottle,
    SimpleRateThrottle,
    UserRateThrottle,
)

View = Callable[..., HttpResponseBase]

_limits: Any = ConnectionProxy(caches, "limits")


class Counted(SimpleRateThrottle):
    """Counts requests instead of remembering the moment of each: three numbers, however many there were.

    Those of the window before count as far as it still reaches into the last ``duration`` seconds, as if they
    had come evenly, and a begun one as a whole.
    """

    duration: int
    num_requests: int
    left = 0.0

    def key_for(self, request: Any, view: Any) -> str | None:
        """Return under which name this request is counted; None when it is not."""
        return None if self.rate is None else self.get_cache_key(request, view)

    def counted(self, kept: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        """Return the numbers with one request more; None when it does not fit."""
        moment = self.timer()
        window, since = int(moment // self.duration), moment % self.duration
        known, count, before = kept or (window, 0, 0)
        if known != window:
            count, before = 0, count if known == window - 1 else 0
        if math.ceil(before * (1 - since / self.duration)) + count >= self.num_requests:
            self.left = self._until_free(since, count, before)
            return None
        return window, count + 1, before

    def allow_request(self, request: Any, view: Any) -> bool:
        return not refusals_of([self], request, view)

    def _until_free(self, since: float, count: int, before: int) -> float:
        """Return the seconds until one more request fits."""
        most = self.num_requests - 1
        if count > most:  # this window's own must fade in the next one
            return self.duration * (2 - most / count) - since
        return self.duration * (1 - (most - count) / before) - since

    def wait(self) -> float:
        return max(1.0, self.left)


class AnonThrottle(AnonRateThrottle, Counted):
    """All requests of a visitor without an account, by address."""

    cache = _limits


class UserThrottle(UserRateThrottle, Counted):
    """All requests of an account."""

    cache = _limits

    def key_for(self, request: Any, view: Any) -> str | None:
        if not (request.user and request.user.is_authenticated):
            return None  # counted by AnonThrottle
        return super().key_for(request, view)


class Scoped(ScopedRateThrottle, Counted):
    """Takes the rate from the ``throttle_scope`` of the view."""

    def key_for(self, request: Any, view: Any) -> str | None:
        self.scope = getattr(view, self.scope_attr, None)
        if not self.scope:
            return None
        self.rate = self.get_rate()
        if self.rate is not None:
            number, seconds = self.parse_rate(self.rate)
            self.num_requests, self.duration = number or 0, seconds or 60
        return super().key_for(request, view)

    def allow_request(self, request: Any, view: Any) -> bool:
        return Counted.allow_request(self, request, view)


class ScopeThrottle(Scoped):
    """Requests to one dear group of routes; the view names it as ``throttle_scope``."""

    cache = _limits


class ReadThrottle(Scoped):
    """Readers of one dear group of pages, counted in the ordinary cache: without Redis each process counts its own,
    and a page takes no query more for it."""


def refusals_of(throttles: Sequence[Any], request: Any, view: Any) -> list[float]:
    """Count a request for each of ``throttles`` (`Counted`); return the seconds to wait of those that refuse it.

    Those that count in one cache do so together: one look and one write, however many there are.
    """
    waits: list[float] = []
    asked: dict[int, tuple[Any, list[tuple[Counted, str]]]] = {}
    for throttle in throttles:
        key = throttle.key_for(request, view)
        if key is not None:
            asked.setdefault(id(throttle.cache), (throttle.cache, []))[1].append((throttle, key))
    for cache, some in asked.values():
        kept = cache.get_many([key for _throttle, key in some])
        fresh: dict[str, tuple[int, int, int]] = {}
        for throttle, key in some:
            numbers = throttle.counted(kept.get(key))
            if numbers is None:
                waits.append(throttle.wait())
            else:
                fresh[key] = numbers
        if fresh:
            cache.set_many(fresh, 2 * max(throttle.duration for throttle, _key in some))
    return waits


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
