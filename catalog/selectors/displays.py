"""What a shop window may show: products that can be bought now, and counts of them.

Editors' blocks name products or rules; the answers come from here, for a whole page at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from catalog.domain import PictureView, ShapeView
from catalog.models import Product, ProductVariant, Shape, StoneType
from catalog.selectors.facts import shape_view, translated
from catalog.selectors.pictures import picture_views
from catalog.selectors.variants import media_of
from catalog.selectors.wide import wide_pictures

_TYPE = "product__subcategory__category__stone_type"
_FIELDS = (
    "pk",
    "sku",
    "product_id",
    f"{_TYPE}__code",
    f"{_TYPE}__kind",
    "card__available",
    "is_made_to_order",
)
DRAWER_SIZES = "(min-width: 900px) 150px, 33vw"
SPREAD_SIZES = "(min-width: 900px) 60vw, 100vw"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A variant of a published product that a block might show."""

    variant_id: int
    sku: str
    product_id: int
    type_code: str
    kind: str
    available: int
    is_made_to_order: bool

    @property
    def is_sold(self) -> bool:
        return not self.available and not self.is_made_to_order


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A stone type or a kind of jewelry, with the number of products that can be bought now."""

    code: str
    kind: str
    name: str
    slug: str
    count: int
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class Density:
    """What the weight of a stone of given size is computed from."""

    code: str
    name: str
    specific_gravity: Decimal


def candidates(
    *,
    product_ids: Iterable[int] = (),
    newest: Mapping[str, int] | None = None,
    newest_of_type: Mapping[str, int] | None = None,
) -> list[Candidate]:
    """Return variants of the named products and of the newest that can be bought, newest first.

    ``newest`` says how many products of a kind to find, ``newest_of_type`` how many of a stone
    type; one query for all of it. Named products come with all their variants, sold ones too.
    """
    wanted = Q(product__in=list(product_ids))
    for kind, limit in (newest or {}).items():
        wanted |= Q(product__in=_newest(limit, subcategory__category__stone_type__kind=kind))
    for code, limit in (newest_of_type or {}).items():
        wanted |= Q(product__in=_newest(limit, subcategory__category__stone_type__code=code))
    variants = ProductVariant.objects.filter(wanted, is_active=True, product__live=True)
    rows = variants.order_by("-product__created_at", "-product_id", "sort_order", "pk").values_list(*_FIELDS)
    return [
        Candidate(pk, sku, product_id, code, kind, available or 0, is_made_to_order)
        for pk, sku, product_id, code, kind, available, is_made_to_order in rows
    ]


def _newest(limit: int, **condition: str) -> QuerySet[Product, int]:
    in_stock = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True, card__available__gt=0)
    products = Product.objects.filter(Exists(in_stock), live=True, **condition)
    return products.order_by("-created_at", "-pk").values_list("pk", flat=True)[:limit]


def type_counts(*, language: str) -> list[TypeCount]:
    """Return every stone type and kind of jewelry with the count of what can be bought, in order.

    Three queries for any size: counts, names with pictures, the pictures' copies.
    """
    in_stock = ProductVariant.objects.filter(is_active=True, product__live=True, card__available__gt=0)
    counts = dict(
        in_stock.order_by().values_list(f"{_TYPE}__code").annotate(number=Count("product", distinct=True))
    )
    types = list(StoneType.objects.select_related("picture"))
    # The name stands beside the picture, so the picture is silent for readers.
    pictures = picture_views([t.picture for t in types if t.picture], alts={}, sizes=DRAWER_SIZES)
    return [
        TypeCount(
            code=t.code,
            kind=t.kind,
            name=translated(t, "name", language),
            slug=translated(t, "slug", language),
            count=counts.get(t.code, 0),
            picture=pictures.get(t.picture_id) if t.picture_id else None,
        )
        for t in types
    ]


def densities(*, codes: Sequence[str], language: str) -> list[Density]:
    """Return stone types of known specific gravity, in the order of ``codes``."""
    types = {t.code: t for t in StoneType.objects.filter(code__in=list(codes))}
    return [
        Density(code, translated(types[code], "name", language), gravity)
        for code in codes
        if code in types and (gravity := types[code].specific_gravity) is not None
    ]


def stone_type_choices(*, kind: str | None = None) -> list[tuple[str, str]]:
    """Return codes and names for an editor's select."""
    types = StoneType.objects.filter(kind=kind) if kind else StoneType.objects.all()
    language = "en" if get_language() == "en" else "uk"
    return [(t.code, translated(t, "name", language) or t.code) for t in types]


def round_shape(*, language: str) -> ShapeView | None:
    """Return the drawing of a round stone for tables of sizes; None when the dictionary lacks it."""
    return shape_view(Shape.objects.filter(code="round").first(), language=language)


def large_pictures(variant_ids: Iterable[int], *, language: str) -> dict[int, PictureView]:
    """Return the first picture of each variant's gallery in large copies, in two queries."""
    firsts = {pk: gallery[0].picture for pk, gallery in media_of(variant_ids).items()}
    views = wide_pictures(firsts.values(), language=language, sizes=SPREAD_SIZES)
    return {pk: views[picture.pk] for pk, picture in firsts.items() if picture.pk in views}
