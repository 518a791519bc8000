"""Inputs that draw themselves: Django renders three templates for each, which a page of many fields feels."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString


class DrawnInput(Input):
    """Gives the same markup as the widget's own template, without templates."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        drawn = self.get_context(name, value, attrs)["widget"]
        own = {"type": drawn["type"], "name": drawn["name"]}
        if drawn["value"] is not None:
            own["value"] = str(drawn["value"])
        return format_html("<input{}>", flatatt({**own, **drawn["attrs"]}))


class TextInput(DrawnInput, forms.TextInput):
    """A line of text."""


class EmailInput(DrawnInput, forms.EmailInput):
    """An e-mail address."""


class HiddenInput(DrawnInput, forms.HiddenInput):
    """A value that goes along."""


class CheckboxInput(DrawnInput, forms.CheckboxInput):
    """A box to tick."""
