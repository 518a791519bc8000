"""What editors tell the picker about colour; what they tell it about signs lies with the signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin

from catalog.models.base import Watched
from catalog.models.dictionaries import Entry


class Palette(PreviewableMixin, Entry, ClusterableModel):
    """Colours that go together, offered by the picker as one. ``name`` and ``text`` exist per language.

    ``hex`` is the tone that is meant: stones of the palette are sorted by how close their colour comes to it.
    """

    hex = models.CharField(
        _("tone"),
        max_length=7,
        validators=[
            RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Six hexadecimal digits after #, as in #1B3FA8."))
        ],
        help_text=_("The stones whose colour is closest to it come first."),
    )
    picture = models.ForeignKey(
        "catalog.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A stone of the palette, from above. Without one its colours are shown."),
    )

    # (request, palette, language) -> response; registered by the web layer, which lies above.
    preview_view: ClassVar[Callable[[Any, Palette, str], Any] | None] = None

    class Meta(Entry.Meta):
        verbose_name = _("palette")
        verbose_name_plural = _("palettes")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("uk", _("Ukrainian")), ("en", _("English"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        if Palette.preview_view is None:
            raise RuntimeError("no preview is registered for palettes")
        return Palette.preview_view(request, self, mode_name)


class PaletteColor(Watched):
    """A colour of a palette."""

    palette = ParentalKey(Palette, on_delete=models.CASCADE, related_name="colors")
    color = models.ForeignKey(
        "catalog.Color", on_delete=models.CASCADE, related_name="+", verbose_name=_("color")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("color of a palette")
        verbose_name_plural = _("colors of a palette")
        constraints = [models.UniqueConstraint(fields=["palette", "color"], name="palette_color_once")]

    def __str__(self) -> str:
        return f"{self.palette_id}: {self.color_id}"
