"""Who may do what: the permissions of the admin, model by model. What is not named is denied."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as ModelProblems
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from gemkit.api.views import ShopApi
from gemkit.errors import DomainError

ENTER = "wagtailadmin.access_admin"
# As in the admin: whoever may do anything with a model sees its list.
SEE = ("view", "add", "change", "delete")
ACTIONS = {
    "GET": SEE,
    "HEAD": SEE,
    "OPTIONS": SEE,
    "POST": ("add",),
    "PATCH": ("change",),
    "DELETE": ("delete",),
}


class Conflict(DomainError):
    """Somebody else wrote the same at the same moment."""

    code = "CONFLICT"
    message = _("This was changed by somebody else at the same moment. Look again and repeat.")


class StaffPermission(BasePermission):
    """May enter the admin, and has one of the rights that the view asks for this method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not user.is_authenticated or not user.has_perm(ENTER):
            return False
        if not hasattr(view, (request.method or "").lower()):
            return True  # answered 405 to everybody who may be here
        wanted = view.actions.get(request.method, ())
        label, name = view.model._meta.app_label, view.model._meta.model_name
        return any(user.has_perm(f"{label}.{action}_{name}") for action in wanted)


def require(user: Any, permission: str) -> None:
    """Refuse (403) what the admin would not show to ``user``."""
    if not user.has_perm(permission):
        raise PermissionDenied


class StaffApi(ShopApi):
    """A route for staff: session with a CSRF token, never cached."""

    permission_classes = [StaffPermission]
    model: ClassVar[type[models.Model]]
    actions: ClassVar[dict[str, tuple[str, ...]]] = ACTIONS

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ModelProblems):
            exc = as_problems(exc)
        elif isinstance(exc, IntegrityError):
            exc = Conflict()
        return super().handle_exception(exc)


def as_problems(problems: ModelProblems) -> ValidationError:
    """Return what a model found wrong as the API tells it, field by field."""
    if not hasattr(problems, "error_dict"):
        return ValidationError({"non_field_errors": _details(problems)})
    return ValidationError(
        {
            "non_field_errors" if field == "__all__" else field: [
                detail for error in errors for detail in _details(error)
            ]
            for field, errors in problems.error_dict.items()
        }
    )


def _details(problems: ModelProblems) -> list[ErrorDetail]:
    return [
        ErrorDetail(message, code=problem.code or "invalid")
        for problem in problems.error_list
        for message in problem.messages
    ]


def found(rows: models.QuerySet[Any], **key: Any) -> Any:
    """Return the one row, else 404; a text that no database holds finds nothing."""
    if any(isinstance(value, str) and "\x00" in value for value in key.values()):
        raise NotFound
    row = rows.filter(**key).first()
    if row is None:
        raise NotFound
    return row
