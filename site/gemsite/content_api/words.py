"""Dictionaries: shapes, cuts, colours, tags, signs, the tree of stones and jewelry, collections."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path, reverse
from rest_framework.response import Response

from catalog.web.api import content
from catalog.web.seo import absolute
from gemsite.content_api.views import ContentView, ListedFields, check_names, listed, window


class DictionaryList(ContentView):
    """The dictionaries there are."""

    def get(self, request: Any) -> Response:
        check_names(request.query_params, frozenset({"_"}))
        urls = {
            name: reverse("content_api:dictionaries:values", args=[name]) for name in content.DICTIONARIES
        }
        rows = [{"code": name, "meta": {"detail_url": absolute(url)}} for name, url in urls.items()]
        return listed(rows, total=len(rows))


class Values(ContentView):
    """The values of a dictionary in the order of staff."""

    def get(self, request: Any, name: str) -> Response:
        params = request.query_params
        check_names(params, frozenset({"limit", "offset", "fields", "_"}))
        if name not in content.DICTIONARIES:
            raise Http404
        fields = ListedFields(params.get("fields"), default=None)
        rows = content.dictionary(name, language=self.language)
        offset, limit = window({"limit": 100, **params.dict()})
        return listed([fields.of(row) for row in rows[offset : offset + limit]], total=len(rows))


class Dictionaries:
    """The endpoint, as Wagtail's router takes it."""

    name = "dictionaries"
    model: Any = type("NoModel", (), {})

    @staticmethod
    def get_urlpatterns() -> list[Any]:
        return [
            path("", DictionaryList.as_view(), name="listing"),
            path("<slug:name>/", Values.as_view(), name="values"),
        ]
