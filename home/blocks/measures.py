"""Blocks that measure and compare: carats, true sizes, stones side by side, the calculator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.calculator.weights import ROUND, SHAPES, CalculatorError, Weighed, weigh
from catalog.web.calculator.words import percent_text, weight_text
from gemkit import formats
from home.blocks.base import ShopBlock, ids, product_ids, sample_product_ids
from home.blocks.commerce import CatalogChoiceBlock, ChosenStoneBlock, stone_choices
from home.blocks.data import STONE, BlockData, Needs, Shelf

SIZED, COMPARED = 6, 4


def _round_stone(diameter: Decimal, specific_gravity: Decimal) -> Weighed | None:
    """Return what a round stone weighs; None where an editor's density is that of no gem."""
    try:
        return weigh(shape=ROUND, specific_gravity=specific_gravity, length_mm=diameter)
    except CalculatorError:
        return None


class CaratsBlock(ShopBlock):
    """What a round stone of one size weighs in different minerals."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=240, required=False, label=_("text"))
    diameter = blocks.DecimalBlock(
        min_value=1, max_value=20, decimal_places=1, default=Decimal("6.5"), label=_("diameter, mm")
    )
    stones = blocks.ListBlock(
        CatalogChoiceBlock(choices=stone_choices, label=_("mineral")), default=[], label=_("minerals")
    )

    def needs(self, value: Any, needs: Needs) -> None:
        needs.density_codes += self._codes(value)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        diameter = value.get("diameter")
        known = {density.code: density for density in data.densities}
        weighed = [
            (known[code].name, found)
            for code in self._codes(value)
            if diameter and code in known and (found := _round_stone(diameter, known[code].specific_gravity))
        ]
        return {
            "rows": [
                {
                    "name": name,
                    "size": formats.millimetres(diameter),
                    "weight": weight_text(found.carat.value),
                }
                for name, found in weighed
            ],
            "error": percent_text(weighed[0][1].error) if weighed else "",
            "shape": data.round_shape,
            "diameter": diameter,
        }

    @staticmethod
    def _codes(value: Any) -> list[str]:
        return [code for code in value.get("stones") or () if code]

    class Meta:
        icon = "table"
        label = _("Carats and millimetres")
        label_format = "{heading}"
        group = _("Tools")
        description = _(
            "The weight of a round stone of one size in several minerals, computed from their density."
        )
        template = "blocks/carats.html"
        preview_value = {
            "heading": _("Carats are weight, not size"),
            "text": "",
            "diameter": Decimal("6.5"),
            "stones": ["diamond", "sapphire", "emerald"],
        }


class StonesBlock(ShopBlock):
    """What blocks of some chosen stones have in common."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))

    def needs(self, value: Any, needs: Needs) -> None:
        for item in value.get("stones") or ():
            needs.product((item or {}).get("product"), kind=STONE, sku=(item or {}).get("sku") or "")

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        return product_ids(value, "stones")

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        return ids(shelf.choice(self.wanted(value), kind=STONE))

    def sample(self, heading: Any, number: int) -> Any:
        stones = [{"product": pk} for pk in sample_product_ids(STONE, number)]
        return self.to_python({"heading": str(heading), "text": "", "stones": stones})


class SizeViewBlock(StonesBlock):
    """Chosen stones in their true size on millimetre paper."""

    stones = blocks.ListBlock(
        ChosenStoneBlock(),
        max_num=SIZED,
        label=_("stones"),
        help_text=_("Stones with a shape and two measures; sold ones give way to the next of their mineral."),
    )

    has_lasting_view = True

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from catalog.web.lists.scale import scale_of

        cards = [card for card in data.cards_of(self.picks(value, data.shelf)) if not card.is_jewelry]
        scale = scale_of([(card.shape, card.size_mm[:2]) for card in cards])
        drawn = zip(cards, scale.silhouettes, strict=True) if scale else ()
        return {"stones": [{"card": card, "drawn": one} for card, one in drawn if one is not None]}

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"cards": [], **super().answer(value, data)}

    def get_preview_value(self) -> Any:
        return self.sample(_("How large they really are"), 4)

    class Meta:
        icon = "expand-right"
        label = _("True sizes")
        label_format = "{heading}"
        group = _("Tools")
        description = _("Silhouettes of chosen stones in their true size, on millimetre paper.")
        template = "blocks/size_view.html"


class ComparisonBlock(StonesBlock):
    """Two to four chosen stones side by side."""

    stones = blocks.ListBlock(ChosenStoneBlock(), min_num=2, max_num=COMPARED, label=_("stones"))

    has_lasting_markup = True

    def compared(self, value: Any, shelf: Shelf) -> list[int]:
        return self.picks(value, shelf)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from catalog.web.lists.comparison import compared

        cards = data.cards_of(self.picks(value, data.shelf))
        if len(cards) < 2:
            return {"shown": None}
        whole = compared(cards, data.compared, language=data.language)
        # Who reads an article takes nothing out of its table; silhouettes have a block of their own.
        columns = [replace(column, others="") for column in whole.columns]
        skus = ",".join(whole.skus)
        return {
            "shown": replace(whole, columns=columns, scale=None),
            "url": f"{reverse('catalog:compare')}?{urlencode({'v': skus}, safe=',')}",
        }

    def notes(self, value: Any, data: BlockData) -> list[str]:
        notes = super().notes(value, data)
        if self.view(value, data)["shown"] is None:
            notes.append(gettext("Fewer than two stones can be shown; visitors see nothing here."))
        return notes

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        shown = self.view(value, data)["shown"]
        rows = (
            [
                {"code": row.code, "label": row.label, "values": [cell.text for cell in row.cells]}
                for group in shown.groups
                for row in group.rows
            ]
            if shown
            else []
        )
        return {"cards": [], **super().answer(value, data), "rows": rows}

    def get_preview_value(self) -> Any:
        return self.sample(_("Side by side"), 3)

    class Meta:
        icon = "resubmit"
        label = _("Comparison")
        label_format = "{heading}"
        group = _("Tools")
        description = _("Two to four stones side by side with every measure, price and stock of the moment.")
        template = "blocks/comparison.html"


class CalculatorBlock(ShopBlock):
    """The calculator itself: what is typed here is answered on its page."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    stone = CatalogChoiceBlock(choices=stone_choices, required=False, label=_("mineral to begin with"))
    length = blocks.DecimalBlock(
        min_value=1, max_value=40, decimal_places=1, required=False, label=_("length to begin with, mm")
    )

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from catalog.selectors.calculator import minerals, shapes_to_weigh
        from catalog.web.calculator.forms import CalculatorForm
        from catalog.web.calculator.views import EXAMPLE

        stones, shapes = minerals(language=data.language), shapes_to_weigh(language=data.language)
        codes = [stone.code for stone in stones]
        chosen = {name: str(value[name]) for name in ("stone", "length") if value.get(name)}
        given = {**EXAMPLE, **chosen}
        if given["stone"] not in codes:
            given["stone"] = codes[0] if codes else ""
        form = CalculatorForm(given, minerals=stones, shapes=shapes)
        form.is_valid()
        return {"form": form if codes and shapes else None, "shapes": shapes}

    def notes(self, value: Any, data: BlockData) -> list[str]:
        if self.view(value, data)["form"] is None:
            return [gettext("No mineral has a density yet; visitors see nothing here.")]
        return []

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"url": reverse("catalog:calculator"), "shapes": sorted(SHAPES)}

    class Meta:
        icon = "decimal"
        label = _("Calculator")
        label_format = "{heading}"
        group = _("Tools")
        description = _("The calculator of carats and millimetres; works without scripts. Once on a page.")
        template = "blocks/calculator.html"
        preview_value = {"heading": _("Carats from millimetres"), "text": ""}
