"""Blocks of pictures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.base import LinkBlock, PictureBlock, ShopBlock, sample_picture_id
from home.blocks.data import BlockData, Needs


class FigureBlock(ShopBlock):
    """A picture with a caption."""

    picture = PictureBlock(label=_("picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("caption"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"picture": data.picture(value.get("picture"))}

    def get_preview_value(self) -> Any:
        return self.to_python({"picture": sample_picture_id(), "caption": ""})

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption} {picture}"
        group = _("Pictures")
        description = _("A picture across the text, with a caption.")
        template = "blocks/figure.html"


class GalleryBlock(ShopBlock):
    """Up to three pictures side by side, such as one stone from three sides."""

    pictures = blocks.ListBlock(PictureBlock(required=False), max_num=3, label=_("pictures"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("caption"))

    def needs(self, value: Any, needs: Needs) -> None:
        for picture in value.get("pictures") or ():
            needs.picture(picture)

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        views = [data.picture(picture) for picture in value.get("pictures") or ()]
        return {"pictures": [view for view in views if view]}

    def get_preview_value(self) -> Any:
        return self.to_python({"pictures": [sample_picture_id()] * 3, "caption": ""})

    class Meta:
        icon = "image"
        label = _("Three pictures")
        label_format = "{caption}"
        group = _("Pictures")
        description = _("One thing from three sides in one frame.")
        template = "blocks/gallery.html"


class BandBlock(ShopBlock):
    """What bands with a picture have in common."""

    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("text"))
    picture = PictureBlock(required=False, label=_("picture"))
    link = LinkBlock()

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("picture"))
        needs.page((value.get("link") or {}).get("page"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {"picture": data.picture(value.get("picture")), "link": data.link(value.get("link"))}

    def get_preview_value(self) -> Any:
        sample = {
            "title": str(_("Begin with colour")),
            "text": str(_("Choose a hue: the list of stones sorts by it.")),
            "picture": sample_picture_id(),
            "link": {"text": str(_("All stones")), "path": "/stones/"},
        }
        return self.to_python(sample)


class ColorFanBlock(BandBlock):
    """Stones in the order of the rainbow, with an invitation inside the arch."""

    class Meta:
        icon = "view"
        label = _("Color fan")
        label_format = "{title}"
        group = _("Sections")
        description = _("A wide picture of stones by colour with a title and one button inside the arch.")
        template = "blocks/color_fan.html"


class NightBandBlock(BandBlock):
    """A dark band. At most one on a page: the picture glows only against the night."""

    class Meta:
        icon = "image"
        label = _("Night band")
        label_format = "{title}"
        group = _("Sections")
        description = _("A dark band with a large picture beside a few words. At most one on a page.")
        template = "blocks/night_band.html"
