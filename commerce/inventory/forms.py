"""Forms of the stock's screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from catalog.domain import CountFilter
from commerce.inventory.domain import LARGEST_COUNT
from commerce.inventory.selectors import TakeRow


class LevelForm(forms.Form):
    """At how many free pieces staff are told of one variant."""

    low_at = forms.IntegerField(
        label=_("Tell when so few are free"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Empty: the shop's own number. 0: never."),
    )


class TakeForm(forms.Form):
    """What a count is about."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("It stands as the reason beside every movement of this count."),
    )
    stone_type = forms.TypedChoiceField(label=_("Stone type"), coerce=int, empty_value=None, required=False)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(label=_("SKU or name"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stones, categories = catalog.branch_choices()
        every = [("", _("all"))]
        self.fields["stone_type"].choices = every + stones  # type: ignore[attr-defined]
        self.fields["category"].choices = every + categories  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if "\x00" in text:
            raise forms.ValidationError(_("There is a character in it that no name holds."))
        return text

    def wanted(self) -> CountFilter:
        """Return the conditions as the service takes them."""
        told = self.cleaned_data
        return CountFilter(told["stone_type"], told["category"], told["text"])


class CountForm(forms.Form):
    """The sheet: a number for every line that is not booked yet; an empty one means "not counted"."""

    def __init__(self, *args: Any, rows: list[TakeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.booked_at is None]
        for row in self.rows:
            self.fields[f"line-{row.line_id}"] = forms.IntegerField(
                label=row.sku,
                min_value=0,
                max_value=LARGEST_COUNT,
                required=False,
                initial=row.counted,
                widget=forms.NumberInput(
                    attrs={
                        "inputmode": "numeric",
                        "class": "stock-count",
                        "aria-label": f"{row.sku}, {row.name}",
                    }
                ),
            )

    @property
    def lines(self) -> list[tuple[TakeRow, forms.BoundField]]:
        return [(row, self[f"line-{row.line_id}"]) for row in self.rows]

    def counts(self) -> dict[int, int | None]:
        """Return {line id: pieces or None} of what was sent."""
        return {row.line_id: self.cleaned_data[f"line-{row.line_id}"] for row in self.rows}
