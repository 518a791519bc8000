"""Tells who approved an English page why it stays as it is. It stands at the end of ``MIDDLEWARE``."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home.translating import publishing
from home.translating.pages import NotComplete
from home.translating.subjects import PAGE


class HeldBackMiddleware:
    """Answers a refused approval: by now it is undone, what was typed is kept as the newest draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotComplete) or "page" not in error.extra:
            return None
        page = Page.objects.get(pk=error.extra["page"])
        hold(request, page, error.extra["number"])
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the form for a comment
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)


def hold(request: HttpRequest, page: Page, number: int) -> None:
    """Put ``page`` on the board and tell where its texts are translated."""
    publishing.page_hold(page)
    url = reverse("translating:texts_of", args=[PAGE, page.pk])  # of either language
    # The view that would have spoken the reader's language has ended when an exception comes here.
    with override(UserProfile.get_for_user(request.user).get_preferred_language()):
        text = publishing.refusal(number)
        messages.error(request, format_html('{} <a href="{}">{}</a>', text, url, _("Translate")))
