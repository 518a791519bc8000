"""Formatted text whose links are known beforehand, in the page's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

_LINK = re.compile(r'<a\b[^>]*\blinktype="(page|document)"[^>]*>')
_LINK_ID = re.compile(r'\bid="(\d+)"')


class Prose(RichText):
    """Formatted text. Wagtail would look the links of every text up by itself, and lead to pages of any language."""

    urls: Mapping[tuple[str, int], str] | None = None

    @property
    def targets(self) -> set[tuple[str, int]]:
        """The pages and files that links lead to, as (``page`` or ``document``, id)."""
        return {target for match in _LINK.finditer(self.source) if (target := _target(match))}

    @property
    def page_ids(self) -> set[int]:
        return {pk for kind, pk in self.targets if kind == "page"}

    def __html__(self) -> str:
        return str(expand_db_html(self.source if self.urls is None else self._with_links(self.urls)))

    def _with_links(self, urls: Mapping[tuple[str, int], str]) -> str:
        def finished(match: re.Match[str]) -> str:
            target = _target(match)
            url = urls.get(target, "") if target else ""
            return f'<a href="{escape(url)}">' if url else "<a>"

        return _LINK.sub(finished, self.source)


def _target(match: re.Match[str]) -> tuple[str, int] | None:
    found = _LINK_ID.search(match[0])
    return (match[1], int(found[1])) if found else None


class ProseBlock(blocks.RichTextBlock):
    """Formatted text. What the features do not allow is cleaned away, pasted pages of HTML included."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20_000, **kwargs})

    def to_python(self, value: Any) -> Prose:
        return Prose(value)

    def normalize(self, value: Any) -> Prose:
        return Prose(str(getattr(value, "source", value) or ""))

    def value_from_form(self, value: Any) -> Prose:
        return Prose(value)

    def get_prep_value(self, value: Any) -> str:
        return value.source if value is not None else ""

    def get_api_representation(self, value: Any, context: Any = None) -> str:
        return value.__html__() if value else ""
