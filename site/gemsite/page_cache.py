"""Whole pages for visitors of whom the shop knows nothing, kept in the process.

A page is kept with the number of the catalog's and the pages' state (`catalog.index.selectors.revision`), which
every request reads first: one small statement. Whatever changes a page (text, price, stock, menu, rate) moves the
number in its own transaction, so an edit shows at once, in every process, and nothing has to be cleared by name.
What changes by the clock ends the page's time (`gemkit.lifetime`, reductions, the hour of delivery dates).

Kept are plain answers 200 of the views below to a GET without any cookie that makes pages personal. They set no
cookie themselves and carry an ETag: a browser asks again each time and mostly hears 304.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.apps import apps
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from catalog.index import selectors as index
from catalog.index import services as catalog
from commerce.cart.selectors import CART_COOKIE
from commerce.customers.selectors import COMPARE_COOKIE, FAVORITES_COOKIE
from gemkit.api.params import CURRENCY_COOKIE
from gemkit.clock import now
from gemkit.lifetime import measured
from gemsite.middleware import Handler
from home import selectors as home

PERSONAL = frozenset(
    {CART_COOKIE, FAVORITES_COOKIE, COMPARE_COOKIE, CURRENCY_COOKIE, CookieStorage.cookie_name}
)
KEPT_VIEWS = frozenset(
    {
        "wagtail_serve",
        *(f"catalog:{name}" for name in ("stones", "type", "category", "subcategory")),
        *(f"catalog:jewelry{tail}" for tail in ("", "_type", "_category", "_subcategory")),
        *(f"catalog:{name}" for name in ("collections", "collection", "sale", "new", "product")),
        *(f"catalog:{name}" for name in ("calculator", "ring_sizer", "picker")),
    }
)
PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
KNOWN = frozenset({"page", "ordering", "variant"})
"""The parameters that a kept page may have; filters and searches are too many to keep."""
TRACKING = frozenset(
    {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "gclid", "gbraid", "wbraid",
     "fbclid", "msclkid", "mc_cid", "mc_eid"}
)  # fmt: skip
"""What advertisements add: read by scripts, never by the server, so the page is the same without it."""
LONGEST_QUERY = 200
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"
_DATA = re.compile(rb'<script type="application/ld\+json"[^>]*>')
_POLICIES = frozenset({"Content-Security-Policy", "Content-Security-Policy-Report-Only"})
_DROPPED = frozenset({"Content-Length", "Date", "Cache-Status"})

Key = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished page: what is sent, and until when it is true."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    ends_at: dt.datetime


@dataclass(slots=True)
class Counts:
    """What became of the requests of this process."""

    hit: int = 0
    miss: int = 0
    passed: int = 0

    @property
    def ratio(self) -> float:
        """Return the share of answers from the cache among those that could come from it."""
        return self.hit / (self.hit + self.miss) if self.hit else 0.0


@dataclass(slots=True)
class Store:
    """The pages of one process, all of one revision, the least recently used falling out first."""

    limit: int
    revision: int = 0
    size: int = 0
    counts: Counts = field(default_factory=Counts)
    _entries: OrderedDict[Key, Entry] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Key, revision: int) -> Entry | None:
        """Return the page if it is of this ``revision`` and its time is not over."""
        with self._lock:
            if revision != self.revision:
                self._clear(revision)
                return None
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.ends_at <= now():
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, revision: int, entry: Entry) -> None:
        """Keep a page that was begun under ``revision``; one that is old already is not kept."""
        with self._lock:
            if revision != self.revision or len(entry.body) > self.limit:
                return
            if key in self._entries:
                self._drop(key)
            self._entries[key] = entry
            self.size += len(entry.body)
            while self.size > self.limit:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Drop everything, the counts too."""
        with self._lock:
            self._clear(0)
            self.counts = Counts()

    def __len__(self) -> int:
        return len(self._entries)

    def _clear(self, revision: int) -> None:
        self._entries.clear()
        self.size, self.revision = 0, revision

    def _drop(self, key: Key) -> None:
        self.size -= len(self._entries.pop(key).body)


store = Store(limit=settings.PAGE_CACHE_MB * 1024 * 1024)


class PageCacheMiddleware:
    """Answers from `store`, or lets the shop answer and keeps that. Stands above the session."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request) if store.limit else None
        if key is None:
            return self._pass(request)
        revision = index.revision()
        entry = store.get(key, revision)
        if entry is not None:
            store.counts.hit += 1
            return answer(request, entry, "hit")
        with measured() as lifetime:
            response = self.get_response(request)
            lifetime.shorten(ends_at())
        if request.method != "GET" or not may_keep(request, response) or not drop_nonce(request, response):
            store.counts.passed += 1
            return _status(response, "fwd=bypass")
        store.counts.miss += 1
        entry = entry_of(response, lifetime.ends_at or ends_at())
        store.put(key, revision, entry)
        return answer(request, entry, "fwd=miss; stored")

    def _pass(self, request: HttpRequest) -> HttpResponse:
        store.counts.passed += 1
        response = self.get_response(request)
        if _view(request) in KEPT_VIEWS:  # the same page for somebody whose it is
            response.headers.setdefault("Cache-Control", PRIVATE)
            patch_vary_headers(response, ["Cookie"])
        # The content API keeps its own answers here and has said so.
        return response if "Cache-Status" in response.headers else _status(response, "fwd=bypass")


# What pages and the content API show and no other handler tells of; the catalog's tables and the pages tell of
# themselves.
SHOWN_TOO = (
    "wagtailcore.Site",
    "wagtailcore.PageViewRestriction",
    "catalog.Picture",
    "catalog.ReturnRule",
    "catalog.CutMedia",
    "catalog.File",
    "taggit.TaggedItem",  # what pictures and files are tagged with
    "wagtailcore.CollectionViewRestriction",
    "wagtailredirects.Redirect",
)


def _shown_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        catalog.words_changed()


def connect() -> None:
    """Register the handlers, once."""
    for label in SHOWN_TOO:
        for signal in (post_save, post_delete):
            uid = f"page_cache_{label}_{id(signal)}"
            signal.connect(_shown_changed, apps.get_model(label), dispatch_uid=uid)


def key_of(request: HttpRequest) -> Key | None:
    """Return what a page is kept under; None for a request that is not to be answered from the cache.

    Takes what advertisements add out of the request's query, so that the page is the same as without.
    """
    meta = request.META
    if request.method not in {"GET", "HEAD"} or not request.path_info.startswith(PREFIXES):
        return None
    if "HTTP_AUTHORIZATION" in meta or ("HTTP_COOKIE" in meta and is_personal(request)):
        return None
    query = meta.get("QUERY_STRING", "")
    if query:
        known = _known_query(query)
        if known is None:
            return None
        query = meta["QUERY_STRING"] = known
    return meta.get("HTTP_HOST", ""), request.path_info, query, request.is_secure()


def is_personal(request: HttpRequest) -> bool:
    """Whether the visitor has a session, a cart, lists, a currency of his own or a message waiting."""
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME in cookies or not PERSONAL.isdisjoint(cookies)


def _known_query(query: str) -> str | None:
    if len(query) > LONGEST_QUERY * 5:
        return None
    pairs = [(name, value) for name, value in parse_qsl(query, True) if name not in TRACKING]
    if any(name not in KNOWN for name, _value in pairs):
        return None
    text = urlencode(pairs)
    return text if len(text) <= LONGEST_QUERY else None


def ends_at() -> dt.datetime:
    """Return until when any page is true at most.

    The full hour (delivery dates, days), the next turn of a reduction or of an announcement.
    """
    moment = now()
    hour = moment.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    turns = (hour, index.next_turn(), home.frame_changes_at(moment))
    return min(turn for turn in turns if turn is not None)


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody who comes without cookies."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and _view(request) in KEPT_VIEWS
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


def drop_nonce(request: HttpRequest, response: HttpResponse) -> bool:
    """Take the nonce of this one request out of what will be kept; False where a script needs it.

    What search engines read (JSON-LD) is data, which no policy holds back; a nonce that every visitor is given
    would be worth nothing.
    """
    nonce = getattr(request, "_csp_nonce", "")
    if not nonce:
        return True
    body = _DATA.sub(lambda tag: tag[0].replace(f' nonce="{nonce}"'.encode(), b""), response.content)
    if nonce.encode() in body:
        return False
    response.content = body
    for name in _POLICIES & set(response.headers):
        response.headers[name] = response.headers[name].replace(f" 'nonce-{nonce}'", "")
    return True


def _view(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""


def entry_of(response: HttpResponse, until: dt.datetime) -> Entry:
    """Return the page as it will be sent from now on."""
    patch_vary_headers(response, ["Cookie"])
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    headers = tuple((name, value) for name, value in response.headers.items() if name not in _DROPPED)
    return Entry(response.content, headers, etag, until)


def answer(request: HttpRequest, entry: Entry, how: str) -> HttpResponse:
    """Return a kept page, or 304 to a browser that has it."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if known and _matches(known, entry.etag):
        response: HttpResponse = HttpResponseNotModified()
        wanted = {"ETag", "Cache-Control", "Vary", "Content-Language"}
        headers: tuple[tuple[str, str], ...] = tuple(pair for pair in entry.headers if pair[0] in wanted)
    else:
        response, headers = HttpResponse(entry.body), entry.headers
        response.headers["Content-Length"] = str(len(entry.body))
    for name, value in headers:
        response.headers[name] = value
    return _status(response, how)


def _matches(known: str, etag: str) -> bool:
    """Whether ``etag`` is among the tags that the browser knows; a proxy that packs pages marks them weak."""
    return known.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}


def _status(response: HttpResponse, how: str) -> HttpResponse:
    """Say in the answer what the cache did (RFC 9211)."""
    response.headers["Cache-Status"] = f"lapidary; {how}"
    return response
