"""The address of a shared draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.editing.previews import PreviewOver, PreviewUnknown, preview_draft


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft in the address's language; 404 for a link nobody made, 410 for one that is over."""
    try:
        draft = preview_draft(token)
    except PreviewUnknown:
        return _guarded(render(request, "404.html", status=404))
    except PreviewOver:
        return _guarded(render(request, "home/preview_over.html", status=410))
    language = "en" if get_language() == "en" else "uk"
    if isinstance(draft, Page):
        draft = draft.draft_in(language)
        if draft is None:
            return _guarded(render(request, "404.html", status=404))
    request.is_preview = request.is_shared_preview = True  # type: ignore[attr-defined]
    request.preview_translations = shared_preview_urls(token)  # type: ignore[attr-defined]
    response: Any = draft.serve_preview(request, language)
    return _guarded(response)


def shared_preview_urls(token: str) -> dict[str, str]:
    """Return the path of a shared draft by language."""
    paths = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            paths[code] = reverse("shared_preview", args=[token])
    return paths


def _guarded(response: HttpResponse) -> HttpResponse:
    """Nobody keeps a draft, finds it by search, or learns its address from a link that was followed."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
