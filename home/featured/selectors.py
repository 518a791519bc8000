"""The report's rows: a place on a published page that names a product which cannot be bought.

Wagtail's reference index says where products are named; the catalog's index in memory says which of them cannot be
bought; the same shelf that fills the pages says what visitors see instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, ReferenceIndex

from catalog.selectors import displays
from home.blocks import data as blocks_data
from home.blocks.data import STONE, Needs, Shelf, shelf_of
from home.featured.enums import Missing, Shown

OUTSIDE = ""
_PAGE, _PRODUCT = ("wagtailcore", "page"), ("catalog", "product")


@dataclass(frozen=True, slots=True)
class Feature:
    """A place where a page names a product that cannot be bought.

    ``instead`` is the name of the product that visitors see; empty when the place is left out. ``content_path`` is
    where the editor finds it.
    """

    page: Page
    product_id: int
    product: str
    state: Missing
    block: str
    content_path: str
    instead: str

    @property
    def shown(self) -> Shown:
        return Shown.ANOTHER if self.instead else Shown.NOTHING


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of the reference index: a page names a product somewhere."""

    page_id: int
    product_id: int
    content_path: str

    @property
    def place(self) -> str:
        """The id of the block of the body that names it; empty outside of blocks."""
        parts = self.content_path.split(".")
        return parts[1] if len(parts) > 2 else OUTSIDE


def features(*, pages: Iterable[int] | None = None, language: str = "", state: str = "") -> list[Feature]:
    """Return all such places on published pages, by page; some ``pages`` only, when given.

    Five queries besides one for each type of page, whatever the number of pages and products.
    """
    wanted = None if pages is None else set(pages)
    references = [row for row in _references() if wanted is None or row.page_id in wanted]
    gone = _gone({row.product_id for row in references})
    if state:
        gone = {pk: found for pk, found in gone.items() if found == state}
    found = _pages({row.page_id for row in references if row.product_id in gone}, language)
    by_page: dict[int, list[Reference]] = defaultdict(list)
    for row in references:
        if row.page_id in found:
            by_page[row.page_id].append(row)
    places = [
        place
        for pk, page in found.items()
        for place in _places(page, by_page[pk])
        if place[1].product_id in gone
    ]
    names = _names(places)
    return [
        Feature(
            page=page,
            product_id=row.product_id,
            product=names.get(row.product_id, f"#{row.product_id}"),
            state=gone[row.product_id],
            block=block,
            content_path=row.content_path,
            instead=names.get(shown, "") if shown is not None else "",
        )
        for page, row, block, shown in places
    ]


def _references() -> list[Reference]:
    page, product = (ContentType.objects.get_by_natural_key(*name) for name in (_PAGE, _PRODUCT))
    rows = ReferenceIndex.objects.filter(base_content_type=page, to_content_type=product)
    values = rows.order_by("object_id", "content_path").values_list(
        "object_id", "to_object_id", "content_path"
    )
    return [Reference(int(page), int(product), path) for page, product, path in values]


def _gone(product_ids: set[int]) -> dict[int, Missing]:
    """Return those of the products that no visitor can buy, and why; one query, for what is not listed."""
    if not product_ids:
        return {}
    listed = displays.candidates(product_ids=sorted(product_ids))
    shown = {candidate.product_id for candidate in listed}
    buyable = {candidate.product_id for candidate in listed if not candidate.is_sold}
    hidden = product_ids - shown
    known = set(displays.product_names(hidden, language="uk")) if hidden else set()
    return {
        **dict.fromkeys((product_ids & shown) - buyable, Missing.SOLD),
        **dict.fromkeys(hidden & known, Missing.UNPUBLISHED),
        **dict.fromkeys(hidden - known, Missing.DELETED),
    }


def _pages(ids: set[int], language: str) -> dict[int, Any]:
    pages = Page.objects.filter(pk__in=ids).live()
    if language:
        pages = pages.filter(locale__language_code=language)
    locales = Locale.objects.in_bulk()
    found = {}
    for page in pages.order_by("path").specific():
        page.locale = locales[page.locale_id]
        found[page.pk] = page
    return found


Place = tuple[Any, Reference, str, int | None]


def _places(page: Any, rows: Sequence[Reference]) -> list[Place]:
    """Return each place of a page with its block's name and the product that visitors see there.

    A block that only a draft has is left out: nobody sees it.
    """
    streams = [body for body in page.bodies() if isinstance(body, StreamValue)]
    children = {child.id: child for body in streams for child in body}
    beside = [row for row in rows if not _is_in_stream(page, row)]
    swaps = _swaps(children, [row.product_id for row in beside])
    places: list[Place] = []
    for row in rows:
        if row in beside:
            places.append((page, row, _field_label(page, row), swaps.get((OUTSIDE, row.product_id))))
        elif (child := children.get(row.place)) is not None:
            label = capfirst(str(child.block.label))
            places.append((page, row, label, swaps.get((row.place, row.product_id))))
    return places


def _is_in_stream(page: Any, row: Reference) -> bool:
    return isinstance(page._meta.get_field(row.content_path.split(".")[0]), StreamField)


def _field_label(page: Any, row: Reference) -> str:
    field = page._meta.get_field(row.content_path.split(".")[0])
    related = getattr(field, "related_model", None)
    name = getattr(field, "verbose_name", "") or (related._meta.verbose_name_plural if related else "")
    return capfirst(str(name))


def _swaps(children: dict[str, Any], beside: Sequence[int]) -> dict[tuple[str, int], int | None]:
    """Return by block and chosen product the product that is shown; None where the place is left out.

    ``beside`` are products named outside of blocks: they stand in a tray of their own.
    """
    structs = [
        (place, struct)
        for place, child in children.items()
        for struct in blocks_data.walk(child.value)
        if hasattr(getattr(struct, "block", None), "wanted")
    ]
    shelf = _shelf([struct for _place, struct in structs], beside)
    found: dict[tuple[str, int], int | None] = {}
    asked = [(place, struct.block.wanted(struct), struct.block.kind) for place, struct in structs]
    for place, wanted, kind in [*asked, (OUTSIDE, [(pk, "") for pk in beside], STONE)]:
        for swap in shelf.swaps(wanted, kind=kind):
            found.setdefault((place, swap.product_id), swap.shown.product_id if swap.shown else None)
    return found


def _shelf(structs: Sequence[Any], beside: Sequence[int]) -> Shelf:
    """Return the shelf that fills a page, from the index in memory."""
    needs = Needs()
    for struct in structs:
        struct.block.needs(struct, needs)
    for product_id in beside:
        needs.product(Named(product_id), kind=STONE)
    needs.skus.clear()  # which stone of a product matters not when all are sold
    return shelf_of(needs)


@dataclass(frozen=True, slots=True)
class Named:
    """A product of which only the id is known."""

    pk: int


def _names(places: Sequence[Place]) -> dict[int, str]:
    ids = {row.product_id for _page, row, _block, _shown in places} | {
        shown for _page, _row, _block, shown in places if shown is not None
    }
    language = "en" if get_language() == "en" else "uk"
    return displays.product_names(ids, language=language) if ids else {}
