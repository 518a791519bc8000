"""The menus: ordered entries, and under an entry of the main menu columns of links."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from home.models.targets import Shelf, Target, one_target


class Place(models.TextChoices):
    """Where a menu stands. There is one of each but for the columns of the footer."""

    MAIN = "main", pgettext_lazy("menu", "Main menu")
    FOOTER = "footer", pgettext_lazy("menu", "Column of the footer")
    LEGAL = "legal", pgettext_lazy("menu", "Bottom line")


class Fill(models.TextChoices):
    """What a column of the main menu fills itself with, live and with counts."""

    STONES = "stones", pgettext_lazy("column", "Stones with picture and count")
    JEWELRY = "jewelry", pgettext_lazy("column", "Jewelry with picture and count")
    SHAPES = "shapes", pgettext_lazy("column", "Shapes with their drawings")
    COLORS = "colors", pgettext_lazy("column", "Colours with their swatches")
    COLLECTIONS = "collections", pgettext_lazy("column", "Collections")


class Menu(ClusterableModel):
    """A menu; ``title`` heads a column of the footer and exists per language."""

    place = models.CharField(_("place"), max_length=10, choices=Place.choices, default=Place.FOOTER)
    title = models.CharField(
        _("title"),
        max_length=60,
        blank=True,
        help_text=_("Heads a column of the footer; without it the shop's name stands there."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(place__in=Place.values), name="menu_place_known"),
            models.UniqueConstraint(
                fields=["place"],
                condition=~models.Q(place="footer"),
                name="menu_place_once",
                violation_error_message=_("There is one already: edit that one."),
            ),
        ]

    def __str__(self) -> str:
        place = str(Place(self.place).label) if self.place in Place.values else f"#{self.pk}"
        return f"{place}: {self.title}" if self.title else place


class MenuItem(Target, ClusterableModel):
    """An entry of a menu. ``title`` exists per language; without one the target's own name stands there."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(
        _("title"), max_length=60, blank=True, help_text=_("Empty: the name of where it leads.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["sort_order", "pk"]
        constraints = [one_target("menuitem_one_target")]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def clean(self) -> None:
        super().clean()
        if not self.has_target:
            raise ValidationError(_("Say where the entry leads."))


class MenuColumn(ClusterableModel):
    """A titled column under an entry of the main menu: what it fills itself with, then its links."""

    item = ParentalKey(MenuItem, on_delete=models.CASCADE, related_name="columns")
    title = models.CharField(_("title"), max_length=60, blank=True)
    filled_with = models.CharField(
        _("filled with"),
        max_length=12,
        blank=True,
        choices=Fill.choices,
        help_text=_("These come by themselves and go when the last one is sold; your links stand below."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("column of a menu")
        verbose_name_plural = _("columns of a menu")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class MenuLink(Target):
    """A link in a column. ``title`` exists per language; without one the target's own name stands there."""

    column = ParentalKey(MenuColumn, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(
        _("title"), max_length=60, blank=True, help_text=_("Empty: the name of where it leads.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("link of a menu")
        verbose_name_plural = _("links of a menu")
        ordering = ["sort_order", "pk"]
        constraints = [one_target("menulink_one_target")]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def clean(self) -> None:
        super().clean()
        if not self.has_target:
            raise ValidationError(_("Say where the link leads."))


__all__ = ["Fill", "Menu", "MenuColumn", "MenuItem", "MenuLink", "Place", "Shelf"]
