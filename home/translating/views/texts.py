"""One page or row: Ukrainian beside English, saved, exported, imported, previewed, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.models import Page

from gemkit.errors import DomainError
from home.enums import RunJob, TextState
from home.translating import pages, po, publishing, runs, services
from home.translating.domain import Tally, Text
from home.translating.forms import TextsForm
from home.translating.subjects import PAGE, PageSubject, RowSubject, subject_of
from home.translating.views.access import TranslatorScreen, TranslatorsOnly, may_translate, tell
from home.translating.views.board import po_response

TODO, ALL = "todo", "all"


class SubjectMixin:
    """Finds what the address names; a page that was never submitted leads to its beginning."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def subject(self) -> RowSubject | PageSubject:
        return subject_of(self.kwargs["label"], self.kwargs["pk"])

    def here(self) -> str:
        url = reverse("translating:texts_of", args=[self.kwargs["label"], self.kwargs["pk"]])
        show = self.request.POST.get("show") or self.request.GET.get("show")
        return f"{url}?show={show}" if show in {TODO, ALL} else url


class TranslateView(SubjectMixin, TranslatorScreen, TemplateView):
    """The translator's screen of a page, a product, an entry."""

    template_name = "translating/translate.html"

    def get_page_title(self) -> str:
        return self.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["label"] == PAGE and not _is_submitted(kwargs["pk"]):
            return redirect("translating:start", kwargs["pk"])
        subject = self.subject()
        return self._show(subject, shown=self._shown(subject.texts()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.subject()
        form = TextsForm(subject, subject.texts(), data=request.POST, files=request.FILES)
        outcome = services.texts_save(
            subject, values=form.values(), seen=form.seen(), keep=form.kept(), user=request.user
        )
        tell(request, outcome)
        if not outcome.is_clean:
            return self._refuse(subject, form, outcome)
        if "publish" in request.POST and subject.may_publish(request.user):
            if open_texts(subject):
                return redirect("translating:publish", kwargs["label"], kwargs["pk"])
            publish(request, subject)
            return redirect(self.here())
        if not outcome.saved and not outcome.kept:
            messages.info(request, _("Nothing was changed."))
        return redirect(self.here())

    def _refuse(self, subject: Any, form: TextsForm, outcome: services.Outcome) -> HttpResponse:
        """Show again what could not be saved, with everything that was typed."""
        if outcome.conflicts:
            messages.error(
                self.request,
                _("Somebody else changed a text meanwhile. Yours is in the field: compare and save again."),
            )
        if outcome.errors:
            messages.error(self.request, _("Some texts were not saved; see the notes beside them."))
        wrong = set(outcome.errors) | set(outcome.conflicts)
        texts = [text for text in subject.texts() if text.key in wrong]
        again = TextsForm(subject, texts, data=self.request.POST, files=self.request.FILES)
        return self._show(subject, form=again, outcome=outcome)

    def _shown(self, texts: list[Any]) -> str:
        asked = self.request.GET.get("show")
        has_work = any(text.state != TextState.TRANSLATED for text in texts)
        return asked if asked in {TODO, ALL} else TODO if has_work else ALL

    def _show(
        self,
        subject: Any,
        *,
        shown: str = TODO,
        form: TextsForm | None = None,
        outcome: services.Outcome | None = None,
    ) -> HttpResponse:
        self.title = subject.title
        texts, tally = subject.texts(), Tally()
        for text in texts:
            tally.add(text.state)
        if form is None:
            chosen = [text for text in texts if shown == ALL or text.state != TextState.TRANSLATED]
            form = TextsForm(subject, chosen)
        rows = list(form.rows(outcome))
        user = self.request.user
        context = self.get_context_data(
            subject=subject,
            form=form,
            rows=rows,
            tally=tally,
            shown=shown,
            is_again=outcome is not None,
            may_publish=subject.may_publish(user),
            source_url=subject.source_url(user),
            english_url=subject.english_url(),
            po_limit=po.LIMIT_KIB,
        )
        context["media"] = context.get("media", form.media) + form.media
        return self.render_to_response(context, status=409 if outcome and outcome.conflicts else 200)


class ExportView(SubjectMixin, TranslatorsOnly, View):
    """The texts as a PO file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.subject()
        return po_response(po.po_export(subject), f"{subject.key.replace('.', '-')}-en")


class ImportView(SubjectMixin, TranslatorsOnly, View):
    """Takes a PO file back. What cannot be read is refused whole; what fits is saved, the rest is told."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        import_file(request, self.subject())
        return redirect(self.here())


def import_file(request: HttpRequest, subject: RowSubject | PageSubject) -> None:
    """Import the uploaded file and tell what became of it."""
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return
    try:
        entries = po.po_read(upload, subject)
        outcome = services.po_import(subject, entries, user=request.user)
    except DomainError as error:
        messages.error(request, f"{error.detail} {_('Nothing was changed.')}")
        return
    tell(request, outcome)
    labels = {text.key: text.label for text in subject.texts()}
    for key, why in outcome.errors.items():
        messages.error(
            request, _("%(label)s: not saved. %(why)s") % {"label": labels.get(key, key), "why": why}
        )
    if outcome.unknown:
        messages.warning(
            request,
            ngettext(
                "%(number)d text of the file is not here any more: its Ukrainian has changed since the export.",
                "%(number)d texts of the file are not here any more: their Ukrainian has changed since the export.",
                outcome.unknown,
            )
            % {"number": outcome.unknown},
        )
    if not outcome.saved and not outcome.kept and outcome.is_clean:
        messages.info(request, _("The file brought nothing new."))


class PreviewView(TranslatorsOnly, View):
    """The English page as it would look, untranslated texts in Ukrainian."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = subject_of(PAGE, pk)
        if not isinstance(subject, PageSubject) or subject.english is None:
            raise Http404
        draft = subject.translation.source.get_ephemeral_translated_instance(
            subject.translation.target_locale, fallback=True
        )
        response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
        return response


class StartView(TranslatorScreen, TemplateView):
    """Submits a Ukrainian page for translation, alone or with all pages below it."""

    template_name = "translating/start.html"
    page_title = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = pages.sources().filter(pk=kwargs["pk"]).select_related("locale").first()

    def get_page_title(self) -> str:
        return _("Translate “%(page)s”") % {"page": self.page.title}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.page is None and may_translate(request.user):
            messages.error(request, _("There is no such Ukrainian page; it may have been deleted."))
            return redirect("translating:board")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "below": self.page.get_descendants().count(),
            "english": pages.english_page(self.page),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("below"):
            run = runs.run_start(job=RunJob.START, page=self.page, user=request.user)
            return redirect("translating:run", run.pk)
        pages.translation_start(self.page, user=request.user)
        pages.page_state_write(self.page)
        messages.success(request, _("“%(page)s” can be translated now.") % {"page": self.page.title})
        return redirect("translating:texts_of", PAGE, self.page.pk)


class PublishView(SubjectMixin, TranslatorScreen, TemplateView):
    """Publishes English. Where texts are missing or stale it asks first, and says which."""

    template_name = "translating/publish.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Publishing needs the right to publish, not the right to translate: editors come here too.
        self.found = self._found()
        if self.found is None:
            messages.error(request, _("The Ukrainian original is gone; the English text stays as it is."))
            return redirect("wagtailadmin_home")
        if not self.found.may_publish(request.user):
            raise PermissionDenied
        return TemplateView.dispatch(self, request, *args, **kwargs)

    def _found(self) -> Any:
        try:
            return self.subject()
        except DomainError:
            return None

    def get_page_title(self) -> str:
        return _("Publish “%(name)s” in English") % {"name": self.found.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "subject": self.found,
            "open_texts": open_texts(self.found),
            "may_translate": may_translate(self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if open_texts(self.found) and request.POST.get("choice") != "anyway":
            messages.warning(request, _("Nothing was published."))
        else:
            publish(request, self.found, incomplete=True)
        if may_translate(request.user):
            return redirect(self.here())
        return redirect(self.found.source_url(request.user) or "wagtailadmin_home")


def open_texts(subject: RowSubject | PageSubject) -> list[Text]:
    """Return the texts that lack English or whose English is out of date."""
    return [text for text in subject.texts() if text.state != TextState.TRANSLATED]


def publish(request: HttpRequest, subject: RowSubject | PageSubject, *, incomplete: bool = False) -> None:
    """Publish the English of ``subject`` and tell how it went; ``incomplete`` is somebody's choice."""
    try:
        if isinstance(subject, PageSubject):
            publishing.english_publish(subject.page, user=request.user, incomplete=incomplete)
        else:
            subject.publish(user=request.user)
    except DomainError as error:
        messages.error(request, error.detail)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” is published in English.") % {"name": subject.title})


def _is_submitted(pk: int) -> bool:
    page = Page.objects.filter(pk=pk).select_related("locale").first()
    source = pages.source_page(page) if page is not None else None
    return source is None or (
        pages.translation_of(source) is not None and pages.english_page(source) is not None
    )
