"""Documented errors: the one error shape, with an example for every code a route may answer."""

from typing import Any

from django.utils.translation import override
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers

from gemkit.errors import DomainError


class ErrorDetailOut(serializers.Serializer):
    """One thing that is wrong. ``code`` is stable, ``detail`` is in the visitor's language."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)
    extra = serializers.DictField()


class ErrorOut(serializers.Serializer):
    """The one shape of errors."""

    type = serializers.ChoiceField(choices=["validation_error", "client_error", "server_error"])
    errors = ErrorDetailOut(many=True)  # type: ignore[assignment]


class _Blank(dict[str, Any]):
    """Leaves the places of a message that an example cannot fill as they are."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def refusals(*errors: type[DomainError], validation: bool = True) -> dict[int, OpenApiResponse]:
    """Return the ``responses`` of a route that may raise ``errors``; 400 for malformed input by default."""
    examples: dict[int, list[OpenApiExample]] = {}
    if validation:
        examples[400] = [_example("required", "validation_error", "This field is required.", "quantity")]
    for error in errors:
        kind = "server_error" if error.status >= 500 else "client_error"
        with override("en"):
            detail = str(error.message).format_map(_Blank())
        examples.setdefault(error.status, []).append(_example(error.code, kind, detail, error.attr))
    return {
        status: OpenApiResponse(ErrorOut, description=_codes(found), examples=found)
        for status, found in sorted(examples.items())
    }


def _example(code: str, kind: str, detail: str, attr: str | None) -> OpenApiExample:
    body = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": attr, "extra": {}}]}
    return OpenApiExample(code, value=body, response_only=True)


def _codes(found: list[OpenApiExample]) -> str:
    return ", ".join(f"`{example.name}`" for example in found)
