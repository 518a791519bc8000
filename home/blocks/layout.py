"""Blocks that arrange others, and blocks of the site's own facts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.base import COUNTS_HELP, LinkBlock, ShopBlock, ShopStream
from home.blocks.data import BlockData, Needs
from home.blocks.measures import CaratsBlock
from home.blocks.text import TextBlock

JOURNAL_STORIES = 3


class WayBlock(blocks.StructBlock):
    """A way into the shop."""

    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = blocks.CharBlock(max_length=160, required=False, label=_("text"), help_text=COUNTS_HELP)
    link = LinkBlock(help_text=_("Its text is not shown: the whole cell is the link."))

    class Meta:
        icon = "arrow-right"
        label = _("path")
        label_format = "{title}"


class PathsBlock(ShopBlock):
    """The ways into the shop, side by side."""

    paths = blocks.ListBlock(WayBlock(), min_num=1, max_num=3, label=_("paths"))

    def needs(self, value: Any, needs: Needs) -> None:
        for item in value.get("paths") or ():
            needs.text((item or {}).get("text"))
            needs.page(((item or {}).get("link") or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        shown = []
        for item in value.get("paths") or ():
            link = (item or {}).get("link") or {}
            url = data.address(page=link.get("page"), path=link.get("path"))
            if url and item.get("title"):
                shown.append({"title": item["title"], "text": data.text(item.get("text")), "url": url})
        return {"paths": shown}

    class Meta:
        icon = "arrow-right"
        label = _("Paths")
        group = _("Sections")
        description = _("Up to three ways into the shop in a ruled row.")
        template = "blocks/paths.html"
        preview_value = {
            "paths": [
                {"title": _("Browse all stones"), "text": "", "link": {"path": "/stones/"}},
                {"title": _("See the jewelry"), "text": "", "link": {"path": "/jewelry/"}},
            ]
        }


class JournalBlock(ShopBlock):
    """The newest articles."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    limit = blocks.IntegerBlock(min_value=1, max_value=12, default=JOURNAL_STORIES, label=_("how many"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.journal = max(needs.journal, value.get("limit") or JOURNAL_STORIES)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"stories": data.stories[: value.get("limit") or JOURNAL_STORIES]}

    class Meta:
        icon = "list-ul"
        label = _("Journal")
        label_format = "{heading}"
        group = _("Sections")
        description = _("A list of the newest articles of the journal.")
        template = "blocks/journal.html"
        preview_value = {"heading": _("Journal"), "limit": JOURNAL_STORIES}


class HalvesBlock(ShopStream):
    """What may stand in one half of the page."""

    carats = CaratsBlock()
    journal = JournalBlock()
    text = TextBlock()


class PairBlock(ShopBlock):
    """Two blocks side by side."""

    halves = HalvesBlock(max_num=2, label=_("halves"))

    def get_preview_value(self) -> Any:
        stones = ["diamond", "sapphire", "emerald"]
        carats = {"heading": str(_("Carats are weight, not size")), "diameter": "6.5", "stones": stones}
        journal = {"heading": str(_("Journal")), "limit": JOURNAL_STORIES}
        halves = [{"type": "carats", "value": carats}, {"type": "journal", "value": journal}]
        return self.to_python({"halves": halves})

    class Meta:
        icon = "grip"
        label = _("Two halves")
        group = _("Sections")
        description = _("Two blocks side by side on wide screens, one below the other on phones.")
        template = "blocks/pair.html"


class ContactsBlock(ShopBlock):
    """Contacts from the site's settings."""

    class Meta:
        icon = "mail"
        label = _("Contacts")
        group = _("Text")
        description = _("Phone, e-mail, address and hours, as they stand in the settings.")
        template = "blocks/contacts.html"
        preview_value: dict[str, Any] = {}


class BankDetailsBlock(ShopBlock):
    """Bank details from the site's settings."""

    class Meta:
        icon = "info-circle"
        label = _("Bank details")
        group = _("Text")
        description = _("Where a bank transfer goes, as it stands in the settings.")
        template = "blocks/bank_details.html"
        preview_value: dict[str, Any] = {}


class NoticeBlock(ShopBlock):
    """A notice."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        label_format = "{title}"
        group = _("Text")
        description = _("A framed remark, such as where pictures come from.")
        template = "blocks/notice.html"
        preview_value = {"title": _("The pictures are renderings"), "text": ""}
