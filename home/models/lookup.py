"""What every process keeps of the tree's shape until a page changes: where addresses lead, families, ways up.

Kept under the version of the words, which every published, moved or deleted page raises (`home.handlers`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from catalog.index import selectors as index

Found = TypeVar("Found")

_MOST = 20_000
_kept: list[tuple[int, dict[Any, Any]]] = []


def remembered(key: Any, find: Callable[[], Found]) -> Found:
    """Return what was found under ``key`` since the last change of a page, or find it now."""
    version = index.words_version()
    if not _kept or _kept[0][0] != version or len(_kept[0][1]) > _MOST:
        _kept[:] = [(version, {})]
    known = _kept[0][1]
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found
