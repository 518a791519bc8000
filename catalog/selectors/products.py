"""Reads of products for their own pages."""

from collections.abc import Collection, Iterable

from django.db.models import F, Q

from catalog.index import selectors as index
from catalog.models import Product, ProductVariant
from catalog.selectors.facts import translated
from catalog.selectors.variants import variants_with_all
from gemkit.prepared import Reading


def product_at(slug: str, *, language: str) -> Product | None:
    """Return the published product with this slug in either language; one query.

    A slug may belong to different products in the two languages: this language wins.
    """
    rows = (
        Product.objects.filter(Q(slug_uk=slug) | Q(slug_en=slug), live=True)
        .select_related("subcategory__category__stone_type", "return_rule")
        .order_by("pk")
    )
    return max(rows, key=lambda product: translated(product, "slug", language) == slug, default=None)


def variants_of(product: Product) -> list[ProductVariant]:
    """Return the active variants of a product in order, each bound to ``product`` itself; one query.

    In a preview the product is a draft, and its variants must tell the draft's name.
    """
    return variants_of_many([product])[product.pk] if product.pk else []


def variants_of_many(products: Iterable[Product]) -> dict[int, list[ProductVariant]]:
    """Return the active variants of each product in order, bound to the product given; one query."""
    by_id = {product.pk: product for product in products}
    found: dict[int, list[ProductVariant]] = {pk: [] for pk in by_id}
    rows = (
        variants_with_all()
        .select_related("shape", "cut", "color", "report_file")
        .filter(product__in=by_id, is_active=True)
        .order_by("sort_order", "pk")
    )
    for variant in rows:
        variant.product = by_id[variant.product_id]
        found[variant.product_id].append(variant)
    return found


_AT_SLUG = Reading(
    lambda slug: (
        ProductVariant.objects.filter(
            Q(product__slug_uk=slug) | Q(product__slug_en=slug), product__live=True, is_active=True
        )
        .select_related("product__return_rule", "report_file")
        .annotate(available=F("card__available"))
        .order_by("product_id", "sort_order", "pk")
    )
)


def page_variants(slug: str, *, language: str) -> list[ProductVariant]:
    """Return the active variants of the published product with this slug in either language; one query.

    Each is bound to the one product, and ``available`` says how many units of it can be bought now. A slug may
    belong to different products in the two languages: this language wins. Empty: there is no such page.
    """
    rows = _AT_SLUG(slug=slug)
    if not rows:
        return []
    best = max(rows, key=lambda row: translated(row.product, "slug", language) == slug)
    variants = [row for row in rows if row.product_id == best.product_id]
    words = index.words()
    for variant in variants:
        variant.product = best.product
        for name in ("shape", "cut", "color"):
            if entry := words.entry(name, getattr(variant, f"{name}_id")):
                setattr(variant, name, entry)  # what three joins would bring
    return variants


def product_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names of products for staff, in the active language, by id."""
    return {product.pk: str(product) for product in Product.objects.filter(pk__in=ids)}
