"""Pages that belong to no part of the shop in particular."""

from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

from catalog.web import feeds, sitemaps
from gemkit.api.params import CURRENCY_COOKIE
from home.selectors import letter_frame
from home.web import PageSection

SITEMAPS: dict[str, sitemaps.Section] = {
    "pages": PageSection(),
    "tree": sitemaps.TreeSection(),
    "finding": sitemaps.FindingSection(),
    "products": sitemaps.ProductSection(),
}
XML = "application/xml; charset=utf-8"


@csrf_exempt  # guarded by OriginGuardMiddleware: the form stands on cacheable pages
@require_POST
def set_currency(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's display currency in a cookie and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    currency = request.POST.get("currency", "")
    if currency in settings.SHOP_CURRENCIES:
        response.set_cookie(
            CURRENCY_COOKIE,
            currency,
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a way on; plain for machines."""
    if request.path_info.startswith(("/api/", "/media/", "/static/", "/documents/")):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without a database, a context processor or anything else that may be the cause."""
    if request.path_info.startswith("/api/"):
        body: dict[str, Any] = {
            "code": "error",
            "detail": _("Something went wrong on our side."),
            "attr": None,
            "extra": {},
        }
        return JsonResponse({"type": "server_error", "errors": [body]}, status=500)
    sorry = _("Something went wrong on our side")
    try:
        text = get_template("500.html").render({"language": getattr(request, "LANGUAGE_CODE", "uk")})
    except Exception:  # noqa: BLE001 - the page itself may be what is broken; Django logs the first cause
        text = f"<!doctype html><title>500</title><h1>{sorry}</h1>"
    return HttpResponse(text, status=500)


@csrf_exempt
def api_not_found(request: HttpRequest) -> JsonResponse:
    """An unknown API path: 404 in the one error shape."""
    error: dict[str, Any] = {
        "code": "not_found",
        "detail": _("There is nothing at this address."),
        "attr": None,
        "extra": {},
    }
    return JsonResponse({"type": "client_error", "errors": [error]}, status=404)


@require_safe
@cache_control(public=True, max_age=86400 * 30)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public picture from the disk (with S3 or nginx in front this is not mounted)."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse):
        response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch."""
    own = [
        f"/{code}/{part}/"
        for part in ("account", "cart", "checkout", "order", "waiting")
        for code, _name in settings.LANGUAGES
    ]
    closed = ["/api/", "/cms/", *own]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, no_cache=True)  # a sold stone is told at once
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every address of the shop; in a large shop the list of the files that hold them."""
    fits = sum(section.count() for section in SITEMAPS.values()) <= sitemaps.PAGES_A_FILE
    lines = sitemaps.whole(SITEMAPS) if fits else sitemaps.index(sitemaps.files(SITEMAPS))
    return HttpResponse("".join(lines), content_type=XML)


@require_safe
@cache_control(public=True, no_cache=True)
def sitemap_part(request: HttpRequest, name: str, number: str) -> HttpResponseBase:
    """One file of a large sitemap; a number past the end is 404."""
    section = SITEMAPS.get(name)
    if section is None or not 0 < int(number) <= sitemaps.files_of(section):
        raise Http404
    return StreamingHttpResponse(sitemaps.part(section, int(number)), content_type=XML)


@require_safe
@cache_control(public=True, no_cache=True)
def google_feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """The goods as Google Merchant Center reads them."""
    lines = feeds.google_feed(language=language, title=letter_frame(language).brand_name)
    return StreamingHttpResponse(lines, content_type=XML)


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest."""
    icons = [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (180, 512)
    ]
    body: dict[str, Any] = {
        "name": "Самоцвіт",
        "short_name": "Самоцвіт",
        "lang": "uk",
        "start_url": "/uk/",
        "display": "minimal-ui",
        "background_color": "#F7F5F4",
        "theme_color": "#F7F5F4",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states (developers' machines only)."""
    if not settings.STYLEGUIDE:
        raise Http404
    from gemsite.styleguide import sample_context

    return render(request, "styleguide.html", sample_context())
