"""Shapes of the checkout API. Fields that are not named here (a price, a total) are ignored."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from commerce.checkout.domain import phone_e164
from commerce.checkout.services import CheckoutRequest
from commerce.delivery.api.serializers import DeliveryOptionOut
from commerce.orders.domain import Contact
from commerce.orders.enums import DeliveryMethod, PaymentMethod
from gemkit.api.fields import LineField, MoneyField
from gemkit.money import CENT, Money


class PhoneField(LineField):
    """A phone number as people write it; E.164 inside."""

    default_error_messages = {"invalid": _("This is not a phone number. For example: 067 123 45 67.")}

    def to_internal_value(self, data: Any) -> str:
        number = phone_e164(super().to_internal_value(data))
        if number is None:
            self.fail("invalid")
        return number


class ContactIn(serializers.Serializer):
    """Who orders and receives."""

    email = serializers.EmailField(max_length=254)
    phone = PhoneField(max_length=40)
    first_name = LineField(max_length=80)
    last_name = LineField(max_length=80)

    def validate_email(self, value: str) -> str:
        return value.lower()


class DeliveryIn(serializers.Serializer):
    """How the parcel travels; ``city`` and ``warehouse`` are ``ref``s of the directory."""

    method = serializers.ChoiceField(choices=DeliveryMethod.choices)
    city = LineField(max_length=40, required=False, default="", allow_blank=True)
    warehouse = LineField(max_length=40, required=False, default="", allow_blank=True)
    address = LineField(max_length=200, required=False, default="", allow_blank=True)


class AcceptTotalIn(serializers.Serializer):
    """The sum the buyer saw and agreed to."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    currency = serializers.RegexField(r"\A[A-Z]{3}\Z")


class CheckoutIn(serializers.Serializer):
    """Everything an order needs."""

    cart = serializers.UUIDField()
    contact = ContactIn()
    delivery = DeliveryIn()
    payment_method = serializers.ChoiceField(choices=PaymentMethod.choices)
    comment = LineField(max_length=500, required=False, default="", allow_blank=True)
    accept_total = AcceptTotalIn()
    valid_until = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The time that stood beside the sum; after it the answer is 409 QUOTE_EXPIRED with the new one.",
    )

    def wish(self) -> CheckoutRequest:
        """Return the validated data as the service takes it."""
        sent = self.validated_data
        return CheckoutRequest(
            cart_id=sent["cart"],
            contact=Contact(**sent["contact"]),
            delivery_method=sent["delivery"]["method"],
            city_ref=sent["delivery"]["city"],
            warehouse_ref=sent["delivery"]["warehouse"],
            address=sent["delivery"]["address"],
            payment_method=sent["payment_method"],
            comment=sent["comment"],
            accept_total=Money(
                sent["accept_total"]["amount"].quantize(CENT), sent["accept_total"]["currency"]
            ),
            valid_until=sent["valid_until"],
        )


class DeliveryChoiceOut(DeliveryOptionOut):
    """A way to deliver, with what the whole order then comes to."""

    total = MoneyField(help_text="what to send as `accept_total` with this method")


class PaymentOptionOut(serializers.Serializer):
    """A way to pay."""

    method = serializers.CharField(source="method.value")
    title = serializers.CharField()
    text = serializers.CharField()
    is_possible = serializers.BooleanField()
    reason = serializers.CharField()


class RateNoteOut(serializers.Serializer):
    currency = serializers.CharField()
    rate = serializers.DecimalField(max_digits=14, decimal_places=6)
    date = serializers.DateField()
    is_demo = serializers.BooleanField()


class OptionsOut(serializers.Serializer):
    """What can be chosen for a cart. All sums are in UAH: that is what is charged."""

    cart = serializers.UUIDField()
    currency = serializers.CharField()
    subtotal = MoneyField()
    discount = MoneyField()
    delivery = DeliveryChoiceOut(many=True)
    payment = PaymentOptionOut(many=True)
    rate = RateNoteOut(allow_null=True)
    valid_until = serializers.DateTimeField(help_text="until when to show these sums before asking again")
    can_check_out = serializers.BooleanField(help_text="false while the cart is empty or has problems")
