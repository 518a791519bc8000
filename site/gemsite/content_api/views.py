"""What every endpoint shares: the language of the answer, refusals, previews, and what may be kept how long.

Answers depend on nothing but their address: no cookie is read or set. They are kept beside the finished pages
(`gemsite.page_cache`) under the state of catalog and content, so an edit shows at once, and a client that names
the ETag it knows is answered 304 before anything is read. Drafts are shown for a signed token, and never kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.api.v2.utils import BadRequestError, parse_fields_parameter

from catalog.index import selectors as index
from gemkit.api.throttling import ScopeThrottle
from gemkit.lifetime import measured
from gemsite import page_cache
from gemsite.content_api import asked
from home.editing.previews import PreviewOver, PreviewUnknown, preview_draft

KEPT = "public, max-age=30"
UNKEPT = "private, no-store"
TOKEN = "preview_token"  # noqa: S105 - the parameter's name
TOKEN_HEADER = "X-Preview-Token"  # noqa: S105 - the header's name
LONGEST_KEPT_QUERY = 500
COMMON = frozenset({"locale", "currency", TOKEN})


class ContentView(APIView):
    """A view of the content API; stands before Wagtail's own class where there is one."""

    language: str
    currency: str
    draft: Any = None

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    throttle_classes = [ScopeThrottle]
    throttle_scope = "content"
    http_method_names = ["get", "head", "options"]

    # --- keeping ---------------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or _token(request):
            return self._sent(super().dispatch(request, *args, **kwargs), UNKEPT)
        query = request.META.get("QUERY_STRING", "")
        key = ("content", request.path, query, request.is_secure())
        revision = index.revision()
        entry = page_cache.store.get(key, revision)
        if entry is not None:
            return page_cache.answer(request, entry, "hit")
        with measured() as lifetime:
            response = super().dispatch(request, *args, **kwargs)
            lifetime.shorten(page_cache.ends_at())
        if response.status_code != 200:
            return self._sent(response, UNKEPT)
        made = _entry(self._sent(response, KEPT), lifetime.ends_at or page_cache.ends_at())
        if len(query) <= LONGEST_KEPT_QUERY:
            page_cache.store.put(key, revision, made)
        return page_cache.answer(request, made, "fwd=miss")

    @staticmethod
    def _sent(response: Any, cache_control: str) -> HttpResponse:
        """Return a finished answer with its headers."""
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        response.headers.setdefault("Cache-Control", cache_control)
        patch_vary_headers(response, [TOKEN_HEADER])
        return response

    # --- asking ----------------------------------------------------------------------------------

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Read what all endpoints understand; raises ValidationError and PermissionDenied."""
        self.language, self.currency = "uk", "UAH"
        self.language = asked.locale_of(request.query_params)
        translation.activate(self.language)
        asked.check(request.query_params)
        self.currency = asked.currency_of(request.query_params)
        request._request.currency = self.currency  # never the cookie's
        super().initial(request, *args, **kwargs)
        if token := _token(request):
            self.draft = _draft(token)

    def handle_exception(self, exc: Exception) -> Response:
        """Answer in the shape of all errors of the shop, with Wagtail's ``message`` beside it."""
        if isinstance(exc, BadRequestError):
            params = self.request.query_params
            name = asked.parameter_of(str(exc), params)
            exc = asked.refuse(name or "non_field_errors", str(exc))
        response = APIView.handle_exception(self, exc)
        body: Any = response.data
        response.data = {"message": str(body["errors"][0]["detail"]), **body}
        return response

    def get_renderer_context(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_renderer_context()
        context.pop("indent", None)
        return context


def _entry(response: HttpResponse, until: dt.datetime) -> page_cache.Entry:
    """Return the answer as it is kept. Its tag is of what it says: the same in every process, after any edit."""
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    return page_cache.Entry(response.content, tuple(response.headers.items()), etag, until)


def _token(request: Any) -> str:
    return request.GET.get(TOKEN, "") or request.headers.get(TOKEN_HEADER, "")


def _draft(token: str) -> Any:
    """Return the draft that ``token`` leads to; raises PermissionDenied with a code."""
    try:
        return preview_draft(token)
    except (PreviewUnknown, PreviewOver) as error:
        raise PermissionDenied(error.detail, code=error.code) from error


class ListedFields:
    """``?fields=`` for answers that are made of plain data: names, ``-name``, ``*`` and ``_`` as Wagtail has them."""

    always = ("id", "meta")

    def __init__(self, text: str | None, *, default: tuple[str, ...] | None) -> None:
        """``default`` are the names shown unless asked otherwise; None shows all."""
        self.default = default
        try:
            self.asked = parse_fields_parameter(text) if text is not None else []
        except ValueError as error:
            raise asked.refuse("fields", str(error)) from error

    def of(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of ``row`` that were asked for; raises ValidationError for unknown ones."""
        names = {*row, "was_price", "display_price"} - set(self.always)
        shown = set(names if self.default is None else self.default)
        for place, (name, is_left_out, below) in enumerate(self.asked):
            if place == 0 and name in {"*", "_"}:
                shown = set(names) if name == "*" else set()
            elif name not in names | set(self.always):
                raise asked.refuse("fields", f"unknown fields: {name}")
            elif below:
                raise asked.refuse("fields", f"'{name}' does not support nested fields")
            elif is_left_out:
                shown.discard(name)
            else:
                shown.add(name)
        return {name: value for name, value in row.items() if name in shown or name in self.always}


def window(params: Any) -> tuple[int, int]:
    """Return offset and limit."""
    return int(params.get("offset", 0)), int(params.get("limit", 20))


def listed(rows: list[Any], *, total: int) -> Response:
    """Return a list as Wagtail's API has it."""
    return Response({"meta": {"total_count": total}, "items": rows})


def check_names(params: Any, known: frozenset[str]) -> None:
    """Raise ValidationError that names the first parameter that is not known."""
    for name in sorted(set(params) - known - COMMON):
        raise asked.refuse(name, f"query parameter is not an operation or a recognised field: {name}")
