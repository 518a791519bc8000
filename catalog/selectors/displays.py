"""What a shop window may show: products that can be bought now, and counts of them.

Editors' blocks name products or rules; the answers come from the index in memory, so a page asks the database
for none of this.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from catalog.domain import ShapeView
from catalog.index import selectors as index
from catalog.index import windows
from catalog.index.filters import Filters
from catalog.index.selectors import BranchWord, Prices, Scope
from catalog.index.windows import Asked, Candidate
from catalog.models import Collection as CollectionModel
from catalog.models import Product, ProductVariant, StoneType
from catalog.selectors.facts import translated

__all__ = [
    "Asked", "Candidate", "Density", "TypeCount", "candidates", "collection_choices", "densities", "found_by",
    "newest_of", "product_names", "round_shape", "stone_type_choices", "type_counts", "variants_by_sku",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A stone type or a kind of jewelry, with the number of products that can be bought now."""

    code: str
    kind: str
    name: str
    slug: str
    count: int
    picture_id: int | None


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

    ``newest`` says how many products of a kind to find, ``newest_of_type`` how many of a stone type. Named
    products come with all their variants, sold ones too, after the newest; for each that is sold some of its
    type are kept ready. No query.
    """
    types = index.words().by_code["stone"]
    named = {c.variant_id: c for c in windows.stand(product_ids)}
    wanted = Counter(newest_of_type or {})
    buyable = {c.product_id for c in named.values() if not c.is_sold}
    for product_id, code in {c.product_id: c.type_code for c in named.values()}.items():
        wanted[code] += 0 if product_id in buyable else 2
    rules = [newest_of(Scope(kind=kind), limit) for kind, limit in (newest or {}).items()]
    rules += [
        newest_of(Scope(type_id=types[code].id), limit)
        for code, limit in wanted.items()
        if code in types and limit
    ]
    found = {c.variant_id: c for answer in windows.found_by(rules) for c in answer}
    return [*found.values(), *(c for pk, c in named.items() if pk not in found)]


def newest_of(scope: Scope, limit: int) -> Asked:
    """Return the rule of the newest products of a part of the catalog that can be bought."""
    return Asked(scope, Filters(in_stock=True, ordering="newest"), limit=limit)


def found_by(rules: Sequence[Asked]) -> list[list[Candidate]]:
    """Return what each rule finds, one variant a product; no query."""
    return windows.found_by(rules)


def variants_by_sku(skus: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return (variant id, product id) of active variants of published products by SKU; one query."""
    rows = ProductVariant.objects.filter(sku__in=list(skus), is_active=True, product__live=True)
    return {sku: (pk, product_id) for sku, pk, product_id in rows.values_list("sku", "pk", "product_id")}


def product_names(product_ids: Collection[int], *, language: str) -> dict[int, str]:
    """Return the names of products, published or not, for editors; deleted ones are left out."""
    products = Product.objects.filter(pk__in=list(product_ids)).only("pk", "name_uk", "name_en")
    return {product.pk: translated(product, "name", language) or str(product.pk) for product in products}


# The pictures of the stone types that this process keeps, with the version of the words they are true for.
_type_pictures: list[tuple[int, dict[str, int | None]]] = []


def _pictures_of_types() -> dict[str, int | None]:
    version = index.words_version()
    if not _type_pictures or _type_pictures[0][0] != version:
        _type_pictures[:] = [(version, dict(StoneType.objects.values_list("code", "picture")))]
    return _type_pictures[0][1]


def type_counts(*, language: str) -> list[TypeCount]:
    """Return every stone type and kind of jewelry with the count of what can be bought, in order.

    No query unless the words were changed.
    """
    counts = index.count(Scope(), Filters(in_stock=True), Prices(), facets=("stone",)).facets["stone"]
    pictures = _pictures_of_types()
    return [
        TypeCount(
            code=word.code,
            kind=word.kind,
            name=word.names[language],
            slug=word.slugs[language],
            count=counts.get(word.code, 0),
            picture_id=pictures.get(word.code),
        )
        for word in index.words().all("stone")
    ]


def densities(*, codes: Sequence[str], language: str) -> list[Density]:
    """Return stone types of known specific gravity, in the order of ``codes``."""
    types = index.words().by_code["stone"]
    return [
        Density(code, word.names[language], word.specific_gravity)
        for code in codes
        if isinstance(word := types.get(code), BranchWord) and word.specific_gravity is not None
    ]


def stone_type_choices(*, kind: str | None = None) -> list[tuple[str, str]]:
    """Return codes and names for an editor's select."""
    types = StoneType.objects.filter(kind=kind) if kind else StoneType.objects.all()
    language = "en" if get_language() == "en" else "uk"
    return [(t.code, translated(t, "name", language) or t.code) for t in types]


def collection_choices() -> list[tuple[str, str]]:
    """Return codes and names of the collections on show, for an editor's select."""
    language = "en" if get_language() == "en" else "uk"
    shown = CollectionModel.objects.filter(is_live=True)
    return [(c.code, translated(c, "name", language) or c.code) for c in shown]


def round_shape(*, language: str) -> ShapeView | None:
    """Return the drawing of a round stone for tables of sizes; None when the dictionary lacks it."""
    words = index.words()
    found = words.by_code["shape"].get("round")
    return words.shape(found.id, language) if found else None
