"""The picker inside an article: its first question, live, leading on to the whole of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.base import ShopBlock
from home.blocks.data import BlockData, Needs

QUESTIONS = [("zodiac", _("the sign of the zodiac")), ("color", _("the colour")), ("shape", _("the shape"))]


class PickerBlock(ShopBlock):
    """One question of the picker with live counts; its button goes on to the next one."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = blocks.TextBlock(max_length=240, required=False, label=_("text"))
    question = blocks.ChoiceBlock(choices=QUESTIONS, default="zodiac", label=_("question"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.pickers.add(self._question(value))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"picker": data.pickers.get(self._question(value))}

    @staticmethod
    def _question(value: Any) -> str:
        return value.get("question") or "zodiac"

    class Meta:
        icon = "pick"
        label = _("Picker")
        label_format = "{heading}"
        group = _("Tools")
        description = _(
            "The first question of the picker with live counts; the answer leads to the rest of the questions."
        )
        template = "blocks/picker.html"
        preview_value = {
            "heading": _("Choose a stone in four steps"),
            "text": "",
            "question": "color",
        }
