"""The menus of the demo and its announcement, from `data/menus.toml`."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gemkit.clock import now
from home.models import Announcement, Menu, MenuColumn, MenuItem, MenuLink, Shelf
from home.models.base import BasePage

DATA = Path(__file__).parent / "data" / "menus.toml"


def build_menus(pages: Mapping[tuple[str, str], BasePage]) -> None:
    """Make all menus and the announcement anew; ``pages`` are known by (name, language)."""
    Menu.objects.all().delete()
    Announcement.objects.all().delete()
    data = tomllib.loads(DATA.read_text("utf-8"))
    for order, row in enumerate(data["menus"]):
        menu = Menu.objects.create(place=row["place"], sort_order=order, **_titles(row))
        for place, entry in enumerate(row["entries"]):
            item = MenuItem.objects.create(menu=menu, sort_order=place, **_target(entry, pages))
            for number, column in enumerate(entry.get("columns", [])):
                _column(item, number, column, pages)
    for row in data["announcements"]:
        begins = now() + dt.timedelta(days=row["starts_in_days"])
        Announcement.objects.create(
            text_uk=row["text"]["uk"],
            text_en=row["text"]["en"],
            link_text_uk=row["link"]["uk"],
            link_text_en=row["link"]["en"],
            shelf=row["shelf"],
            tone=row["tone"],
            starts_at=begins,
            ends_at=begins + dt.timedelta(days=row["days"]),
        )


def _column(item: MenuItem, number: int, row: Mapping[str, Any], pages: Mapping[Any, BasePage]) -> None:
    column = MenuColumn.objects.create(
        item=item, sort_order=number, filled_with=row.get("filled_with", ""), **_titles(row)
    )
    for place, link in enumerate(row.get("links", [])):
        MenuLink.objects.create(column=column, sort_order=place, **_target(link, pages))


def _titles(row: Mapping[str, Any]) -> dict[str, str]:
    return {"title_uk": row.get("uk", ""), "title_en": row.get("en", "")}


def _target(row: Mapping[str, Any], pages: Mapping[Any, BasePage]) -> dict[str, Any]:
    """Return the columns of an entry; ``to`` names a shelf of the catalog or a page of the demo."""
    to, filters = row["to"], row.get("filters", "")
    where = {"shelf": to, "filters": filters} if to in Shelf.values else {"page": pages[to, "uk"]}
    return {**_titles(row), **where}
