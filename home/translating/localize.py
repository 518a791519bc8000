"""Makes wagtail-localize bear what the shop's pages hold: fields that a draft has not filled yet.

A text that was never given is ``None``, and its extraction fails on that, so a page with a half-filled
block could not be submitted at all.
"""

from __future__ import annotations

from typing import Any

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
