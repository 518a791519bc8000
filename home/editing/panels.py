"""The first page of the admin: what content needs somebody, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from catalog.selectors.counts import miss_count
from home.editing.needs import Need, needs_from, needs_of
from home.editing.views import findings_for, may_edit_pages


class NeedsPanel(Component):
    """What waits for this user in the content; nothing waiting is said as well."""

    name = "content_needs"
    order = 35
    template_name = "home_admin/needs.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"needs": needs_of(self.request)}


def _pages(request: HttpRequest) -> Iterator[Need]:
    if may_edit_pages(request.user):
        found = {page.pk for page, _finding in findings_for(request.user)}
        yield Need(len(found), _("published pages to look at"), reverse("page_findings"))


def _searches(request: HttpRequest) -> Iterator[Need]:
    if request.user.has_perm("catalog.view_searchmiss"):
        yield Need(miss_count(), _("searches that found nothing"), reverse("search_misses"))


def connect() -> None:
    """Register what this part of the shop knows."""
    needs_from("pages", _pages)
    needs_from("searches", _searches)
