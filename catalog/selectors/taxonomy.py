"""Reads of the hierarchy: a page's place in it, what lies below, the whole tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import override

from catalog.enums import Kind
from catalog.models import Category, Product, StoneType, SubCategory
from catalog.selectors.facts import translated

_NAMES = {
    Kind.STONE: ("stones", "type", "category", "subcategory"),
    Kind.JEWELRY: ("jewelry", "jewelry_type", "jewelry_category", "jewelry_subcategory"),
}
_LEVELS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (StoneType, ("",)),
    (Category, ("stone_type__", "")),
    (SubCategory, ("category__stone_type__", "category__", "")),
)
# A product is counted when the public may see it with something to buy or to have bought.
_COUNTED = Q(live=True, variants__is_active=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: a half of the catalog and the branches from the type downwards."""

    kind: Kind
    branches: tuple[StoneType | Category | SubCategory, ...] = ()

    @property
    def stone_type(self) -> StoneType | None:
        first = self.branches[0] if self.branches else None
        return first if isinstance(first, StoneType) else None

    @property
    def last(self) -> StoneType | Category | SubCategory | None:
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
    slugs = [translated(branch, "slug", language) for branch in branches]
    with override(language):
        return reverse(f"catalog:{_NAMES[kind][len(slugs)]}", args=slugs)


def place_of(product: Product) -> Place:
    """Return where a product hangs; its branches must be loaded."""
    leaf = product.subcategory
    stone_type = leaf.category.stone_type
    return Place(Kind(stone_type.kind), (stone_type, leaf.category, leaf))


def place_at(kind: Kind, slugs: list[str], *, language: str) -> Place | None:
    """Return the place that ``slugs`` name, in this language or the other; None when there is none.

    One query. A slug may mean different branches in the two languages: this language wins.
    """
    if not slugs:
        return Place(kind)
    model, paths = _LEVELS[len(slugs) - 1]
    wanted = Q(**{f"{paths[0]}kind": kind})
    for path, slug in zip(paths, slugs, strict=True):
        wanted &= Q(**{f"{path}slug_uk": slug}) | Q(**{f"{path}slug_en": slug})
    related = [path.removesuffix("__") for path in paths if path]
    rows = model.objects.filter(wanted)
    places = [Place(kind, _chain(row)) for row in (rows.select_related(*related) if related else rows)]
    return max(places, key=lambda place: _matches(place, slugs, language), default=None)


def _chain(branch: Any) -> tuple[Any, ...]:
    if isinstance(branch, SubCategory):
        return (branch.category.stone_type, branch.category, branch)
    if isinstance(branch, Category):
        return (branch.stone_type, branch)
    return (branch,)


def _matches(place: Place, slugs: list[str], language: str) -> int:
    return sum(
        translated(branch, "slug", language) == slug
        for branch, slug in zip(place.branches, slugs, strict=True)
    )


def branches_below(place: Place, *, language: str) -> list[BranchView]:
    """Return the branches right below ``place`` that have products, with their counts; one query."""
    if len(place.branches) == len(_LEVELS):
        return []
    model, _paths = _LEVELS[len(place.branches)]
    path = ("categories__subcategories__", "subcategories__", "")[len(place.branches)] + "products"
    counted = Q(**{f"{path}__live": True, f"{path}__variants__is_active": True})
    rows = model.objects.filter(_parent(place)).annotate(number=Count(path, filter=counted, distinct=True))
    return [
        _view(row, (*place.branches, row), kind=place.kind, number=row.number, language=language)
        for row in rows.filter(number__gt=0).order_by("sort_order", "code")
    ]


def _parent(place: Place) -> Q:
    last = place.last
    if last is None:
        return Q(kind=place.kind)
    return Q(stone_type=last) if isinstance(last, StoneType) else Q(category=last)


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
        name=translated(branch, "name", language),
        url=place_url(kind, chain, language=language),
        count=number,
        slugs={code: translated(branch, "slug", code) for code in ("uk", "en")},
        children=children,
        branch=branch,
    )


def tree(*, language: str) -> list[BranchView]:
    """Return the whole hierarchy with product counts, empty branches included; four queries."""
    counts = dict(
        Product.objects.filter(_COUNTED)
        .order_by()
        .values_list("subcategory")
        .annotate(number=Count("pk", distinct=True))
    )
    leaves: dict[int, list[SubCategory]] = defaultdict(list)
    for leaf in SubCategory.objects.all():
        leaves[leaf.category_id].append(leaf)
    middles: dict[int, list[Category]] = defaultdict(list)
    for category in Category.objects.all():
        middles[category.stone_type_id].append(category)

    def category_view(top: StoneType, category: Category) -> BranchView:
        kind = Kind(top.kind)
        children = tuple(
            _view(leaf, (top, category, leaf), kind=kind, number=counts.get(leaf.pk, 0), language=language)
            for leaf in leaves[category.pk]
        )
        number = sum(child.count for child in children)
        return _view(
            category, (top, category), kind=kind, number=number, language=language, children=children
        )

    views = []
    for top in StoneType.objects.all():
        children = tuple(category_view(top, category) for category in middles[top.pk])
        number = sum(child.count for child in children)
        views.append(
            _view(top, (top,), kind=Kind(top.kind), number=number, language=language, children=children)
        )
    return views
