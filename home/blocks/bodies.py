"""The sets of blocks that pages are composed of."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from home.blocks import commerce, jewelry, layout, media, picker
from home.blocks import text as texts


class ArticleBody(blocks.StreamBlock):
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
    live_product = commerce.LiveProductBlock()
    tray = commerce.TrayBlock()
    carats = commerce.CaratsBlock()
    ring_sizes = jewelry.RingSizesBlock()
    picker = picker.PickerBlock()


class SectionBody(blocks.StreamBlock):
    """Sections across the page: the home page and showcases."""

    ruler = commerce.RulerBlock()
    paths = layout.PathsBlock()
    drawer = commerce.DrawerBlock()
    tray = commerce.TrayBlock()
    jewelry_tabs = jewelry.JewelryTabsBlock()
    jewel_story = jewelry.JewelStoryBlock()
    jewelry_spread = jewelry.JewelrySpreadBlock()
    color_fan = media.ColorFanBlock()
    night_band = media.NightBandBlock()
    pair = layout.PairBlock()
    journal = layout.JournalBlock()
    carats = commerce.CaratsBlock()
    ring_sizes = jewelry.RingSizesBlock()
    picker = picker.PickerBlock()
    text = texts.TextBlock()
    quote = texts.QuoteBlock()
    faq = texts.FaqBlock()
    steps = texts.StepsBlock()
    figure = media.FigureBlock()
    gallery = media.GalleryBlock()
    notice = layout.NoticeBlock()
    call_to_action = texts.CallToActionBlock()


# What closes an article across the whole page, when it stands at its end.
WIDE = {"tray"}


class BodyField(StreamField):
    """The body of a page. Drafts may be half-filled."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(block_types, **kwargs)
