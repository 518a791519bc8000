"""What every block of the shop has: a preview, and views of data that was loaded for the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock

from home.blocks import data as page_data
from home.blocks.data import BlockData, Needs, Prose, Shelf

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "link"]
COUNTS_HELP = _("{stones} and {jewelry} stand for how many can be bought now, for example “128 stones”.")


class ShopBlock(blocks.StructBlock):
    """A block that says what it needs, and turns loaded data into a view for its template.

    Every value may be missing: drafts are saved and previewed half-filled.
    """

    def needs(self, value: Any, needs: Needs) -> None:
        """Add to ``needs`` what this block shows."""

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        """Return the variants whose cards this block shows, in order."""
        return []

    def large(self, value: Any, shelf: Shelf) -> list[int]:
        """Return those of the variants whose picture is shown large."""
        return []

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        """Return what the template gets beside ``value``."""
        return {}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        data = context.get("block_data")
        if data is None:  # a block alone: the picker's preview
            data = page_data.load([value], request=context.get("request"))
        return {**context, "block_data": data, **self.view(value, data)}

    class Meta:
        preview_template = "blocks/preview.html"


class PictureBlock(ImageChooserBlock):
    """A picture of the library; the API tells its text alternatives."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        if value is None:
            return None
        return {"id": value.pk, "alt_uk": value.alt_uk, "alt_en": value.alt_en}


class ProductBlock(SnippetChooserBlock):
    """A product; the API tells how to find it among the products."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("catalog.Product", **kwargs)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        if value is None:
            return None
        return {"id": value.pk, "slugs": {"uk": value.slug_uk, "en": value.slug_en}}


class ProseBlock(blocks.RichTextBlock):
    """Formatted text; the API gets finished HTML."""

    def to_python(self, value: Any) -> Prose:
        return Prose(value)

    def normalize(self, value: Any) -> Prose:
        return Prose(getattr(value, "source", value) or "")

    def value_from_form(self, value: Any) -> Prose:
        return Prose(value)

    def get_prep_value(self, value: Any) -> str:
        return value.source if value is not None else ""

    def get_api_representation(self, value: Any, context: Any = None) -> str:
        return expand_db_html(value.source) if value else ""


class PathBlock(blocks.RegexBlock):
    """An address inside the shop without its language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"required": False, "label": _("address in the shop"), **kwargs}
        super().__init__(
            r"^/(?!uk/|en/)(?:[a-z0-9-]+/)*$",
            help_text=_("Without the language, for example /stones/ or /jewelry/."),
            error_messages={"invalid": _("Begin and end with a slash and leave the language out: /stones/")},
            **kwargs,
        )


class LinkBlock(blocks.StructBlock):
    """A text that leads to a page or to an address of the shop."""

    text = blocks.CharBlock(max_length=80, required=False, label=_("text"))
    page = blocks.PageChooserBlock(
        required=False,
        label=_("page"),
        help_text=_("Its translation is shown on pages of the other language."),
    )
    path = PathBlock()

    class Meta:
        icon = "link"
        label = _("link")


def product_ids(value: Any, name: str = "products") -> list[tuple[int, str]]:
    """Return (product id, SKU) of a list of products; deleted and empty ones are left out."""
    found = []
    for item in value.get(name) or ():
        product = item.get("product") if hasattr(item, "get") else item
        sku = (item.get("sku") or "") if hasattr(item, "get") else ""
        if product is not None:
            found.append((product.pk, sku))
    return found


def ids(candidates: Sequence[Any]) -> list[int]:
    return [candidate.variant_id for candidate in candidates]


def sample_picture_id() -> int | None:
    """Return a picture for previews: the widest of the library's newest."""
    newest = list(get_image_model().objects.order_by("-pk").values_list("width", "pk")[:20])
    return max(newest)[1] if newest else None


def sample_product_id(kind: str) -> int | None:
    """Return the newest product that can be bought, for previews."""
    from catalog.selectors import displays

    found = displays.candidates(newest={kind: 1})
    return found[0].product_id if found else None
