"""Pages with a form: what visitors send is stored, and the staff are told by e-mail.

Submissions are customers' data: they are shown to holders of ``home.view_formmessage`` only
(`home.forms_admin`), however many pages somebody may edit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.contrib.forms.models import AbstractFormSubmission, FormMixin, validate_to_address
from wagtail.fields import RichTextField
from wagtail.search import index

from commerce.ledger import services as ledger
from gemkit.api.throttling import limited
from gemkit.db import write_transaction
from home.blocks.base import COUNTS_HELP
from home.blocks.bodies import ArticleBody, BodyField
from home.blocks.data import Prose
from home.models.base import BasePage
from home.models.form_fields import FormField, ShopFormBuilder, VisitorForm

MAIL_KIND = "staff_form"


class FormMessage(AbstractFormSubmission):
    """What a visitor sent, and in which language."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    reply_to = models.EmailField(_("answer to"), blank=True)
    consent = models.TextField(_("consent"), blank=True, help_text=_("The words that the visitor agreed to."))

    wagtail_reference_index_ignore = True

    class Meta(AbstractFormSubmission.Meta):
        verbose_name = _("message of a form")
        verbose_name_plural = _("messages of forms")
        ordering = ["-submit_time", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"  # never the data: this stands in logs

    def get_data(self) -> dict[str, Any]:
        """Return a row of the list of messages and of its export."""
        return {
            **super().get_data(),
            "language": self.get_language_display(),
            "consent": self.consent,
        }


class ShopForm(BasePage, FormMixin):
    """A page with a form. Fields are its children ``form_fields``."""

    lead = models.TextField(_("lead"), max_length=300, blank=True, help_text=COUNTS_HELP)
    body = BodyField(ArticleBody(), verbose_name=_("body"))
    form_heading = models.CharField(_("heading of the form"), max_length=120, blank=True)
    button_text = models.CharField(
        _("words of the button"), max_length=40, blank=True, help_text=_("Empty: “Send”.")
    )
    thanks_text = models.TextField(
        _("words of thanks"),
        max_length=300,
        blank=True,
        help_text=_("Shown when the message has been taken."),
    )
    consent_text = RichTextField(
        _("consent"),
        features=["link"],
        blank=True,
        help_text=_("A box to tick before sending, with a link to the privacy policy. Empty: no box."),
    )
    to_address = models.CharField(
        _("send to"),
        max_length=255,
        blank=True,
        validators=[validate_to_address],
        help_text=_("E-mail addresses with commas between; empty: the staff's address of the server."),
    )

    base_form_class = WagtailAdminFormPageForm
    form_builder = ShopFormBuilder
    landing_page_template = ""
    form_panels = [
        MultiFieldPanel(
            [
                FieldPanel("form_heading"),
                FieldPanel("consent_text"),
                FieldPanel("button_text"),
                FieldPanel("thanks_text"),
                FieldPanel("to_address"),
            ],
            heading=_("Form"),
        ),
        InlinePanel("form_fields", heading=_("Fields of the form"), label=_("Field")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("body"),
        APIField("form_heading"),
        APIField("button_text"),
        APIField("thanks_text"),
        APIField("consent_text"),
        APIField("form_fields"),
    ]

    class Meta:
        abstract = True

    # --- the form ------------------------------------------------------------------------

    def get_form_class(self) -> type[VisitorForm]:
        return type("Form", (VisitorForm,), dict(self.form_builder(self.get_form_fields()).formfields))

    def get_submission_class(self) -> type[FormMessage]:
        return FormMessage

    def get_data_fields(self) -> list[tuple[str, Any]]:
        return [*super().get_data_fields(), ("language", _("language")), ("consent", _("consent"))]

    @write_transaction
    def process_form_submission(self, form: VisitorForm) -> FormMessage:
        """Keep what was sent, and put the mail to the staff into the outbox: both or neither."""
        submission = FormMessage.objects.create(
            page=self,
            form_data=form.answers,
            language="en" if get_language() == "en" else "uk",
            reply_to=form.reply_to,
            consent=" ".join(strip_tags(self.consent_text).split()),
        )
        for number, recipient in enumerate(self.recipients()):
            ledger.mail_enqueue(
                kind=MAIL_KIND,
                object_type="form_message",
                object_id=submission.pk,
                cause=str(number),
                language=settings.LANGUAGE_CODE,
                recipient=recipient,
            )
        return submission

    def recipients(self) -> list[str]:
        """Return where mails about this form go."""
        named = self.to_address or settings.STAFF_EMAIL
        return [address.strip() for address in named.split(",") if address.strip()]

    # --- the page ------------------------------------------------------------------------

    def composed(self) -> list[Any]:
        return [Prose(self.consent_text)] if self.consent_text else []

    def get_context(
        self, request: HttpRequest, *args: Any, form: VisitorForm | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "form": form or self.get_form(page=self, user=None),
            "consent": next((part for part in context["composed"] if isinstance(part, Prose)), ""),
            "is_sent": request.method == "GET" and request.GET.get("sent") == "1",
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form, or take what was sent: it is stored once, then the browser is led away."""
        if request.method != "POST":
            return BasePage.serve(self, request, *args, **kwargs)
        return limited("form")(self._received)(request)

    def _received(self, request: HttpRequest) -> HttpResponse:
        form = self.get_form(request.POST, page=self, user=None)
        if form.is_valid():
            self.process_form_submission(form)
            return HttpResponseRedirect(f"{self.get_url(request)}?sent=1#form")
        context = self.get_context(request, form=form)
        return TemplateResponse(request, self.get_template(request), context, status=400)


class FormPage(ShopForm):
    """A form for anything: a stone to look for, an appointment, a question."""

    page_description = _("A text with a form; what is sent is stored, and the shop gets an e-mail.")
    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        *ShopForm.form_panels,
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")


class FormPageField(FormField):
    """A field of a form page."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(FormField.Meta):
        verbose_name = _("field of a form")
        verbose_name_plural = _("fields of forms")
