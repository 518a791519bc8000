"""Who may read what visitors sent: holders of one right, whatever pages they edit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.contrib.forms.utils import get_form_types
from wagtail.contrib.forms.views import DeleteSubmissionsView, FormPagesListView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from home.models import FormMessage

RIGHT = "home.view_formmessage"


class FormListView(FormPagesListView):
    """The list of forms for those who may read messages; Wagtail's own asks for rights to edit pages."""

    permission_policy = ModelPermissionPolicy(FormMessage)
    any_permission_required = ["view"]


class MessagesDeleteView(DeleteSubmissionsView):
    """Deletes messages for those who have that right; to Wagtail reading is enough."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("home.delete_formmessage"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def only_with_right(user: Any, editable: QuerySet[Page]) -> QuerySet[Page]:
    """Return the forms whose messages ``user`` may read: all of them or none."""
    if not user.has_perm(RIGHT):
        return editable.none()
    return Page.objects.filter(content_type__in=get_form_types())


def permissions() -> QuerySet[Permission]:
    """Let groups be given the rights to read messages and to delete them."""
    return Permission.objects.filter(
        content_type__app_label="home", codename__in=["view_formmessage", "delete_formmessage"]
    )


def urls() -> list[URLPattern]:
    """Stand before Wagtail's own list of forms and its deleting of messages."""
    return [
        path("forms/", FormListView.as_view()),
        path("forms/results/", FormListView.as_view(results_only=True)),
        path("forms/submissions/<int:page_id>/delete/", MessagesDeleteView.as_view()),
    ]


def register() -> None:
    hooks.register("filter_form_submissions_for_user", only_with_right)
    hooks.register("register_permissions", permissions)
    hooks.register("register_admin_urls", urls, order=-1)
