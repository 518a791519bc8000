"""What the blocks of a page show, loaded at once.

Rendering has three steps, so that the number of queries does not depend on the number of blocks:
every block says what it needs, everything is loaded (one query for candidates, one call for cards,
one for pictures …), and then the templates get finished views. A sold stone never gets through:
`Shelf` gives only what can be bought, and falls to the next by the block's rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, ngettext, npgettext
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.rich_text import RichText, expand_db_html

from gemkit import formats
from gemkit.money import Money
from home.domain import with_counts

STONE, JEWELRY = "stone", "jewelry"
SUBSTITUTES = 4
"""How many further products are kept ready for each one that may turn out sold."""


_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_LINK_ID = re.compile(r'\bid="(\d+)"')


class Prose(RichText):
    """Formatted text whose links to pages are known beforehand, in the page's language.

    Wagtail would look the links of every text up by itself, and lead to pages of any language.
    """

    urls: Mapping[int, str] | None = None

    @property
    def page_ids(self) -> set[int]:
        tags = _PAGE_LINK.findall(self.source)
        return {int(found[1]) for tag in tags if (found := _LINK_ID.search(tag))}

    def __html__(self) -> str:
        return str(expand_db_html(self.source if self.urls is None else self._with_links(self.urls)))

    def _with_links(self, urls: Mapping[int, str]) -> str:
        def finished(match: re.Match[str]) -> str:
            found = _LINK_ID.search(match[0])
            url = urls.get(int(found[1]), "") if found else ""
            return f'<a href="{escape(url)}">' if url else "<a>"

        return _PAGE_LINK.sub(finished, self.source)


@dataclass(slots=True)
class Needs:
    """What the blocks of a page ask for."""

    product_ids: list[int] = field(default_factory=list)
    newest: Counter[str] = field(default_factory=Counter)
    newest_of_type: Counter[str] = field(default_factory=Counter)
    pictures: dict[int, Any] = field(default_factory=dict)
    page_ids: set[int] = field(default_factory=set)
    density_codes: list[str] = field(default_factory=list)
    journal: int = 0
    types: bool = False
    pickers: set[str] = field(default_factory=set)

    def product(self, product: Any, *, kind: str) -> None:
        """Ask for a product, and for some of its kind in case it is sold."""
        if product is not None:
            self.product_ids.append(product.pk)
            self.newest[kind] += SUBSTITUTES

    def picture(self, picture: Any) -> None:
        if picture is not None:
            self.pictures[picture.pk] = picture

    def page(self, page: Any) -> None:
        if page is not None:
            self.page_ids.add(page.pk)

    def text(self, *texts: str | None) -> None:
        """Ask for live counts when a text names them."""
        if any("{stones}" in text or "{jewelry}" in text for text in texts if text):
            self.types = True


@dataclass(frozen=True, slots=True)
class Shelf:
    """The candidates of a page, newest first."""

    candidates: Sequence[Any] = ()

    def best(self, product_id: int, *, sku: str = "") -> Any | None:
        """Return the variant of a product to show: the one asked for, else one that can be bought."""
        mine = [c for c in self.candidates if c.product_id == product_id and not c.is_sold]
        asked = [c for c in mine if c.sku == sku]
        in_stock = [c for c in mine if c.available]
        return next(iter([*asked, *in_stock, *mine]), None)

    def newest(
        self, *, limit: int, kind: str | None = None, type_code: str = "", but: Iterable[int] = ()
    ) -> list[Any]:
        """Return the newest products that are in stock, one variant of each."""
        seen = set(but)
        found: list[Any] = []
        for candidate in self.candidates:
            fits = candidate.type_code == type_code if type_code else kind in (None, candidate.kind)
            if fits and candidate.available and candidate.product_id not in seen:
                seen.add(candidate.product_id)
                found.append(candidate)
        return found[:limit]

    def substitute(self, product_id: int, *, kind: str, but: Iterable[int]) -> Any | None:
        """Return the next product to show instead: of the same type where possible."""
        type_code = next((c.type_code for c in self.candidates if c.product_id == product_id), "")
        same = self.newest(limit=1, type_code=type_code, but=but) if type_code else []
        return next(iter(same or self.newest(limit=1, kind=kind, but=but)), None)

    def choice(self, wanted: Sequence[tuple[int, str]], *, kind: str) -> list[Any]:
        """Return a variant for each (product id, SKU) wanted; the sold ones give way to the next."""
        kept = [self.best(product_id, sku=sku) for product_id, sku in wanted]
        used = {product_id for product_id, _ in wanted}
        shown: list[Any] = []
        for (product_id, _sku), candidate in zip(wanted, kept, strict=True):
            candidate = candidate or self.substitute(product_id, kind=kind, but=used)
            if candidate is not None and candidate.variant_id not in {c.variant_id for c in shown}:
                used.add(candidate.product_id)
                shown.append(candidate)
        return shown


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Story:
    """An article in a list."""

    title: str
    url: str
    topic: str
    minutes: int
    date: Any
    lead: str


@dataclass(frozen=True, slots=True)
class BlockData:
    """Everything the blocks of one page show. Templates and blocks run no queries beyond this."""

    language: str = "uk"
    shelf: Shelf = field(default_factory=Shelf)
    cards: Mapping[int, Any] = field(default_factory=dict)
    large: Mapping[int, Any] = field(default_factory=dict)
    pictures: Mapping[int, Any] = field(default_factory=dict)
    page_urls: Mapping[int, str] = field(default_factory=dict)
    types: Sequence[Any] = ()
    densities: Sequence[Any] = ()
    round_shape: Any = None
    stories: Sequence[Story] = ()
    pickers: Mapping[str, Any] = field(default_factory=dict)

    def cards_of(self, variant_ids: Iterable[int]) -> list[Any]:
        return [self.cards[pk] for pk in variant_ids if pk in self.cards]

    def large_picture(self, card: Any) -> Any | None:
        """Return a card's picture in large copies, with the card's text alternative."""
        large = self.large.get(card.variant_id)
        return replace(large, alt=card.picture.alt) if large and card.picture else card.picture

    def picture(self, picture: Any) -> Any | None:
        return self.pictures.get(picture.pk) if picture is not None else None

    def link(self, value: Any) -> Link | None:
        """Return a finished link; None when a part is missing or the page has no translation."""
        text = (value or {}).get("text")
        url = self.address(page=(value or {}).get("page"), path=(value or {}).get("path"))
        return Link(text, url) if text and url else None

    def address(self, *, page: Any = None, path: str | None = None) -> str:
        if page is not None:
            return self.page_urls.get(page.pk, "")
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
) -> BlockData:
    """Load what all blocks inside ``values`` show, and the page's own ``texts`` and ``pictures``."""
    # Imported late: blocks are defined while models load, and these need the models.
    from catalog.selectors import displays
    from catalog.selectors.wide import wide_pictures

    found = [part for value in values for part in walk(value)]
    structs = [part for part in found if hasattr(getattr(part, "block", None), "needs")]
    prose = [part for part in found if isinstance(part, Prose)]
    needs = needs or Needs()
    needs.text(*texts)
    for picture in pictures:
        needs.picture(picture)
    for struct in structs:
        struct.block.needs(struct, needs)
    for text in prose:
        needs.page_ids |= text.page_ids
    language = "en" if get_language() == "en" else "uk"
    shelf = _shelf(needs)
    wanted = list(dict.fromkeys(pk for struct in structs for pk in struct.block.picks(struct, shelf)))
    large = list(dict.fromkeys(pk for struct in structs for pk in struct.block.large(struct, shelf)))
    codes = list(dict.fromkeys(needs.density_codes))
    links = page_urls(needs.page_ids, language=language)
    for text in prose:
        text.urls = links
    return BlockData(
        language=language,
        shelf=shelf,
        cards=_cards(wanted, language=language, currency=getattr(request, "currency", "UAH")),
        large=displays.large_pictures(large, language=language) if large else {},
        pictures=wide_pictures(needs.pictures.values(), language=language) if needs.pictures else {},
        page_urls=links,
        types=displays.type_counts(language=language) if needs.types else (),
        densities=displays.densities(codes=codes, language=language) if codes else (),
        round_shape=displays.round_shape(language=language) if codes else None,
        stories=stories(limit=needs.journal, language=language) if needs.journal else (),
        pickers=_pickers(needs.pickers, language=language, currency=getattr(request, "currency", "UAH")),
    )


def _shelf(needs: Needs) -> Shelf:
    from catalog.selectors import displays

    if not (needs.product_ids or needs.newest or needs.newest_of_type):
        return Shelf()
    return Shelf(
        displays.candidates(
            product_ids=dict.fromkeys(needs.product_ids),
            newest=needs.newest,
            newest_of_type=needs.newest_of_type,
        )
    )


def _pickers(names: set[str], *, language: str, currency: str) -> dict[str, Any]:
    from catalog.web.picker.views import first_steps

    return first_steps(names, language=language, currency=currency) if names else {}


def _cards(variant_ids: list[int], *, language: str, currency: str) -> dict[int, Any]:
    from catalog.web.cards import product_cards

    if not variant_ids:
        return {}
    cards = product_cards(variant_ids, language=language, currency=currency)
    # The last word is the stock itself: the candidates' copy may be a moment older.
    return {card.variant_id: card for card in cards if card.availability.state != "sold"}


def page_urls(page_ids: Iterable[int], *, language: str) -> dict[int, str]:
    """Return the address of each page's translation in ``language``; without one, no address."""
    named = set(page_ids)
    if not named:
        return {}
    pages = apps.get_model("wagtailcore", "Page").objects
    keys = pages.filter(pk__in=named).values("translation_key")
    key_of: dict[int, Any] = {}
    url_of: dict[Any, str] = {}
    for page in pages.filter(translation_key__in=keys).select_related("locale"):
        key_of[page.pk] = page.translation_key
        if page.live and page.locale.language_code == language:
            url_of[page.translation_key] = page.get_url() or ""
    return {pk: url for pk in named if (url := url_of.get(key_of.get(pk), ""))}


def stories(*, limit: int, language: str, but: int | None = None) -> list[Story]:
    """Return the newest articles in a language."""
    articles = apps.get_model("home", "NewsPage").objects.live().filter(locale__language_code=language)
    newest = articles.exclude(pk=but).defer("body").order_by("-date", "-pk")[:limit]
    return [
        Story(page.title, page.get_url() or "", page.topic, page.reading_minutes, page.date, page.lead)
        for page in newest
    ]
