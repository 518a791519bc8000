"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from catalog.web.lists.frame import ListsFrame
from commerce.cart import selectors as carts
from commerce.customers.selectors import visit
from commerce.pricing import selectors as pricing
from gemsite.languages import language_links
from home import selectors as home


@dataclass(frozen=True, slots=True)
class Shop:
    """The frame of a page: `templates/base.html`, header and footer read nothing else."""

    settings: Any
    menu: Any
    footer: Any
    legal: Any
    home_url: str
    currency: str
    currencies: list[dict[str, Any]]
    languages: list[dict[str, Any]]
    rate: Any
    cart_count: int
    base_url: str
    styleguide: bool


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
    currency = getattr(request, "currency", "UAH")
    return Shop(
        settings=navigation.settings,
        menu=navigation.main,
        footer=navigation.footer_columns,
        legal=navigation.legal,
        home_url=navigation.home_url,
        currency=currency,
        currencies=pricing.currency_choices(selected=currency),
        languages=language_links(request, current=get_language()),
        rate=pricing.header_rate(),
        cart_count=carts.cart_count(request.COOKIES.get(carts.CART_COOKIE)),
        base_url=settings.BASE_URL,
        styleguide=settings.STYLEGUIDE,
    )
