"""The facts of a variant in words, one place for cards, carts, orders and text alternatives."""

from decimal import Decimal

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.domain import ColorView, DictView, ShapeView
from catalog.enums import MediaView, Metal, Treatment
from catalog.models import Color, Picture, ProductVariant, Shape, VariantMedia
from gemkit import formats

SEPARATOR = " · "


def sizes_of(variant: ProductVariant) -> tuple[Decimal, ...]:
    """Return length, width and depth in millimetres, as far as they were measured."""
    sizes = (variant.length_mm, variant.width_mm, variant.depth_mm)
    return tuple(size for size in sizes if size is not None)


def translated(entry: object, field: str, language: str) -> str:
    """Return the text of a language column; empty when there is none, never the other language's."""
    return getattr(entry, f"{field}_{language}") or ""


def measures_text(variant: ProductVariant, *, language: str) -> str:
    """Return ``2,14 ct · 8,2 × 7,6 × 4,8 мм``; the passport gives the second decimal."""
    parts = []
    if variant.carat is not None:
        parts.append(formats.carat(variant.carat, language=language))
    if sizes := sizes_of(variant):
        parts.append(formats.millimetres(sizes, places=1, language=language))
    return SEPARATOR.join(parts)


def kind_text(variant: ProductVariant, *, language: str, is_jewelry: bool) -> str:
    """Return ``кушон, нагрітий`` for a stone, ``рубін 1,62 ct, жовте золото 750`` for jewelry."""
    with override(language):
        if is_jewelry:
            parts = [translated(variant, "setting_stones", language)]
            parts.append(str(Metal(variant.metal).label) if variant.metal else "")
            if variant.ring_size is not None:
                parts.append(
                    _("size %(size)s") % {"size": formats.number(variant.ring_size, language=language)}
                )
        else:
            parts = [translated(variant.shape, "name", language).lower() if variant.shape else ""]
            parts.append(str(Treatment(variant.treatment).label) if variant.treatment else "")
    return ", ".join(part for part in parts if part)


def facts_text(variant: ProductVariant, *, language: str, is_jewelry: bool) -> str:
    """Return measures and kind in one line."""
    parts = (
        measures_text(variant, language=language),
        kind_text(variant, language=language, is_jewelry=is_jewelry),
    )
    return SEPARATOR.join(part for part in parts if part)


def alt_text(media: VariantMedia, *, name: str, kind: str, language: str) -> str:
    """Return what a picture shows: the gallery's own text, the picture's, else name, kind and view."""
    own = translated(media, "alt", language) or translated(media.picture, "alt", language)
    if own:
        return own
    with override(language):
        view = str(MediaView(media.view).label).lower()
    return ", ".join(part for part in (name, kind, view) if part)


def picture_alt(picture: Picture, *, language: str, fallback: str = "") -> str:
    """Return a picture's text alternative in ``language``, else ``fallback``."""
    return translated(picture, "alt", language) or fallback


def shape_view(shape: Shape | None, *, language: str) -> ShapeView | None:
    if shape is None:
        return None
    return ShapeView(
        code=shape.code,
        name=translated(shape, "name", language),
        drawing=mark_safe(shape.drawing),  # reduced to plain lines when it was saved
        box=shape.box,
        text=translated(shape, "text", language),
    )


def color_view(color: Color | None, *, language: str) -> ColorView | None:
    if color is None:
        return None
    return ColorView(
        code=color.code,
        name=translated(color, "name", language),
        hex=color.hex,
        text=translated(color, "text", language),
    )


def treatment_view(variant: ProductVariant, *, language: str) -> DictView | None:
    if not variant.treatment:
        return None
    with override(language):
        return DictView(variant.treatment, str(Treatment(variant.treatment).label))
