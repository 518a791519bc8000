"""Asking to be told, and the links of the letters.

The form stands on pages that are kept for everybody, so it has no token; `OriginGuardMiddleware` refuses posts
of other sites. Links of letters show a button first: programs that look through mails follow links.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from catalog import selectors as catalog
from commerce.waiting import selectors, services
from commerce.waiting.forms import WishForm
from gemkit.api.throttling import limited
from gemkit.errors import DomainError


@csrf_exempt
@limited("waiting")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, product_id: int) -> HttpResponse:
    """Take the form of a sold product's page; with mistakes it comes back on a page of its own."""
    language = "en" if get_language() == "en" else "uk"
    named = catalog.product_links([product_id], language=language).get(product_id)
    if named is None:
        raise Http404
    form = WishForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_trapped:
            return redirect("waiting:sent")
        if form.is_valid():
            try:
                services.wish_ask(
                    product_id=product_id,
                    email=form.cleaned_data["email"],
                    language=language,
                    is_similar_too=form.cleaned_data["is_similar_too"],
                )
            except DomainError as refusal:
                form.add_error("email" if refusal.attr == "email" else None, refusal.detail)
            else:
                return redirect("waiting:sent")
        status = 422
    context = {"form": form, "name": named[0], "product_url": named[1], "product_id": product_id}
    return _private(render(request, "commerce/waiting/ask.html", context, status=status))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, whether the address was known or not."""
    return _told(
        request,
        _("Look into your mail"),
        _(
            "We have sent you a letter with a link. Follow it within a week, and your place in the list is kept."
        ),
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Count the wish when the button is pressed."""
    wish_id = selectors.wish_to_confirm(token)
    if wish_id is None or selectors.wish_view(wish_id, language="uk") is None:
        return _told(
            request, _("This link is no longer good"), _("Ask again on the page of the piece."), status=404
        )
    if request.method == "POST" and services.wish_confirm(wish_id=wish_id):
        return _told(
            request, _("You are on the list"), _("We write to you once, when the piece can be bought again.")
        )
    return _asked(request, _("Confirm your address"), _("We write to you once."), _("Yes, write to me"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Delete the wish when the button is pressed, here or in the mail program (RFC 8058)."""
    wish_id = selectors.wish_to_leave(token)
    if wish_id is None:
        return _told(request, _("This link is no longer good"), "", status=404)
    if request.method == "POST":
        services.wish_leave(wish_id=wish_id)
        return _told(
            request,
            _("You are off the list"),
            _("We have deleted your address and will not write about this."),
        )
    return _asked(
        request, _("Leave the waiting list"), _("We delete your address from it."), _("Delete my address")
    )


def _told(request: HttpRequest, title: str, text: str, *, status: int = 200) -> HttpResponse:
    context = {"title": title, "text": text}
    return _private(render(request, "commerce/waiting/note.html", context, status=status))


def _asked(request: HttpRequest, title: str, text: str, button: str) -> HttpResponse:
    context = {"title": title, "text": text, "button": button}
    return _private(render(request, "commerce/waiting/note.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
