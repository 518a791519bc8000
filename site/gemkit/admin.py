"""Pieces of the Wagtail admin for rows that people may look at but not change as they like."""

from typing import Any

from django.http import HttpResponse
from wagtail.permission_policies import ModelPermissionPolicy

from gemkit.errors import DomainError


class LimitedPolicy(ModelPermissionPolicy):
    """Django's permissions, of which only the named ``actions`` exist at all."""

    def __init__(self, model: Any, *, actions: tuple[str, ...] = ("view",)) -> None:
        super().__init__(model)
        self.actions = actions

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class RefusalsInForm:
    """Shows a service's refusal beside the field it is about, instead of failing the request."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except DomainError as error:
            form.add_error(error.attr if error.attr in form.fields else None, error.detail)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


def staff_actor(user: Any) -> str:
    """Return how ``user`` stands in histories and the audit trail: by number, so that nothing personal stays there."""
    return f"staff:{user.pk}"
