"""The sets of blocks that pages are composed of."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

from home.blocks import (
    commerce,
    jewelry,
    layout,
    market,
    measures,
    media,
    moving,
    picker,
    sections,
    trays,
)
from home.blocks import text as texts
from home.blocks.base import ShopStream

# Its fields have ids, and one is enough.
ONCE = {"calculator": {"max_num": 1}}


class ArticleBody(ShopStream):
    """A column of text with pictures, and the stones it tells of."""

    text = texts.TextBlock()
    quote = texts.QuoteBlock()
    table = texts.FigureTableBlock()
    steps = texts.StepsBlock()
    faq = texts.FaqBlock()
    notice = layout.NoticeBlock()
    contacts = layout.ContactsBlock()
    bank_details = layout.BankDetailsBlock()
    call_to_action = texts.CallToActionBlock()
    figure = media.FigureBlock()
    gallery = media.GalleryBlock()
    video = moving.VideoBlock()
    embed = moving.EmbedBlock()
    media_text = sections.MediaTextBlock()
    columns = sections.ColumnsBlock()
    live_product = commerce.LiveProductBlock()
    variant = commerce.VariantBlock()
    tray = commerce.TrayBlock()
    collection = trays.CollectionBlock()
    dictionary = market.DictionaryBlock()
    picker = picker.PickerBlock()
    calculator = measures.CalculatorBlock()
    carats = measures.CaratsBlock()
    size_view = measures.SizeViewBlock()
    comparison = measures.ComparisonBlock()
    ring_sizes = jewelry.RingSizesBlock()
    rate = market.RateBlock()
    countdown = market.CountdownBlock()

    class Meta:
        block_counts = ONCE


class SectionBody(ShopStream):
    """Sections across the page: the home page, campaigns and showcases."""

    hero = sections.HeroBlock()
    ruler = commerce.RulerBlock()
    paths = layout.PathsBlock()
    drawer = commerce.DrawerBlock()
    tray = commerce.TrayBlock()
    collection = trays.CollectionBlock()
    dictionary = market.DictionaryBlock()
    live_product = commerce.LiveProductBlock()
    variant = commerce.VariantBlock()
    jewelry_tabs = jewelry.JewelryTabsBlock()
    jewel_story = jewelry.JewelStoryBlock()
    jewelry_spread = jewelry.JewelrySpreadBlock()
    color_fan = media.ColorFanBlock()
    night_band = media.NightBandBlock()
    media_text = sections.MediaTextBlock()
    columns = sections.ColumnsBlock()
    pair = layout.PairBlock()
    journal = layout.JournalBlock()
    picker = picker.PickerBlock()
    calculator = measures.CalculatorBlock()
    carats = measures.CaratsBlock()
    size_view = measures.SizeViewBlock()
    comparison = measures.ComparisonBlock()
    ring_sizes = jewelry.RingSizesBlock()
    rate = market.RateBlock()
    countdown = market.CountdownBlock()
    text = texts.TextBlock()
    quote = texts.QuoteBlock()
    table = texts.FigureTableBlock()
    faq = texts.FaqBlock()
    steps = texts.StepsBlock()
    figure = media.FigureBlock()
    gallery = media.GalleryBlock()
    video = moving.VideoBlock()
    embed = moving.EmbedBlock()
    notice = layout.NoticeBlock()
    call_to_action = texts.CallToActionBlock()

    class Meta:
        block_counts = {**ONCE, "hero": {"max_num": 1}, "night_band": {"max_num": 1}}


# What closes an article across the whole page, when it stands at its end.
WIDE = {"tray", "collection"}


class BodyField(StreamField):
    """The body of a page. Drafts may be half-filled.

    Migrations do not hold its blocks: a new block changes no table. One that rewrites stored blocks works on their
    plain JSON (`wagtail.blocks.migrations`).
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__([] if block_types is None else block_types, **kwargs)

    def deconstruct(self) -> Any:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
