"""The Wagtail content API: pages, images and documents, read-only."""

from typing import Any

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet


class PublicViews:
    """Open to everybody, in JSON only, with Wagtail's own error shape."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []


class Pages(PublicViews, PagesAPIViewSet):
    """Published pages of both languages (``?locale=uk|en``)."""


class Images(PublicViews, ImagesAPIViewSet):
    """Pictures with their text alternatives."""

    body_fields = [*ImagesAPIViewSet.body_fields, "alt_uk", "alt_en"]


class Documents(PublicViews, DocumentsAPIViewSet):
    """Public files."""


content_api = WagtailAPIRouter("content_api")
content_api.register_endpoint("pages", Pages)
content_api.register_endpoint("images", Images)
content_api.register_endpoint("documents", Documents)
