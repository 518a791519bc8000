"""What every request passes through."""

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponsePermanentRedirect,
)
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from commerce.customers import selectors as customers
from gemkit.api.params import CURRENCY_COOKIE
from home.selectors import analytics_on

Handler = Callable[[HttpRequest], HttpResponse]

# Paths that carry no language: an unknown one is a plain 404, never a redirect to /uk/.
UNPREFIXED = (
    "/api/",
    "/cms/",
    "/media/",
    "/static/",
    "/health/",
    "/ready/",
    "/currency/",
    "/documents/",
    "/_",
)
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class PrefixedLocaleMiddleware(LocaleMiddleware):
    """The language is in the path; Accept-Language never moves anybody.

    Pages speak the language of their prefix, unprefixed paths the language cookie or Ukrainian.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        if language is None:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith(UNPREFIXED):
            if response.status_code == 404 and translation.get_language_from_path(request.path_info) is None:
                return self._with_prefix(request, response)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def _with_prefix(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Send an address typed without a language to its Ukrainian page, if there is one."""
        if request.method not in _SAFE:
            return response
        path = f"/{settings.LANGUAGE_CODE}{request.path_info}"
        with translation.override(settings.LANGUAGE_CODE):
            try:
                match = resolve(path)
            except Resolver404:
                return response
        if match.view_name == "wagtail_serve":  # the page tree decides at its own address
            return response
        return HttpResponsePermanentRedirect(path)


class SecurityHeadersMiddleware:
    """Headers on every answer, errors included; the admin's wider content policy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        # Letters and link previews show our pictures from other places; nothing else may be embedded.
        is_public_file = request.path_info.startswith(("/media/", "/static/"))
        policy = "cross-origin" if is_public_file else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        if request.path_info.startswith("/cms/") or request.path_info.startswith("/api/v1/docs/"):
            response.headers["Content-Security-Policy"] = settings.ADMIN_CSP
        return response


class MovedMiddleware(RedirectMiddleware):
    """Wagtail's redirects, asked when nothing was found; the query comes along (``?variant=``)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        moved: HttpResponseBase = super().process_response(request, response)
        query = request.META.get("QUERY_STRING", "")
        if moved is not response and query and "?" not in moved.headers["Location"]:
            moved.headers["Location"] += f"?{query}"
        return moved


class MaintenanceMiddleware:
    """While the maintenance file exists, everything but health answers 503 with a page that says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_closed = os.path.exists(settings.MAINTENANCE_FILE)  # noqa: PTH110 - half the time of a Path, for every request
        if is_closed and not request.path_info.startswith(("/health/", "/static/")):
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
            with translation.override(language):
                response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = "120"
            response.headers["Cache-Control"] = "no-store"
            return response
        return self.get_response(request)


class OriginGuardMiddleware:
    """Guards the shop's forms, which carry no CSRF token so that their pages can be cached.

    A POST whose ``Sec-Fetch-Site`` or ``Origin`` names another site is refused. Browsers send at
    least one of them with every form; a client that sends neither holds no ambient cookies.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _SAFE and not self._same_site(request) and not self._api_client(request):
            return HttpResponseForbidden(render(request, "403.html").content)
        return self.get_response(request)

    @staticmethod
    def _api_client(request: HttpRequest) -> bool:
        """Whether a script of a listed origin calls the API: who runs the shop trusts it (CORS_ALLOWED_ORIGINS)."""
        is_api = re.match(settings.CORS_URLS_REGEX, request.path_info) is not None
        return is_api and request.headers.get("Origin") in settings.CORS_ALLOWED_ORIGINS

    @staticmethod
    def _same_site(request: HttpRequest) -> bool:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        trusted = {request.get_host(), *(urlsplit(known).netloc for known in settings.CSRF_TRUSTED_ORIGINS)}
        return urlsplit(origin).netloc in trusted


class AnalyticsMiddleware:
    """Lets pages load the script that counts visits, only while staff have it switched on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if settings.ANALYTICS_SCRIPT_URL and is_page and analytics_on():
            parts = urlsplit(settings.ANALYTICS_SCRIPT_URL)
            origin = f"{parts.scheme}://{parts.netloc}"
            response._csp_update = {"script-src": [origin], "connect-src": [origin]}  # type: ignore[attr-defined]
        return response


class CurrencyMiddleware:
    """``request.currency``: what the visitor chose, else UAH."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(CURRENCY_COOKIE, "UAH")
        request.currency = chosen if chosen in settings.SHOP_CURRENCIES else "UAH"  # type: ignore[attr-defined]
        return self.get_response(request)


class ListsMiddleware:
    """Makes the visitor's favorites and comparison known to whatever draws the answer.

    The cookies are read when something asks: answers that show no card, counter or button never do.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with customers.visiting(request.COOKIES):
            return self.get_response(request)


def show_toolbar(request: HttpRequest) -> bool:
    """The debug toolbar is for pages, not for the admin's frames or the API."""
    return settings.DEBUG and not request.path_info.startswith(("/api/", "/cms/"))
