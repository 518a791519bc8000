"""Corrections of views that Wagtail and its extensions bring along; they stand before the views' own addresses."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.contrib.redirects import views as redirects


def import_redirects(request: HttpRequest) -> HttpResponseBase:
    """Import redirects; a form that lost its hidden fields begins anew instead of failing."""
    try:
        answer: HttpResponseBase = redirects.process_import(request)
    except KeyError:
        return redirect("wagtailredirects:start_import")
    return answer


@hooks.register("register_admin_urls", order=-1)
def corrected_urls() -> list[URLPattern]:
    """Return the addresses. The report of translations cannot be drawn; the board shows the same and more."""
    board = RedirectView.as_view(pattern_name="translating:board")
    return [
        path("redirects/import/process/", import_redirects),
        path("localize/reports/translations/", board),
        path("localize/reports/translations/results/", board),
    ]
