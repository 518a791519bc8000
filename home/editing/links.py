"""Links of published pages that lead nowhere: every address of this shop that a page names is asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from wagtail.models import Page

from gemkit.clock import now
from gemkit.db import write_transaction
from home.editing.findings import with_locales
from home.models import BasePage, BrokenLink

HOPS = 4
_HREF = re.compile(r'\bhref="([^"#?]+)')


def links_check() -> int:
    """Ask for every address that published pages name; keep those that fail. Returns how many there are.

    The shop answers its own requests here, as an anonymous visitor; nothing goes over the network.
    """
    named: dict[str, set[int]] = defaultdict(set)
    live = Page.objects.live().filter(depth__gt=1)
    for page in with_locales(live.specific().iterator(chunk_size=200)):
        for address in page_addresses(page):
            named[address].add(page.pk)
    client = _Client()
    broken = {address: status for address in sorted(named) if (status := client.status(address)) >= 400}
    _keep(broken, named)
    return len(broken)


@write_transaction
def _keep(broken: dict[str, int], named: dict[str, set[int]]) -> None:
    """Replace the list. A page that went meanwhile is left out."""
    BrokenLink.objects.all().delete()
    pages = set(
        Page.objects.filter(pk__in=set().union(*(named[address] for address in broken))).values_list(
            "pk", flat=True
        )
    )
    BrokenLink.objects.bulk_create(
        BrokenLink(page_id=page_id, address=address[:500], status=status, found_at=now())
        for address, status in broken.items()
        for page_id in sorted(named[address] & pages)
    )


def page_addresses(page: BasePage) -> set[str]:
    """Return the paths inside the shop that the blocks of ``page`` name, other pages by id left out."""
    language = page.locale.language_code
    return {
        path
        for body in page.bodies()
        for name, text in _named(body.get_prep_value())
        if (path := _path(text, name, language))
    }


def _named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if name in {"path", "url"}:
            yield name, value
        else:
            yield from (("href", address) for address in _HREF.findall(value))
    elif isinstance(value, dict):
        for part, inner in value.items():
            yield from _named(inner, part)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _named(inner, name)


def _path(address: str, name: str, language: str) -> str:
    """Return the path of an address of this shop; empty for other sites, letters and phones."""
    if name == "path":
        return f"/{language}{address}" if address.startswith("/") else ""
    parts = urlsplit(address)
    own = urlsplit(settings.BASE_URL)
    if parts.netloc not in {"", own.netloc} or parts.scheme not in {"", "http", "https"}:
        return ""
    return parts.path if parts.path.startswith(("/uk/", "/en/", "/documents/")) else ""


class _Client:
    """Asks the shop itself, through its own middleware."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.host = urlsplit(settings.BASE_URL)

    def status(self, path: str) -> int:
        """Return what ``path`` answers at last; redirects are followed, a circle of them is a 508."""
        for _hop in range(HOPS):
            # Never closed: that would end the database connection of whoever asks.
            response = self.handler.get_response(self._request(path))
            if response.status_code not in {301, 302, 307, 308}:
                return response.status_code
            target = urlsplit(response.headers["Location"])
            if target.netloc not in {"", self.host.netloc}:
                return 200
            path = target.path
        return 508

    def _request(self, path: str) -> WSGIRequest:
        environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": self.host.netloc}
        environ |= {"wsgi.url_scheme": self.host.scheme, "wsgi.input": BytesIO()}
        environ |= {"SERVER_NAME": self.host.hostname, "SERVER_PORT": str(self.host.port or 443)}
        setup_testing_defaults(environ)
        return WSGIRequest(environ)
