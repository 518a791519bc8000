"""Documents of the catalog, read from its tables: published products, and the words shoppers may go to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import override

from catalog.enums import Clarity, Kind, Lab, Metal, Nature, Origin, Treatment
from catalog.models import (
    Category,
    Collection,
    Color,
    Cut,
    Product,
    ProductVariant,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    ZodiacSign,
    ZodiacStoneRecommendation,
)
from catalog.search.documents import LANGUAGES, DocKind, Draft
from catalog.search.language.words import plain

Row = dict[str, Any]

_LABELS: dict[str, Any] = {
    "treatment": Treatment, "origin": Origin, "metal": Metal, "nature": Nature, "clarity": Clarity,
    "report_lab": Lab,
}  # fmt: skip
_UNSAID = {"not_determined"}
_FIGURES = re.compile(r"[\d.,×:]+(?:\s*(?:ct|кт)\b)?")
_PRODUCT = (
    "pk", "nature", "subcategory__category__stone_type_id", "subcategory__category__stone_type__kind",
    "subcategory__category__stone_type__latin_name",
)  # fmt: skip
_OF_PRODUCT = (
    "name", "lead", "description", "subcategory__name", "subcategory__category__name",
    "subcategory__category__stone_type__name",
)  # fmt: skip
_VARIANT = (
    "product_id", "sku", "report_number", "report_lab", "treatment", "origin", "metal", "clarity",
)  # fmt: skip
_OF_VARIANT = ("setting_stones", "shape__name", "cut__name", "color__name")


def _columns(plain_ones: tuple[str, ...], translated: tuple[str, ...]) -> list[str]:
    return [*plain_ones, *(f"{name}_{code}" for name in translated for code in LANGUAGES)]


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str, str], str]:
    """Return the words of the fixed choices by (field, value, language)."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            for name, choices in _LABELS.items():
                for value, label in choices.choices:
                    found[name, value, language] = "" if value in _UNSAID else str(label)
    return found


def product_drafts(product_ids: Sequence[int]) -> Iterator[Draft]:
    """Yield the documents of those of the products that the public may see; four queries."""
    rows = list(
        Product.objects.filter(pk__in=product_ids, live=True)
        .order_by("pk")
        .values(*_columns(_PRODUCT, _OF_PRODUCT))
    )
    if not rows:
        return
    variants: dict[int, list[Row]] = defaultdict(list)
    active = ProductVariant.objects.filter(product__in=product_ids, is_active=True).order_by(
        "product", "sort_order", "pk"
    )
    for variant in active.values(*_columns(_VARIANT, _OF_VARIANT)):
        variants[variant["product_id"]].append(variant)
    tags: dict[int, list[Row]] = defaultdict(list)
    links = Product.tags.through.objects.filter(product__in=product_ids).order_by("product_id", "tag_id")
    for link in links.values("product_id", *_columns((), ("tag__name",))):
        tags[link["product_id"]].append(link)
    signs = _signs({row["subcategory__category__stone_type_id"] for row in rows})
    for row in rows:
        if own := variants[row["pk"]]:
            for language in LANGUAGES:
                yield _product(row, own, tags[row["pk"]], signs, language)


def _signs(type_ids: set[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = ZodiacStoneRecommendation.objects.filter(stone_type__in=type_ids).order_by("stone_type", "pk")
    for row in rows.values("stone_type_id", *_columns((), ("sign__name",))):
        found[row["stone_type_id"]].append(row)
    return found


def _product(
    row: Row, variants: list[Row], tags: list[Row], signs: dict[int, list[Row]], language: str
) -> Draft:
    prefix = "subcategory__category__stone_type__"
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    labels = _labels()

    def said(source: Row, name: str, code: str = language) -> str:
        return source[f"{name}_{code}"] or ""

    centre, accents = _stones(variants, language)
    properties = [labels.get(("nature", row["nature"], language), "")]
    for variant in variants:
        properties += [said(variant, name) for name in ("shape__name", "cut__name", "color__name")]
        properties += [labels.get((name, variant[name], language), "") for name in _LABELS if name in variant]
    properties += [said(tag, "tag__name") for tag in tags]
    # A branch may be named by several shapes at once, so it says less than what the stone itself is.
    about = [said(row, "subcategory__name"), said(row, "subcategory__category__name")]
    about += [said(row, "lead"), *accents, row[f"{prefix}latin_name"] or ""]
    about += [said(sign, "sign__name") for sign in signs[row[f"{prefix[:-2]}_id"]]]
    rest = [plain(said(row, "description")), said(row, "name", other), said(row, f"{prefix}name", other)]
    rest += _stones(variants, other)[0]
    return Draft(
        kind=DocKind.PRODUCT,
        object_id=row["pk"],
        language=language,
        levels=([said(row, "name"), said(row, f"{prefix}name")], centre, properties, about, rest),
        codes=[code for variant in variants for code in (variant["sku"], variant["report_number"]) if code],
        title=said(row, "name"),
    )


def _stones(variants: list[Row], language: str) -> tuple[list[str], list[str]]:
    """Return the stone that pieces of jewelry are made around, and the stones beside it.

    A setting is written as ``Рубін 1,62 ct, діаманти 2 × 0,31 ct``: the first is the one.
    """
    centre: dict[str, None] = {}
    accents: dict[str, None] = {}
    for text in dict.fromkeys(variant[f"setting_stones_{language}"] or "" for variant in variants):
        first, *others = _FIGURES.sub(" ", text.replace(", ", "|")).split("|")
        centre[first.strip()] = None
        accents |= dict.fromkeys(stone.strip() for stone in others)
    return list(centre), list(accents)


# --- words of the catalog ------------------------------------------------------------------------


def place_drafts(address: Callable[[DocKind, Row, str], str]) -> Iterator[Draft]:
    """Yield a document for every branch and dictionary value, in both languages; nine queries.

    ``address`` returns where a place leads, from its kind, its row and the language.
    """
    for kind, (model, own, above) in _PLACES.items():
        for row in model.objects.order_by("pk").values(*_columns(("pk", "code", *own), ("name", *above))):
            if not row.get("is_live", True):
                continue
            for language in LANGUAGES:
                yield _place(kind, row, language, url=address(kind, row, language))


_ABOVE = "category__stone_type"
_PLACES: dict[DocKind, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    DocKind.STONE: (StoneType, ("kind", "latin_name"), ("slug",)),
    DocKind.CATEGORY: (Category, ("stone_type__kind",), ("slug", "stone_type__slug", "stone_type__name")),
    DocKind.SUBCATEGORY: (
        SubCategory,
        (f"{_ABOVE}__kind",),
        ("slug", "category__slug", f"{_ABOVE}__slug", f"{_ABOVE}__name"),
    ),
    DocKind.SHAPE: (Shape, (), ()),
    DocKind.CUT: (Cut, (), ()),
    DocKind.COLOR: (Color, (), ()),
    DocKind.ZODIAC: (ZodiacSign, (), ()),
    DocKind.TAG: (Tag, (), ()),
    DocKind.COLLECTION: (Collection, ("is_live",), ()),
}


def _place(kind: DocKind, row: Row, language: str, *, url: str) -> Draft:
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    above = next((row[name] for name in row if name.endswith(f"stone_type__name_{language}")), "") or ""
    name = row[f"name_{language}"] or ""
    return Draft(
        kind=kind,
        object_id=row["pk"],
        language=language,
        levels=([name], [], [above, row.get("latin_name") or ""], [], [row[f"name_{other}"] or ""]),
        title=name,
        url=url,
        text=above,
    )


def kind_of_place(row: Row) -> Kind:
    """Return which half of the catalog a branch is in; dictionary values belong to stones."""
    return Kind(next((row[name] for name in row if name == "kind" or name.endswith("__kind")), Kind.STONE))
