"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog.index import selectors as index
from catalog.web.lists.frame import ListsFrame
from commerce.cart import selectors as carts
from commerce.customers.selectors import visit
from commerce.pricing import selectors as pricing
from gemkit.clock import now
from gemsite.languages import language_links
from home import selectors as home


@dataclass(frozen=True, slots=True)
class Shop:
    """The frame of a page: `templates/base.html`, header and footer read nothing else.

    ``kept`` names all that the finished parts of the frame were made of: another text, count or place in the menu is
    another name. It tells nothing of languages and addresses.
    """

    settings: Any
    menu: Any
    footer: Any
    legal: Any
    mega: Any
    announcement: Any
    analytics: Any
    home_url: str
    currency: str
    currencies: list[dict[str, Any]]
    languages: list[dict[str, Any]]
    rate: Any
    cart_count: int
    base_url: str
    styleguide: bool
    kept: str


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``shop`` and ``lists``; nothing is loaded until a template asks."""
    return {
        "shop": SimpleLazyObject(lambda: _shop(request)),
        "lists": SimpleLazyObject(lambda: _lists(request)),
    }


def _lists(request: HttpRequest) -> ListsFrame:
    return ListsFrame(
        visit().saved,
        language="en" if get_language() == "en" else "uk",
        currency=getattr(request, "currency", "UAH"),
    )


def _shop(request: HttpRequest) -> Shop:
    navigation = home.navigation_for(request)
    cart_count, saved = carts.cart_count(request.COOKIES.get(carts.CART_COOKIE)), visit().saved
    current = [place for place, entry in enumerate(navigation.main) if entry.current]
    mine = (current, cart_count, len(saved.favorites), len(saved.compare))
    currency = getattr(request, "currency", "UAH")
    return Shop(
        settings=navigation.settings,
        menu=navigation.main,
        footer=navigation.footer_columns,
        legal=navigation.legal,
        mega=_mega(navigation),
        announcement=navigation.announcement,
        analytics={"url": settings.ANALYTICS_SCRIPT_URL, "site": settings.ANALYTICS_SITE}
        if home.analytics_on()
        else None,
        home_url=navigation.home_url,
        currency=currency,
        currencies=pricing.currency_choices(selected=currency),
        languages=language_links(request, current=get_language()),
        rate=pricing.header_rate(),
        cart_count=cart_count,
        base_url=settings.BASE_URL,
        styleguide=settings.STYLEGUIDE,
        kept=f"{index.words_version()}:{navigation.menu_version}:{now():%d%H%M}:{mine}",  # reductions in the menu's counts end by the clock
    )


# The panels of the mega menu as this process last drew them, by language: some eighty links on every page.
_drawn: dict[str, tuple[object, list[SafeString]]] = {}


def _mega(navigation: home.Navigation) -> list[tuple[Any, SafeString]]:
    """Return the entries of the main menu, each with its finished panel; drawn anew when the menu changed."""
    language = get_language() or ""
    known = _drawn.get(language)
    if known is None or known[0] is not navigation.menu_key:
        panels = [
            render_to_string("components/mega_panel.html", {"entry": entry})
            if entry.columns
            else SafeString("")
            for entry in navigation.main
        ]
        known = _drawn[language] = navigation.menu_key, panels
    return list(zip(navigation.main, known[1], strict=True))
