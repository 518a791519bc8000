"""What stands around every page: menus, and what of the shop's settings is for everybody."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from django.conf import settings
from django.urls import path
from rest_framework.response import Response

from commerce.pricing import selectors as pricing
from gemsite.content_api import asked
from gemsite.content_api.views import ContentView, check_names, listed
from home.selectors import navigation_for

PLACES = ("main", "footer", "legal")
PUBLIC = ("brand_name", "tagline", "street", "city", "hours", "legal_line", "delivery_note")
"""Texts of the settings; bank details are told by the pages that editors put them on."""
_PAGE_ONLY = {"current", "key"}


def plain(value: Any) -> Any:
    """Return views of the frame as plain data: what only a drawn page needs is left out."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in _PAGE_ONLY}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


class MenuList(ContentView):
    """The menus in their order; ``?place=`` narrows them to main, footer or legal."""

    def get(self, request: Any) -> Response:
        params = request.query_params
        check_names(params, frozenset({"place", "_"}))
        place = params.get("place")
        if place is not None and place not in PLACES:
            raise asked.refuse("place", f"One of: {', '.join(PLACES)}.")
        frame = navigation_for(request._request)
        rows = [
            {"place": "main", "title": "", "entries": plain(frame.main)},
            *({"place": "footer", **plain(column)} for column in frame.footer_columns),
            {"place": "legal", "title": "", "entries": plain(frame.legal)},
        ]
        shown = [row for row in rows if place in (None, row["place"])]
        return listed(shown, total=len(shown))


class SettingsView(ContentView):
    """The shop's name, contacts and hours, its languages and currencies, what is announced now."""

    def get(self, request: Any) -> Response:
        check_names(request.query_params, frozenset({"_"}))
        frame = navigation_for(request._request)
        shop = frame.settings
        return Response(
            {
                "meta": {"locale": self.language},
                **{name: getattr(shop, f"{name}_{self.language}") or "" for name in PUBLIC},
                "phone": shop.phone,
                "phone_link": shop.phone_link,
                "email": shop.email,
                "socials": [{"name": name, "url": url} for name, url in shop.socials],
                "announcement": plain(frame.announcement),
                "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
                "currencies": [
                    {"code": choice["code"], "symbol": choice["symbol"]}
                    for choice in pricing.currency_choices(selected=self.currency)
                ],
                "home_path": frame.home_url,
            }
        )


class Menus:
    """The endpoint, as Wagtail's router takes it."""

    name = "menus"
    model: Any = type("NoModel", (), {})

    @staticmethod
    def get_urlpatterns() -> list[Any]:
        return [path("", MenuList.as_view(), name="listing")]


class Settings(Menus):
    """The endpoint, as Wagtail's router takes it."""

    name = "settings"

    @staticmethod
    def get_urlpatterns() -> list[Any]:
        return [path("", SettingsView.as_view(), name="listing")]
