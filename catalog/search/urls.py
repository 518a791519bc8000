"""Where the words of the catalog lead."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from catalog.enums import Kind
from catalog.search.documents import DocKind
from catalog.search.sources import kind_of_place

_NAMES = {
    Kind.STONE: {DocKind.STONE: "type", DocKind.CATEGORY: "category", DocKind.SUBCATEGORY: "subcategory"},
    Kind.JEWELRY: {
        DocKind.STONE: "jewelry_type",
        DocKind.CATEGORY: "jewelry_category",
        DocKind.SUBCATEGORY: "jewelry_subcategory",
    },
}
_SLUGS = {
    DocKind.STONE: ("slug",),
    DocKind.CATEGORY: ("stone_type__slug", "slug"),
    DocKind.SUBCATEGORY: ("category__stone_type__slug", "category__slug", "slug"),
}
_FACETS = {
    DocKind.SHAPE: "shape", DocKind.CUT: "cut", DocKind.COLOR: "color", DocKind.ZODIAC: "zodiac",
    DocKind.TAG: "tag",
}  # fmt: skip


def place_address(kind: DocKind, row: dict[str, Any], language: str) -> str:
    """Return the address of a branch's page, or of the stones that have a dictionary value."""
    with override(language):
        if kind in _FACETS:
            return f"{reverse('catalog:stones')}?{urlencode({_FACETS[kind]: row['code']})}"
        if kind == DocKind.COLLECTION:
            return reverse("catalog:collection", args=[row["code"]])
        slugs = [row[f"{name}_{language}"] for name in _SLUGS[kind]]
        if not all(slugs):
            return ""
        return reverse(f"catalog:{_NAMES[kind_of_place(row)][kind]}", args=slugs)
