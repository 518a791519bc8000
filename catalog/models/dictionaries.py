"""Dictionaries: values that stones are described by. Codes are language-free, texts per language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin

from catalog.domain import drawing_box, drawing_from_svg
from catalog.models.base import Watched


class Entry(Watched):
    """What every dictionary value has. ``name`` and ``text`` exist per language."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("The same in every language."))
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(
        _("explanation"), blank=True, help_text=_("Plain words, shown beside the filter.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name or self.code


class DrawnEntry(Entry):
    """An entry with a line drawing, kept as clean markup so that it takes the colour of the text."""

    drawing = models.TextField(
        _("drawing"),
        blank=True,
        help_text=_(
            "Paste an SVG file drawn with lines on a 64 × 64 grid; everything but its lines is dropped."
        ),
    )

    class Meta(Entry.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self.drawing:
            return
        whole = self.drawing if "<svg" in self.drawing else f"<svg>{self.drawing}</svg>"
        try:
            self.drawing = drawing_from_svg(whole)
        except ValueError as error:
            raise ValidationError({"drawing": _("This is not an SVG drawing made of lines.")}) from error

    @property
    def box(self) -> str:
        """The ``viewBox`` that encloses the drawn lines and nothing else."""
        return " ".join(f"{value:g}" for value in drawing_box(self.drawing))


class Shape(DrawnEntry):
    """The outline of a stone seen from above."""

    class Meta(DrawnEntry.Meta):
        verbose_name = _("shape")
        verbose_name_plural = _("shapes")


class Cut(DrawnEntry, ClusterableModel):
    """The style of faceting."""

    class Meta(DrawnEntry.Meta):
        verbose_name = _("cut")
        verbose_name_plural = _("cuts")


class CutMedia(models.Model):
    """A picture that explains a cut."""

    cut = ParentalKey(Cut, on_delete=models.CASCADE, related_name="media")
    picture = models.ForeignKey("catalog.Picture", on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("picture of a cut")
        verbose_name_plural = _("pictures of cuts")


class Color(Entry):
    """A colour by name, with the swatch that stands for it."""

    hex = models.CharField(
        _("swatch"),
        max_length=7,
        validators=[
            RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Six hexadecimal digits after #, as in #1B3FA8."))
        ],
    )

    class Meta(Entry.Meta):
        verbose_name = _("color")
        verbose_name_plural = _("colors")


class Tag(Entry):
    """A word that groups products across the hierarchy."""

    class Meta(Entry.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class ReturnRule(Entry):
    """What may be returned, for a class of goods. ``text`` is the rule as the buyer reads it."""

    days = models.PositiveSmallIntegerField(
        _("days"), default=0, help_text=_("0: the goods are not taken back.")
    )

    class Meta(Entry.Meta):
        verbose_name = _("return rule")
        verbose_name_plural = _("return rules")


_MONTH = [MinValueValidator(1), MaxValueValidator(12)]
_DAY = [MinValueValidator(1), MaxValueValidator(31)]


class ZodiacSign(PreviewableMixin, DrawnEntry, ClusterableModel):
    """A sign of the zodiac and the days it covers."""

    # (request, sign, language) -> response; registered by the web layer, which lies above.
    preview_view: ClassVar[Callable[[Any, ZodiacSign, str], Any] | None] = None

    start_month = models.PositiveSmallIntegerField(_("first month"), validators=_MONTH)
    start_day = models.PositiveSmallIntegerField(_("first day"), validators=_DAY)
    end_month = models.PositiveSmallIntegerField(_("last month"), validators=_MONTH)
    end_day = models.PositiveSmallIntegerField(_("last day"), validators=_DAY)

    class Meta(DrawnEntry.Meta):
        verbose_name = _("zodiac sign")
        verbose_name_plural = _("zodiac signs")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("uk", _("Ukrainian")), ("en", _("English"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        if ZodiacSign.preview_view is None:
            raise RuntimeError("no preview is registered for signs")
        return ZodiacSign.preview_view(request, self, mode_name)


class ZodiacStoneRecommendation(Watched):
    """A stone that tradition gives to a sign, with the reason. ``reason`` exists per language."""

    sign = ParentalKey(ZodiacSign, on_delete=models.CASCADE, related_name="recommendations")
    stone_type = models.ForeignKey("catalog.StoneType", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=240)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("recommended stone")
        verbose_name_plural = _("recommended stones")
        constraints = [
            models.UniqueConstraint(fields=["sign", "stone_type"], name="zodiac_recommendation_unique")
        ]

    def __str__(self) -> str:
        return f"{self.sign} → {self.stone_type}"
