"""Accounts that are made, changed or deleted in the admin leave a line in the audit trail."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from commerce.customers import services


@hooks.register("after_create_user")
def account_made(request: HttpRequest, user: Any) -> None:
    services.flags_note(user.pk, before=None, after=services.flags_of(user.pk))


@hooks.register("before_edit_user")
def account_opened(request: Any, user: Any) -> None:
    request.account_before = services.flags_of(user.pk)


@hooks.register("after_edit_user")
def account_changed(request: Any, user: Any) -> None:
    services.flags_note(user.pk, before=request.account_before, after=services.flags_of(user.pk))


@hooks.register("before_delete_user")
def account_going(request: Any, user: Any) -> None:
    request.account_before = services.flags_of(user.pk)


@hooks.register("after_delete_user")
def account_gone(request: Any, user: Any) -> None:
    services.flags_note(
        user.pk or request.resolver_match.kwargs["pk"], before=request.account_before, after=None
    )
