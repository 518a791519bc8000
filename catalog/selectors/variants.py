"""Reads of variants for carts, orders and mails."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from catalog.domain import ReturnRuleView, VariantSummary, VariantToBuy
from catalog.enums import Kind
from catalog.models import Product, ProductVariant, ReturnRule, VariantMedia
from catalog.selectors.facts import alt_text, facts_text, kind_text, translated
from catalog.selectors.pictures import THUMBNAIL_SIZES, picture_copies, picture_view
from gemkit.prepared import Reading

_LONG_TEXTS = [
    f"product__{field}_{language}"
    for field in ("description", "seo_title", "seo_description")
    for language in ("uk", "en")
]


# What a summary tells, and nothing that is long or belongs to other pages.
_TOLD = (
    *("sku", "is_active", "is_one_of_a_kind", "is_made_to_order", "treatment", "carat", "metal", "ring_size"),
    *("length_mm", "width_mm", "depth_mm", "setting_stones_uk", "setting_stones_en"),
    *("shape__name_uk", "shape__name_en"),
    *(f"product__{name}" for name in ("live", "name_uk", "name_en", "slug_uk", "slug_en", "subcategory")),
    *(
        f"product__return_rule__{name}"
        for name in ("code", "days", "name_uk", "name_en", "text_uk", "text_en")
    ),
    *("product__subcategory__category", "product__subcategory__category__stone_type__kind"),
)
_SEEN = (
    *("variant_id", "view", "alt_uk", "alt_en"),
    *(f"picture__{name}" for name in ("file", "width", "height", "alt_uk", "alt_en")),
)

# Variants with what their summaries tell.
_SUMMARIES = Reading(
    lambda ids: (
        ProductVariant.objects.select_related(
            "product__subcategory__category__stone_type", "product__return_rule", "shape"
        )
        .only(*_TOLD)
        .filter(pk__in=ids)
        .order_by()
    )
)
# Galleries from their ends, with what a small picture needs.
_GALLERIES = Reading(
    lambda ids: (
        VariantMedia.objects.select_related("picture")
        .only(*_SEEN)
        .filter(variant_id__in=ids)
        .order_by("variant_id", "-sort_order", "-pk")
    )
)


def variants_with_all() -> QuerySet[ProductVariant]:
    """Return variants with everything their facts are told from, in one query."""
    return ProductVariant.objects.select_related(
        "product__subcategory__category__stone_type", "product__return_rule", "shape", "cut", "color"
    ).defer("product__description", *_LONG_TEXTS)


def product_url(product: Product, *, language: str, sku: str = "") -> str:
    """Return the product's page in ``language``, at a variant when ``sku`` is given."""
    return product_address(getattr(product, f"slug_{language}"), language=language, sku=sku)


def product_address(slug: str, *, language: str, sku: str = "") -> str:
    """Return the page of the product with this slug, at a variant when ``sku`` is given."""
    url = _product_pattern(language).replace("SLUG", slug, 1)
    return f"{url}?{urlencode({'variant': sku})}" if sku else url


def product_paths(slugs: Mapping[str, str], *, sku: str = "") -> dict[str, str]:
    """Return a product's page in every language that has a slug, at a variant when ``sku`` is given."""
    return {code: product_address(slug, language=code, sku=sku) for code, slug in slugs.items() if slug}


@lru_cache(maxsize=8)
def _product_pattern(language: str) -> str:
    with override(language):
        return reverse("catalog:product", args=["SLUG"])


def is_jewelry(product: Product) -> bool:
    return product.subcategory.category.stone_type.kind == Kind.JEWELRY


def media_of(variant_ids: Iterable[int]) -> dict[int, list[VariantMedia]]:
    """Return the galleries of variants, in order, in one query."""
    galleries: dict[int, list[VariantMedia]] = defaultdict(list)
    rows = VariantMedia.objects.filter(variant_id__in=list(variant_ids)).select_related("picture")
    for media in rows.order_by("variant_id", "sort_order", "pk"):
        galleries[media.variant_id].append(media)
    return galleries


def _first_pictures(variant_ids: list[int]) -> dict[int, VariantMedia]:
    """Return the picture that stands first in the gallery of each variant that has one, in one query."""
    return {media.variant_id: media for media in _GALLERIES(ids=variant_ids)}


def variant_summaries(variant_ids: Iterable[int], *, language: str) -> dict[int, VariantSummary]:
    """Return summaries by variant id, in three queries for any number. Unknown ids are left out.

    Drafts and withdrawn variants are included: a cart must still be able to name them.
    """
    variants = _SUMMARIES(ids=list(variant_ids))
    firsts = _first_pictures([variant.pk for variant in variants])
    copies = picture_copies(media.picture for media in firsts.values())
    summaries = {}
    for variant in variants:
        product, jewelry = variant.product, is_jewelry(variant.product)
        facts = {code: facts_text(variant, language=code, is_jewelry=jewelry) for code in ("uk", "en")}
        name = translated(product, "name", language)
        picture = None
        if first := firsts.get(variant.pk):
            kind = kind_text(variant, language=language, is_jewelry=jewelry)
            alt = alt_text(first, name=name, kind=kind, language=language)
            picture = picture_view(copies.get(first.picture_id, []), alt=alt, sizes=THUMBNAIL_SIZES)
        summaries[variant.pk] = VariantSummary(
            variant_id=variant.pk,
            sku=variant.sku,
            product_id=product.pk,
            name=name,
            name_uk=translated(product, "name", "uk"),
            name_en=translated(product, "name", "en"),
            facts=facts[language],
            facts_uk=facts["uk"],
            facts_en=facts["en"],
            slug_uk=translated(product, "slug", "uk"),
            slug_en=translated(product, "slug", "en"),
            url=product_url(product, language=language, sku=variant.sku),
            picture=picture,
            is_purchasable=bool(product.live and variant.is_active),
            is_one_of_a_kind=variant.is_one_of_a_kind,
            is_made_to_order=variant.is_made_to_order,
            is_jewelry=jewelry,
            return_rule=return_rule_view(product.return_rule, language=language),
            carat=variant.carat,
        )
    return summaries


def variant_by_sku(sku: str, *, language: str = "uk") -> VariantSummary | None:
    """Return the active variant with this SKU, of a published product or not; None if there is none."""
    variant_id = ProductVariant.objects.filter(sku=sku, is_active=True).values_list("pk", flat=True).first()
    if variant_id is None:
        return None
    return variant_summaries([variant_id], language=language).get(variant_id)


def variant_to_buy(sku: str, *, language: str) -> VariantToBuy | None:
    """Return what a cart has to know of the active variant with this SKU, in one query; None if there is none."""
    found = ProductVariant.objects.filter(sku=sku, is_active=True).order_by()
    columns = ("pk", f"product__name_{language}", "product__live", "is_one_of_a_kind")
    for pk, name, is_live, is_single in found.values_list(*columns)[:1]:
        return VariantToBuy(pk, name or "", is_live, is_single)
    return None


def return_rule_view(rule: ReturnRule, *, language: str) -> ReturnRuleView:
    return ReturnRuleView(
        code=rule.code,
        name=translated(rule, "name", language),
        text=translated(rule, "text", language),
        days=rule.days,
    )


def made_to_order_ids(variant_ids: Iterable[int]) -> set[int]:
    """Return those of the variants that are made to order when sold out."""
    made = ProductVariant.objects.filter(pk__in=list(variant_ids), is_made_to_order=True)
    return set(made.order_by().values_list("pk", flat=True))
