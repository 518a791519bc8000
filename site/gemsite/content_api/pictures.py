"""Pictures with copies for `srcset`, and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from rest_framework.fields import Field
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import CollectionViewRestriction

from catalog.web.seo import absolute
from gemsite.content_api import asked
from gemsite.content_api.views import TOKEN, ContentView

WIDTHS = (320, 480, 640, 960, 1280, 1920)
FORMATS = {"avif": "image/avif", "webp": "image/webp"}
Copies = dict[int, dict[str, Any]]
"""Scaled copies that exist, by picture and filter."""


def spec(width: int, file_format: str) -> str:
    """Return Wagtail's filter for a copy."""
    return f"width-{width}|format-{file_format}"


SPECS = {spec(width, name): (width, name) for width in WIDTHS for name in FORMATS}


def copies_of(pictures: Iterable[Any]) -> Copies:
    """Return the copies that exist of ``pictures``, in one query; none is made here."""
    ids = {picture.pk for picture in pictures}
    found: Copies = defaultdict(dict)
    if ids:
        renditions = get_image_model().get_rendition_model().objects
        for copy in renditions.filter(image_id__in=ids, filter_spec__in=list(SPECS), focal_point_key=""):
            found[copy.image_id][copy.filter_spec] = copy
    return found


def renditions(picture: Any, copies: dict[str, Any], *, widths: Iterable[int] = WIDTHS) -> dict[str, Any]:
    """Return the copies of a picture by format: each with its address and size, and a finished ``srcset``.

    A copy that nobody has asked for yet has an address that makes it once and leads on to the file.
    """
    shown = [width for width in widths if width < picture.width] or [min(widths)]
    if max(widths) >= picture.width and picture.width not in shown:
        shown.append(min(width for width in widths if width >= picture.width))
    answer = {}
    for name, kind in FORMATS.items():
        rows = [_row(picture, copies.get(spec(width, name)), width, name) for width in sorted(set(shown))]
        srcset = ", ".join(f"{row['url']} {row['width']}w" for row in rows)
        answer[name] = {"type": kind, "srcset": srcset, "copies": rows}
    return answer


def _row(picture: Any, copy: Any, width: int, name: str) -> dict[str, Any]:
    if copy is not None:
        return {"url": absolute(copy.url), "width": copy.width, "height": copy.height}
    wide = min(width, picture.width)
    url = reverse("content_api:images:rendition", args=[picture.pk, width, name])
    return {
        "url": absolute(url),
        "width": wide,
        "height": max(1, round(picture.height * wide / picture.width)),
    }


class RenditionsField(Field):
    """The copies of a picture: all widths, or those of ``?renditions=320,640``."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, picture: Any) -> dict[str, Any]:
        loaded = self.context["loaded"]
        widths = getattr(self.context["view"], "widths", WIDTHS)
        return renditions(picture, loaded.copies.get(picture.pk, {}), widths=widths)


class AltField(Field):
    """The text alternative in the language of the answer."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, picture: Any) -> str:
        language = self.context["loaded"].language
        return getattr(picture, f"alt_{language}") or ""


class TagsField(Field):
    """The tags of a picture or a file."""

    def to_representation(self, tags: Any) -> list[str]:
        return sorted(tag.name for tag in tags.all())


class PictureSerializer(ImageSerializer):
    """A picture."""

    tags = TagsField(read_only=True)
    alt = AltField(read_only=True)
    renditions = RenditionsField(read_only=True)


class Open(ContentView):
    """A list of files: what lies in a collection for some people only is not told."""

    known_query_parameters = BaseAPIViewSet.known_query_parameters | {"locale", "currency", TOKEN}

    def get_queryset(self) -> QuerySet[Any]:
        restricted = CollectionViewRestriction.objects.select_related("collection")
        files: QuerySet[Any] = self.model.objects.order_by("id")  # type: ignore[attr-defined]
        for restriction in restricted:
            files = files.exclude(collection__path__startswith=restriction.collection.path)
        return files.prefetch_related("tags")


class Images(Open, ImagesAPIViewSet):
    """Pictures with their text alternatives and copies in AVIF and WebP; ``?renditions=`` chooses widths."""

    base_serializer_class = PictureSerializer
    known_query_parameters = Open.known_query_parameters | {"renditions"}
    body_fields = [*ImagesAPIViewSet.body_fields, "alt", "alt_uk", "alt_en", "renditions"]
    listing_default_fields = [
        *ImagesAPIViewSet.listing_default_fields,
        "width",
        "height",
        "alt",
        "renditions",
    ]
    nested_default_fields = [*ImagesAPIViewSet.nested_default_fields, "width", "height", "alt", "renditions"]
    name = "images"
    widths: tuple[int, ...] = WIDTHS

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        names: list[str] = super().get_available_fields(model, db_fields_only)
        return [
            name for name in names if not (db_fields_only and name == "renditions")
        ]  # a parameter of ours

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "renditions" in request.query_params:
            self.widths = _widths(request.query_params["renditions"])

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        from gemsite.content_api.pages import Loaded

        pictures = list(args[0]) if kwargs.get("many") else [args[0]]
        serializer = super().get_serializer(pictures if kwargs.get("many") else pictures[0], **kwargs)
        serializer.context["loaded"] = Loaded(language=self.language, copies=copies_of(pictures))
        return serializer

    def rendition_view(self, request: Any, pk: int, width: int, file_format: str) -> Any:
        """Lead to a copy, which is made if this is the first time that somebody wants it."""
        if spec(width, file_format) not in SPECS:
            raise Http404
        picture = self.get_queryset().filter(pk=pk).first()
        try:
            copy = picture and picture.get_rendition(spec(width, file_format))
        except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
            raise Http404 from error
        if not copy:
            raise Http404
        response = HttpResponseRedirect(copy.url)
        response.headers["Cache-Control"] = "public, max-age=86400"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        view = cls.as_view({"get": "rendition_view"})  # type: ignore[call-arg]  # a view set's
        route = path("<int:pk>/renditions/<int:width>.<slug:file_format>", view, name="rendition")
        return [*super().get_urlpatterns(), route]


def _widths(text: str) -> tuple[int, ...]:
    try:
        widths = {int(part) for part in text.split(",")}
    except ValueError:
        widths = {0}
    if not widths <= set(WIDTHS):
        raise asked.refuse("renditions", f"widths among {', '.join(map(str, WIDTHS))}, separated by commas")
    return tuple(sorted(widths))


class FileSerializer(DocumentSerializer):
    """A file."""

    tags = TagsField(read_only=True)


class Documents(Open, DocumentsAPIViewSet):
    """Files for everybody."""

    base_serializer_class = FileSerializer

    name = "documents"
