"""Blocks that show single products: price and stock are those of the moment, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from gemkit import formats
from gemkit.drawing import RulerStone, ruler_of
from home.blocks.base import (
    COUNTS_HELP,
    LinkBlock,
    ProductBlock,
    ShopBlock,
    ids,
    product_ids,
    sample_product_id,
)
from home.blocks.data import JEWELRY, STONE, BlockData, Needs, Shelf, price_text, type_url
from home.blocks.stone import stone_section
from home.domain import columns_for

RULER_MM = 66
RULER_STONES = 7
TRAY_CARDS = 4


def type_choices() -> list[tuple[str, str]]:
    """Return stone types and kinds of jewelry for an editor's select."""
    from catalog.selectors import displays

    return displays.stone_type_choices()


def stone_choices() -> list[tuple[str, str]]:
    """Return stone types for an editor's select."""
    from catalog.selectors import displays

    return displays.stone_type_choices(kind=STONE)


class CatalogChoiceBlock(blocks.ChoiceBlock):
    """A code of the catalog. The choices are read from the database for the form only."""

    def normalize_choice(self, value: Any) -> Any:
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class SkuBlock(blocks.RegexBlock):
    """An SKU as staff write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"required": False, "max_length": 40, "label": _("SKU"), **kwargs}
        super().__init__(
            r"^[A-Za-z0-9-]*$",
            error_messages={"invalid": _("An SKU has Latin letters, digits and hyphens only.")},
            **kwargs,
        )


def check_sku(value: Any) -> None:
    """Refuse an SKU that is none of the product's."""
    from catalog.selectors import displays

    product, sku = value.get("product"), value.get("sku")
    if product is None or not sku:
        return
    found = displays.variants_by_sku([sku]).get(sku)
    if found is None or found[1] != product.pk:
        text = gettext("The product “%(name)s” has no stone on sale with the SKU %(sku)s.")
        error = ValidationError(text % {"name": product, "sku": sku})
        raise StructBlockValidationError({"sku": error})


class ChosenStoneBlock(blocks.StructBlock):
    """A product, and which of its stones."""

    product = ProductBlock(label=_("product"))
    sku = SkuBlock(help_text=_("Which of its stones; empty: the first that can be bought."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        check_sku(cleaned)
        return cleaned

    class Meta:
        icon = "snippet"
        label = _("stone")
        label_format = "{product} {sku}"


class RulerBlock(ShopBlock):
    """Stones on one millimetre ruler, drawn to one scale."""

    stones = blocks.ListBlock(
        ChosenStoneBlock(),
        max_num=RULER_STONES,
        label=_("stones"),
        help_text=_(
            "The ruler is 66 mm long; what does not fit is left out. Phones show the first 24 mm. "
            "Without stones the newest are shown."
        ),
    )

    def needs(self, value: Any, needs: Needs) -> None:
        for item in value.get("stones") or ():
            needs.product((item or {}).get("product"), kind=STONE, sku=(item or {}).get("sku") or "")
        if not product_ids(value, "stones"):
            needs.newest[STONE] += RULER_STONES

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        return product_ids(value, "stones")

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        if wanted := product_ids(value, "stones"):
            return ids(shelf.choice(wanted, kind=STONE))
        return ids(shelf.newest(kind=STONE, limit=RULER_STONES))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        stones = [ruler_stone(card) for card in data.cards_of(self.picks(value, data.shelf))]
        fitting = [stone for stone in stones if stone is not None]
        return {"ruler": ruler_of(fitting, width_mm=RULER_MM) if fitting else None}

    class Meta:
        icon = "arrows-up-down"
        label = _("Ruler with stones")
        group = _("Stones")
        description = _("Up to seven stones on one 66 mm ruler, all to one scale, with price and true size.")
        template = "blocks/ruler.html"
        preview_value: dict[str, Any] = {"stones": []}


def ruler_stone(card: Any) -> RulerStone | None:
    """Return a card as a stone of the ruler; None without a picture or measures."""
    if card.picture is None or card.shape is None or len(card.size_mm) < 2:
        return None
    length, width = card.size_mm[:2]
    return RulerStone(
        name=card.stone.name,
        url=card.url,
        picture_url=card.picture.url,
        shape_code=card.shape.code,
        shape=card.shape,
        length_mm=length,
        width_mm=width,
        size_text=formats.millimetres((width, length), places=1),
        price_text=price_text(card),
    )


class DrawerBlock(ShopBlock):
    """All minerals with live counts, jewelry in the last cell."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    note = blocks.TextBlock(max_length=200, required=False, label=_("note"), help_text=COUNTS_HELP)

    def needs(self, value: Any, needs: Needs) -> None:
        needs.types = True

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        cells = [
            {
                "name": part.name,
                "url": type_url(part),
                "count": part.count,
                "picture": data.tiles.get(part.picture_id),
            }
            for part in data.types
            if part.kind == STONE and part.slug
        ]
        jewelry = [part for part in data.types if part.kind == JEWELRY]
        return {
            "cells": cells,
            "jewelry_count": data.count(JEWELRY),
            "jewelry_picture": next(
                (view for part in jewelry if (view := data.tiles.get(part.picture_id))), None
            ),
            "columns": columns_for(len(cells) + 1),
            "note": data.text(value.get("note")),
        }

    class Meta:
        icon = "table"
        label = _("Mineral drawer")
        label_format = "{heading}"
        group = _("Stones")
        description = _("Every mineral with the number of stones that can be bought now, and jewelry last.")
        template = "blocks/drawer.html"
        preview_value = {"heading": _("The mineral drawer"), "note": ""}


class TrayBlock(ShopBlock):
    """A row of cards: the newest, those of a mineral, or chosen by hand."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    rule = blocks.ChoiceBlock(
        choices=[
            ("newest", _("the newest stones")),
            ("jewelry", _("the newest jewelry")),
            ("type", _("the newest of a type")),
            ("chosen", _("chosen products")),
        ],
        default="newest",
        label=_("what to show"),
    )
    type_code = CatalogChoiceBlock(choices=type_choices, required=False, label=_("type"))
    products = blocks.ListBlock(
        ProductBlock(required=False),
        label=_("products"),
        default=[],
        help_text=_("Sold ones give way to the newest of their mineral."),
    )
    limit = blocks.IntegerBlock(min_value=2, max_value=12, default=TRAY_CARDS, label=_("how many"))
    link = LinkBlock()

    def needs(self, value: Any, needs: Needs) -> None:
        needs.page((value.get("link") or {}).get("page"))
        rule, limit = value.get("rule"), self._limit(value)
        if rule == "chosen":
            for product_id, _sku in product_ids(value):
                needs.product_ids.append(product_id)
                needs.newest[STONE] += 2
                needs.newest[JEWELRY] += 2
        elif rule == "type" and value.get("type_code"):
            code = value["type_code"]
            needs.newest_of_type[code] = max(needs.newest_of_type[code], limit)
        else:
            needs.newest[self._kind(value)] += limit

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        return product_ids(value)[: self._limit(value)] if value.get("rule") == "chosen" else []

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        rule, limit = value.get("rule"), self._limit(value)
        if rule == "chosen":
            return ids(shelf.choice(product_ids(value), kind=STONE)[:limit])
        if rule == "type" and value.get("type_code"):
            return ids(shelf.newest(type_code=value["type_code"], limit=limit))
        return ids(shelf.newest(kind=self._kind(value), limit=limit))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        cards = data.cards_of(self.picks(value, data.shelf))
        return {"cards": cards, "link": data.link(value.get("link"))}

    @staticmethod
    def _limit(value: Any) -> int:
        return value.get("limit") or TRAY_CARDS

    @staticmethod
    def _kind(value: Any) -> str:
        return JEWELRY if value.get("rule") == "jewelry" else STONE

    class Meta:
        icon = "grip"
        label = _("Tray of products")
        label_format = "{heading}"
        group = _("Stones")
        description = _(
            "A row of cards with live price and stock: the newest, of one type, or chosen. Never sold ones."
        )
        template = "blocks/tray.html"
        preview_value = {"heading": _("Just measured"), "rule": "newest", "limit": TRAY_CARDS}


class LiveProductBlock(ShopBlock):
    """One product inside a text."""

    label = blocks.CharBlock(max_length=80, required=False, label=_("label"))
    product = ProductBlock(label=_("product"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.product(value.get("product"), kind=STONE, sku=value.get("sku") or "")

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        product = value.get("product")
        return [(product.pk, value.get("sku") or "")] if product is not None else []

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        return ids(shelf.choice(self.wanted(value), kind=STONE))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        card = next(iter(data.cards_of(self.picks(value, data.shelf))), None)
        return {"card": card, "is_substitute": card is not None and not self.is_own(value, card)}

    def markup(self, value: Any, data: BlockData, context: Mapping[str, Any]) -> SafeString:
        return stone_section(
            **self.view(value, data),
            label=value.get("label") or "",
            is_inside=context.get("layout") == "article",
            is_preview=bool(getattr(context.get("request"), "is_preview", False)),
        )

    def is_own(self, value: Any, card: Any) -> bool:
        """Whether the card is of what the editor chose."""
        return bool(card.product_id == value["product"].pk)

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        shown = self.view(value, data)
        return {**super().answer(value, data), "is_substitute": shown["is_substitute"]}

    def get_preview_value(self) -> Any:
        return self.to_python(
            {"label": str(_("The stone of this story")), "product": sample_product_id(STONE)}
        )

    class Meta:
        icon = "snippet"
        label = _("One product")
        label_format = "{product}"
        group = _("Stones")
        description = _(
            "One product with live price, stock and a button. When sold, the next of its mineral."
        )


class VariantBlock(LiveProductBlock):
    """One certain stone, named by its SKU."""

    sku = SkuBlock(required=True, help_text=_("The one stone that the text is about."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        check_sku(cleaned)
        return cleaned

    def is_own(self, value: Any, card: Any) -> bool:
        return super().is_own(value, card) and card.sku == (value.get("sku") or card.sku)

    def notes(self, value: Any, data: BlockData) -> list[str]:
        card = self.view(value, data)["card"]
        if card is None or not super().is_own(value, card) or self.is_own(value, card):
            return super().notes(value, data)
        text = gettext("The stone %(sku)s is sold or withdrawn; visitors see %(other)s of the same product.")
        return [*super().notes(value, data), text % {"sku": value.get("sku"), "other": card.sku}]

    def get_preview_value(self) -> Any:
        from catalog.selectors import displays
        from catalog.web.cards import product_cards

        found = displays.candidates(newest={STONE: 1})[:1]
        cards = product_cards(ids(found), language="uk", currency="UAH", views=0)
        sample = {"product": cards[0].product_id, "sku": cards[0].sku} if cards else {}
        return self.to_python({"label": str(_("The stone in the picture")), **sample})

    class Meta:
        icon = "tag"
        label = _("One stone by SKU")
        label_format = "{product} {sku}"
        group = _("Stones")
        description = _(
            "One certain stone of a product with live price and stock. When sold, another of the product, else the "
            "next of its mineral."
        )
