"""What visitors type into the cart."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class CouponForm(forms.Form):
    """A promo code. What is wrong with one is the service's word."""

    code = forms.CharField(
        label=_("Promo code"),
        max_length=40,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": _("Type the code first.")},
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
