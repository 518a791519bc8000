"""Orders. Everything a buyer agreed to is copied into the order and never recomputed."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from commerce.orders.enums import DeliveryMethod, OrderStatus, PaymentMethod


def _exact(sum_: Combinable) -> Round:
    # SQLite counts in floats: 35.10 × 3 is 105.30000000000001 there until it is rounded to kopiykas.
    return Round(sum_, precision=2)


class Order(models.Model):
    """A sale, always in UAH. ``number`` is random; the guest's token is derived, not stored."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    token_version = models.PositiveSmallIntegerField(default=1)
    cart = models.OneToOneField("cart.Cart", on_delete=models.SET_NULL, null=True, related_name="+")
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=OrderStatus.choices, default=OrderStatus.PLACED
    )
    language = models.CharField(_("language"), max_length=5, choices=[("uk", "uk"), ("en", "en")])
    placed_at = models.DateTimeField(_("placed at"), auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    email = models.EmailField(_("e-mail"), max_length=254, db_index=True)
    phone = PhoneNumberField(_("phone"), db_index=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    delivery_method = models.CharField(_("delivery"), max_length=30, choices=DeliveryMethod.choices)
    delivery_city = models.CharField(_("city"), max_length=120, blank=True)
    delivery_place = models.CharField(_("branch or address"), max_length=300, blank=True)
    delivery_city_ref = models.CharField(max_length=40, blank=True)
    delivery_warehouse_ref = models.CharField(max_length=40, blank=True)
    payment_method = models.CharField(_("payment"), max_length=20, choices=PaymentMethod.choices)

    subtotal = models.DecimalField(_("goods"), max_digits=14, decimal_places=2)
    discount = models.DecimalField(_("discount"), max_digits=14, decimal_places=2, default=0)
    delivery_cost = models.DecimalField(_("delivery cost"), max_digits=14, decimal_places=2, default=0)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    display_currency = models.CharField(_("currency shown"), max_length=3, default="UAH")
    display_rate = models.DecimalField(
        _("rate shown"), max_digits=14, decimal_places=6, null=True, blank=True
    )
    display_rate_date = models.DateField(_("rate shown, date"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-placed_at", "-pk"]
        indexes = [models.Index(fields=["status", "-placed_at"], name="order_status_placed")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_known"),
            models.CheckConstraint(
                condition=Q(delivery_method__in=DeliveryMethod.values), name="order_delivery_known"
            ),
            models.CheckConstraint(
                condition=Q(payment_method__in=PaymentMethod.values), name="order_payment_known"
            ),
            models.CheckConstraint(
                condition=Q(subtotal__gte=0, discount__gte=0, delivery_cost__gte=0, total__gte=0),
                name="order_sums_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount__lte=F("subtotal")), name="order_discount_lte_subtotal"
            ),
            models.CheckConstraint(
                condition=Q(total=_exact(F("subtotal") + F("delivery_cost") - F("discount"))),
                name="order_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """What was sold, as it was sold. ``rate`` is empty only where a UAH price was set by hand."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey(
        "catalog.ProductVariant", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sku = models.CharField(_("SKU"), max_length=40)
    name_uk = models.CharField(_("name, Ukrainian"), max_length=160)
    name_en = models.CharField(_("name, English"), max_length=160)
    facts_uk = models.CharField(_("facts, Ukrainian"), max_length=240, blank=True)
    facts_en = models.CharField(_("facts, English"), max_length=240, blank=True)
    picture = models.CharField(max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.DecimalField(_("unit price, UAH"), max_digits=14, decimal_places=2)
    unit_price_usd = models.DecimalField(_("base price, USD"), max_digits=12, decimal_places=2, null=True)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True)
    rate_date = models.DateField(_("rate date"), null=True)
    rate_source = models.CharField(_("rate source"), max_length=10, blank=True)
    rounding = models.DecimalField(
        _("rounded to, UAH"), max_digits=6, decimal_places=2, default=Decimal("1.00")
    )
    line_total = models.DecimalField(_("line total, UAH"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=9999), name="orderline_quantity"
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="orderline_price_not_negative"),
            models.CheckConstraint(
                condition=Q(line_total=_exact(F("unit_price") * F("quantity"))),
                name="orderline_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"


class OrderAdjustment(models.Model):
    """What a discount took, named as it was when the order was placed: off a line, or (no line) off delivery."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="adjustments")
    code = models.CharField(max_length=40)
    name_uk = models.CharField(_("name, Ukrainian"), max_length=80)
    name_en = models.CharField(_("name, English"), max_length=80)
    stage = models.CharField(max_length=10)
    kind = models.CharField(max_length=14)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("taken off, UAH"), max_digits=14, decimal_places=2)
    at_most = models.DecimalField(_("at most, UAH"), max_digits=12, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("discount of an order")
        verbose_name_plural = _("discounts of orders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="orderadjustment_amount_positive"),
            models.CheckConstraint(
                condition=Q(stage="delivery", line__isnull=True)
                | (~Q(stage="delivery") & Q(line__isnull=False)),
                name="orderadjustment_line_or_delivery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"


class OrderHistory(models.Model):
    """One row a move of an order: from, to, who, when, why."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    from_status = models.CharField(_("from"), max_length=12, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=OrderStatus.choices)
    actor = models.CharField(_("by"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
