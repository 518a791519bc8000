"""The views that API classes of the shop are made from."""

from collections.abc import Sequence
from typing import Any

from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from gemkit.api.params import LocalizedMixin
from gemkit.api.throttling import refusals_of


class ShopApi(LocalizedMixin, APIView):
    """An answer for one visitor: never kept by a shared cache."""

    permission_classes = [AllowAny]

    def check_throttles(self, request: Any) -> None:
        if waits := refusals_of(self.get_throttles(), request, self):
            self.throttled(request, max(waits))

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class PublicApi(LocalizedMixin, APIView):
    """An answer that is the same for everybody: cacheable for a minute, with an ETag."""

    permission_classes = [AllowAny]
    authentication_classes: Sequence[Any] = []

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=60)
            response.add_post_render_callback(lambda rendered: _unless_known(request, rendered))
        return response


def _unless_known(request: Any, response: Any) -> Any:
    """Name the answer by its content; a client that has it already gets 304 instead."""
    set_response_etag(response)
    # DRF's request is a wrapper, and only the methods GET and HEAD come here with 200.
    return get_conditional_response(request._request, etag=response.headers.get("ETag"), response=response)
