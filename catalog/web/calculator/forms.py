"""The forms of `/calc/`: plain GET, every refusal beside its field, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.calculator import rings, weights
from catalog.calculator.rings import RingSize, RingSizeError
from catalog.calculator.weights import CalculatorError, Measured, Weighed
from catalog.domain import ShapeView
from catalog.index.filters import read_number
from catalog.selectors.calculator import Mineral
from catalog.web.calculator.words import refusal_text
from gemkit import formats

BY_SIZE, BY_WEIGHT = "size", "weight"
SIZES = ("length", "width", "depth")
# The arguments of the formulas, as the page calls them.
_FIELDS = {"specific_gravity": "gravity", "length_mm": "length", "width_mm": "width", "depth_mm": "depth"}


class NumberField(forms.CharField):
    """A decimal as people type it: ``6,5``, ``6.5``, ``1 000``; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"required": False, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise forms.ValidationError(gettext("A number from 0 is needed here."), code="not_a_number")
        return number

    def run_validators(self, value: Any) -> None:
        """The text was read already: the validators of texts have nothing to check."""


class CalculatorForm(forms.Form):
    """Carats from millimetres or back. ``found`` is the result of a valid form."""

    use_required_attribute = False

    know = forms.ChoiceField(
        label=_("What is known"),
        choices=[(BY_SIZE, _("the size")), (BY_WEIGHT, _("the weight"))],
        widget=forms.RadioSelect,
    )
    stone = forms.ChoiceField(label=_("Mineral"), required=False)
    gravity = NumberField(
        label=_("Specific gravity of your own"),
        help_text=_("g/cm³. Empty: the mineral’s own from the list."),
    )
    shape = forms.ChoiceField(label=pgettext_lazy("facet", "Shape"), widget=forms.RadioSelect)
    length = NumberField(label=_("Length"), help_text=_("The diameter of a round stone."))
    width = NumberField(label=_("Width"))
    depth = NumberField(label=_("Depth"), help_text=_("From the table to the tip."))
    carat = NumberField(label=_("Weight"))

    found: Weighed | Measured | None = None
    specific_gravity: Decimal | None = None

    def __init__(
        self, data: Mapping[str, Any], *, minerals: Sequence[Mineral], shapes: Sequence[ShapeView]
    ) -> None:
        super().__init__(data, auto_id="calc_%s")
        self.minerals = {mineral.code: mineral for mineral in minerals}
        fields: dict[str, Any] = self.fields
        fields["stone"].choices = [
            *((m.code, f"{m.name} — {formats.number(m.specific_gravity, places=2)}") for m in minerals),
            ("", _("another: I know its specific gravity")),
        ]
        fields["shape"].choices = [(shape.code, shape.name) for shape in shapes]
        needed = "carat" if data.get("know") == BY_WEIGHT else "length"
        fields[needed].required = True
        fields[needed].error_messages["required"] = _("Enter a number, for example 6.5.")

    @property
    def mineral(self) -> Mineral | None:
        """The chosen mineral."""
        return self.minerals.get(self.cleaned_data.get("stone", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        mineral = self.minerals.get(data.get("stone", ""))
        gravity = data.get("gravity")
        if gravity is None and mineral is not None:
            gravity = mineral.specific_gravity
        if gravity is None and not self.errors.keys() & {"stone", "gravity"}:
            self.add_error("gravity", gettext("Choose a mineral or enter its specific gravity."))
        if self.errors or gravity is None:
            return data
        try:
            self.found = self._compute(data, gravity)
        except CalculatorError as error:
            self.add_error(_FIELDS.get(error.attr, error.attr), refusal_text(error))
        self.specific_gravity = gravity
        return data

    def _compute(self, data: dict[str, Any], gravity: Decimal) -> Weighed | Measured:
        known = {"shape": data["shape"], "specific_gravity": gravity}
        if data["know"] == BY_WEIGHT:
            return weights.measure(**known, carat=data["carat"])
        return weights.weigh(**known, **{f"{name}_mm": data[name] for name in SIZES})


_EXAMPLES = {rings.UA: "17,5", rings.EU: "55", rings.US: "7 ½", rings.UK: "N ½"}


class RingForm(forms.Form):
    """One ring size in every system. ``found`` is the result of a valid form."""

    use_required_attribute = False

    system = forms.ChoiceField(
        label=_("System"),
        choices=[
            (rings.UA, _("Ukraine: diameter, mm")),
            (rings.EU, _("Europe: circumference, mm")),
            (rings.US, _("USA, Canada")),
            (rings.UK, _("United Kingdom, Australia")),
        ],
    )
    ring = forms.CharField(
        label=_("Ring size"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a size, for example 17.5.")},
    )

    found: RingSize | None = None

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="ring_%s")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        try:
            self.found = rings.ring_size(data["system"], data["ring"])
        except rings.NoFinger:
            low, high = (formats.number(bound) for bound in rings.DIAMETER_BOUNDS)
            text = gettext("Rings are from %(low)s to %(high)s mm wide inside.") % {"low": low, "high": high}
            self.add_error("ring", text)
        except RingSizeError:
            text = gettext("There is no such size in this system. An example: %(size)s.")
            self.add_error("ring", text % {"size": _EXAMPLES[data["system"]]})
        return data
