"""Blocks that show jewelry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gemkit import formats
from home.blocks.base import (
    LinkBlock,
    PictureBlock,
    ProductBlock,
    ShopBlock,
    ids,
    product_ids,
    sample_product_id,
)
from home.blocks.data import JEWELRY, BlockData, Needs, Shelf, price_text, type_url


class JewelrySpreadBlock(ShopBlock):
    """One large piece and two small ones."""

    kind = JEWELRY

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    products = blocks.ListBlock(
        ProductBlock(required=False),
        max_num=3,
        default=[],
        label=_("jewelry"),
        help_text=_("The first one is shown large. Missing and sold ones give way to the newest."),
    )
    link = LinkBlock()

    def needs(self, value: Any, needs: Needs) -> None:
        needs.page((value.get("link") or {}).get("page"))
        needs.text((value.get("link") or {}).get("text"))
        needs.product_ids += [product_id for product_id, _sku in product_ids(value)]
        needs.newest[JEWELRY] += 6

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        return product_ids(value)

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        wanted = self.wanted(value)
        chosen = shelf.choice(wanted, kind=JEWELRY)
        used = [candidate.product_id for candidate in chosen] + [product_id for product_id, _sku in wanted]
        more = shelf.newest(kind=JEWELRY, limit=3, but=used)
        return ids([*chosen, *more][:3])

    def large(self, value: Any, shelf: Shelf) -> list[int]:
        return self.picks(value, shelf)[:1]

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        link = data.link(value.get("link"))
        return {
            "pieces": [
                {"card": card, "price": price_text(card), "picture": data.large_picture(card)}
                for card in data.cards_of(self.picks(value, data.shelf))
            ],
            "link": link,
            "link_text": data.text(link.text) if link else "",
        }

    class Meta:
        icon = "grip"
        label = _("Jewelry spread")
        label_format = "{heading}"
        group = _("Stones")
        description = _("One large piece of jewelry and two small ones beside it.")
        template = "blocks/jewelry_spread.html"
        preview_value = {"heading": _("Jewelry, one of each")}


class FactBlock(blocks.StructBlock):
    """A line of a passport."""

    label = blocks.CharBlock(max_length=60, label=_("what"))
    value = blocks.CharBlock(max_length=120, label=_("value"))

    class Meta:
        icon = "list-ul"
        label = _("fact")
        label_format = "{label}"


class JewelStoryBlock(ShopBlock):
    """A piece of jewelry beside the passport of its stone."""

    kind = JEWELRY

    product = ProductBlock(label=_("jewelry"))
    stone_name = blocks.CharBlock(max_length=80, required=False, label=_("name of the stone"))
    stone_latin = blocks.RegexBlock(
        r"^[A-Za-z ]*$", required=False, max_length=60, label=_("Latin name of the stone")
    )
    stone_picture = PictureBlock(required=False, label=_("picture of the stone"))
    facts = blocks.ListBlock(FactBlock(), default=[], label=_("facts of the stone"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.product(value.get("product"), kind=JEWELRY)
        needs.picture(value.get("stone_picture"))

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        product = value.get("product")
        return [(product.pk, "")] if product is not None else []

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        return ids(shelf.choice(self.wanted(value), kind=JEWELRY))

    def large(self, value: Any, shelf: Shelf) -> list[int]:
        return self.picks(value, shelf)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        card = next(iter(data.cards_of(self.picks(value, data.shelf))), None)
        product = value.get("product")
        # The passport is of this very piece: it is not shown beside a substitute.
        is_own = bool(card and product and data.shelf.best(product.pk))
        return {
            "card": card,
            "price": price_text(card) if card else "",
            "large": data.large_picture(card) if card else None,
            "has_passport": is_own and bool(value.get("stone_name")),
            "picture": data.picture(value.get("stone_picture")),
        }

    def get_preview_value(self) -> Any:
        return self.to_python({"product": sample_product_id(JEWELRY)})

    class Meta:
        icon = "view"
        label = _("Piece and its stone")
        label_format = "{product}"
        group = _("Stones")
        description = _("A large piece of jewelry with the facts of its stone beside it.")
        template = "blocks/jewel_story.html"


class JewelryTabsBlock(ShopBlock):
    """Links to the kinds of jewelry, with live counts."""

    def needs(self, value: Any, needs: Needs) -> None:
        needs.types = True

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        kinds = [part for part in data.types if part.kind == JEWELRY and part.slug]
        return {
            "tabs": [{"name": part.name, "url": type_url(part), "count": part.count} for part in kinds],
            "total": data.count(JEWELRY),
        }

    class Meta:
        icon = "list-ul"
        label = _("Kinds of jewelry")
        group = _("Stones")
        description = _("A row of links to rings, earrings and so on, with what can be bought now.")
        template = "blocks/jewelry_tabs.html"
        preview_value: dict[str, Any] = {}


class RingSizesBlock(ShopBlock):
    """Ring sizes as circles of true size."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("text"))
    sizes = blocks.ListBlock(
        blocks.DecimalBlock(min_value=12, max_value=24, decimal_places=1, label=_("inner diameter, mm")),
        default=[],
        max_num=9,
        label=_("sizes"),
    )

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        sizes = [size for size in value.get("sizes") or () if size]
        return {"circles": [{"mm": size, "text": formats.number(size, places=1)} for size in sizes]}

    class Meta:
        icon = "circle-plus"
        label = _("Ring sizes")
        label_format = "{heading}"
        group = _("Tools")
        description = _("Circles of true size to lay a ring on.")
        template = "blocks/ring_sizes.html"
        preview_value = {"heading": _("Ring size"), "text": "", "sizes": ["16.0", "17.0", "18.0"]}
