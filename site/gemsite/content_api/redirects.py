"""Old addresses and where they lead now: those of editors, of moved pages and of renamed products."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import Field
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet, RedirectSerializer
from wagtail.contrib.redirects.models import Redirect

from gemsite.content_api.pages import _on_this_host
from gemsite.content_api.views import TOKEN, ContentView


class LocationField(Field):
    """Where a redirect leads; null when its page is not live."""

    def get_attribute(self, instance: Redirect) -> Redirect:
        return instance

    def to_representation(self, redirect: Redirect) -> str | None:
        page = redirect.redirect_page
        if page is None:
            return redirect.redirect_link or None
        url = page.get_url() if page.live else None
        return f"{url.rstrip('/')}{redirect.redirect_page_route_path or '/'}" if url else None


class Serializer(RedirectSerializer):
    location = LocationField(read_only=True)


class Redirects(ContentView, RedirectsAPIViewSet):
    """``find/?html_path=`` answers where one old address leads."""

    base_serializer_class = Serializer
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {"locale", "currency", TOKEN}
    find_query_parameters = BaseAPIViewSet.find_query_parameters | {"html_path"}
    body_fields = [*RedirectsAPIViewSet.body_fields, "is_permanent"]
    listing_default_fields = [*RedirectsAPIViewSet.listing_default_fields, "is_permanent"]
    name = "redirects"

    def get_queryset(self) -> QuerySet[Redirect]:
        return Redirect.objects.select_related("redirect_page__locale").order_by("id")

    def find_object(self, queryset: QuerySet[Redirect], request: Any) -> Redirect | None:
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        path = Redirect.normalise_path(request.GET["html_path"])
        return queryset.filter(old_path=path).order_by("site_id").first()

    def find_view(self, request: Any) -> Any:
        return _on_this_host(super().find_view(request))
