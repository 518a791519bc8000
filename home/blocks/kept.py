"""What every process keeps of the pages until somebody changes one: addresses, the newest articles, what blocks show.

Addresses and articles are kept under the version of the words, which every saved, moved or deleted page raises
(`home.handlers`); cards, prices and pictures of a page's blocks under the revision, as the cache of pages keeps
whole pages (`gemsite.page_cache`): whatever they show moves it in its own transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from gemkit.clock import now
from gemkit.lifetime import measured, shown_until

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Story:
    """An article in a list."""

    title: str
    url: str
    topic: str
    minutes: int
    date: Any
    lead: str


# (version, addresses by language and page, articles by what was asked for)
_kept: list[tuple[int, dict[tuple[str, int], str], dict[Any, list[Story]]]] = []
_MOST = 20_000


def _known() -> tuple[int, dict[tuple[str, int], str], dict[Any, list[Story]]]:
    from catalog.index import selectors as index  # imported late: blocks are defined while models load

    version = index.words_version()
    if not _kept or _kept[0][0] != version or len(_kept[0][1]) > _MOST:
        _kept[:] = [(version, {}, {})]
    return _kept[0]


def page_urls(page_ids: Iterable[int], *, language: str) -> dict[int, str]:
    """Return the address of each page's translation in ``language``; without one, no address."""
    named = set(page_ids)
    if not named:
        return {}
    _version, known, _stories = _known()
    if missing := {pk for pk in named if (language, pk) not in known}:
        found = _read_urls(missing, language=language)
        known.update({(language, pk): found.get(pk, "") for pk in missing})
    return {pk: url for pk in named if (url := known[language, pk])}


def _read_urls(page_ids: set[int], *, language: str) -> dict[int, str]:
    pages = apps.get_model("wagtailcore", "Page").objects
    keys = pages.filter(pk__in=page_ids).values("translation_key")
    key_of: dict[int, Any] = {}
    url_of: dict[Any, str] = {}
    for page in pages.filter(translation_key__in=keys).select_related("locale"):
        key_of[page.pk] = page.translation_key
        if page.live and page.locale.language_code == language:
            url_of[page.translation_key] = page.get_url() or ""
    return {pk: url_of.get(key_of.get(pk), "") for pk in page_ids}


def stories(*, limit: int, language: str, but: int | None = None) -> list[Story]:
    """Return the newest articles in a language."""
    _version, _urls, known = _known()
    asked = limit, language, but
    if asked not in known:
        articles = apps.get_model("home", "NewsPage").objects.live().filter(locale__language_code=language)
        tagged = (
            apps.get_model("home", "TaggedNews").objects.filter(page=OuterRef("pk")).order_by("sort_order")
        )
        topic = Coalesce(Subquery(tagged.values(f"tag__name_{language}")[:1]), Value(""))
        newest = articles.exclude(pk=but).annotate(topic=topic).defer("body").order_by("-date", "-pk")[:limit]
        known[asked] = [
            Story(page.title, page.get_url() or "", page.topic, page.reading_minutes, page.date, page.lead)
            for page in newest
        ]
    return known[asked]


# (revision, what was found by key, with the moment until which it is true)
_goods: list[tuple[int, dict[Any, tuple[dt.datetime, Any]]]] = []
_MOST_GOODS = 300


def until_changed(key: Any, find: Callable[[], Found]) -> Found:
    """Return what ``find`` gave for ``key`` since anything that pages show was changed; reductions begin and end."""
    from catalog.index import selectors as index

    revision, moment = index.revision(), now()
    if not _goods or _goods[0][0] != revision or len(_goods[0][1]) >= _MOST_GOODS:
        _goods[:] = [(revision, {})]
    known = _goods[0][1]
    if key not in known or known[key][0] <= moment:
        with measured() as lifetime:
            found = find()
        hour = moment.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
        for turn in (hour, index.next_turn()):
            lifetime.shorten(turn)
        known[key] = lifetime.ends_at or hour, found
    ends_at, kept = known[key]
    shown_until(ends_at)
    return kept
