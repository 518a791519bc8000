"""Pure rules of the pages."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

WORDS_A_MINUTE = 180
_TAG = re.compile(r"<[^>]+>")


def word_count(value: Any) -> int:
    """Return the number of words in prepared block data: texts at any depth, without tags."""
    if isinstance(value, str):
        return sum(any(char.isalpha() for char in word) for word in _TAG.sub(" ", value).split())
    if isinstance(value, dict):
        return sum(word_count(part) for name, part in value.items() if name not in {"id", "type"})
    if isinstance(value, list | tuple):
        return sum(word_count(part) for part in value)
    return 0


def reading_minutes(words: int) -> int:
    """Return the minutes a text takes to read, at least one."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def columns_for(cells: int) -> int:
    """Return how many columns fill whole rows of a drawer; eight when nothing does."""
    return next((number for number in (8, 9, 7) if cells and cells % number == 0), 8)


def json_for_script(data: Any) -> str:
    """Return JSON that may stand inside ``<script>``: no text in it can close the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def with_counts(text: str, counts: Iterable[tuple[str, str]]) -> str:
    """Return ``text`` with ``{stones}`` and the like replaced by live counts."""
    for name, value in counts:
        text = text.replace(f"{{{name}}}", value)
    return text


def with_absolute_links(html: str, base: str) -> str:
    """Return HTML whose links inside the shop name their host, for readers elsewhere."""
    return html.replace('href="/', f'href="{base}/')
