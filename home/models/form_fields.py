"""Fields of forms that editors compose, and what a browser gets of them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.contrib.forms.forms import BaseForm, FormBuilder
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.models import TranslatableMixin

from commerce.checkout.domain import phone_e164

CONSENT = "consent"
TRAP = "your_site"
"""A field that people do not see; who fills it in is a program."""
LONG = 5000

FIELD_TYPES = [
    ("singleline", _("One line of text")),
    ("multiline", _("Several lines of text")),
    ("email", _("E-mail")),
    ("phone", _("Phone")),
    ("number", _("Number")),
    ("url", _("Address of a page")),
    ("date", _("Date")),
    ("dropdown", _("Choice from a list")),
    ("radio", _("Choice, all options shown")),
    ("checkboxes", _("Several choices")),
    ("checkbox", _("Tick box")),
]
_AUTOCOMPLETE = {"email": "email", "phone": "tel"}


class ChoicesField(Field):
    """The choices of a field, one by one, as the form offers them."""

    def to_representation(self, typed: str) -> list[str]:
        return [
            choice.strip()
            for choice in re.split(r"[\r\n]+" if "\n" in typed else ",", typed)
            if choice.strip()
        ]


class FormField(TranslatableMixin, AbstractFormField):
    """A field of a form. It has a translation of its own, so labels and choices are translated."""

    field_type = models.CharField(_("kind"), max_length=16, choices=FIELD_TYPES, default="singleline")
    field_type.required_on_save = True  # type: ignore[attr-defined]  # Wagtail's word

    api_fields = [
        APIField("clean_name"),
        APIField("label"),
        APIField("help_text"),
        APIField("field_type"),
        APIField("required"),
        APIField("choices", serializer=ChoicesField()),
        APIField("default_value"),
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label


class PhoneField(forms.CharField):
    """A phone number, kept as E.164."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        number = phone_e164(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(gettext("This is not a phone number. For example: 067 123 45 67."))
        return number


class ShopFormBuilder(FormBuilder):
    """Makes form fields with the shop's widgets and sentences."""

    def create_singleline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.CharField(**options, max_length=255)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.CharField(**options, max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}))

    def create_phone_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
        return PhoneField(**options, max_length=40, widget=widget)

    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.DateField(**options, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def create_email_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.EmailField(**options, max_length=254)

    def create_dropdown_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        choices = self.get_formatted_field_choices(field)
        return forms.ChoiceField(**options, choices=[("", gettext("Choose…")), *choices])

    @property
    def formfields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = super().formfields
        kinds = {field.clean_name or field.get_field_clean_name(): field.field_type for field in self.fields}
        for name, field in found.items():
            _dress(field, kinds[name])
        return found


def _dress(field: forms.Field, kind: str) -> None:
    """Give a field its classes, its sentences for `form-check.js`, and the browser's help."""
    field.error_messages["required"] = gettext("Fill this in, please.")
    if kind == "email":
        field.error_messages["invalid"] = gettext(
            "This is not an e-mail address. For example: name@example.com."
        )
        for validator in field.validators:
            setattr(validator, "message", field.error_messages["invalid"])  # noqa: B010 - any of several kinds
    if kind == "checkbox":
        field.error_messages["required"] = gettext("Tick this, please.")
    css = {"checkbox": "checkbox", "checkboxes": "checkbox", "radio": "radio"}.get(kind, "input")
    field.widget.attrs |= {
        "class": css,
        "autocomplete": _AUTOCOMPLETE.get(kind, "on"),
        "data-error-required": field.error_messages["required"],
    }
    if "invalid" in field.error_messages:
        field.widget.attrs["data-error-invalid"] = field.error_messages["invalid"]


class VisitorForm(BaseForm):
    """What every form of the shop adds: a trap for programs, and consent where the page asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.page
        if page is not None and page.consent_text:
            self.fields[CONSENT] = forms.BooleanField(
                label=gettext("Consent"),
                error_messages={"required": gettext("Without your consent we cannot take the message.")},
                widget=forms.CheckboxInput(
                    attrs={
                        "class": "checkbox",
                        "data-error-required": gettext("Without your consent we cannot take the message."),
                    }
                ),
            )
        self.fields[TRAP] = forms.CharField(
            required=False,
            label=gettext("Leave this field empty"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in sent.items():
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, gettext("Line breaks and control characters are not allowed here."))
        if sent.get(TRAP):
            raise forms.ValidationError(
                gettext("The hidden field was filled in, as programs do. Empty it and send again."),
                code="trap",
            )
        return sent

    @property
    def shown(self) -> list[Any]:
        """The fields of the editor, in order."""
        return [field for field in self if field.name not in {TRAP, CONSENT}]

    @property
    def answers(self) -> dict[str, Any]:
        """What was sent, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {TRAP, CONSENT}}

    @property
    def reply_to(self) -> str:
        """The visitor's address, from the first e-mail field; empty where nobody asked for one."""
        fields = (name for name, field in self.fields.items() if isinstance(field, forms.EmailField))
        return next((self.cleaned_data[name] for name in fields if self.cleaned_data.get(name)), "")
