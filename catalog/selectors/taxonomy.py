"""The hierarchy: a page's place in it, what lies below, the whole tree. Words and counts come from the index,
so nothing here queries the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters
from catalog.index.selectors import BranchWord, Prices, Scope, Words
from catalog.models import Product
from catalog.selectors.facts import translated

_NAMES = {
    Kind.STONE: ("stones", "type", "category", "subcategory"),
    Kind.JEWELRY: ("jewelry", "jewelry_type", "jewelry_category", "jewelry_subcategory"),
}
_LEVELS = ("stone", "category", "subcategory")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: a half of the catalog and the branches from the type downwards."""

    kind: Kind
    branches: tuple[BranchWord, ...] = ()

    @property
    def stone_type(self) -> BranchWord | None:
        return self.branches[0] if self.branches else None

    @property
    def last(self) -> BranchWord | None:
        return self.branches[-1] if self.branches else None

    def url(self, language: str) -> str:
        return place_url(self.kind, self.branches, language=language)

    def above(self) -> list[Place]:
        """Return the places on the way to this one, the half of the catalog first."""
        return [Place(self.kind, self.branches[:depth]) for depth in range(len(self.branches))]


@dataclass(frozen=True, slots=True)
class BranchView:
    """A branch in one language with the number of its products."""

    code: str
    name: str
    url: str
    count: int
    slugs: dict[str, str] = field(default_factory=dict)
    children: tuple[BranchView, ...] = ()
    branch: Any = None


def place_url(kind: Kind, branches: Iterable[Any], *, language: str) -> str:
    """Return the address of a place; its depth decides which."""
    url, slugs = "", [translated(branch, "slug", language) for branch in branches]
    for piece, slug in zip(_pattern(kind, len(slugs), language), ["", *slugs], strict=True):
        url += slug + piece
    return url


@lru_cache(maxsize=32)
def _pattern(kind: Kind, depth: int, language: str) -> list[str]:
    """Return what stands between the slugs of an address."""
    with override(language):
        url = reverse(f"catalog:{_NAMES[kind][depth]}", args=[f"SLUG-{place}" for place in range(depth)])
    return re.split(r"SLUG-\d", url)


def place_of(product: Product) -> Place:
    """Return where a product hangs."""
    chain = index.words().chain(product.subcategory_id)
    return Place(Kind(chain[0].kind), chain)


def place_at(kind: Kind, slugs: list[str], *, language: str) -> Place | None:
    """Return the place that ``slugs`` name, in this language or the other; None when there is none.

    A slug may mean different branches in the two languages: this language wins.
    """
    if not slugs:
        return Place(kind)
    words = index.words()
    chains = (_chain(words, branch, len(slugs) - 1) for branch in words.all(_LEVELS[len(slugs) - 1]))
    places = [
        Place(kind, chain)
        for chain in chains
        if chain[0].kind == kind
        and all(slug in branch.slugs.values() for branch, slug in zip(chain, slugs, strict=True))
    ]
    return max(places, key=lambda place: _matches(place, slugs, language), default=None)


def _chain(words: Words, branch: Any, level: int) -> tuple[BranchWord, ...]:
    chain = [branch]
    for above in reversed(_LEVELS[:level]):
        chain.insert(0, words.by_id[above][chain[0].parent])
    return tuple(chain)


def _matches(place: Place, slugs: list[str], language: str) -> int:
    return sum(branch.slugs[language] == slug for branch, slug in zip(place.branches, slugs, strict=True))


def branches_below(place: Place, *, language: str) -> list[BranchView]:
    """Return the branches right below ``place`` that have products, with their counts."""
    level = len(place.branches)
    if level == len(_LEVELS):
        return []
    counts = _counts(_LEVELS[level])
    parent = place.last.id if place.last else None
    return [
        _view(
            branch, (*place.branches, branch), kind=place.kind, number=counts[branch.code], language=language
        )
        for branch in index.words().all(_LEVELS[level])
        if counts.get(branch.code) and (branch.parent == parent if parent else branch.kind == place.kind)
    ]


def _counts(*levels: str) -> Mapping[str, int]:
    """Return the number of products of every branch on a level, whether they can be bought now or not."""
    found = index.count(Scope(), Filters(), Prices(), facets=levels)
    return {code: number for level in levels for code, number in found.facets[level].items()}


def _view(
    branch: Any,
    chain: tuple[Any, ...],
    *,
    kind: Kind,
    number: int,
    language: str,
    children: tuple[BranchView, ...] = (),
) -> BranchView:
    return BranchView(
        code=branch.code,
        name=branch.names[language],
        url=place_url(kind, chain, language=language),
        count=number,
        slugs=branch.slugs,
        children=children,
        branch=branch,
    )


def tree(*, language: str) -> list[BranchView]:
    """Return the whole hierarchy with product counts, empty branches included."""
    words = index.words()
    counts = {level: _counts(level) for level in _LEVELS}

    def view(level: int, chain: tuple[Any, ...]) -> BranchView:
        below = words.all(_LEVELS[level + 1]) if level + 1 < len(_LEVELS) else []
        children = tuple(view(level + 1, (*chain, child)) for child in below if child.parent == chain[-1].id)
        number = counts[_LEVELS[level]].get(chain[-1].code, 0)
        kind = Kind(chain[0].kind)
        return _view(chain[-1], chain, kind=kind, number=number, language=language, children=children)

    return [view(0, (stone,)) for stone in words.all("stone")]
