"""Blocks of text."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gemkit.text import slug_from
from home.blocks.base import INLINE_FEATURES, TEXT_FEATURES, LinkBlock, ProseBlock, ShopBlock
from home.blocks.data import BlockData, Needs


def paragraph(text: Any) -> Any:
    """Return a sample text as a paragraph, in the language that is active when it is shown."""
    return format_lazy("<p>{}</p>", text)


class TextBlock(ShopBlock):
    """A section of text; its heading becomes an entry of the contents."""

    heading = blocks.CharBlock(max_length=120, required=False, label=_("heading"))
    text = ProseBlock(features=TEXT_FEATURES, label=_("text"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"anchor": anchor(value)}

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        label_format = "{heading}"
        group = _("Text")
        description = _("A heading and paragraphs, lists and links.")
        template = "blocks/text.html"
        preview_value = {
            "heading": _("What we measure"),
            "text": paragraph(
                _("Every stone is weighed to a hundredth of a carat and measured to a tenth of a millimetre.")
            ),
        }


def anchor(value: Any) -> str:
    """Return the fragment that leads to a section."""
    return slug_from(str(value.get("heading") or ""))[:60]


class QuoteBlock(ShopBlock):
    """A sentence that stands out."""

    quote = blocks.TextBlock(max_length=240, label=_("quote"))
    source = blocks.CharBlock(max_length=120, required=False, label=_("who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{quote}"
        group = _("Text")
        description = _("One sentence in large type between two rules.")
        template = "blocks/quote.html"
        preview_value = {
            "quote": _("A heated sapphire is no worse. It only has to be called so."),
            "source": "",
        }


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(max_length=160, label=_("question"))
    answer = ProseBlock(features=[*INLINE_FEATURES, "ul"], label=_("answer"))

    class Meta:
        icon = "help"
        label = _("question")
        label_format = "{question}"


class FaqBlock(ShopBlock):
    """Questions that open to answers."""

    heading = blocks.CharBlock(max_length=120, required=False, label=_("heading"))
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        label_format = "{heading}"
        group = _("Text")
        description = _("Questions in a list; each opens to its answer.")
        template = "blocks/faq.html"
        preview_value = {
            "heading": "",
            "questions": [
                {
                    "question": _("May I return a stone?"),
                    "answer": paragraph(_("14 days, with the seal intact.")),
                }
            ],
        }


class RowBlock(blocks.StructBlock):
    """A row of a table."""

    cells = blocks.ListBlock(blocks.CharBlock(max_length=160, required=False), label=_("cells"))

    class Meta:
        icon = "list-ul"
        label = _("row")


class FigureTableBlock(ShopBlock):
    """A table of numbers. Made of lists, because typed tables are not offered for translation."""

    caption = blocks.CharBlock(max_length=160, required=False, label=_("caption"))
    columns = blocks.ListBlock(blocks.CharBlock(max_length=80, required=False), label=_("column headings"))
    rows = blocks.ListBlock(RowBlock(), label=_("rows"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("note below"))

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"
        group = _("Text")
        description = _("Names at the left, numbers aligned at the right, a note below.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "6.5 mm",
            "columns": ["", "ct"],
            "rows": [{"cells": [_("Diamond"), "1.00"]}, {"cells": [_("Sapphire"), "1.14"]}],
            "note": "",
        }


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = ProseBlock(features=INLINE_FEATURES, required=False, label=_("text"))

    class Meta:
        icon = "order"
        label = _("step")
        label_format = "{title}"


class StepsBlock(ShopBlock):
    """What to do, in order."""

    heading = blocks.CharBlock(max_length=120, required=False, label=_("heading"))
    steps = blocks.ListBlock(StepBlock(), label=_("steps"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"anchor": anchor(value)}

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        label_format = "{heading}"
        group = _("Text")
        description = _("A numbered list of steps, each with a title.")
        template = "blocks/steps.html"
        preview_value = {
            "heading": "",
            "steps": [
                {"title": _("Choose a stone"), "text": paragraph(_("By mineral, colour or size."))},
                {"title": _("Confirm the order"), "text": paragraph(_("We call you within a working day."))},
            ],
        }


class CallToActionBlock(ShopBlock):
    """One thing to do next."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    link = LinkBlock()

    def needs(self, value: Any, needs: Needs) -> None:
        needs.page((value.get("link") or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"link": data.link(value.get("link"))}

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        label_format = "{title}"
        group = _("Text")
        description = _("A title, a sentence and one button.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": _("See the stones of this story"),
            "text": "",
            "link": {"text": _("All stones"), "path": "/stones/"},
        }
