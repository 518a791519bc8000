"""The hierarchy: StoneType → Category → SubCategory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Kind
from catalog.models.addresses import Addressed
from catalog.models.base import Watched


class Branch(Watched, Addressed):
    """What every level of the hierarchy has. ``name``, ``slug`` and ``intro`` exist per language."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("The same in every language."))
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("Two sentences under the heading."))
    picture = models.ForeignKey(
        "catalog.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name or self.code


class StoneType(Branch):
    """A species of stone (sapphire, beryl …) or a kind of jewelry (rings …)."""

    address_fields = (*Branch.address_fields, "kind")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STONE, db_index=True)
    latin_name = models.CharField(_("Latin name"), max_length=60, blank=True)
    specific_gravity = models.DecimalField(
        _("specific gravity"), max_digits=4, decimal_places=2, null=True, blank=True, help_text=_("g/cm³")
    )
    mohs = models.DecimalField(_("hardness (Mohs)"), max_digits=3, decimal_places=1, null=True, blank=True)

    class Meta(Branch.Meta):
        verbose_name = _("stone type")
        verbose_name_plural = _("stone types")
        constraints = [
            models.UniqueConstraint(fields=["slug_uk"], name="stonetype_slug_uk_unique"),
            models.UniqueConstraint(fields=["slug_en"], name="stonetype_slug_en_unique"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="stonetype_kind_known"),
            models.CheckConstraint(
                condition=models.Q(specific_gravity__isnull=True) | models.Q(specific_gravity__gt=0),
                name="stonetype_specific_gravity_positive",
            ),
        ]


class Category(Branch):
    """A part of a stone type."""

    address_fields = (*Branch.address_fields, "stone_type_id")

    stone_type = models.ForeignKey(
        StoneType, on_delete=models.PROTECT, related_name="categories", verbose_name=_("stone type")
    )

    class Meta(Branch.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["stone_type", "slug_uk"], name="category_slug_uk_unique"),
            models.UniqueConstraint(fields=["stone_type", "slug_en"], name="category_slug_en_unique"),
        ]


class SubCategory(Branch):
    """The leaf that products hang on."""

    address_fields = (*Branch.address_fields, "category_id")

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="subcategories", verbose_name=_("category")
    )

    class Meta(Branch.Meta):
        verbose_name = _("sub-category")
        verbose_name_plural = _("sub-categories")
        constraints = [
            models.UniqueConstraint(fields=["category", "slug_uk"], name="subcategory_slug_uk_unique"),
            models.UniqueConstraint(fields=["category", "slug_en"], name="subcategory_slug_en_unique"),
        ]
