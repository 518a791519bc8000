"""Deletion that first looks where a row is used, and says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.images.views import images, multiple
from wagtail.snippets.views import snippets

from catalog.models import VariantMedia
from catalog.services import usage as usage_service


@dataclass(frozen=True, slots=True)
class User:
    """A row that uses another one, with its place in the admin if it has one."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Usage:
    """The rows of one kind that keep a row from being deleted; the first of them by name."""

    label: str
    count: int
    users: list[User] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.count - len(self.users)


def usages_of(instance: models.Model, user: Any = None, *, ignored: Collection[str] = ()) -> list[Usage]:
    """Return what keeps ``instance`` from being deleted (`catalog.services.usage`), with links for ``user``."""
    finder = AdminURLFinder(user)
    return [
        Usage(
            label=usage.label,
            count=usage.count,
            users=[_user(row, finder) for row in usage.rows],
        )
        for usage in usage_service.usages_of(instance, ignored=ignored)
    ]


def _user(row: Any, finder: AdminURLFinder) -> User:
    """A picture of a gallery has no screen of its own: the variant it belongs to has."""
    owner = row.variant if isinstance(row, VariantMedia) else row
    return User(str(owner), finder.get_edit_url(owner))


class ProtectedMixin:
    """Asks before deleting; what is used is not deleted, and its uses are listed."""

    object: models.Model
    request: HttpRequest

    @cached_property
    def usages(self) -> list[Usage]:
        return usages_of(self.object, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "usages": self.usages}  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.usages:
            return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except (ProtectedError, RestrictedError):
            messages.error(request, _("This is used elsewhere and was not deleted."))
            return HttpResponseRedirect(self.get_success_url())  # type: ignore[attr-defined]


class ProtectedDeleteView(ProtectedMixin, snippets.DeleteView):
    """Deletes a row of the catalog. What only mentions it, a block of a page, is told first and does not hold it."""

    def get_usage_url(self) -> str | None:
        # What holds it is read from the tables themselves.
        return None if self.usages else super().get_usage_url()


class PictureDeleteView(ProtectedMixin, images.DeleteView):
    """Deletes a picture, unless a gallery shows it; pages that show it are counted as before."""

    template_name = "catalog_admin/confirm_delete_picture.html"


class UploadedPictureDeleteView(multiple.DeleteView):
    """Deletes a picture from the list of those just uploaded, unless a gallery shows it by now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except (ProtectedError, RestrictedError):
            message = _("This is used elsewhere and was not deleted.")
            return JsonResponse({"success": False, "error_message": message}, status=409)
