"""Sections that campaign pages are composed of: a hero, words beside a picture, columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.base import (
    COUNTS_HELP,
    INLINE_FEATURES,
    TEXT_FEATURES,
    LinkBlock,
    PictureBlock,
    ProseBlock,
    ShopBlock,
    sample_picture_id,
)
from home.blocks.data import BlockData, Needs


class HeroBlock(ShopBlock):
    """The opening of a page: large words, one or two ways on, a large picture."""

    title = blocks.CharBlock(max_length=80, label=_("title"), help_text=_("A line break is kept with “|”."))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"), help_text=COUNTS_HELP)
    picture = PictureBlock(required=False, label=_("picture"))
    link = LinkBlock(label=_("button"))
    second = LinkBlock(label=_("second way"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))
        needs.text(value.get("text"))
        for name in ("link", "second"):
            needs.page((value.get(name) or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {
            "lines": [line.strip() for line in (value.get("title") or "").split("|") if line.strip()],
            "text": data.text(value.get("text")),
            "picture": data.picture(value.get("picture")),
            "link": data.link(value.get("link")),
            "second": data.link(value.get("second")),
        }

    def get_preview_value(self) -> Any:
        sample = {
            "title": str(_("Sapphires of one autumn")),
            "text": str(_("Measured, photographed and described one by one.")),
            "picture": sample_picture_id(),
            "link": {"text": str(_("See the stones")), "path": "/stones/"},
            "second": {"text": str(_("All jewelry")), "path": "/jewelry/"},
        }
        return self.to_python(sample)

    class Meta:
        icon = "image"
        label = _("Hero")
        label_format = "{title}"
        group = _("Sections")
        description = _("The opening of a campaign: large words, one button, a large picture.")
        template = "blocks/hero.html"


class MediaTextBlock(ShopBlock):
    """A picture with words beside it."""

    heading = blocks.CharBlock(max_length=120, required=False, label=_("heading"))
    text = ProseBlock(features=TEXT_FEATURES, required=False, label=_("text"))
    picture = PictureBlock(label=_("picture"))
    side = blocks.ChoiceBlock(
        choices=[("left", _("left")), ("right", _("right"))],
        default="left",
        label=_("where the picture stands"),
    )
    link = LinkBlock()

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))
        needs.page((value.get("link") or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"picture": data.picture(value.get("picture")), "link": data.link(value.get("link"))}

    def get_preview_value(self) -> Any:
        sample = {
            "heading": str(_("How a stone is measured")),
            "text": f"<p>{_('Weight to a hundredth of a carat, size to a tenth of a millimetre.')}</p>",
            "picture": sample_picture_id(),
            "side": "left",
            "link": {"text": str(_("All stones")), "path": "/stones/"},
        }
        return self.to_python(sample)

    class Meta:
        icon = "image"
        label = _("Picture with text")
        label_format = "{heading}"
        group = _("Sections")
        description = _("A picture and words side by side, the picture at the left or at the right.")
        template = "blocks/media_text.html"


class ColumnBlock(blocks.StructBlock):
    """A column."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    text = ProseBlock(features=[*INLINE_FEATURES, "ul"], required=False, label=_("text"))
    picture = PictureBlock(required=False, label=_("picture"))
    link = LinkBlock()

    class Meta:
        icon = "list-ul"
        label = _("column")
        label_format = "{heading}"


class ColumnsBlock(ShopBlock):
    """Two to four columns of words."""

    heading = blocks.CharBlock(max_length=120, required=False, label=_("heading"))
    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=4, label=_("columns"))

    def needs(self, value: Any, needs: Needs) -> None:
        for column in value.get("columns") or ():
            needs.picture((column or {}).get("picture"))
            needs.page(((column or {}).get("link") or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        columns = [column for column in value.get("columns") or () if column]
        shown = [
            {
                "heading": column.get("heading"),
                "text": column.get("text"),
                "picture": data.picture(column.get("picture")),
                "link": data.link(column.get("link")),
            }
            for column in columns
        ]
        return {"shown": [column for column in shown if any(column.values())]}

    def get_preview_value(self) -> Any:
        samples = [
            (_("Measured"), _("To a hundredth of a carat.")),
            (_("Described"), _("What was done to the stone is said.")),
            (_("Delivered"), _("Insured, to your hands.")),
        ]
        columns = [{"heading": str(heading), "text": f"<p>{text}</p>"} for heading, text in samples]
        return self.to_python({"heading": str(_("How we work")), "columns": columns})

    class Meta:
        icon = "grip"
        label = _("Columns")
        label_format = "{heading}"
        group = _("Sections")
        description = _("Two to four columns of words, each with an optional picture and link.")
        template = "blocks/columns.html"
