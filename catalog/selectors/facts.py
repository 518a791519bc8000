"""The facts of a variant in words, one place for cards, carts, orders and text alternatives."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.domain import ColorView, DictView, ShapeView
from catalog.enums import MediaView, Metal, Treatment, label_text
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
    return measures_words(variant.carat, sizes_of(variant), language=language)


def measures_words(carat: Decimal | None, sizes: Sequence[Decimal], *, language: str) -> str:
    """Return weight and sizes in one line, as far as they are known."""
    parts = []
    if carat is not None:
        parts.append(formats.carat(carat, language=language))
    if sizes:
        parts.append(formats.millimetres(sizes, places=1, language=language))
    return SEPARATOR.join(parts)


def kind_text(variant: ProductVariant, *, language: str, is_jewelry: bool) -> str:
    """Return ``кушон, нагрітий`` for a stone, ``рубін 1,62 ct, жовте золото 750`` for jewelry."""
    with override(language):
        if is_jewelry:
            setting = translated(variant, "setting_stones", language)
            return jewelry_words(setting, variant.metal, variant.ring_size, language=language)
        return stone_words(
            translated(variant.shape, "name", language) if variant.shape else "", variant.treatment
        )


def stone_words(shape: str, treatment: str) -> str:
    """Return shape and treatment, in the active language."""
    label = label_text(Treatment(treatment)) if treatment else ""
    return ", ".join(part for part in (shape.lower(), label) if part)


def jewelry_words(setting: str, metal: str, ring_size: Decimal | None, *, language: str) -> str:
    """Return stones, metal and size of a piece, in the active language."""
    parts = [setting, label_text(Metal(metal)) if metal else ""]
    if ring_size is not None:
        parts.append(_("size %(size)s") % {"size": formats.number(ring_size, language=language)})
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
    own = own_alt(media, language=language)
    if own:
        return own
    with override(language):
        return view_words(name, kind, media.view)


def own_alt(media: VariantMedia, *, language: str) -> str:
    """Return the text that an editor gave a picture in this gallery or everywhere; empty without one."""
    return translated(media, "alt", language) or translated(media.picture, "alt", language)


def view_words(name: str, kind: str, view: str) -> str:
    """Return what a picture without a text shows, in the active language."""
    return ", ".join(part for part in (name, kind, label_text(MediaView(view)).lower()) if part)


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
        return DictView(variant.treatment, label_text(Treatment(variant.treatment)))
