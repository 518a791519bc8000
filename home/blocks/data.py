"""What the blocks of a page show, loaded at once.

Rendering has three steps, so that the number of queries does not depend on the number of blocks:
every block says what it needs, everything is loaded (candidates from the index in memory, one query for cards,
one for prices, one for pictures …), and then the templates get finished views. A sold stone never gets through:
`Shelf` gives only what can be bought, and falls to the next by the block's rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import get_language, ngettext, npgettext
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue

from gemkit import formats
from gemkit.money import Money
from home.blocks.kept import Story, page_urls, stories, until_changed
from home.blocks.prose import Prose
from home.blocks.references import files, pk_of
from home.blocks.shelf import Shelf
from home.domain import with_counts

__all__ = [
    "JEWELRY", "STONE", "BlockData", "Link", "Needs", "Prose", "Shelf", "Story", "load", "page_urls", "price_text",
    "stories", "type_url", "walk",
]  # fmt: skip

STONE, JEWELRY = "stone", "jewelry"
Found = TypeVar("Found")
SUBSTITUTES = 4
"""How many further products are kept ready for each one that may turn out sold."""


@dataclass(slots=True)
class Needs:
    """What the blocks of a page ask for."""

    product_ids: list[int] = field(default_factory=list)
    skus: set[str] = field(default_factory=set)
    newest: Counter[str] = field(default_factory=Counter)
    newest_of_type: Counter[str] = field(default_factory=Counter)
    rules: list[Any] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    tiles: set[int] = field(default_factory=set)
    page_ids: set[int] = field(default_factory=set)
    file_ids: set[int] = field(default_factory=set)
    density_codes: list[str] = field(default_factory=list)
    journal: int = 0
    types: bool = False
    pickers: set[str] = field(default_factory=set)

    def product(self, product: Any, *, kind: str, sku: str = "") -> None:
        """Ask for a product, and for some of its kind in case it is sold."""
        if product is not None:
            self.product_ids.append(product.pk)
            self.newest[kind] += SUBSTITUTES
            if sku:
                self.skus.add(sku)

    def picture(self, picture: Any) -> None:
        if picture is not None:
            self.pictures.add(pk_of(picture) or 0)

    def page(self, page: Any) -> None:
        if page is not None:
            self.page_ids.add(pk_of(page) or 0)

    def file(self, file: Any) -> None:
        if file is not None:
            self.file_ids.add(pk_of(file) or 0)

    def text(self, *texts: str | None) -> None:
        """Ask for live counts when a text names them."""
        if any("{stones}" in text or "{jewelry}" in text for text in texts if text):
            self.types = True


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class BlockData:
    """Everything the blocks of one page show. Templates and blocks run no queries beyond this.

    ``sold`` are cards by product of what was chosen and cannot be bought: editors are told, visitors never see it.
    """

    language: str = "uk"
    currency: str = "UAH"
    is_preview: bool = False
    shelf: Shelf = field(default_factory=Shelf)
    cards: Mapping[int, Any] = field(default_factory=dict)
    sold: Mapping[int, Any] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    compared: Mapping[int, Any] = field(default_factory=dict)
    large: Mapping[int, Any] = field(default_factory=dict)
    pictures: Mapping[int, Any] = field(default_factory=dict)
    page_urls: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, Any] = field(default_factory=dict)
    types: Sequence[Any] = ()
    tiles: Mapping[int, Any] = field(default_factory=dict)
    densities: Sequence[Any] = ()
    round_shape: Any = None
    stories: Sequence[Story] = ()
    pickers: Mapping[str, Any] = field(default_factory=dict)
    lasting: dict[Any, Any] = field(default_factory=dict)

    def kept_at(self, place: Any, make: Callable[[], Found]) -> Found:
        """Return what ``make`` gives for a struct of the page, made once for as long as this data is kept."""
        if place is None or self.is_preview:
            return make()
        if place not in self.lasting:
            self.lasting[place] = make()
        found: Found = self.lasting[place]
        return found

    @property
    def product_slugs(self) -> dict[int, dict[str, str]]:
        return {card.product_id: card.slugs for card in (*self.sold.values(), *self.cards.values())}

    @property
    def shown_products(self) -> set[int]:
        """The products that visitors see on this page."""
        return {card.product_id for card in self.cards.values()}

    def cards_of(self, variant_ids: Iterable[int]) -> list[Any]:
        return [self.cards[pk] for pk in variant_ids if pk in self.cards]

    def large_picture(self, card: Any) -> Any | None:
        """Return a card's picture in large copies, with the card's text alternative."""
        large = self.large.get(card.variant_id)
        return replace(large, alt=card.picture.alt) if large and card.picture else card.picture

    def picture(self, picture: Any) -> Any | None:
        """Return a picture of the page, given as a row, a reference or an id."""
        return self.pictures.get(pk_of(picture) or 0) if picture is not None else None

    def link(self, value: Any) -> Link | None:
        """Return a finished link; None when a part is missing or the page has no translation."""
        text = (value or {}).get("text")
        url = self.address(page=(value or {}).get("page"), path=(value or {}).get("path"))
        return Link(text, url) if text and url else None

    def address(self, *, page: Any = None, path: str | None = None) -> str:
        if page is not None:
            return self.page_urls.get(pk_of(page) or 0, "")
        return f"/{self.language}{path}" if path else ""

    def count(self, kind: str) -> int:
        """Return how many products of a kind can be bought now."""
        return sum(part.count for part in self.types if part.kind == kind)

    def text(self, text: str | None) -> str:
        """Return an editor's text with live counts in place of their names."""
        if not text or "{" not in text:
            return text or ""
        stones, jewelry = self.count(STONE), self.count(JEWELRY)
        return with_counts(
            text,
            [
                ("stones", ngettext("%(count)s stone", "%(count)s stones", stones) % _count(stones)),
                (
                    "jewelry",
                    npgettext("jewelry", "%(count)s piece", "%(count)s pieces", jewelry) % _count(jewelry),
                ),
            ],
        )


def _count(number: int) -> dict[str, str]:
    return {"count": formats.number(number)}


def price_text(card: Any) -> str:
    """Return the price that is charged, in words; empty when it is on request."""
    charged: Money | None = card.price.charged if card.price else None
    return formats.money(charged) if charged else ""


def type_url(part: Any) -> str:
    """Return the address of a stone type or a kind of jewelry, in the active language."""
    name = "catalog:type" if part.kind == STONE else "catalog:jewelry_type"
    return reverse(name, args=[part.slug])


def walk(value: Any) -> Iterator[Any]:
    """Yield every struct and every formatted text inside a value, at any depth, in reading order."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from walk(child.value)
    elif isinstance(value, ListValue):
        for item in value:
            yield from walk(item)
    elif isinstance(value, StructValue):
        yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, Prose):
        yield value


def load(
    values: Iterable[Any],
    *,
    request: Any = None,
    texts: Iterable[str] = (),
    pictures: Iterable[Any] = (),
    needs: Needs | None = None,
    is_preview: bool | None = None,
    whole: Hashable | None = None,
) -> BlockData:
    """Load what all blocks inside ``values`` show, and the page's own ``texts`` and ``pictures``.

    ``is_preview``: tell editors what visitors do not see; by default as the request says. ``whole`` names what is
    all of this, a published page: what was loaded for it is kept until something changes.
    """
    found = [part for value in values for part in walk(value)]
    structs = [part for part in found if hasattr(getattr(part, "block", None), "needs")]
    prose = [part for part in found if isinstance(part, Prose)]
    for place, struct in enumerate(structs):
        struct.place = place
    needs = needs or Needs()
    needs.text(*texts)
    for picture in pictures:
        needs.picture(picture)
    for struct in structs:
        struct.block.needs(struct, needs)
    for text in prose:
        for kind, pk in text.targets:
            (needs.page_ids if kind == "page" else needs.file_ids).add(pk)
    data = BlockData(
        language="en" if get_language() == "en" else "uk",
        currency=getattr(request, "currency", "UAH"),
        is_preview=bool(getattr(request, "is_preview", False)) if is_preview is None else is_preview,
    )
    data = _with_pages(data, needs)
    links = {("page", pk): url for pk, url in data.page_urls.items()}
    links |= {("document", pk): file.url for pk, file in data.files.items()}
    for text in prose:
        text.urls = links
    if whole is None or data.is_preview:
        return _with_goods(data, needs, structs)
    key = whole, data.language, data.currency
    return until_changed(key, lambda: _with_goods(data, needs, structs))


def _with_pages(data: BlockData, needs: Needs) -> BlockData:
    language = data.language
    return replace(
        data,
        page_urls=page_urls(needs.page_ids, language=language),
        files=files(needs.file_ids),
        stories=stories(limit=needs.journal, language=language) if needs.journal else (),
    )


def _with_goods(data: BlockData, needs: Needs, structs: Sequence[Any]) -> BlockData:
    """Load cards, prices and pictures: what is shown is known only when the shelf is."""
    # Imported late: blocks are defined while models load, and these need the models.
    from catalog.selectors import displays
    from catalog.selectors.wide import SPREAD, TILE, WIDE, pictures_in
    from catalog.web.lists.comparison import described

    language = data.language
    shelf = shelf_of(needs)
    picks = _all(structs, "picks", shelf)
    cards = _cards([*picks, *shelf.sold(needs.product_ids)], language=language, currency=data.currency)
    shown = {pk: card for pk, card in cards.items() if card.availability.state != "sold"}
    types = displays.type_counts(language=language) if needs.types else ()
    codes = list(dict.fromkeys(needs.density_codes))
    firsts = {pk: shown[pk].picture_id for pk in _all(structs, "large", shelf) if pk in shown}
    tiles = needs.tiles | {part.picture_id for part in types if part.picture_id}
    views = pictures_in(
        {WIDE: needs.pictures, SPREAD: {pk for pk in firsts.values() if pk}, TILE: tiles}, language=language
    )
    compared = [pk for pk in _all(structs, "compared", shelf) if pk in shown]
    gone = [pk for pk in needs.product_ids if shelf.best(pk) is None] if data.is_preview else []
    return replace(
        data,
        shelf=shelf,
        cards=shown,
        sold={card.product_id: card for pk, card in cards.items() if pk not in shown},
        names=displays.product_names(gone, language=language) if gone else {},
        compared=described(compared),
        large={pk: view for pk, picture in firsts.items() if (view := views[SPREAD].get(picture))},
        pictures=views[WIDE],
        types=types,
        tiles=views[TILE],
        densities=displays.densities(codes=codes, language=language) if codes else (),
        round_shape=displays.round_shape(language=language) if codes else None,
        pickers=_pickers(needs.pickers, language=language, currency=data.currency),
    )


def _all(structs: Sequence[Any], name: str, shelf: Shelf) -> list[int]:
    """Return what all blocks answer, each variant once."""
    return list(dict.fromkeys(pk for struct in structs for pk in getattr(struct.block, name)(struct, shelf)))


def shelf_of(needs: Needs) -> Shelf:
    from catalog.selectors import displays

    skus = displays.variants_by_sku(needs.skus) if needs.skus else {}
    rules = list(dict.fromkeys(needs.rules))
    if not (needs.product_ids or needs.newest or needs.newest_of_type or rules):
        return Shelf()
    return Shelf(
        displays.candidates(
            product_ids=dict.fromkeys(needs.product_ids),
            newest=needs.newest,
            newest_of_type=needs.newest_of_type,
        ),
        rules=dict(zip(rules, displays.found_by(rules), strict=True)) if rules else {},
        skus={sku: pk for sku, (pk, _product_id) in skus.items()},
    )


def _pickers(names: set[str], *, language: str, currency: str) -> dict[str, Any]:
    from catalog.web.picker.views import first_steps

    return first_steps(names, language=language, currency=currency) if names else {}


def _cards(variant_ids: list[int], *, language: str, currency: str) -> dict[int, Any]:
    """Return cards by variant. The last word is the stock in them: the index may be a moment older."""
    from catalog.web.cards import product_cards

    cards = product_cards(variant_ids, language=language, currency=currency) if variant_ids else []
    return {card.variant_id: card for card in cards}
