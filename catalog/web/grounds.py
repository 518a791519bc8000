"""What a listing page is about: a place in the hierarchy, a collection, the sale, what is new, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.enums import Kind
from catalog.index import selectors as engine
from catalog.index.selectors import Scope, Word
from catalog.selectors.facts import translated
from catalog.selectors.taxonomy import Place
from catalog.web.facets import facets_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A listing's part of the catalog with its address, its words and its facets.

    ``query`` stands in front of the filters in every address of the page (a search's ``q``).
    """

    scope: Scope
    paths: dict[str, str]
    heading: str
    intro: str
    facets: tuple[str, ...]
    kind: Kind | None = None
    place: Place | None = None
    crumbs: tuple[tuple[str, str], ...] = ()
    latin: str = ""
    is_wide: bool = False
    query: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    def path(self, language: str) -> str:
        return self.paths[language]


def paths_of(name: str, *args: str) -> dict[str, str]:
    """Return the address of a page of the catalog in every language."""
    paths = {}
    for language in ("uk", "en"):
        with override(language):
            paths[language] = reverse(f"catalog:{name}", args=args)
    return paths


def home_crumb(language: str) -> tuple[str, str]:
    return _("Home"), f"/{language}/"


def kind_title(kind: Kind) -> str:
    return _("Gemstones") if kind == Kind.STONE else _("Jewelry")


def of_place(place: Place, *, language: str) -> Ground:
    """Return the ground of a level of the hierarchy."""
    ids = [branch.pk for branch in place.branches] + [None] * 3
    depth = len(place.branches)
    return Ground(
        scope=Scope(kind=place.kind, type_id=ids[0], category_id=ids[1], subcategory_id=ids[2]),
        paths={code: place.url(code) for code in ("uk", "en")},
        heading=heading_of(place, language),
        intro=_intro_of(place, language),
        facets=facets_of(place.kind, depth=depth),
        kind=place.kind,
        place=place,
        crumbs=tuple(crumbs_of(place, language)),
        latin=place.stone_type.latin_name if place.stone_type and depth == 1 else "",
        is_wide=place.kind == Kind.JEWELRY and not depth,
    )


def heading_of(place: Place, language: str) -> str:
    return translated(place.last, "name", language) if place.last else kind_title(place.kind)


def _intro_of(place: Place, language: str) -> str:
    if place.last is not None:
        return translated(place.last, "intro", language)
    if place.kind == Kind.STONE:
        return _("Every stone with its weight, its size in millimetres and what was done to it.")
    return _("Each piece begins with a stone: first we choose it, then we draw the setting.")


def crumbs_of(place: Place, language: str) -> list[tuple[str, str]]:
    """Return the way to ``place``, the page itself left out."""
    return [home_crumb(language)] + [
        (heading_of(above, language), above.url(language)) for above in place.above()
    ]


def of_collection(collection: Word, *, language: str) -> Ground:
    """Return the ground of a collection."""
    title = (_("Collections"), collections_path(language))
    return Ground(
        scope=Scope(collection=collection.code),
        paths=paths_of("collection", collection.code),
        heading=collection.names[language],
        intro=collection.texts[language],
        facets=facets_of(None),
        crumbs=(home_crumb(language), title),
    )


def collections_path(language: str) -> str:
    with override(language):
        return reverse("catalog:collections")


def of_sale(*, language: str) -> Ground:
    """Return the ground of everything that is reduced now."""
    return Ground(
        scope=Scope(sale=True),
        paths=paths_of("sale"),
        heading=_("Sale"),
        intro=_("What costs less for a time. The earlier price and the last day stand beside each."),
        facets=facets_of(None),
        crumbs=(home_crumb(language),),
    )


def of_new(*, language: str) -> Ground:
    """Return the ground of what came lately."""
    return Ground(
        scope=Scope(new=True),
        paths=paths_of("new"),
        heading=_("New in the shop"),
        intro=_("What came in the last %(days)d days.") % {"days": engine.NEW_DAYS},
        facets=facets_of(None),
        crumbs=(home_crumb(language),),
    )


def of_search(
    q: str, product_ids: Sequence[int], *, variant_ids: Sequence[int] = (), language: str
) -> Ground:
    """Return the ground of what a search found, best first; ``variant_ids`` were asked for by number."""
    ground = Ground(
        scope=Scope(products=tuple(product_ids), variants=tuple(variant_ids)),
        paths=paths_of("search"),
        heading=_("Search"),
        intro="",
        facets=facets_of(None),
        crumbs=(home_crumb(language),),
    )
    return replace(ground, query=(("q", q),))
