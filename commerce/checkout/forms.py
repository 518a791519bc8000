"""The checkout form: what is asked once, checked here, and kept when something is amiss."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from commerce.checkout.domain import missing_digits, phone_e164
from commerce.delivery import selectors as deliveries
from commerce.delivery.selectors import CityView, PlaceView
from commerce.orders.enums import DeliveryMethod, PaymentMethod
from gemkit import widgets
from gemkit.money import Money

PARCEL_METHODS = {DeliveryMethod.WAREHOUSE, DeliveryMethod.LOCKER, DeliveryMethod.COURIER}
PLACE_METHODS = {DeliveryMethod.WAREHOUSE, DeliveryMethod.LOCKER}
REQUIRED = gettext_lazy("Fill this in, please.")


class Line(forms.CharField):
    """One line of text. Control characters are refused: lines of an order end up in mail headers."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if any(ord(char) < 32 or ord(char) == 127 for char in text):
            raise forms.ValidationError(_("Line breaks and control characters are not allowed here."))
        return text


def _input(autocomplete: str, **attrs: Any) -> widgets.TextInput:
    return widgets.TextInput(
        attrs={"class": "input", "autocomplete": autocomplete, "data-error-required": REQUIRED, **attrs}
    )


class CheckoutForm(forms.Form):
    """Recipient, delivery, payment, consent.

    Places are found by `find_places`: with JavaScript the hidden reference is filled in by the list of
    suggestions, without it the typed name is looked up, and when it fits several places they become
    radio buttons.
    """

    first_name = Line(label=pgettext_lazy("person", "First name"), max_length=80, widget=_input("given-name"))
    last_name = Line(label=pgettext_lazy("person", "Last name"), max_length=80, widget=_input("family-name"))
    phone = Line(
        label=gettext_lazy("Phone"),
        max_length=40,
        widget=_input(
            "tel",
            type="tel",
            inputmode="tel",
            **{
                "data-digits": "10",
                "data-error-digits": gettext_lazy("This is not a phone number. For example: 067 123 45 67."),
            },
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("We will send the confirmation and the link for tracking there."),
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address. For example: name@example.com.")
        },
        widget=widgets.EmailInput(
            attrs={
                "class": "input",
                "autocomplete": "email",
                "data-error-required": REQUIRED,
                "data-error-invalid": gettext_lazy(
                    "This is not an e-mail address. For example: name@example.com."
                ),
            }
        ),
    )
    delivery_method = forms.ChoiceField(label=gettext_lazy("Delivery"), choices=DeliveryMethod.choices)
    city = Line(label=gettext_lazy("City"), max_length=120, required=False, widget=_input("off"))
    city_ref = Line(max_length=40, required=False, widget=widgets.HiddenInput)
    warehouse = Line(
        label=gettext_lazy("Branch or parcel locker"),
        max_length=160,
        required=False,
        widget=_input("off", **{"aria-describedby": "warehouse-hint"}),
    )
    warehouse_ref = Line(max_length=40, required=False, widget=widgets.HiddenInput)
    address = Line(
        label=gettext_lazy("Street, house, flat"),
        max_length=200,
        required=False,
        widget=_input("street-address"),
    )
    comment = Line(
        label=gettext_lazy("Comment"),
        max_length=500,
        required=False,
        widget=_input("off", placeholder=gettext_lazy("For example: please do not call before 12:00")),
    )
    payment_method = forms.ChoiceField(label=gettext_lazy("Payment"), choices=PaymentMethod.choices)
    agree = forms.BooleanField(
        label=gettext_lazy("I agree to the terms of sale and to the return rule for stones"),
        error_messages={"required": gettext_lazy("Without your consent we cannot take the order.")},
        widget=widgets.CheckboxInput(
            attrs={
                "class": "checkbox",
                "data-error-required": gettext_lazy("Without your consent we cannot take the order."),
            }
        ),
    )
    key = Line(max_length=64, widget=widgets.HiddenInput)
    accept_total = forms.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, widget=widgets.HiddenInput
    )
    valid_until = forms.DateTimeField(required=False, widget=widgets.HiddenInput)

    def __init__(self, *args: Any, goods: Callable[[], Money], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._goods, self.language = goods, language
        self.cities: list[CityView] = []
        self.places: list[PlaceView] = []
        # The names of the places that were found go back into the fields.
        self.data: dict[str, Any] = {name: self.data[name] for name in self.data}
        for name, field in self.fields.items():
            if name != "agree":
                field.error_messages["required"] = REQUIRED
        self.fields["address"].required = self.needs_address

    def show_as_required(self) -> None:
        """Mark the fields of every method as required, for the page: they are, where they are shown."""
        for name in ("city", "warehouse", "address"):
            self.fields[name].required = True

    @property
    def goods(self) -> Money:
        """What the parcel is worth; worked out where a place has to take it, not for every order."""
        return self._goods()

    @property
    def method(self) -> str:
        return str(self.data.get("delivery_method") or self.initial.get("delivery_method") or "")

    @property
    def needs_city(self) -> bool:
        return self.method in PARCEL_METHODS

    @property
    def needs_place(self) -> bool:
        return self.method in PLACE_METHODS

    @property
    def needs_address(self) -> bool:
        return self.method == DeliveryMethod.COURIER

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        number = phone_e164(typed)
        if number is not None:
            return number
        missing = missing_digits(typed)
        if 0 < missing < 10:
            raise forms.ValidationError(
                ngettext(
                    "%(count)d digit is missing: 10 are needed, for example 067 123 45 67.",
                    "%(count)d digits are missing: 10 are needed, for example 067 123 45 67.",
                    missing,
                )
                % {"count": missing}
            )
        raise forms.ValidationError(_("This is not a phone number. For example: 067 123 45 67."))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        self.find_places()
        if self.needs_city and not sent["city_ref"] and not self.has_error("city"):
            self.add_error("city", self._city_error())
        is_findable = sent["city_ref"] or not self._sent("warehouse")  # nothing is in an unknown city
        if self.needs_place and is_findable and not sent["warehouse_ref"] and not self.has_error("warehouse"):
            self.add_error("warehouse", self._place_error())
        return sent

    def find_places(self) -> None:
        """Turn what was typed or ticked into references; several candidates become a choice."""
        sent = self.cleaned_data
        sent["city_ref"] = sent["warehouse_ref"] = ""
        if not self.needs_city:
            return
        city = self._city()
        if city is None:
            return
        self._found("city", city.ref, city.label)
        if self.needs_place and (place := self._place(city)) is not None:
            self._found("warehouse", place.ref, place.label)

    def _found(self, name: str, ref: str, label: str) -> None:
        for field, value in ((name, label), (f"{name}_ref", ref)):
            self.cleaned_data[field] = self.data[field] = value
        if self.has_error(name, "required"):
            del self.errors[name]  # a ticked place needs no typing

    def _city(self) -> CityView | None:
        ticked, typed = self._sent("city_choice"), self._sent("city")
        if ticked:
            return deliveries.city_by_ref(ticked, language=self.language)
        known = deliveries.city_by_ref(self._sent("city_ref"), language=self.language)
        if known is not None and typed in {known.label, known.name}:
            return known
        only = deliveries.city_by_name(typed, language=self.language)
        if only is None and typed:
            self.cities = deliveries.city_search(typed, language=self.language, limit=8)
        return only

    def _place(self, city: CityView) -> PlaceView | None:
        """Return the chosen place, unsuitable ones included: why it is unsuitable is then the error."""
        ticked, typed = self._sent("warehouse_choice"), self._sent("warehouse")
        known = deliveries.warehouse_by_ref(
            ticked or self._sent("warehouse_ref"), declared_value=self.goods, language=self.language
        )
        is_meant = known is not None and known.city_ref == city.ref and known.type == self.place_type
        if known is not None and is_meant and (ticked or typed in {known.label, str(known.number)}):
            return self._suitable(known)
        exact = deliveries.warehouse_by_number(
            city_ref=city.ref,
            typed=typed,
            type=self.place_type,
            declared_value=self.goods,
            language=self.language,
        )
        if exact is not None:
            return self._suitable(exact)
        self.places = deliveries.warehouse_search(
            city_ref=city.ref,
            query=typed,
            type=self.place_type,
            declared_value=self.goods,
            language=self.language,
            limit=12,
        )
        return None

    def _suitable(self, place: PlaceView) -> PlaceView | None:
        if not place.is_suitable:
            self.add_error("warehouse", f"{place.name}: {place.reason}")
            return None
        return place

    @property
    def place_type(self) -> str:
        return deliveries.PLACE_TYPE[DeliveryMethod(self.method)].value

    def _sent(self, name: str) -> str:
        return " ".join(str(self.data.get(name, "")).replace("\x00", "").split())[:160]

    def _city_error(self) -> str:
        if not self._sent("city"):
            return str(REQUIRED)
        if self.cities:
            return _("Choose the city from the list.")
        return _("We found no such city. Check the spelling or type only the beginning.")

    def _place_error(self) -> str:
        if not self._sent("warehouse"):
            return str(REQUIRED)
        if self.places:
            return _("Choose a branch or parcel locker from the list.")
        return _("We found no such place in this city. Type its number or a part of the street.")
