"""The pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; without a number it is a gap."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list as `components/pagination.html` shows them."""

    number: int
    num_pages: int
    shown: int
    total: int
    progress: int
    more_url: str
    more_count: int
    previous_url: str
    next_url: str
    links: list[PageLink]


def pages_of(total: int, asked: str | None, *, address: Callable[[int], str], size: int = PAGE_SIZE) -> Pages:
    """Return the pages; a number past the end is the last page, nonsense the first."""
    num_pages = max(1, -(-total // size))
    text = (asked or "").strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    number = min(max(number, 1), num_pages)
    shown = min(number * size, total)

    near = sorted({1, num_pages, *range(max(1, number - 2), min(num_pages, number + 2) + 1)})
    links: list[PageLink] = []
    for page in near:
        if links and page > (links[-1].number or 0) + 1:
            links.append(PageLink(None))
        links.append(PageLink(page, address(page), page == number))
    has_more = number < num_pages
    return Pages(
        number=number,
        num_pages=num_pages,
        shown=shown,
        total=total,
        progress=shown * 100 // total if total else 100,
        more_url=address(number + 1) if has_more else "",
        more_count=min(size, total - shown),
        previous_url=address(number - 1) if number > 1 else "",
        next_url=address(number + 1) if has_more else "",
        links=links,
    )
