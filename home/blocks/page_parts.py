"""Blocks of one page type each: people of the shop, kinds of packaging, pieces of a showcase."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks import layout, media
from home.blocks import text as texts
from home.blocks.base import INLINE_FEATURES, PictureBlock, ProseBlock, ShopBlock, ShopStream, ids
from home.blocks.commerce import CatalogChoiceBlock
from home.blocks.data import JEWELRY, BlockData, Needs, Shelf, price_text
from home.blocks.jewelry import JewelStoryBlock

PIECES = 6


def jewelry_choices() -> list[tuple[str, str]]:
    """Return kinds of jewelry for an editor's select."""
    from catalog.selectors import displays

    return displays.stone_type_choices(kind=JEWELRY)


class PersonBlock(ShopBlock):
    """Somebody who works in the shop."""

    name = blocks.CharBlock(max_length=80, label=_("name"))
    role = blocks.CharBlock(max_length=120, required=False, label=_("what he or she does"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    picture = PictureBlock(required=False, label=_("picture"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"picture": data.picture(value.get("picture"))}

    class Meta:
        icon = "user"
        label = _("Person")
        description = _("A name, what the person does, and a portrait if there is one.")
        template = "home/parts/person.html"
        preview_value = {"name": _("Oksana Savchuk"), "role": _("gemmologist")}


class PeopleBody(ShopStream):
    """The people of the shop."""

    person = PersonBlock()


class PackageBlock(ShopBlock):
    """A kind of packaging with what lies inside."""

    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = ProseBlock(features=INLINE_FEATURES, required=False, label=_("text"))
    picture = PictureBlock(required=False, label=_("picture"))
    inside = blocks.ListBlock(
        blocks.CharBlock(max_length=120), default=[], label=_("what lies inside"), required=False
    )

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {
            "picture": data.picture(value.get("picture")),
            "inside": [item for item in value.get("inside") or () if item],
        }

    class Meta:
        icon = "archive"
        label = _("Kind of packaging")
        description = _("What a stone or a piece of jewelry arrives in, with a list of what lies inside.")
        template = "home/parts/package.html"
        preview_value = {"title": _("A box"), "inside": [_("Passport with measurements")]}


class PackagesBody(ShopStream):
    """Kinds of packaging, side by side."""

    package = PackageBlock()


class FaqBody(ShopStream):
    """Groups of questions, and what stands between them."""

    faq = texts.FaqBlock(label=_("Group of questions"))
    text = texts.TextBlock()
    notice = layout.NoticeBlock()
    contacts = layout.ContactsBlock()
    call_to_action = texts.CallToActionBlock()
    figure = media.FigureBlock()


class PieceBlock(JewelStoryBlock):
    """A chosen piece of jewelry with its story, beside the passport of its stone."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("title of the story"))
    story = ProseBlock(features=INLINE_FEATURES, required=False, label=_("story"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        product = value.get("product")
        is_own = bool(product and data.shelf.best(product.pk))
        return {**super().view(value, data), "is_own": is_own}

    class Meta:
        icon = "view"
        label = _("Piece with its story")
        description = _(
            "One piece shown large, with its story and its stone. When sold, the next of its kind, without the story."
        )
        template = "home/parts/piece.html"


class PiecesBlock(ShopBlock):
    """Pieces that a rule chooses: always what can be bought now."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    type_code = CatalogChoiceBlock(
        choices=jewelry_choices, required=False, label=_("kind of jewelry"), help_text=_("Empty: every kind.")
    )
    limit = blocks.IntegerBlock(min_value=1, max_value=12, default=PIECES, label=_("how many"))

    def needs(self, value: Any, needs: Needs) -> None:
        code, limit = value.get("type_code"), value.get("limit") or PIECES
        if code:
            needs.newest_of_type[code] = max(needs.newest_of_type[code], limit)
        else:
            needs.newest[JEWELRY] = max(needs.newest[JEWELRY], limit)

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        limit = value.get("limit") or PIECES
        return ids(shelf.newest(type_code=value.get("type_code") or "", kind=JEWELRY, limit=limit))

    def large(self, value: Any, shelf: Shelf) -> list[int]:
        return self.picks(value, shelf)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        cards = data.cards_of(self.picks(value, data.shelf))
        return {
            "pieces": [
                {"card": card, "price": price_text(card), "picture": data.large_picture(card)}
                for card in cards
            ]
        }

    class Meta:
        icon = "grip"
        label = _("Pieces by rule")
        description = _("The newest pieces of a kind that can be bought now, each shown large.")
        template = "home/parts/pieces.html"
        preview_value = {"heading": _("New pieces"), "limit": 3}


class PiecesBody(ShopStream):
    """The pieces of a showcase: chosen ones with stories, and those of a rule."""

    piece = PieceBlock()
    pieces = PiecesBlock()
