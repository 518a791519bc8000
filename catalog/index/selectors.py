"""What the index answers: totals, facets and pages of variants for filters, and the catalog's words.

The index is kept in memory, one a process (`catalog.index.state`); every answer heeds all changes committed
before it was asked for. Not to be asked inside a transaction that writes: what is rolled back would stay known.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from catalog.index import state, turns
from catalog.index.conditions import FACETS, NEW_DAYS
from catalog.index.filters import Filters
from catalog.index.questions import Bounds, Counts, PriceRange, Prices, Scope
from catalog.index.words import BranchWord, Word, Words
from catalog.models import Product, ProductVariant
from gemkit.clock import now

__all__ = [
    "FACETS", "NEW_DAYS", "Bounds", "BranchWord", "Counts", "PriceRange", "Prices", "Scope", "Word", "Words",
    "closest", "count", "matching_variants", "next_turn", "page", "product_ids", "revision", "total", "variant_ids", "variants_in", "words", "words_version",
]  # fmt: skip


def words() -> Words:
    """Return dictionaries, hierarchy and collections."""
    return state.words()


def product_ids() -> list[int]:
    """Return the ids of all products, published or not."""
    return list(Product.objects.order_by("pk").values_list("pk", flat=True))


def variant_ids(products: Collection[int]) -> list[int]:
    """Return the ids of all variants of some products."""
    variants = ProductVariant.objects.filter(product__in=products).order_by("pk")
    return list(variants.values_list("pk", flat=True))


def words_version() -> int:
    """Return a number that is another one whenever words were changed anywhere.

    What is made of words, of menus, settings or rates is kept under this number: whoever changes these calls
    `catalog.index.services.words_changed`.
    """
    return state.words_version()


def revision() -> int:
    """Return a number that is another one whenever anything that pages show may have changed, in any process.

    Answers that were made under another number are old; one small statement.
    """
    return state.revision()


def next_turn() -> dt.datetime | None:
    """Return when the next reduction of the catalog begins or ends: what is shown changes then by itself."""
    with state.engine(rate=None) as engine:
        return turns.next_turn(engine.table, now())


def count(scope: Scope, filters: Filters, prices: Prices, *, facets: Iterable[str] = FACETS) -> Counts:
    """Return totals, ranges and counts of the values of ``facets``."""
    with state.engine(rate=prices.rate) as engine:
        return engine.count(scope, filters, prices, facets=facets)


def total(scope: Scope, filters: Filters, prices: Prices) -> int:
    """Return the number of products that match, without facets."""
    with state.engine(rate=prices.rate) as engine:
        return engine.total(scope, filters, prices)


def page(scope: Scope, filters: Filters, prices: Prices, *, offset: int, limit: int) -> list[int]:
    """Return the variant ids of one page, one a product: its best matching variant."""
    with state.engine(rate=prices.rate) as engine:
        return engine.page(scope, filters, prices, offset=offset, limit=limit)


def closest(scope: Scope, filters: Filters, prices: Prices) -> tuple[str, int] | None:
    """Return the one filter that hides most, and how many products show without it.

    None when leaving out a single filter does not help.
    """
    with state.engine(rate=prices.rate) as engine:
        return engine.closest(scope, filters, prices)


def variants_in(
    among: Collection[int],
    prices: Prices,
    *,
    stones: Collection[int] = (),
    categories: Collection[int] = (),
    collections: Collection[str] = (),
) -> frozenset[int]:
    """Return those of some variants that fit every kind of condition given, with any value of it.

    Stone types and categories are ids, collections codes; ``prices`` is for collections with a rule. No query
    beyond that for what has changed. Drafts are in no part of the catalog.
    """
    with state.engine(rate=prices.rate) as engine:
        return engine.variants_in(
            among, prices, {"stone": stones, "category": categories}, collections=collections
        )


def matching_variants(
    filters: Filters,
    prices: Prices,
    *,
    added_after: dt.datetime | None = None,
    added_before: dt.datetime | None = None,
) -> list[int]:
    """Return the ids of all variants on sale that match, several of a product too, in order of their numbers."""
    with state.engine(rate=prices.rate) as engine:
        return engine.variants(filters, prices, added_after=added_after, added_before=added_before)
