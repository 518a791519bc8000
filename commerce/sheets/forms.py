"""Forms of sheets: what to export, and a file to bring in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from commerce.pricing.forms import ChoiceForm
from commerce.sheets.domain.cells import ATTRIBUTES, PRICES, STOCK
from commerce.sheets.domain.files import CSV, MOST_BYTES, XLSX

GROUP_LABELS = {
    PRICES: _("Prices"),
    STOCK: _("Stock"),
    ATTRIBUTES: _("Attributes of the stone or piece"),
}
WHOLE, ROWS = "whole", "rows"


class ExportForm(ChoiceForm):
    """Which variants, which columns, which kind of file."""

    groups = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    format = forms.ChoiceField(
        label=_("File"),
        choices=[(XLSX, _("XLSX")), (CSV, _("CSV, UTF-8, with semicolons"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, groups: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = cast(forms.MultipleChoiceField, self.fields["groups"])
        columns.choices = [(name, GROUP_LABELS[name]) for name in groups]
        columns.initial = list(groups)

    @property
    def file_fields(self) -> list[forms.BoundField]:
        return [self["groups"], self["format"]]


class ImportForm(forms.Form):
    """A file, and what happens when a row cannot be taken over."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text=_(
            "CSV (UTF-8 or Windows Cyrillic; commas, semicolons or tabs) or XLSX, at most 10 MB and 20,000 rows. "
            "The first row names the columns as the export does; “sku” is needed, columns that are left out stay."
        ),
    )
    policy = forms.ChoiceField(
        label=_("When a row cannot be taken over"),
        choices=[
            (WHOLE, _("nothing is changed: all or nothing")),
            (ROWS, _("the other rows are taken over")),
        ],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("reason"), max_length=200, help_text=_("Kept in the history."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _t("The file is too large: %(value)s MB at most."),
                params={"value": MOST_BYTES // 1024 // 1024},
            )
        return file
