"""Inputs drawn in code are those of Django's templates, to the letter of the parsed page."""

import pytest
from django import forms
from django.test.html import parse_html

from gemkit import widgets

CASES = [
    (widgets.TextInput, forms.TextInput, 'O"Neil <b>&'),
    (widgets.TextInput, forms.TextInput, None),
    (widgets.EmailInput, forms.EmailInput, "a@example.com"),
    (widgets.HiddenInput, forms.HiddenInput, 1234),
    (widgets.CheckboxInput, forms.CheckboxInput, True),
    (widgets.CheckboxInput, forms.CheckboxInput, False),
    (widgets.CheckboxInput, forms.CheckboxInput, "yes"),
]


@pytest.mark.parametrize(("drawn", "plain", "value"), CASES)
def test_the_markup_is_that_of_the_template(drawn, plain, value):
    attrs = {"class": "input", "required": True, "disabled": False, "data-x": 'say "no"', "maxlength": 80}

    mine = drawn(attrs=attrs).render("field", value, {"id": "id_field"})

    assert parse_html(mine) == parse_html(plain(attrs=attrs).render("field", value, {"id": "id_field"}))
