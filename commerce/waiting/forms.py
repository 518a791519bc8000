"""What a guest fills in to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REQUIRED = _("Fill this in, please.")


class WishForm(forms.Form):
    """An address, what is wanted and the consent. ``website`` is a trap: people do not see it."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"class": "input", "autocomplete": "email", "data-error-required": REQUIRED}
        ),
    )
    is_similar_too = forms.BooleanField(
        label=_("Similar ones too"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "check__input"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the shop keeps this address to write to me about this piece."),
        error_messages={"required": _("Without this consent we may not write to you.")},
        widget=forms.CheckboxInput(attrs={"class": "check__input", "data-error-required": REQUIRED}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "wish_%s", **kwargs})

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled in what people do not see."""
        return bool(self.data.get("website"))
