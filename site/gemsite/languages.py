"""The same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

LABELS = {"uk": "Укр", "en": "Eng"}


def language_links(request: HttpRequest, *, current: str | None) -> list[dict[str, Any]]:
    """Return a link a language to this page's translation.

    A view that knows its translations sets ``request.translations`` (language → URL), because
    slugs differ; other addresses only change their prefix. Without a translation the link leads
    to the language's home page.
    """
    known: dict[str, str] | None = getattr(request, "preview_translations", None) or getattr(
        request, "translations", None
    )
    query = request.META.get("QUERY_STRING", "") if request.method in {"GET", "HEAD"} else ""
    links = []
    for code, name in settings.LANGUAGES:
        if known is not None:
            url = known.get(code, f"/{code}/")
        else:
            url = translate_url(request.path, code)
            if not url.startswith(f"/{code}/"):
                url = f"/{code}/"
        if query and url != f"/{code}/":
            url = f"{url}?{query}"
        links.append(
            {"code": code, "label": LABELS[code], "name": name, "url": url, "current": code == current}
        )
    return links
