"""Blocks of the whole market: words of the catalog with counts, the rate of the day, the end of a sale."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from gemkit.clock import today_kyiv
from home.blocks.base import ProductBlock, ShopBlock, ids, sample_product_id
from home.blocks.commerce import CatalogChoiceBlock, type_choices
from home.blocks.data import JEWELRY, STONE, BlockData, Needs, Shelf
from home.blocks.trays import collection_choices

TILES = 12
DICTIONARIES = [
    ("stone", _("minerals or kinds of jewelry")),
    ("shape", pgettext_lazy("facet", "Shape")),
    ("color", pgettext_lazy("facet", "Color")),
    ("cut", pgettext_lazy("facet", "Cut")),
    ("treatment", pgettext_lazy("facet", "Treatment")),
    ("origin", pgettext_lazy("facet", "Origin")),
    ("zodiac", _("signs of the zodiac")),
]


class DictionaryBlock(ShopBlock):
    """The values of a dictionary as tiles, each with how many can be bought now: “sapphires by shape”."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    dictionary = blocks.ChoiceBlock(choices=DICTIONARIES, default="shape", label=_("by what"))
    kind = blocks.ChoiceBlock(
        choices=[(STONE, _("stones")), (JEWELRY, _("jewelry"))], default=STONE, label=_("of what")
    )
    type_code = CatalogChoiceBlock(
        choices=type_choices,
        required=False,
        label=_("type"),
        help_text=_("Empty: all stones, or all jewelry."),
    )
    limit = blocks.IntegerBlock(min_value=2, max_value=30, default=TILES, label=_("how many"))

    def needs(self, value: Any, needs: Needs) -> None:
        if value.get("dictionary") == "stone":
            needs.types = True

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from catalog.web.tiles import tiles_of

        language = "en" if get_language() == "en" else "uk"
        tiles = tiles_of(
            value.get("dictionary") or "shape",
            kind=value.get("kind") or STONE,
            type_code=value.get("type_code") or "",
            language=language,
        )
        pictures = {part.code: data.tiles.get(part.picture_id) for part in data.types}
        is_type = value.get("dictionary") == "stone"
        shown = [
            {"tile": tile, "picture": pictures.get(tile.code) if is_type else None}
            for tile in tiles[: value.get("limit") or TILES]
        ]
        return {"tiles": shown}

    def notes(self, value: Any, data: BlockData) -> list[str]:
        if not self.view(value, data)["tiles"]:
            return [gettext("Nothing of this can be bought now; visitors see nothing here.")]
        return []

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        tiles = [entry["tile"] for entry in self.view(value, data)["tiles"]]
        return {
            "tiles": [
                {"code": tile.code, "name": tile.name, "count": tile.count, "url": tile.url, "hex": tile.hex}
                for tile in tiles
            ]
        }

    class Meta:
        icon = "tag"
        label = _("Values of a dictionary")
        label_format = "{heading}"
        group = _("Stones")
        description = _(
            "Tiles such as “sapphires by shape”: each with its live count, leading to the filtered list."
        )
        template = "blocks/dictionary.html"
        preview_value = {
            "heading": _("Stones by shape"),
            "dictionary": "shape",
            "kind": STONE,
            "limit": TILES,
        }


class RateBlock(ShopBlock):
    """The rate that prices are computed at, with its day."""

    text = blocks.TextBlock(
        max_length=300,
        required=False,
        label=_("text"),
        help_text=_("What the rate means for the reader; the rate itself stands beside."),
    )

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from commerce.pricing import selectors as pricing

        rate = pricing.header_rate()
        if rate is None:
            return {"rate": None}
        days = max((today_kyiv() - rate["date"]).days, 0)
        age = (
            gettext("of today")
            if not days
            else ngettext("%(count)d day old", "%(count)d days old", days) % {"count": days}
        )
        return {"rate": rate, "age": age, "is_old": days > settings.RATE_DISPLAY_AGE_DAYS}

    def notes(self, value: Any, data: BlockData) -> list[str]:
        if self.view(value, data)["rate"] is None:
            return [gettext("There is no rate yet; visitors see nothing here.")]
        return []

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        rate = self.view(value, data)["rate"]
        if rate is None:
            return {"rate": None}
        return {
            "rate": {
                "currency": rate["currency"],
                "rate": f"{rate['rate']:f}",
                "date": rate["date"].isoformat(),
                "is_demo": rate["is_demo"],
            }
        }

    class Meta:
        icon = "resubmit"
        label = _("Rate of the day")
        group = _("Tools")
        description = _(
            "The National Bank’s rate that hryvnia prices are computed at, with its date and age."
        )
        template = "blocks/rate.html"
        preview_value = {
            "text": _("Prices in hryvnias follow this rate; an order keeps the rate of its day.")
        }


class CountdownBlock(ShopBlock):
    """The end of a reduction that really runs. Without one the page shows nothing."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    product = ProductBlock(required=False, label=_("product"))
    collection = CatalogChoiceBlock(
        choices=collection_choices,
        required=False,
        label=_("collection"),
        help_text=_("Instead of a product: the first end of a reduction among what the collection holds."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [name for name in ("product", "collection") if cleaned.get(name)]
        # Drafts save themselves half-filled.
        if len(chosen) != 1 and (chosen or not self.is_deferred_validation):
            error = ValidationError(gettext("Choose a product or a collection: one of the two."))
            raise StructBlockValidationError({"product": error})
        return cleaned

    def needs(self, value: Any, needs: Needs) -> None:
        if value.get("product") is not None:
            needs.product_ids.append(value["product"].pk)

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        chosen = value.get("product")
        if chosen is None:
            return []
        mine = [c for c in shelf.candidates if c.product_id == chosen.pk and c.available and c.is_reduced]
        return ids(mine[:1])

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        end, card = self._end(value, data)
        if end is None:
            return {"end": None}
        return {
            "end": end.moment,
            "card": card,
            "url": card.url if card else self._url(value, data.language),
            "count": end.products,
        }

    def _end(self, value: Any, data: BlockData) -> tuple[Any, Any]:
        from catalog.index import windows
        from catalog.index.filters import Filters
        from catalog.index.selectors import Scope
        from catalog.web.listing import prices_for

        card = next(iter(data.cards_of(self.picks(value, data.shelf))), None)
        if value.get("product") is not None:
            if card is None or card.price is None or card.price.was_until is None:
                return None, None
            return windows.SaleEnd(card.price.was_until, 1), card
        code = value.get("collection")
        if not code:
            return None, None
        filters = Filters(in_stock=True, on_sale=True)
        return windows.sale_end(Scope(collection=code), filters, prices_for(filters, currency="UAH")), None

    def _url(self, value: Any, language: str) -> str:
        from catalog.web import grounds

        path = grounds.paths_of("collection", value["collection"])[language]
        return f"{path}?{urlencode({'on_sale': 1})}"

    def notes(self, value: Any, data: BlockData) -> list[str]:
        notes = super().notes(value, data)
        if self._end(value, data)[0] is None:
            notes.append(
                gettext(
                    "No reduction with an end runs for this choice; visitors see nothing here until one does."
                )
            )
        return notes

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        shown = self.view(value, data)
        end = shown["end"]
        return {
            **super().answer(value, data),
            "ends_at": end.isoformat() if end else None,
            "url": shown.get("url"),
        }

    def get_preview_value(self) -> Any:
        from catalog.index import windows
        from catalog.index.filters import Filters
        from catalog.index.selectors import Prices, Scope
        from catalog.selectors import displays

        on_sale = Filters(in_stock=True, on_sale=True)
        found = displays.found_by([displays.Asked(Scope(), on_sale, Prices(), limit=24)])[0]
        ends = [
            c.product_id
            for c in found
            if windows.sale_end(Scope(products=(c.product_id,)), on_sale, Prices())
        ]
        product = next(iter(ends), None) or sample_product_id(STONE)
        return self.to_python({"heading": str(_("The reduction ends")), "text": "", "product": product})

    class Meta:
        icon = "date"
        label = _("End of a sale")
        label_format = "{heading} {product}"
        group = _("Tools")
        description = _(
            "Counts down to the end of a reduction that really runs. Without one visitors see nothing: no false hurry."
        )
        template = "blocks/countdown.html"
