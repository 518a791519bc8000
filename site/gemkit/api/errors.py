"""Every error under /api/v1/ in one shape (docs: "Errors" of the API).

``{"type": "validation_error|client_error|server_error", "errors": [{code, detail, attr, extra}]}``
"""

from typing import Any

from django.db import DatabaseError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.response import Response

from gemkit.db import is_collision
from gemkit.errors import DomainError, Unavailable


class Refused(exceptions.APIException):
    """A `DomainError` on its way out."""

    def __init__(self, error: DomainError) -> None:
        self.domain_error = error
        self.status_code = error.status
        super().__init__(detail=error.detail, code=error.code)
        retry_after = getattr(error, "retry_after", None)
        if retry_after is not None:
            self.wait = retry_after  # DRF turns it into Retry-After


class ShopExceptionHandler(ExceptionHandler):
    """Turns expected refusals into API exceptions; the unexpected is logged once and answered 500."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, DomainError):
            return Refused(exc)
        if isinstance(exc, DatabaseError) and is_collision(exc):
            return Refused(Unavailable())  # outside of our transactions too: counting requests writes as well
        return super().convert_known_exceptions(exc)

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        if not isinstance(exc, Refused):  # a 503 that we mean is an answer, not a crash
            super().report_exception(exc, response)


class ShopExceptionFormatter(ExceptionFormatter):
    """Adds ``extra`` and keeps codes of refusals as they are."""

    def format_error_response(self, error_response: ErrorResponse) -> Any:
        refusal = getattr(self.exc, "domain_error", None)
        errors = [
            {
                "code": error.code,
                "detail": error.detail,
                "attr": refusal.attr if refusal is not None else error.attr,
                "extra": _jsonable(refusal.extra) if refusal is not None else {},
            }
            for error in error_response.errors
        ]
        return {"type": str(error_response.type), "errors": errors}


def _jsonable(extra: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.as_json()
        if hasattr(value, "as_json")
        else value
        if isinstance(value, int | float | bool | list | dict | type(None))
        else str(value)
        for name, value in extra.items()
    }


def refusal_response(error: DomainError) -> Response:
    """Return the answer to ``error`` for a view that must store it before sending it."""
    body = {
        "type": "server_error" if error.status >= 500 else "client_error",
        "errors": [
            {"code": error.code, "detail": error.detail, "attr": error.attr, "extra": _jsonable(error.extra)}
        ],
    }
    return Response(body, status=error.status)
