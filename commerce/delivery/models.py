"""The local copy of the carrier's directory, and shipments."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.delivery.enums import CityType, PlaceType, ShipmentStatus


class City(models.Model):
    """A settlement the carrier serves."""

    ref = models.CharField(_("reference"), max_length=40, unique=True)
    name_uk = models.CharField(_("name, Ukrainian"), max_length=120, db_index=True)
    name_en = models.CharField(_("name, English"), max_length=120, db_index=True)
    type = models.CharField(_("type"), max_length=10, choices=CityType.choices, default=CityType.CITY)
    region_uk = models.CharField(_("region, Ukrainian"), max_length=120, blank=True)
    region_en = models.CharField(_("region, English"), max_length=120, blank=True)
    search = models.CharField(max_length=400, db_index=True, help_text=_("Both names in lower case."))
    population_rank = models.PositiveIntegerField(_("rank"), default=1000)
    refreshed_at = models.DateTimeField(_("refreshed at"), auto_now=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["population_rank", "name_uk", "pk"]
        constraints = [models.CheckConstraint(condition=Q(type__in=CityType.values), name="city_type_known")]

    def __str__(self) -> str:
        return self.name_uk


class Warehouse(models.Model):
    """A branch or a parcel locker of the carrier."""

    ref = models.CharField(_("reference"), max_length=40, unique=True)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="warehouses")
    number = models.PositiveIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=10, choices=PlaceType.choices)
    address_uk = models.CharField(_("address, Ukrainian"), max_length=200)
    address_en = models.CharField(_("address, English"), max_length=200)
    search = models.CharField(max_length=500, help_text=_("Number and addresses in lower case."))
    max_weight_kg = models.DecimalField(
        _("weight limit, kg"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    max_declared_value = models.DecimalField(
        _("value limit, UAH"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    is_active = models.BooleanField(_("open"), default=True)
    refreshed_at = models.DateTimeField(_("refreshed at"), auto_now=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["type", "number", "pk"]
        indexes = [models.Index(fields=["city", "type", "number"], name="warehouse_city_type_number")]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=PlaceType.values), name="warehouse_type_known")
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.address_uk}"


class Shipment(models.Model):
    """The parcel of an order."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="shipment")
    status = models.CharField(
        _("status"), max_length=12, choices=ShipmentStatus.choices, default=ShipmentStatus.PENDING
    )
    method = models.CharField(_("method"), max_length=30)
    waybill = models.CharField(_("waybill"), max_length=30, blank=True)
    cost = models.DecimalField(_("cost, UAH"), max_digits=12, decimal_places=2, default=0)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ShipmentStatus.values), name="shipment_status_known"
            ),
            models.UniqueConstraint(
                fields=["waybill"], condition=~Q(waybill=""), name="shipment_waybill_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.status}"
