"""Stock and what happens to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from commerce.inventory.enums import MovementKind, ReservationState, TakeState


class StockItem(models.Model):
    """Units of a variant: on hand, and promised to orders. Available = on hand - reserved."""

    variant = models.OneToOneField(
        "catalog.ProductVariant", on_delete=models.PROTECT, related_name="stock", verbose_name=_("variant")
    )
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    low_at = models.PositiveIntegerField(
        _("tell when so few are free"),
        null=True,
        blank=True,
        help_text=_("Empty: the shop's own number. 0: never."),
    )
    # A new row begins low: only what has been above its level can come down to it.
    ran_low_at = models.DateTimeField(_("low since"), null=True, blank=True, default=now, editable=False)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stockitem_reserved_gte_0"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("reserved")), name="stockitem_reserved_lte_on_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} - {self.reserved}"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """Units promised to one order line, until they are shipped or given back."""

    variant = models.ForeignKey("catalog.ProductVariant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    order_line = models.OneToOneField(
        "orders.OrderLine", on_delete=models.PROTECT, null=True, blank=True, related_name="reservation"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReservationState.choices, default=ReservationState.ACTIVE
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        indexes = [models.Index(fields=["state", "expires_at"], name="reservation_state_expires")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=9999), name="reservation_quantity"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReservationState.values), name="reservation_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id} ({self.state})"


class StockMovement(models.Model):
    """A change of ``on_hand``; on hand is the sum of a variant's movements. Rows are never changed."""

    variant = models.ForeignKey("catalog.ProductVariant", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=MovementKind.choices)
    change = models.IntegerField(_("change"))
    reservation = models.OneToOneField(
        Reservation, on_delete=models.PROTECT, null=True, blank=True, related_name="movement"
    )
    order_line = models.ForeignKey(
        "orders.OrderLine", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_id = models.CharField(_("return"), max_length=40, blank=True)
    actor = models.CharField(_("by"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["variant", "-created_at"], name="movement_variant_created")]
        constraints = [
            models.CheckConstraint(condition=~Q(change=0), name="movement_change_not_0"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_known"),
            models.UniqueConstraint(fields=["order_line", "return_id"], name="movement_return_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} {self.kind}"


class StockTake(models.Model):
    """A count of the shelves: a sheet of variants that is filled in, compared and booked."""

    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=TakeState.choices, default=TakeState.OPEN)
    started_by = models.CharField(_("by"), max_length=120)
    started_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("stock-take")
        verbose_name_plural = _("stock-takes")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TakeState.values), name="stocktake_state_known"),
        ]

    def __str__(self) -> str:
        return self.title


class StockTakeLine(models.Model):
    """A variant on a sheet: what the shop knew when it was put there, what was counted, when it was booked."""

    take = models.ForeignKey(StockTake, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.ProductVariant", on_delete=models.CASCADE, related_name="+")
    known = models.PositiveIntegerField(_("known"))
    counted = models.PositiveIntegerField(_("counted"), null=True, blank=True)
    booked_at = models.DateTimeField(_("booked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a stock-take")
        verbose_name_plural = _("lines of stock-takes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["take", "variant"], name="stocktakeline_variant_unique"),
            models.CheckConstraint(
                condition=Q(booked_at__isnull=True) | Q(counted__isnull=False),
                name="stocktakeline_booked_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.counted}"
