"""Dictionaries and collections for staff: one pair of routes each, made of the same parts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from catalog.models import Collection, Color, Cut, Shape, Tag, ZodiacSign
from catalog.services.usage import InUse
from catalog.web.api.staff import answers, examples, writing
from catalog.web.api.staff.access import Conflict, StaffApi, found
from catalog.web.api.staff.serializers import (
    StaffCollection,
    StaffColor,
    StaffCut,
    StaffShape,
    StaffSign,
    StaffTag,
)
from catalog.web.api.staff.views import DENIED, NOT_SIGNED_IN, PAGES, page_of
from gemkit.api.pagination import Pages
from gemkit.api.refusals import refusals

View = type[StaffApi]


class _Rows(StaffApi):
    """A list and its additions."""

    serializer: type[Serializer[Any]]

    def listed(self, request: Request) -> Response:
        pages = Pages()
        rows = self.model._default_manager.order_by("sort_order", "code")
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response([self.answer(row) for row in page])

    def answer(self, row: Any) -> Any:
        return self.serializer(row).data

    def write(self, request: Request, row: Any, *, partial: bool) -> Any:
        serializer = self.serializer(row if partial else None, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        writing.entry_write(row, serializer.validated_data, user=request.user)
        return self.answer(row)

    def row(self, code: str) -> Any:
        return found(self.model._default_manager.all(), code=code)


class _Collections(_Rows):
    def listed(self, request: Request) -> Response:
        pages = Pages()
        rows = Collection.objects.order_by("sort_order", "code")
        return pages.get_paginated_response(
            answers.collections(pages.paginate_queryset(rows, request, view=self))
        )

    def answer(self, row: Collection) -> Any:
        return answers.collections([row])[0]

    def write(self, request: Request, row: Collection, *, partial: bool) -> Any:
        serializer = self.serializer(row if partial else None, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        writing.collection_write(row, serializer.validated_data, user=request.user)
        return self.answer(row)


def routes(
    name: str,
    model: Any,
    serializer: type[Serializer[Any]],
    example: OpenApiExample,
    base: type[_Rows] = _Rows,
) -> tuple[View, View]:
    """Return the views of a list and of one row; ``name`` stands in the document."""
    one = OpenApiResponse(serializer, examples=[example])
    write: dict[str, Any] = {"request": serializer, "examples": [examples.sent(example)]}

    class Rows(base):  # type: ignore[misc, valid-type]
        @extend_schema(
            operation_id=f"staff_{name}_list",
            summary=f"{name.capitalize()} in their order",
            parameters=PAGES,
            responses={
                200: OpenApiResponse(page_of(serializer, f"{serializer.__name__}Page")),
                **refusals(),
                **NOT_SIGNED_IN,
            },
        )
        def get(self, request: Request) -> Response:
            return self.listed(request)

        @extend_schema(
            operation_id=f"staff_{name}_create",
            summary="Add one; it stands last",
            responses={201: one, **refusals(Conflict), **NOT_SIGNED_IN},
            **write,
        )
        def post(self, request: Request) -> Response:
            return Response(self.write(request, self.model(), partial=False), status=201)

    class Row(base):  # type: ignore[misc, valid-type]
        @extend_schema(operation_id=f"staff_{name}_retrieve", summary="One", responses={200: one, **DENIED})
        def get(self, request: Request, code: str) -> Response:
            return Response(self.answer(self.row(code)))

        @extend_schema(
            operation_id=f"staff_{name}_update",
            summary="Change what is given",
            responses={200: one, **refusals(Conflict), **DENIED},
            **write,
        )
        def patch(self, request: Request, code: str) -> Response:
            return Response(self.write(request, self.row(code), partial=True))

        @extend_schema(
            operation_id=f"staff_{name}_delete",
            summary="Delete one that nothing uses",
            responses={204: None, **refusals(InUse, validation=False), **DENIED},
        )
        def delete(self, request: Request, code: str) -> Response:
            writing.row_delete(self.row(code), user=request.user)
            return Response(status=204)

    for view in (Rows, Row):
        view.model, view.serializer = model, serializer
    return Rows, Row


DICTIONARIES = {
    "shapes": routes("shapes", Shape, StaffShape, examples.SHAPE),
    "cuts": routes("cuts", Cut, StaffCut, examples.CUT),
    "colors": routes("colors", Color, StaffColor, examples.COLOR),
    "tags": routes("tags", Tag, StaffTag, examples.TAG),
    "zodiac": routes("zodiac", ZodiacSign, StaffSign, examples.SIGN),
}
COLLECTIONS = routes("collections", Collection, StaffCollection, examples.COLLECTION, _Collections)
