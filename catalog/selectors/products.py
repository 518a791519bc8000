"""Reads of products for their own pages."""

from django.db.models import F, Q

from catalog.models import Product, ProductVariant
from catalog.selectors.facts import translated
from catalog.selectors.variants import variants_with_all


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
    if not product.pk:
        return []
    variants = list(
        variants_with_all()
        .select_related("shape", "cut", "color", "report_file")
        .filter(product=product.pk, is_active=True)
        .order_by("sort_order", "pk")
    )
    for variant in variants:
        variant.product = product
    return variants


def page_variants(slug: str, *, language: str) -> list[ProductVariant]:
    """Return the active variants of the published product with this slug in either language; one query.

    Each is bound to the one product, and ``available`` says how many units of it can be bought now. A slug may
    belong to different products in the two languages: this language wins. Empty: there is no such page.
    """
    rows = list(
        ProductVariant.objects.filter(
            Q(product__slug_uk=slug) | Q(product__slug_en=slug), product__live=True, is_active=True
        )
        .select_related("product__return_rule", "shape", "cut", "color", "report_file")
        .annotate(available=F("card__available"))
        .order_by("product", "sort_order", "pk")
    )
    if not rows:
        return []
    best = max(rows, key=lambda row: translated(row.product, "slug", language) == slug)
    variants = [row for row in rows if row.product_id == best.product_id]
    for variant in variants:
        variant.product = best.product
    return variants
