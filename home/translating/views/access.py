"""Who may translate, and what all screens of translators share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gemkit.errors import DomainError
from home.translating.services import Outcome

PERMISSION = "home.translate_texts"
BOARD = "translating:board"


def may_translate(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


class TranslatorsOnly:
    """Open to translators; a refusal goes back to the board with its reason, nothing is lost."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_translate(request.user):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except DomainError as error:
            messages.error(request, error.detail)
            return redirect(BOARD)


class TranslatorScreen(TranslatorsOnly, WagtailAdminTemplateMixin):
    """A screen below the board."""

    header_icon = "globe"
    page_title: Any = _("Translations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse(BOARD), "label": _("Translations")}]
        if self.get_page_title() != _("Translations"):
            items.append({"url": "", "label": self.get_page_title()})
        return items


def tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say what was saved."""
    number = len(outcome.saved)
    if number:
        messages.success(
            request,
            ngettext("%(number)d text saved.", "%(number)d texts saved.", number) % {"number": number},
        )
    kept = len(outcome.kept)
    if kept:
        messages.success(
            request,
            ngettext("%(number)d text confirmed as it was.", "%(number)d texts confirmed as they were.", kept)
            % {"number": kept},
        )
