"""The form of the reprice desk: which variants, and what becomes of their prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from catalog.enums import Metal, Treatment
from catalog.index import selectors as index
from commerce.pricing.domain import BASE, CHARGED
from commerce.pricing.domain.reprice import PERCENT, SET, RepriceRule
from commerce.pricing.enums import RepriceChange, RepriceRounding
from commerce.pricing.models import Reprice
from commerce.pricing.selectors.reprice import Choice, choice_read, skus_unknown

LISTS = {
    "stone": _("Stone"),
    "category": _("Category"),
    "collection": _("Collection"),
    "tag": _("Tag"),
    "metal": _("Metal"),
    "shape": _("Shape"),
    "color": _("Color"),
    "treatment": _("Treatment"),
}
_ENUMS: dict[str, Any] = {"metal": Metal, "treatment": Treatment}
NUMBERS = {
    "price_min": _("Price from"),
    "price_max": _("Price to"),
    "carat_min": _("Weight from, ct"),
    "carat_max": _("Weight to, ct"),
    "older": _("In the shop for at least … days"),
    "newer": _("In the shop for at most … days"),
}
FLAGS = {
    "in_stock": _("Only what is in stock"),
    "on_sale": _("Only what is reduced now"),
    "new": _("Only what is new"),
    "all": _("Everything on sale, without a filter"),
}
MOST_PERCENT = Decimal(1000)


def word_choices(name: str) -> list[tuple[str, str]]:
    """Return the values of a filter with their names in the admin's language."""
    language = "en" if get_language() == "en" else "uk"
    if name in _ENUMS:
        return [(value, str(label)) for value, label in _ENUMS[name].choices]
    words = index.words()
    if name != "category":
        return [(word.code, word.names[language]) for word in words.by_code[name].values()]
    stones = words.by_id["stone"]
    return [
        (word.code, f"{stones[word.parent].names[language]} · {word.names[language]}")
        for word in words.by_code[name].values()
        if word.parent in stones
    ]


class ChoiceForm(forms.Form):
    """Which variants. The filters are read by the listing's own reader, so that they mean the same as in the shop."""

    price_currency = forms.ChoiceField(label=_("Currency of these prices"), required=False)
    skus = forms.CharField(
        label=_("SKUs"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Separated by spaces, commas or lines; they narrow the filters. Alone they find drafts too."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LISTS.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=word_choices(name), required=False, widget=forms.CheckboxSelectMultiple
            )
        for name, label in NUMBERS.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=20,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        for name, label in FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        prices = cast(forms.ChoiceField, self.fields["price_currency"])
        prices.choices, prices.initial = [(code, code) for code in settings.SHOP_CURRENCIES], CHARGED
        self.choice = Choice()

    @property
    def lists(self) -> list[tuple[forms.BoundField, bool]]:
        """The filters to tick, each with whether something in it is."""
        return [(self[name], bool(self[name].value())) for name in LISTS]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in NUMBERS]

    @property
    def flags(self) -> list[forms.BoundField]:
        return [self[name] for name in FLAGS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.choice, problems = choice_read(cast(QueryDict, self.data), skus=cleaned.get("skus", ""))
        for problem in problems:
            self.add_error(problem.attr if problem.attr in self.fields else None, str(problem.text))
        if not problems and (unknown := skus_unknown(self.choice)):
            self.add_error("skus", _t("No variant has the SKU %(skus)s.") % {"skus": named(unknown)})
        return cleaned


class RepriceForm(ChoiceForm):
    """Which variants, and what becomes of their prices."""

    change = forms.ChoiceField(
        label=_("What changes"), choices=RepriceChange.choices, initial=PERCENT, widget=forms.RadioSelect
    )
    value = forms.DecimalField(
        label=_("By how much, or to what"),
        max_digits=12,
        decimal_places=2,
        localize=False,
        help_text=_("7 raises, −7 lowers: per cent or a sum in the currency below."),
    )
    currency = forms.ChoiceField(
        label=_("Which price"),
        initial=BASE,
        help_text=_(
            "USD is the base that the rate converts; a fixed price in UAH is charged whatever the rate."
        ),
    )
    rounding = forms.ChoiceField(label=_("Rounding"), choices=RepriceRounding.choices, initial="1")
    reason = forms.CharField(label=_("reason"), max_length=200, help_text=_("Kept in the history."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in (BASE, CHARGED, "EUR") if code in settings.SHOP_CURRENCIES]
        cast(forms.ChoiceField, self.fields["currency"]).choices = [(code, code) for code in codes]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("change", "value", "currency", "rounding", "reason")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        value = cleaned.get("value")
        if value is not None and (problem := value_problem(str(cleaned.get("change")), value)):
            self.add_error("value", str(problem))
        return cleaned

    @property
    def rule(self) -> RepriceRule:
        entered = self.cleaned_data
        return RepriceRule(entered["change"], entered["value"], entered["currency"], entered["rounding"])


def value_problem(change: str, value: Decimal) -> Any:
    """Return what is wrong with the number of a rule; nothing when it is right."""
    if change == SET and value <= 0:
        return _("More than zero is needed.")
    if change != SET and value == 0:
        return _("Zero changes nothing.")
    if change == PERCENT and not -100 < value <= MOST_PERCENT:
        return _("From above −100 to 1000 per cent.")
    return ""


def named(skus: list[str], most: int = 10) -> str:
    """Return the first of some SKUs in a line."""
    return ", ".join(skus[:most]) + (" …" if len(skus) > most else "")


def initial_of(row: Reprice) -> dict[str, Any]:
    """Return what the form starts with when a change is made anew."""
    query = QueryDict(row.query)
    values: dict[str, Any] = {name: query.getlist(name) for name in LISTS}
    values |= {name: query.get(name, "") for name in (*NUMBERS, "price_currency") if name in query}
    values |= {name: name in query for name in FLAGS}
    return values | {
        "skus": row.skus,
        "change": row.change,
        "value": row.value,
        "currency": row.currency,
        "rounding": row.rounding,
        "reason": row.reason,
    }
