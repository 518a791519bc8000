"""What search engines and other machines read: canonical addresses and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from catalog.domain import PictureView

# The same characters that Django's json_script escapes: the text cannot leave its <script>.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Shared:
    """The picture that stands for a page where it is shared: absolute address, pixels, what it shows."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Meta:
    """The head of a page. ``alternates`` are language → absolute address."""

    title: str
    description: str
    canonical: str
    alternates: dict[str, str]
    is_indexed: bool = True
    image: Shared | None = None
    kind: str = "website"

    @property
    def x_default(self) -> str:
        return self.alternates.get(settings.LANGUAGE_CODE, "")


def absolute(path: str) -> str:
    """Return an absolute address; the host is the setting's, never the request's."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"


def shared_picture(view: PictureView | None) -> Shared | None:
    """Return a picture of the page for where it is shared."""
    return None if view is None else Shared(absolute(view.url), view.width, view.height, view.alt)


def alternates(translations: dict[str, str]) -> dict[str, str]:
    return {language: absolute(path) for language, path in translations.items()}


def json_ld(data: dict[str, Any]) -> SafeString:
    """Return ``data`` as JSON that may stand inside a script element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))


def breadcrumb_list(crumbs: Sequence[tuple[str, str]], *, current: str, url: str) -> dict[str, Any]:
    """Return the BreadcrumbList of a page whose own name is ``current``."""
    steps = [*crumbs, (current, url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }
