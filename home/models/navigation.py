"""Entries of the menus."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Menu(models.TextChoices):
    """Where an entry stands."""

    MAIN = "main", pgettext_lazy("menu", "Main menu")
    CATALOG = "catalog", pgettext_lazy("menu", "Footer: catalog")
    HELP = "help", pgettext_lazy("menu", "Footer: help")
    ABOUT = "about", pgettext_lazy("menu", "Footer: about the shop")
    LEGAL = "legal", pgettext_lazy("menu", "Bottom line")


class MenuItem(models.Model):
    """An entry of a menu. ``title`` exists per language; a page leads to its translation."""

    menu = models.CharField(_("menu"), max_length=10, choices=Menu.choices, default=Menu.MAIN)
    title = models.CharField(_("title"), max_length=60)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("In either language."),
    )
    path = models.CharField(
        _("address in the shop"),
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                r"^/(?!uk/|en/)(?:[a-z0-9-]+/)*$",
                _("Begin and end with a slash and leave the language out: /stones/"),
            )
        ],
        help_text=_("Instead of a page; without the language, for example /stones/."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["menu", "sort_order", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(menu__in=Menu.values), name="menuitem_menu_known"),
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) | ~models.Q(path=""), name="menuitem_leads_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.path):
            raise ValidationError({"path": _("Choose a page or write an address, one of the two.")})
