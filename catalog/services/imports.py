"""Bringing a catalog in from plain rows: the demo's data today, another shop's export tomorrow.

Every function is safe to run twice: rows are found again by their code, slug, SKU or title and
brought up to date. Rows are mappings with the field names of the models; texts end in ``_uk`` and
``_en``. Prices and stock are not the catalog's: whoever imports sets them through their own areas.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.base import File as DjangoFile
from django.db import models
from django.utils import timezone

from catalog.domain import drawing_from_svg
from catalog.models import (
    Category,
    Collection,
    CollectionItem,
    Color,
    Cut,
    Palette,
    PaletteColor,
    Picture,
    Product,
    ProductVariant,
    ReturnRule,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    VariantMedia,
    ZodiacSign,
    ZodiacStoneRecommendation,
)

Row = Mapping[str, Any]
Model = TypeVar("Model", bound=models.Model)

DICTIONARIES: dict[str, type[models.Model]] = {
    "shapes": Shape,
    "cuts": Cut,
    "colors": Color,
    "tags": Tag,
    "return_rules": ReturnRule,
    "zodiac": ZodiacSign,
}
_VARIANT_FIELDS = (
    "carat", "length_mm", "width_mm", "depth_mm", "clarity", "treatment", "origin", "metal", "ring_size",
    "setting_stones_uk", "setting_stones_en", "measured_by_uk", "measured_by_en", "measured_at",
)  # fmt: skip


def _fields(row: Row, *leave: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in leave}


def picture_import(path: Path, *, title: str, alt_uk: str, alt_en: str, size: tuple[int, int]) -> Picture:
    """Return the picture made from the file at ``path``, found again by its title."""
    found = Picture.objects.filter(title=title).first()
    if found is not None:
        return found
    picture = Picture(title=title, alt_uk=alt_uk, alt_en=alt_en, width=size[0], height=size[1])
    with path.open("rb") as content:
        picture.file = DjangoFile(content, name=path.name)
        picture._set_image_file_metadata()
        picture.save()
    return picture


def dictionaries_import(tables: Mapping[str, Iterable[Row]], *, drawings: Path) -> None:
    """Import the tables of `DICTIONARIES`; a row's ``icon`` is an SVG file below ``drawings``."""
    for name, model in DICTIONARIES.items():
        for order, row in enumerate(tables.get(name, [])):
            values = {**_fields(row, "icon", "recommendations"), "sort_order": order}
            if "icon" in row:
                values["drawing"] = drawing_from_svg((drawings / row["icon"]).read_text(encoding="utf-8"))
            model._default_manager.update_or_create(code=row["code"], defaults=values)


def taxonomy_import(types: Iterable[Row], *, pictures: Mapping[str, Picture]) -> None:
    """Import stone types with their ``categories`` and those with their ``sub_categories``."""
    for order, row in enumerate(types):
        stone_type = _branch(StoneType, row, order, pictures=pictures)
        for place, category_row in enumerate(row["categories"]):
            category = _branch(Category, category_row, place, pictures=pictures, stone_type=stone_type)
            for leaf, sub_row in enumerate(category_row["sub_categories"]):
                _branch(SubCategory, sub_row, leaf, pictures=pictures, category=category)


def _branch(
    model: type[Model], row: Row, order: int, *, pictures: Mapping[str, Picture], **parents: models.Model
) -> Model:
    values = _fields(row, "picture", "categories", "sub_categories")
    picture = pictures.get(row.get("picture", ""))
    defaults = {**values, **parents, "picture": picture, "sort_order": order}
    return model._default_manager.update_or_create(code=row["code"], defaults=defaults)[0]


def recommendations_import(signs: Iterable[Row]) -> None:
    """Import each sign's ``recommendations``: stone types with the reason."""
    types = {stone_type.code: stone_type for stone_type in StoneType.objects.all()}
    for row in signs:
        sign = ZodiacSign.objects.get(code=row["code"])
        for order, recommendation in enumerate(row.get("recommendations", [])):
            ZodiacStoneRecommendation.objects.update_or_create(
                sign=sign,
                stone_type=types[recommendation["stone"]],
                defaults={
                    "reason_uk": recommendation["reason_uk"],
                    "reason_en": recommendation["reason_en"],
                    "sort_order": order,
                },
            )


def palettes_import(rows: Iterable[Row], *, pictures: Mapping[str, Picture]) -> None:
    """Import palettes with their ``colors`` by code, in order; ``picture`` is a path."""
    colors = {color.code: color for color in Color.objects.all()}
    for order, row in enumerate(rows):
        values = {**_fields(row, "colors"), "picture": pictures.get(row.get("picture", ""))}
        palette, _ = Palette.objects.update_or_create(
            code=row["code"], defaults={**values, "sort_order": order}
        )
        PaletteColor.objects.filter(palette=palette).exclude(color__code__in=row["colors"]).delete()
        for place, code in enumerate(row["colors"]):
            PaletteColor.objects.update_or_create(
                palette=palette, color=colors[code], defaults={"sort_order": place}
            )


def collections_import(rows: Iterable[Row], *, products: Mapping[str, Product]) -> None:
    """Import collections with their ``rule`` and the ``products`` picked by hand, by code, in order."""
    for order, row in enumerate(rows):
        values = {**_fields(row, "products"), "sort_order": order}
        collection, _ = Collection.objects.update_or_create(code=row["code"], defaults=values)
        for place, code in enumerate(row.get("products", [])):
            CollectionItem.objects.update_or_create(
                collection=collection, product=products[code], defaults={"sort_order": place}
            )


class ProductImporter:
    """Imports products with their variants and galleries; dictionaries are read once."""

    def __init__(self, *, pictures: Mapping[str, Picture]) -> None:
        self.pictures = pictures
        self.by_code: dict[str, dict[str, Any]] = {
            name: {entry.code: entry for entry in model._default_manager.all()}  # type: ignore[attr-defined]
            for name, model in {**DICTIONARIES, "subcategories": SubCategory}.items()
        }

    def product(
        self, row: Row, *, views: Mapping[str, str]
    ) -> tuple[Product, list[tuple[ProductVariant, Row]]]:
        """Import one product and publish it; returns it with its variants and their rows.

        ``views`` gives the view (face, tilt, side …) of each picture path.
        """
        defaults = {
            **{
                name: row[name] for name in row if name.startswith(("name_", "lead_", "description_", "seo_"))
            },
            "slug_en": row["slug_en"],
            "nature": row["nature"],
            "subcategory": self.by_code["subcategories"][row["sub_category"]],
            "return_rule": self.by_code["return_rules"][row["return_rule"]],
            "live": False,
        }
        product = Product.objects.filter(slug_uk=row["slug_uk"]).first() or Product(slug_uk=row["slug_uk"])
        for name, value in defaults.items():
            setattr(product, name, value)
        product.tags.set([self.by_code["tags"][code] for code in row.get("tags", [])])
        product.save()
        variants = [
            (self._variant(product, order, variant_row, views), variant_row)
            for order, variant_row in enumerate(row["variants"])
        ]
        product.save_revision().publish()
        created_at = timezone.now() - dt.timedelta(days=row.get("created_days_ago", 0))
        Product.objects.filter(pk=product.pk).update(created_at=created_at, first_published_at=created_at)
        return product, variants

    def _variant(self, product: Product, order: int, row: Row, views: Mapping[str, str]) -> ProductVariant:
        report = row.get("report", {})
        values = {name: row[name] for name in _VARIANT_FIELDS if name in row}
        values |= {
            "product": product,
            "sort_order": order,
            "shape": self.by_code["shapes"].get(row.get("shape", "")),
            "cut": self.by_code["cuts"].get(row.get("cut", "")),
            "color": self.by_code["colors"].get(row.get("color", "")),
            "is_one_of_a_kind": row["one_of_a_kind"],
            "report_lab": report.get("lab", ""),
            "report_number": report.get("number", ""),
            "report_date": report.get("date"),
        }
        variant, _ = ProductVariant.objects.update_or_create(sku=row["sku"], defaults=values)
        variant.media.all().delete()
        VariantMedia.objects.bulk_create(
            VariantMedia(
                variant=variant, picture=self.pictures[path], view=views.get(path, "other"), sort_order=place
            )
            for place, path in enumerate(row["pictures"])
        )
        return variant
