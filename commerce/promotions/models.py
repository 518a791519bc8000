"""Rules that make a sum smaller, and the trace of every coupon that was used.

What a rule takes from which line is worked out by `commerce.pricing.domain`; here stands when it holds.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.promotions.enums import Effect


class Offer(models.Model):
    """What coupons and automatic promotions share: the effect, the period, the goods it is for.

    A line belongs to the offer when it fits every kind of condition that is set (stone types, categories,
    collections), with any value of that kind.
    """

    name_uk = models.CharField(_("name, Ukrainian"), max_length=80)
    name_en = models.CharField(_("name, English"), max_length=80)
    effect = models.CharField(_("effect"), max_length=14, choices=Effect.choices, default=Effect.PERCENT)
    value = models.DecimalField(
        _("value"), max_digits=12, decimal_places=2, default=0, help_text=_("Per cent, or UAH off the whole.")
    )
    at_most = models.DecimalField(
        _("at most, UAH"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("The most it takes off an order. Empty: no bound."),
    )
    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    minimum = models.DecimalField(
        _("goods for at least, UAH"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Counts the goods it is for, before discounts."),
    )
    stone_types = models.ManyToManyField(
        "catalog.StoneType", related_name="+", blank=True, verbose_name=_("stone types")
    )
    categories = models.ManyToManyField(
        "catalog.Category", related_name="+", blank=True, verbose_name=_("categories")
    )
    collections = models.ManyToManyField(
        "catalog.Collection", related_name="+", blank=True, verbose_name=_("collections")
    )
    excludes_reduced = models.BooleanField(
        _("not for reduced goods"), default=False, help_text=_("Goods with a struck price stay as they are.")
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="%(class)s_effect_known"),
            models.CheckConstraint(
                condition=Q(effect=Effect.PERCENT, value__gt=0, value__lte=100)
                | Q(effect=Effect.AMOUNT, value__gt=0)
                | Q(effect=Effect.FREE_DELIVERY, value=0),
                name="%(class)s_value_fits",
            ),
            models.CheckConstraint(
                condition=Q(at_most__isnull=True) | Q(at_most__gt=0), name="%(class)s_at_most_positive"
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gt=0), name="%(class)s_minimum_positive"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="%(class)s_ends_later",
            ),
        ]


class Coupon(Offer):
    """A code that somebody types. ``used`` is written by one conditional statement only."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Letters, digits and hyphens; capitals and small letters are the same."),
    )
    limit = models.PositiveIntegerField(
        _("times in all"), null=True, blank=True, help_text=_("Empty: any number of orders.")
    )
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    per_customer = models.PositiveSmallIntegerField(
        _("times a customer"), null=True, blank=True, help_text=_("A customer is an e-mail address.")
    )
    can_combine = models.BooleanField(
        _("together with other discounts"),
        default=True,
        help_text=_("If not, the buyer gets either this coupon or the other discounts, whichever is more."),
    )

    class Meta(Offer.Meta):
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Offer.Meta.constraints,
            models.CheckConstraint(
                condition=Q(used__gte=0) & (Q(limit__isnull=True) | Q(used__lte=F("limit"))),
                name="coupon_used_within_limit",
            ),
            models.CheckConstraint(
                condition=Q(per_customer__isnull=True) | Q(per_customer__gte=1),
                name="coupon_per_customer_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Redemption(models.Model):
    """One use of a coupon by an order. A cancelled order gives it back: the row stays, without its number.

    ``customer_key`` is a keyed hash of the e-mail address; ``nth`` counts the uses of that customer.
    """

    coupon = models.ForeignKey(
        Coupon, on_delete=models.PROTECT, related_name="redemptions", verbose_name=_("coupon")
    )
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="+", verbose_name=_("order")
    )
    customer_key = models.CharField(max_length=40)
    nth = models.PositiveIntegerField(_("use of this customer"), null=True)
    amount = models.DecimalField(_("taken off, UAH"), max_digits=14, decimal_places=2)
    redeemed_at = models.DateTimeField(_("used at"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("given back at"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("coupon", "use")
        verbose_name_plural = pgettext_lazy("coupon", "uses")
        ordering = ["-redeemed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["coupon", "order"], name="redemption_once_an_order"),
            models.UniqueConstraint(fields=["coupon", "customer_key", "nth"], name="redemption_nth_once"),
            models.CheckConstraint(
                condition=Q(nth__isnull=True) | Q(nth__gte=1), name="redemption_nth_positive"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="redemption_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(nth__isnull=False, cancelled_at__isnull=True)
                | Q(nth__isnull=True, cancelled_at__isnull=False),
                name="redemption_counts_or_is_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id}: {self.order_id}"


class Promotion(Offer):
    """A discount that applies by itself while it runs, to the goods it is for."""

    min_quantity = models.PositiveSmallIntegerField(
        _("pieces of one item at least"), default=1, help_text=_("2: only for those who take a pair.")
    )

    class Meta(Offer.Meta):
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["-is_active", "ends_at", "pk"]
        constraints = [
            *Offer.Meta.constraints,
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1, min_quantity__lte=9999), name="promotion_min_quantity"
            ),
        ]

    def __str__(self) -> str:
        return self.name_uk


class DiscountTier(models.Model):
    """A step of the discount program: from ``min_spend`` on, all further orders cost ``percent`` less."""

    name_uk = models.CharField(_("name, Ukrainian"), max_length=80)
    name_en = models.CharField(_("name, English"), max_length=80)
    min_spend = models.DecimalField(
        _("bought for at least, UAH"),
        max_digits=12,
        decimal_places=2,
        unique=True,
        help_text=_("What the customer's received orders come to."),
    )
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)
    excludes_reduced = models.BooleanField(
        _("not for reduced goods"), default=False, help_text=_("Goods with a struck price stay as they are.")
    )
    is_active = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("step of the discount program")
        verbose_name_plural = _("discount program")
        ordering = ["min_spend"]
        constraints = [
            models.CheckConstraint(condition=Q(min_spend__gt=0), name="discounttier_min_spend_positive"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="discounttier_percent"),
        ]

    def __str__(self) -> str:
        return self.name_uk
