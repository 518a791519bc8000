"""Addresses of products by the thousand: a path is reversed once and filled in."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

_PLACE = "0-place-of-the-slug-0"


def product_paths(slugs: Mapping[str, str], *, sku: str = "") -> dict[str, str]:
    """Return a product's path in every language that has a slug, at a variant when ``sku`` is given."""
    query = f"?{urlencode({'variant': sku})}" if sku else ""
    return {code: _pattern(code).replace(_PLACE, slug) + query for code, slug in slugs.items() if slug}


_patterns: dict[str, str] = {}


def _pattern(language: str) -> str:
    if language not in _patterns:
        with override(language):
            _patterns[language] = reverse("catalog:product", args=[_PLACE])
    return _patterns[language]
