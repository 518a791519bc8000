"""The admin's report "pages that feature a sold stone"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from home.editing.needs import Need, needs_from
from home.editing.views import EDITING, may_edit_pages
from home.featured.enums import Missing, Shown
from home.featured.selectors import Feature, features

PER_PAGE = 50


class FeaturedView(WagtailAdminTemplateMixin, TemplateView):
    """Places on the user's pages that name what cannot be bought, with what visitors see instead."""

    template_name = "home_admin/featured.html"
    page_title = _("Pages that feature a sold product")
    header_icon = "tag"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = {
            "q": self.request.GET.get("q", "").strip()[:100],
            "state": self._known("state", Missing.values),
            "shown": self._known("shown", Shown.values),
            "language": self._known("language", dict(settings.LANGUAGES)),
        }
        found = features_for(self.request.user, language=chosen["language"], state=chosen["state"])
        rows = [row for row in found if _fits(row, shown=chosen["shown"], text=chosen["q"])]
        return {
            **super().get_context_data(**kwargs),
            "rows": Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            "pages": len({row.page.pk for row in rows}),
            "chosen": chosen,
            "states": Missing.choices,
            "shown_choices": Shown.choices,
            "languages": settings.LANGUAGES,
            "query": urlencode({name: value for name, value in chosen.items() if value}),
        }

    def _known(self, name: str, values: Any) -> str:
        value = self.request.GET.get(name, "")
        return value if value in values else ""


def _fits(row: Feature, *, shown: str, text: str) -> bool:
    words = f"{row.page.title} {row.product} {row.instead}".casefold()
    return (not shown or row.shown == shown) and text.casefold() in words


def features_for(user: Any, *, language: str = "", state: str = "") -> list[Feature]:
    """Return the places on those published pages that ``user`` may edit."""
    pages = None
    if not user.is_superuser:
        mine = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
        pages = list(mine.values_list("pk", flat=True))
    return features(pages=pages, language=language, state=state)


def _needs(request: HttpRequest) -> Iterator[Need]:
    if may_edit_pages(request.user):
        found = {row.page.pk for row in features_for(request.user, state=Missing.SOLD)}
        yield Need(len(found), str(_("pages feature a sold product")), reverse("featured_sold"))


def connect() -> None:
    """Register what waits for editors."""
    needs_from("featured", _needs)


def featured_urls() -> list[URLPattern]:
    return [path("reports/sold-features/", FeaturedView.as_view(), name="featured_sold")]


class FeaturedMenuItem(MenuItem):
    """The report's place in the menu, for those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_pages(request.user)


def featured_menu_item() -> FeaturedMenuItem:
    return FeaturedMenuItem(
        _("Pages with sold products"),
        reverse("featured_sold"),
        name="featured-sold",
        icon_name="tag",
        order=540,
    )
