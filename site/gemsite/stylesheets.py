"""One stylesheet for the shop, joined from its sources whenever they change.

The sources in ``static/css`` are one file a component, and a page should ask for one file. So a
staticfiles finder offers ``css/shop.css``: the sources joined in the order of their layers. It
serves runserver, whitenoise and collectstatic alike, needs no build step, and nothing
generated is committed.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

SOURCES = Path(__file__).parent / "static" / "css"
NAME = "css/shop.css"
Messages = list[CheckMessage]  # said here: inside the finder, ``list`` is its method
FIRST = ("tokens.css", "fonts.css", "base.css", "layout.css")  # tokens.css declares the layers


def source_files() -> list[Path]:
    """Return the sources in the order of the joined file."""
    return [
        *(SOURCES / name for name in FIRST),
        *sorted((SOURCES / "components").glob("*.css")),
        *sorted((SOURCES / "pages").glob("*.css")),
    ]


def joined() -> str:
    """Return the text of the joined stylesheet."""
    parts = [
        f"/* {path.relative_to(SOURCES)} */\n{path.read_text(encoding='utf-8')}" for path in source_files()
    ]
    return "\n".join(parts)


class StylesheetFinder(BaseFinder):
    """Find ``css/shop.css`` and nothing else."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.STYLESHEET_ROOT)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        target = self._fresh()
        return [target] if find_all or kwargs.get("all") else target

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        self._fresh()
        yield NAME, self.storage

    def check(self, **kwargs: Any) -> Messages:
        return []

    def _fresh(self) -> str:
        """Write the joined file if a source is newer or gone; two processes may do so at once."""
        target = Path(self.storage.path(NAME))
        newest = max(
            path.stat().st_mtime for path in [SOURCES / "components", SOURCES / "pages", *source_files()]
        )
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".css")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(joined())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        return str(target)
