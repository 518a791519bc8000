"""The public form of an order."""

from typing import Any

from rest_framework import serializers

from commerce.orders.enums import DeliveryMethod, OrderAction, OrderStatus, PaymentMethod
from gemkit.api.fields import LineField, MoneyField


class ContactOut(serializers.Serializer):
    email = serializers.EmailField()
    phone = serializers.CharField(help_text="E.164")
    first_name = serializers.CharField()
    last_name = serializers.CharField()


class OrderDeliveryOut(serializers.Serializer):
    """Where the parcel goes and how far it is."""

    method = serializers.ChoiceField(choices=DeliveryMethod.values)
    title = serializers.CharField()
    city = serializers.CharField()
    warehouse = serializers.CharField(source="place", help_text="branch, locker or address in words")
    cost = MoneyField()
    expected_on = serializers.DateField(allow_null=True)
    status = serializers.CharField()
    waybill = serializers.CharField()
    tracking = serializers.ListField(child=serializers.DictField())


class BankOut(serializers.Serializer):
    recipient = serializers.CharField()
    iban = serializers.CharField()
    code = serializers.CharField()
    bank = serializers.CharField()
    purpose = serializers.CharField()


class OrderPaymentOut(serializers.Serializer):
    """How the order is paid; ``bank`` is where a transfer goes, when the shop has set an account."""

    method = serializers.ChoiceField(choices=PaymentMethod.values)
    title = serializers.CharField()
    status = serializers.CharField()
    amount = MoneyField()
    due_on = serializers.DateField(allow_null=True)
    bank = BankOut(allow_null=True)


class OrderAdjustmentOut(serializers.Serializer):
    """A discount as it was named when the order was placed."""

    code = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.CharField()
    amount = MoneyField()


class OrderLineOut(serializers.Serializer):
    """A line as it was sold; it never changes."""

    sku = serializers.CharField()
    name = serializers.CharField()
    facts = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyField()
    unit_price_usd = MoneyField(allow_null=True)
    rate = serializers.DecimalField(max_digits=14, decimal_places=6, allow_null=True)
    rate_date = serializers.DateField(allow_null=True)
    rate_source = serializers.CharField()
    adjustments = OrderAdjustmentOut(many=True)
    line_total = MoneyField()


class OrderEventOut(serializers.Serializer):
    at = serializers.DateTimeField()
    # "from" is a word of Python's own, so the field is put in by its name below.
    to = serializers.CharField(source="to_status")
    text = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        return {
            "at": fields["at"],
            "from": serializers.CharField(source="from_status"),
            "to": fields["to"],
            "text": fields["text"],
        }


class OrderOut(serializers.Serializer):
    """An order as its buyer sees it."""

    number = serializers.CharField()
    status = serializers.ChoiceField(choices=OrderStatus.values)
    payment_status = serializers.CharField(source="payment.status")
    placed_at = serializers.DateTimeField()
    contact = ContactOut()
    comment = serializers.CharField()
    delivery = OrderDeliveryOut()
    payment = OrderPaymentOut()
    lines = OrderLineOut(many=True)
    adjustments = OrderAdjustmentOut(
        many=True, help_text="Discounts of the whole and of delivery, each once."
    )
    subtotal = MoneyField()
    discount = MoneyField()
    total = MoneyField()
    timeline = OrderEventOut(many=True)
    can_cancel = serializers.BooleanField()


class OrderPlacedOut(OrderOut):
    """A new order: the guest's token is told once, here and in the mail."""

    token = serializers.SerializerMethodField(help_text="opens this order and nothing else; keep it secret")
    url = serializers.SerializerMethodField(help_text="the order's page, with the token")

    def get_token(self, order: Any) -> str:
        return str(self.context["token"])

    def get_url(self, order: Any) -> str:
        return str(self.context["url"])


class OrderCancelIn(serializers.Serializer):
    """The buyer's wish to cancel."""

    token = LineField(max_length=64)
    reason = LineField(max_length=300, required=False, default="", allow_blank=True)


class OrderActIn(serializers.Serializer):
    """A named action of the staff. Statuses are never set directly."""

    action = serializers.ChoiceField(choices=OrderAction.choices)
    reason = LineField(max_length=300, required=False, default="", allow_blank=True)
    waybill = LineField(max_length=30, required=False, default="", allow_blank=True)
    expected_status = serializers.ChoiceField(
        choices=OrderStatus.choices, required=False, default=None, allow_null=True
    )


EXAMPLE: dict[str, Any] = {
    "number": "7K3M-Q9TX-2D4H",
    "status": "placed",
    "payment_status": "pending",
    "placed_at": "2026-11-20T15:12:09+02:00",
    "contact": {
        "email": "oksana@example.com",
        "phone": "+380671234567",
        "first_name": "Оксана",
        "last_name": "Гнатюк",
    },
    "comment": "",
    "delivery": {
        "method": "nova_poshta_warehouse",
        "title": "Відділення Нової пошти",
        "city": "Київ",
        "warehouse": "Відділення 12, вул. Січових Стрільців, 37",
        "cost": {"amount": "0.00", "currency": "UAH"},
        "expected_on": "2026-11-24",
        "status": "pending",
        "waybill": "",
        "tracking": [],
    },
    "payment": {
        "method": "bank_transfer",
        "title": "Банківський переказ",
        "status": "pending",
        "amount": {"amount": "118390.00", "currency": "UAH"},
        "due_on": "2026-11-23",
        "bank": None,
    },
    "lines": [
        {
            "sku": "S-0412",
            "name": "Волошковий сапфір",
            "facts": "2,14 ct · 8,2 × 7,6 × 4,8 мм · кушон, нагрітий",
            "quantity": 1,
            "unit_price": {"amount": "118390.00", "currency": "UAH"},
            "unit_price_usd": {"amount": "2808.11", "currency": "USD"},
            "rate": "42.160000",
            "rate_date": "2026-11-20",
            "rate_source": "nbu",
            "adjustments": [],
            "line_total": {"amount": "118390.00", "currency": "UAH"},
        }
    ],
    "adjustments": [],
    "subtotal": {"amount": "118390.00", "currency": "UAH"},
    "discount": {"amount": "0.00", "currency": "UAH"},
    "total": {"amount": "118390.00", "currency": "UAH"},
    "timeline": [{"at": "2026-11-20T15:12:09+02:00", "from": "", "to": "placed", "text": "Прийнято"}],
    "can_cancel": True,
}
