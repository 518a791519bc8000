"""Stands before wagtail-localize's own screens where those publish at once, or fail on a wrong file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.edit_translation import edit_string_translation

from home.enums import RunJob
from home.translating import pages, runs
from home.translating.subjects import PageSubject
from home.translating.views.access import TranslatorScreen, may_translate
from home.translating.views.texts import import_file


class UpdateView(TranslatorScreen, TemplateView):
    """“Sync translated pages”: a run, and nothing is published by it."""

    template_name = "translating/update.html"
    page_title = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
        self.page = pages.sources().filter(translation_key=source.object_id).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.page is None and may_translate(request.user):
            messages.error(request, _("The Ukrainian original is gone; the English text stays as it is."))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Update the translation of “%(page)s”") % {"page": self.page.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page": self.page, "jobs": RunJob}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = runs.run_start(job=RunJob.UPDATE, page=self.page, user=request.user)
        return redirect("translating:run", run.pk)


class PoUploadView(View):
    """A PO file from the page editor: read with the same care as on the translators' screen."""

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        translation = get_object_or_404(Translation, pk=translation_id)
        page = pages.sources().filter(translation_key=translation.source.object_id).first()
        if page is None:
            raise Http404
        subject = PageSubject(page)
        may_edit = (
            subject.english is not None and subject.english.permissions_for_user(request.user).can_edit()
        )
        if not (may_edit or may_translate(request.user)):
            raise PermissionDenied
        import_file(request, subject)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def submit_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """“Translate this page” leads to the translators' own beginning."""
    return redirect("translating:start", page_id)


@api_view(["PUT", "DELETE"])
@authentication_classes([SessionAuthentication])
@permission_classes([IsAuthenticated])
@parser_classes([FormParser, MultiPartParser])
def edit_string(request: Request, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Save the English of one text in wagtail-localize's editor, which fails where the text itself is not sent."""
    whole = request._request
    whole.body  # noqa: B018 - kept, so that it can be read again below
    if request.method == "PUT" and "value" not in request.data:
        raise ValidationError({"value": [_("This field is required.")]})
    response: HttpResponse = edit_string_translation(whole, translation_id, string_segment_id)
    return response
