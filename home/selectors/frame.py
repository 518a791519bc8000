"""What stands around the content of every page, and the shop's facts for letters and orders."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, override

from commerce.notifications.domain import Frame
from commerce.orders.domain import ShopFacts
from gemkit.clock import now
from gemkit.lifetime import shown_until
from home.models import Announcement, Place, SiteSettings
from home.selectors.menus import (
    MenuEntry,
    MenuLinkView,
    MenuView,
    kept_rows,
    link_of,
    menus_in,
    with_current,
)

PAYING = frozenset({"accounts", "cart", "checkout", "orders"})
"""Pages on the way of an order: the frame around them need not know of every sale of the last seconds."""


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A titled column of links."""

    title: str
    entries: list[MenuEntry]


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """The line above the header. Who closed it sees the next one: ``key`` stands for its words."""

    key: str
    text: str
    tone: str
    can_be_closed: bool
    link: MenuLinkView | None = None


@dataclass(frozen=True, slots=True)
class Navigation:
    """The frame of every page. ``menu_key`` is another one whenever the main menu is, as is ``menu_version``."""

    settings: SiteSettings
    main: list[MenuEntry] = field(default_factory=list)
    footer_columns: list[FooterColumn] = field(default_factory=list)
    legal: list[MenuEntry] = field(default_factory=list)
    home_url: str = "/"
    announcement: AnnouncementView | None = None
    menu_key: object = None
    menu_version: int = 0


def navigation_for(request: HttpRequest) -> Navigation:
    """Return menus, footer, announcement and settings: no query unless somebody changed them."""
    known: Navigation | None = getattr(request, "_shop_navigation", None)
    if known is not None:
        return known
    language = "en" if get_language() == "en" else "uk"
    route = request.resolver_match
    menus, version = menus_in(language, may_lag=route is not None and route.namespace in PAYING)
    settings = kept_rows(language).settings
    navigation = Navigation(
        settings=settings,
        main=with_current(_entries(menus, Place.MAIN), request.path),
        footer_columns=_footer_columns(menus, brand_name=settings.brand_name),
        legal=_entries(menus, Place.LEGAL),
        home_url=f"/{language}/",
        announcement=announcement_at(now(), language=language),
        menu_key=menus,
        menu_version=version,
    )
    shown_until(frame_changes_at(now()))
    request._shop_navigation = navigation  # type: ignore[attr-defined]
    return navigation


def menus_of(language: str) -> list[MenuView]:
    """Return every menu with its entries, columns and links as they are now, in the order of staff.

    Left out is what is not there in this language: pages without a live translation, empty branches, hidden
    collections, what has no title.
    """
    return list(menus_in(language)[0])


def _entries(menus: tuple[MenuView, ...], place: str) -> list[MenuEntry]:
    return [entry for menu in menus if menu.place == place for entry in menu.entries]


def _footer_columns(menus: tuple[MenuView, ...], *, brand_name: str) -> list[FooterColumn]:
    return [
        FooterColumn(menu.title or brand_name or gettext("About us"), list(menu.entries))
        for menu in menus
        if menu.place == Place.FOOTER and menu.entries
    ]


# --- Announcements ------------------------------------------------------------------------------


def announcement_at(moment: dt.datetime, *, language: str) -> AnnouncementView | None:
    """Return what is announced at ``moment`` in ``language``; of two that run the later begun."""
    rows = kept_rows(language)
    running = (found for found in rows.announcements if _runs(found, moment))
    for found in running:  # the latest begun first
        if text := getattr(found, f"text_{language}"):
            link = link_of(found, getattr(found, f"link_text_{language}") or "", language=language)
            key = f"{found.pk}-{zlib.crc32(text.encode()):x}"
            return AnnouncementView(key, text, found.tone, found.can_be_closed, link)
    return None


def frame_changes_at(moment: dt.datetime) -> dt.datetime | None:
    """Return when an announcement next begins or ends after ``moment``; None when none is planned."""
    planned = kept_rows("uk").announcements
    turns = [turn for found in planned for turn in (found.starts_at, found.ends_at) if turn and turn > moment]
    return min(turns, default=None)


def _runs(found: Announcement, moment: dt.datetime) -> bool:
    return found.starts_at <= moment and (found.ends_at is None or found.ends_at > moment)


# --- Facts --------------------------------------------------------------------------------------


def analytics_on() -> bool:
    """Whether visits are counted: the server names a script and staff have switched it on."""
    return bool(django_settings.ANALYTICS_SCRIPT_URL) and kept_rows("uk").settings.analytics_on


def letter_frame(language: str) -> Frame:
    """Return the shop's name, phone and hours for its letters."""
    with override(language):
        shop = kept_rows(language).settings
        return Frame(brand_name=shop.brand_name or "", phone=shop.phone, hours=shop.hours or "")


def shop_facts(language: str) -> ShopFacts:
    """Return where orders are collected and where bank transfers go."""
    with override(language):
        shop = kept_rows(language).settings
        return ShopFacts(
            pickup_address=shop.street or "",
            bank_recipient=shop.bank_recipient or "",
            bank_iban=shop.bank_iban,
            bank_code=shop.bank_code,
            bank_name=shop.bank_name or "",
        )
