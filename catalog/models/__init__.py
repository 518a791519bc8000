"""Tables of the catalog, by subject."""

from catalog.models.cards import CardChange, VariantCard
from catalog.models.collections import Collection, CollectionItem
from catalog.models.dictionaries import (
    Color,
    Cut,
    CutMedia,
    ReturnRule,
    Shape,
    Tag,
    ZodiacSign,
    ZodiacStoneRecommendation,
)
from catalog.models.media import File, Picture, Rendition
from catalog.models.picker import Palette, PaletteColor
from catalog.models.products import Product, ProductVariant, VariantMedia
from catalog.models.search import SearchDocument, SearchMiss, SearchSynonym, SearchTerm
from catalog.models.taxonomy import Category, StoneType, SubCategory

__all__ = [
    "CardChange",
    "Category",
    "Collection",
    "CollectionItem",
    "Color",
    "Cut",
    "CutMedia",
    "File",
    "Palette",
    "PaletteColor",
    "Picture",
    "Product",
    "ProductVariant",
    "Rendition",
    "ReturnRule",
    "SearchDocument",
    "SearchMiss",
    "SearchSynonym",
    "SearchTerm",
    "Shape",
    "StoneType",
    "SubCategory",
    "Tag",
    "VariantCard",
    "VariantMedia",
    "ZodiacSign",
    "ZodiacStoneRecommendation",
]
