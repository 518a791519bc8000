"""Sheets that were brought in, and their rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.sheets.enums import SheetRowState, SheetState


class Sheet(models.Model):
    """A file of prices, stock and attributes: checked first, then taken over, whole or row by row."""

    name = models.CharField(_("file"), max_length=120)
    columns = models.JSONField(default=list)
    is_whole = models.BooleanField(_("all or nothing"), default=True)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices)
    note = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    wrong = models.PositiveIntegerField(_("with errors"), default=0)
    refused = models.PositiveIntegerField(default=0)
    created_by = models.CharField(_("by"), max_length=120)
    created_at = models.DateTimeField(_("brought in"), auto_now_add=True, db_index=True)
    applied_by = models.CharField(max_length=120, blank=True)
    applied_at = models.DateTimeField(_("taken over"), null=True)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("run_sheet", "Can export and import sheets of variants")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"


class SheetRow(models.Model):
    """A row of a file: ``cells`` as they came, ``before`` and ``after`` of what changes, ``faults`` of what is wrong.

    ``number`` is that of the file. Faults are (column, code, value) and become words when they are shown.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    sku = models.CharField(_("SKU"), max_length=40, blank=True)
    variant = models.ForeignKey(
        "catalog.ProductVariant", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cells = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=SheetRowState.choices)

    class Meta:
        verbose_name = _("row of a sheet")
        verbose_name_plural = _("rows of a sheet")
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheetrow_number_once"),
            models.CheckConstraint(condition=Q(state__in=SheetRowState.values), name="sheetrow_state_known"),
        ]
        indexes = [models.Index(fields=["sheet", "state", "number"], name="sheetrow_state")]

    def __str__(self) -> str:
        return f"{self.number}: {self.sku}"
