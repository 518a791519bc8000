"""Makes wagtail-localize fit the shop.

It bears what the shop's pages hold, fields that a draft has not filled yet: a text that was never given is
``None``, and its extraction fails on that, so a page with a half-filled block could not be submitted at all.
And it does not offer to keep one language's tree as a copy of another's: such copies go live with their
originals, so English addresses would show Ukrainian.
"""

from __future__ import annotations

from typing import Any

from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor


def bear_empty_texts() -> None:
    """Leave out of extraction what has no value, once."""
    extract = StreamFieldSegmentExtractor.handle_block
    if getattr(extract, "bears_empty_texts", False):
        return

    def handle_block(self: Any, block_type: Any, block_value: Any, raw_value: Any = None) -> Any:
        return [] if block_value is None else extract(self, block_type, block_value, raw_value=raw_value)

    handle_block.bears_empty_texts = True  # type: ignore[attr-defined]
    StreamFieldSegmentExtractor.handle_block = handle_block


def offer_no_copying() -> None:
    """Take “synchronise content from another locale” off the form of a language."""
    LOCALE_COMPONENTS[:] = [part for part in LOCALE_COMPONENTS if part["model"] is not LocaleSynchronization]
