"""The menus in one language: what staff put into them, and what of it is there now.

Rows are read once and kept until the words, menus or pages change (`catalog.index.selectors.words_version`);
what is made of them is kept until anything in the catalog changes (`revision`), because counts are live.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from catalog.domain import ShapeView
from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters, parse
from catalog.index.selectors import Prices, Scope, Word, Words
from catalog.selectors.taxonomy import place_url
from catalog.selectors.thumbnails import type_thumbnails
from catalog.web.listing import prices_for
from gemkit import formats
from gemkit.clock import now
from home.models import (
    Announcement,
    Fill,
    Menu,
    MenuColumn,
    MenuItem,
    MenuLink,
    Shelf,
    SiteSettings,
    Target,
)
from home.selectors.pages import page_links

MOST = {Fill.STONES: 16, Fill.JEWELRY: 8, Fill.SHAPES: 8, Fill.COLORS: 8, Fill.COLLECTIONS: 8}
"""How many values a column takes from the catalog: those with most products, in the order of staff."""

_SCOPES = {
    Shelf.STONES: Scope(kind=Kind.STONE),
    Shelf.JEWELRY: Scope(kind=Kind.JEWELRY),
    Shelf.NEW: Scope(new=True),
    Shelf.SALE: Scope(sale=True),
}
_ALWAYS = {Shelf.STONES, Shelf.JEWELRY}
_LEVELS = {"stone_type": "stone", "category": "category", "subcategory": "subcategory"}


@dataclass(frozen=True, slots=True)
class MenuLinkView:
    """A link: ``count`` products behind it where it leads to a list; a picture, a drawing or a colour.

    ``shelf`` says which page of the catalog it is, if it is one.
    """

    title: str
    url: str
    count: int | None = None
    picture: str = ""
    shape: ShapeView | None = None
    hex: str = ""
    shelf: str = ""

    @property
    def count_text(self) -> str:
        return "" if self.count is None else formats.number(self.count)


@dataclass(frozen=True, slots=True)
class MenuColumnView:
    """A titled column; ``kind`` is what it fills itself with, empty when with links alone."""

    title: str
    kind: str
    filled: tuple[MenuLinkView, ...]
    links: tuple[MenuLinkView, ...]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry; ``current`` where this page is the one it leads to, or lies below it."""

    title: str
    url: str
    count: int | None = None
    columns: tuple[MenuColumnView, ...] = ()
    current: bool = False

    @property
    def count_text(self) -> str:
        return "" if self.count is None else formats.number(self.count)


@dataclass(frozen=True, slots=True)
class MenuView:
    """A menu; ``place`` is `main`, `footer` or `legal`."""

    id: int
    place: str
    title: str
    entries: tuple[MenuEntry, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables say, whatever the stock and the hour."""

    settings: SiteSettings
    announcements: list[Announcement]
    menus: list[Menu]
    items: Mapping[int, list[MenuItem]]
    columns: Mapping[int, list[MenuColumn]]
    links: Mapping[int, list[MenuLink]]
    pages: Mapping[int, tuple[str, str]]
    pictures: Mapping[str, str]


def read_rows(language: str) -> Rows:
    """Read settings, announcements and all menus in ten queries, however many entries they have."""
    items, links = list(MenuItem.objects.all()), list(MenuLink.objects.all())
    columns = list(MenuColumn.objects.all())
    filled = any(column.filled_with in {Fill.STONES, Fill.JEWELRY} for column in columns)
    announcements = list(Announcement.objects.exclude(ends_at__lte=now()))
    named = {target.page_id for target in (*items, *links, *announcements) if target.page_id}
    return Rows(
        settings=SiteSettings.current(),
        announcements=announcements,
        menus=list(Menu.objects.all()),
        items=_by(items, "menu_id"),
        columns=_by(columns, "item_id"),
        links=_by(links, "column_id"),
        pages=page_links(named, language=language),
        pictures=type_thumbnails() if filled else {},
    )


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return dict(found)


def build_menus(rows: Rows, *, language: str) -> tuple[MenuView, ...]:
    """Return the menus as they are now, without a query."""
    with override(language):
        maker = _Maker(rows, language, index.words())
        return tuple(maker.menu(menu) for menu in rows.menus)


def with_current(entries: Iterable[MenuEntry], path: str) -> list[MenuEntry]:
    """Mark the one entry whose address begins the path with the most letters."""
    entries = list(entries)
    matching = [e.url for e in entries if e.url.count("/") > 2 and path.startswith(e.url)]
    current = max(matching, key=len, default=None)
    return [replace(e, current=True) if e.url == current else e for e in entries]


@dataclass(slots=True)
class _Maker:
    """Makes views of rows in one language; asks the index for a count once."""

    rows: Rows
    language: str
    words: Words
    _facets: dict[str | None, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)

    def menu(self, menu: Menu) -> MenuView:
        entries = [self._entry(item) for item in self.rows.items.get(menu.pk, ())]
        shown = tuple(entry for entry in entries if entry is not None)
        return MenuView(menu.pk, menu.place, self._text(menu, "title"), shown)

    def _entry(self, item: MenuItem) -> MenuEntry | None:
        link = self.link(item)
        if link is None:
            return None
        columns = [self._column(column) for column in self.rows.columns.get(item.pk, ())]
        return MenuEntry(link.title, link.url, link.count, tuple(c for c in columns if c is not None))

    def _column(self, column: MenuColumn) -> MenuColumnView | None:
        filled = tuple(self._filled(column.filled_with))
        found = [self.link(link) for link in self.rows.links.get(column.pk, ())]
        links = tuple(link for link in found if link is not None)
        if not filled and not links:
            return None
        return MenuColumnView(self._text(column, "title"), column.filled_with, filled, links)

    def _text(self, row: Any, name: str) -> str:
        return getattr(row, f"{name}_{self.language}") or ""

    # --- What staff named -----------------------------------------------------------------------

    def link(self, target: Target) -> MenuLinkView | None:
        """Return where ``target`` leads; None when that is not there in this language, or has no name."""
        found = self.where(target)
        if found is None:
            return None
        title = self._text(target, "title") or found.title
        return replace(found, title=title) if title and found.url else None

    def where(self, target: Any) -> MenuLinkView | None:
        """Return what ``target`` names, under its own name."""
        if target.page_id:
            title, url = self.rows.pages.get(target.page_id, ("", ""))
            return MenuLinkView(title, url)
        for name, level in _LEVELS.items():
            if branch_id := getattr(target, f"{name}_id"):
                return self._branch(level, branch_id)
        if target.collection_id:
            return self._collection(self.words.by_id["collection"].get(target.collection_id))
        return self._shelf(target) if target.shelf else MenuLinkView("", self._text(target, "url"))

    def _branch(self, level: str, branch_id: int) -> MenuLinkView | None:
        branch: Any = self.words.by_id[level].get(branch_id)
        if branch is None or not (count := self._counts(None)[level].get(branch.code)):
            return None
        levels = tuple(_LEVELS.values())
        chain = [branch]
        for above in reversed(levels[: levels.index(level)]):
            chain.insert(0, self.words.by_id[above][chain[0].parent])
        url = place_url(Kind(chain[0].kind), chain, language=self.language)
        return MenuLinkView(branch.names[self.language], url, count)

    def _collection(self, collection: Word | None) -> MenuLinkView | None:
        if collection is None:
            return None
        return MenuLinkView(
            collection.names[self.language], reverse("catalog:collection", args=[collection.code])
        )

    def _shelf(self, target: Any) -> MenuLinkView | None:
        shelf = Shelf(target.shelf)
        title, url = str(shelf.label), reverse(f"catalog:{shelf}")
        if shelf not in _SCOPES:
            return MenuLinkView(title, url, shelf=shelf)
        filters, problems = parse(QueryDict(target.filters), known=self.words.known)
        if problems:  # what was asked for is gone
            return None
        count = index.total(_SCOPES[shelf], filters, prices_for(filters, currency="UAH"))
        if not count and (filters or shelf not in _ALWAYS):
            return None
        return MenuLinkView(title, f"{url}?{target.filters}" if filters else url, count, shelf=shelf)

    # --- What comes by itself -------------------------------------------------------------------

    def _filled(self, fill: str) -> list[MenuLinkView]:
        if not fill:
            return []
        makers: dict[str, Callable[[], Iterable[MenuLinkView | None]]] = {
            Fill.STONES: lambda: self._types(Kind.STONE),
            Fill.JEWELRY: lambda: self._types(Kind.JEWELRY),
            Fill.SHAPES: lambda: self._values("shape"),
            Fill.COLORS: lambda: self._values("color"),
            Fill.COLLECTIONS: lambda: [self._collection(word) for word in self.words.all("collection")],
        }
        made = makers[fill]()
        links = [link for link in made if link is not None and link.title]
        most = sorted(links, key=lambda link: -(link.count or 0))[: MOST[Fill(fill)]]
        return [link for link in links if link in most]

    def _types(self, kind: Kind) -> list[MenuLinkView]:
        counts = self._counts(None)["stone"]
        return [
            MenuLinkView(
                branch.names[self.language],
                place_url(kind, [branch], language=self.language),
                counts[branch.code],
                picture=self.rows.pictures.get(branch.code, ""),
            )
            for branch in self.words.all("stone")
            if branch.kind == kind and counts.get(branch.code)
        ]

    def _values(self, name: str) -> list[MenuLinkView]:
        counts, path = self._counts(Kind.STONE)[name], reverse("catalog:stones")
        return [
            MenuLinkView(
                word.names[self.language],
                f"{path}?{name}={word.code}",
                counts[word.code],
                shape=self.words.shape(word.id, self.language) if name == "shape" else None,
                hex=word.look if name == "color" else "",
            )
            for word in self.words.all(name)
            if counts.get(word.code)
        ]

    def _counts(self, kind: str | None) -> Mapping[str, Mapping[str, int]]:
        if kind not in self._facets:
            facets = ("shape", "color") if kind else tuple(_LEVELS.values())
            self._facets[kind] = index.count(Scope(kind=kind), Filters(), Prices(), facets=facets).facets
        return self._facets[kind]


# What this process keeps, by language: rows under the words' version, menus under the catalog's state.
_rows: dict[str, tuple[int, Rows]] = {}
_menus: dict[str, _Kept] = {}
_versions = count(1)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Menus as they were drawn from ``rows``, in a state of the catalog and a minute of the clock."""

    rows: Rows
    revision: int
    minute: int
    menus: tuple[MenuView, ...]
    version: int


def kept_rows(language: str) -> Rows:
    """Return settings, announcements and the rows of the menus; no query unless they changed."""
    version = index.words_version()
    known = _rows.get(language)
    if known is None or known[0] != version:
        known = _rows[language] = version, read_rows(language)
    return known[1]


def menus_in(language: str, *, may_lag: bool = False) -> tuple[tuple[MenuView, ...], int]:
    """Return all menus in ``language``, the same object until something in them changed, and a number for them.

    Where they ``may_lag``, counts may be those of this minute's beginning: what staff changed shows at once, and an
    order does not make the next page read what was sold before it can be drawn.
    """
    rows, minute = kept_rows(language), int(now().timestamp()) // 60  # reductions begin and end
    known = _menus.get(language)
    if known is not None and may_lag and known.rows is rows and known.minute == minute:
        return known.menus, known.version
    revision = index.revision()
    if known is None or (known.revision, known.minute) != (revision, minute):
        made = build_menus(rows, language=language)
        if known is not None and known.menus == made:
            # A sale changes the catalog and rarely a count: what was drawn of the menus stays.
            known = _Kept(rows, revision, minute, known.menus, known.version)
        else:
            known = _Kept(rows, revision, minute, made, next(_versions))
        _menus[language] = known
    return known.menus, known.version


def link_of(target: Target, title: str, *, language: str) -> MenuLinkView | None:
    """Return where a ``target`` with a ``title`` of its own leads; None without either, or when it is gone."""
    if not title:
        return None
    with override(language):
        found = _Maker(kept_rows(language), language, index.words()).where(target)
    return replace(found, title=title) if found is not None and found.url else None
