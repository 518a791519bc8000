"""Where an entry of a menu or an announcement leads."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.index import selectors as index
from catalog.index.filters import parse


class Shelf(models.TextChoices):
    """Pages of the catalog that are always there."""

    STONES = "stones", pgettext_lazy("shelf", "All stones")
    JEWELRY = "jewelry", pgettext_lazy("shelf", "All jewelry")
    NEW = "new", pgettext_lazy("shelf", "New in the shop")
    SALE = "sale", pgettext_lazy("shelf", "Sale")
    COLLECTIONS = "collections", pgettext_lazy("shelf", "Collections")
    PICKER = "picker", pgettext_lazy("shelf", "Choose a stone")
    CALCULATOR = "calculator", pgettext_lazy("shelf", "Carat calculator")
    RING_SIZER = "ring_sizer", pgettext_lazy("shelf", "Ring sizer")


LISTS = frozenset({Shelf.STONES, Shelf.JEWELRY, Shelf.NEW, Shelf.SALE})
"""Shelves that can be filtered."""

PLACES = ("page", "stone_type", "category", "subcategory", "collection")
"""The targets that are rows; they take the entry with them when they are deleted."""


def _to(model: str, label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        model,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        **options,
    )


class Target(models.Model):
    """One of: a page, a branch of the catalog, a collection, a shelf, an address. ``url`` exists per language.

    What is not there in a language (no translation, unpublished, hidden) is left out by the readers.
    """

    page = _to("wagtailcore.Page", _("page"), help_text=_("In either language."))
    stone_type = _to("catalog.StoneType", _("stone or kind of jewelry"))
    category = _to("catalog.Category", _("category"))
    subcategory = _to("catalog.SubCategory", _("sub-category"))
    collection = _to("catalog.Collection", _("collection"))
    shelf = models.CharField(_("page of the catalog"), max_length=12, blank=True, choices=Shelf.choices)
    filters = models.CharField(
        _("filters"),
        max_length=300,
        blank=True,
        help_text=_("For a list only: filter it in the shop and paste its address here."),
    )
    url = models.CharField(
        _("address"),
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(
                r"^(https://[^\s/?#]+|/(?!/))[^\s<>\"]*$",
                _("Write an address that begins with https://, or one of this shop that begins with /."),
            )
        ],
        help_text=_("Of another site: https://…"),
    )

    class Meta:
        abstract = True

    @property
    def has_target(self) -> bool:
        return bool(self._targets())

    def _targets(self) -> list[str]:
        found = [name for name in PLACES if getattr(self, f"{name}_id")]
        if self.shelf:
            found.append("shelf")
        if self.url_uk or self.url_en:  # type: ignore[attr-defined]
            found.append("url")
        return found

    def clean(self) -> None:
        super().clean()
        targets = self._targets()
        if len(targets) > 1:
            raise ValidationError(_("An entry leads to one place: leave one of them and empty the others."))
        self.filters = self.filters.strip().rpartition("?")[2].partition("#")[0]
        if self.filters:
            self._clean_filters()

    def _clean_filters(self) -> None:
        if self.shelf not in LISTS:
            raise ValidationError({"filters": _("Only a list of stones or jewelry can be filtered.")})
        if "\x00" in self.filters:
            raise ValidationError({"filters": _("This is not the address of a list.")})
        asked, problems = parse(QueryDict(self.filters), known=index.words().known)
        if problems:
            raise ValidationError({"filters": [f"{problem.attr}: {problem.text}" for problem in problems]})
        if not asked:
            raise ValidationError(
                {"filters": _("There is no condition in this address: filter the list first.")}
            )


def one_target(name: str) -> models.CheckConstraint:
    """Return the constraint that a row leads to one place at most."""
    held = {f"{place}__isnull": True for place in PLACES}
    no_shelf, no_url = models.Q(shelf=""), ~_has_url()
    nothing = models.Q(**held) & no_shelf & no_url
    only_row = [models.Q(**{**held, f"{place}__isnull": False}) & no_shelf & no_url for place in PLACES]
    only_shelf = models.Q(**held) & ~no_shelf & no_url
    only_url = models.Q(**held) & no_shelf & _has_url()
    return models.CheckConstraint(
        condition=reduce(or_, [nothing, *only_row, only_shelf, only_url]), name=name
    )


def _has_url() -> models.Q:
    return models.Q(url_uk__gt="") | models.Q(url_en__gt="")
