"""Reads of the site's frame: menus, footer, settings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language, gettext, override

from catalog.index import selectors as index
from commerce.notifications.domain import Frame
from commerce.orders.domain import ShopFacts
from home.blocks.data import page_urls
from home.models import Menu, MenuItem, SiteSettings


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link of a menu; ``current`` where the page is this one or lies below it."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A titled column of links."""

    title: str
    entries: list[MenuEntry]


@dataclass(frozen=True, slots=True)
class Navigation:
    """The frame of every page."""

    settings: SiteSettings
    main: list[MenuEntry] = field(default_factory=list)
    footer_columns: list[FooterColumn] = field(default_factory=list)
    legal: list[MenuEntry] = field(default_factory=list)
    home_url: str = "/"


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What the frame of a page is made of in one language, whatever the page."""

    settings: SiteSettings
    menus: dict[str, list[tuple[str, str]]]


# The frames that this process keeps, by language, with the version of the words that they are true for.
_frames: dict[str, tuple[int, PageFrame]] = {}


def _frame(language: str) -> PageFrame:
    """Return the frame in ``language``: four queries when anything of it changed, else none."""
    version = index.words_version()
    known = _frames.get(language)
    if known is None or known[0] != version:
        known = _frames[language] = (version, PageFrame(SiteSettings.current(), _menus(language)))
    return known[1]


def menu_entries(*, language: str, path: str = "") -> dict[str, list[MenuEntry]]:
    """Return the entries of every menu in order; the one that leads here is marked.

    An entry without a title in this language, or whose page has no live translation, is left out.
    """
    return {menu: _with_current(entries, path) for menu, entries in _frame(language).menus.items()}


def _menus(language: str) -> dict[str, list[tuple[str, str]]]:
    items = list(MenuItem.objects.order_by("menu", "sort_order", "pk"))
    urls = page_urls({item.page_id for item in items if item.page_id}, language=language)
    menus: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in items:
        title = getattr(item, f"title_{language}")
        url = urls.get(item.page_id, "") if item.page_id else f"/{language}{item.path}"
        if title and url:
            menus[item.menu].append((title, url))
    return dict(menus)


def _with_current(entries: list[tuple[str, str]], path: str) -> list[MenuEntry]:
    """Mark the one entry whose address begins the path with the most letters."""
    matching = [url for _title, url in entries if url.count("/") > 2 and path.startswith(url)]
    current = max(matching, key=len, default=None)
    return [MenuEntry(title, url, url == current) for title, url in entries]


def footer_columns(menus: dict[str, list[MenuEntry]], *, brand_name: str) -> list[FooterColumn]:
    """Return the columns of the footer that have entries."""
    titles = [
        (Menu.CATALOG, gettext("Catalog")),
        (Menu.HELP, gettext("Help")),
        (Menu.ABOUT, brand_name or gettext("About us")),
    ]
    return [FooterColumn(title, menus[menu]) for menu, title in titles if menus.get(menu)]


def navigation_for(request: HttpRequest) -> Navigation:
    """Return menus, footer and settings: no query unless somebody changed them."""
    known: Navigation | None = getattr(request, "_shop_navigation", None)
    if known is not None:
        return known
    language = "en" if get_language() == "en" else "uk"
    settings = _frame(language).settings
    menus = menu_entries(language=language, path=request.path)
    navigation = Navigation(
        settings=settings,
        main=menus.get(Menu.MAIN, []),
        footer_columns=footer_columns(menus, brand_name=settings.brand_name),
        legal=menus.get(Menu.LEGAL, []),
        home_url=f"/{language}/",
    )
    request._shop_navigation = navigation  # type: ignore[attr-defined]
    return navigation


def letter_frame(language: str) -> Frame:
    """Return the shop's name, phone and hours for its letters."""
    with override(language):
        shop = SiteSettings.current()
        return Frame(brand_name=shop.brand_name or "", phone=shop.phone, hours=shop.hours or "")


def shop_facts(language: str) -> ShopFacts:
    """Return where orders are collected and where bank transfers go."""
    with override(language):
        shop = SiteSettings.current()
        return ShopFacts(
            pickup_address=shop.street or "",
            bank_recipient=shop.bank_recipient or "",
            bank_iban=shop.bank_iban,
            bank_code=shop.bank_code,
            bank_name=shop.bank_name or "",
        )
