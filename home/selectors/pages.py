"""Names and addresses of pages in a language."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page


def page_links(page_ids: Iterable[int], *, language: str) -> dict[int, tuple[str, str]]:
    """Return title and address of each page's live translation in ``language``; others are left out.

    Two queries; the menus keep what they read.
    """
    named = set(page_ids)
    if not named:
        return {}
    keys = Page.objects.filter(pk__in=named).values("translation_key")
    key_of: dict[int, Any] = {}
    link_of: dict[Any, tuple[str, str]] = {}
    for page in Page.objects.filter(translation_key__in=keys).select_related("locale"):
        key_of[page.pk] = page.translation_key
        if page.live and page.locale.language_code == language and (url := page.get_url()):
            link_of[page.translation_key] = page.title, url
    return {pk: link for pk in named if (link := link_of.get(key_of.get(pk)))}
