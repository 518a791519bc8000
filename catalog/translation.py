"""Language columns (django-modeltranslation): one row, a column a language."""

from modeltranslation.translator import TranslationOptions, register

from catalog.models import (
    Category,
    Collection,
    Color,
    Cut,
    Palette,
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


@register([StoneType, Category, SubCategory])
class BranchOptions(TranslationOptions):
    fields = ("name", "slug", "intro")
    required_languages = {"uk": ("name", "slug"), "en": ("name", "slug")}


@register([Shape, Cut, Color, Palette, Tag, ReturnRule, ZodiacSign])
class EntryOptions(TranslationOptions):
    fields = ("name", "text")
    required_languages = {"uk": ("name",), "en": ("name",)}


@register(Collection)
class CollectionOptions(TranslationOptions):
    fields = ("name", "intro")
    required_languages = {"uk": ("name",), "en": ("name",)}


@register(ZodiacStoneRecommendation)
class RecommendationOptions(TranslationOptions):
    fields = ("reason",)
    required_languages = ("uk", "en")


@register(Product)
class ProductOptions(TranslationOptions):
    fields = ("name", "slug", "lead", "description", "seo_title", "seo_description")
    required_languages = {"uk": ("name", "slug"), "en": ("name", "slug")}


@register(ProductVariant)
class VariantOptions(TranslationOptions):
    fields = ("setting_stones", "measured_by")


@register(VariantMedia)
class VariantMediaOptions(TranslationOptions):
    fields = ("alt",)
