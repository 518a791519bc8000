"""What every block of the shop has: a preview, and views of data that was loaded for the whole page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from home.blocks import data as page_data
from home.blocks.data import STONE, BlockData, Needs, Shelf
from home.blocks.prose import ProseBlock
from home.blocks.references import FileBlock, PageBlock, PictureBlock, ProductBlock, Reference

__all__ = [
    "COUNTS_HELP", "INLINE_FEATURES", "TEXT_FEATURES", "FileBlock", "LinkBlock", "PageBlock", "PathBlock",
    "PictureBlock", "ProductBlock", "ProseBlock", "ShopBlock", "ShopStream", "ids", "product_ids",
    "sample_picture_id", "sample_product_id", "sample_product_ids",
]  # fmt: skip

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "link"]
COUNTS_HELP = _("{stones} and {jewelry} stand for how many can be bought now, for example “128 stones”.")


class ShopBlock(blocks.StructBlock):
    """A block that says what it needs, and turns loaded data into a view for its template.

    Every value may be missing: drafts are saved and previewed half-filled.
    """

    kind = STONE
    has_lasting_view = False
    has_lasting_markup = False
    """Whether view or markup take long to make and change only when the catalog or the page does: not by the clock, not
    with the visitor."""

    def needs(self, value: Any, needs: Needs) -> None:
        """Add to ``needs`` what this block shows."""

    def wanted(self, value: Any) -> list[tuple[int, str]]:
        """Return the (product id, SKU) that an editor chose by hand."""
        return []

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        """Return the variants whose cards this block shows, in order."""
        return []

    def large(self, value: Any, shelf: Shelf) -> list[int]:
        """Return those of the variants whose picture is shown large."""
        return []

    def compared(self, value: Any, shelf: Shelf) -> list[int]:
        """Return those of the variants that are told of in full."""
        return []

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        """Return what the template gets beside ``value``."""
        return {}

    def markup(self, value: Any, data: BlockData, context: Mapping[str, Any]) -> str | None:
        """Return the block's markup where it is written by hand; None for a block with a template."""
        return None

    def notes(self, value: Any, data: BlockData) -> list[str]:
        """Return what an editor must know that visitors do not see; shown in previews only."""
        return [*swap_notes(self.wanted(value), data, kind=self.kind), *reference_notes(value, data)]

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        """Return what the API tells beside the fields: what is live, resolved."""
        variants = self.picks(value, data.shelf)
        return {"cards": card_answers(data.cards_of(variants), data)} if variants else {}

    # --- rendering -----------------------------------------------------------------------

    def render(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        context = dict(context or {})
        if context.get("block_data") is None:  # a block alone: the chooser's preview
            context["block_data"] = page_data.load([value], request=context.get("request"), is_preview=True)
        data = context["block_data"]
        place = getattr(value, "place", None) if self.has_lasting_markup else None
        key = None if place is None else (place, context.get("layout"))
        html = data.kept_at(key, lambda: self._drawn(value, data, context))
        notes = self.notes(value, data) if data.is_preview else []
        if not notes:
            return html
        return mark_safe(render_to_string("blocks/editor_notes.html", {"notes": notes, **context}) + html)

    def _drawn(self, value: Any, data: BlockData, context: dict[str, Any]) -> Any:
        html = self.markup(value, data, context)
        return super().render(value, context) if html is None else html

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        data = context.get("block_data") or page_data.load([value], request=context.get("request"))
        place = getattr(value, "place", None) if self.has_lasting_view else None
        return {
            **context,
            "block_data": data,
            **data.kept_at(place, lambda: self.view(value, data)),
        }

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        context = with_data(value, context)
        fields = {
            name: None
            if part is None
            else self.child_blocks[name].get_api_representation(part, context=context)
            for name, part in value.items()
        }
        return {**fields, **self.answer(value, context["block_data"])}

    class Meta:
        preview_template = "blocks/preview.html"


class ShopStream(blocks.StreamBlock):
    """A body of blocks. The API loads what all of them show at once, as pages do."""

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        return super().get_api_representation(value, with_data(value, context))


def with_data(value: Any, context: Any) -> dict[str, Any]:
    """Return ``context`` with the data of ``value``, loaded in the active language unless it is there."""
    context = dict(context or {})
    if context.get("block_data") is None:
        context["block_data"] = page_data.load([value], request=context.get("request"), is_preview=False)
    return context


def card_answers(cards: Iterable[Any], data: BlockData) -> list[dict[str, Any]]:
    """Return cards as the API tells them everywhere."""
    from catalog.web.api.answers import card

    return [card(one, language=data.language, currency=data.currency) for one in cards]


def swap_notes(wanted: Sequence[tuple[int, str]], data: BlockData, *, kind: str) -> list[str]:
    """Return a sentence for each chosen product that visitors do not see."""
    notes = []
    for swap in data.shelf.swaps(wanted, kind=kind):
        if swap.is_own:
            continue
        shown = data.cards.get(swap.shown.variant_id) if swap.shown else None
        instead = (
            gettext("visitors see “%(name)s” instead.") % {"name": shown.name}
            if shown
            else gettext("visitors see nothing in its place.")
        )
        name = data.names.get(swap.product_id)
        if name is None:
            notes.append(gettext("A chosen product was deleted;") + " " + instead)
        elif swap.product_id in data.sold:
            notes.append(gettext("“%(name)s” is sold;") % {"name": name} + " " + instead)
        else:
            notes.append(gettext("“%(name)s” is not published;") % {"name": name} + " " + instead)
    return notes


def reference_notes(value: Any, data: BlockData) -> list[str]:
    """Return a sentence for each chosen page and picture of this struct that cannot be shown."""
    notes = []
    for struct in filter(None, (value, value.get("link"))):
        for name, part in struct.items():
            if not isinstance(part, Reference):
                continue
            block = struct.block.child_blocks[name]
            if isinstance(block, PictureBlock) and data.picture(part) is None:
                notes.append(
                    gettext("A chosen picture was deleted or cannot be read; its place stays empty.")
                )
            if isinstance(block, PageBlock) and part.pk not in data.page_urls:
                text = pgettext(
                    "editors", "The page “%(title)s” is not published in this language; the link is left out."
                )
                notes.append(text % {"title": getattr(part.resolve(), "title", part.pk)})
    return notes


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
    page = PageBlock(
        required=False,
        label=_("page"),
        help_text=_("Its translation is shown on pages of the other language."),
    )
    path = PathBlock()

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        data = with_data(value, context)["block_data"]
        url = data.address(page=value.get("page"), path=value.get("path"))
        return {
            "text": data.text(value.get("text")),
            "url": url or None,
            "page": value["page"].pk if value.get("page") else None,
        }

    class Meta:
        icon = "link"
        label = _("link")
        label_format = "{text}"


def product_ids(value: Any, name: str = "products") -> list[tuple[int, str]]:
    """Return (product id, SKU) of a list of products; empty ones are left out."""
    found = []
    for item in value.get(name) or ():
        is_struct = isinstance(item, dict)  # a reference asked for ``get`` would load its row
        product = item.get("product") if is_struct else item
        sku = (item.get("sku") or "") if is_struct else ""
        if product is not None:
            found.append((product.pk, sku))
    return found


def ids(candidates: Sequence[Any]) -> list[int]:
    return [candidate.variant_id for candidate in candidates]


def sample_picture_id() -> int | None:
    """Return a picture for previews: the widest of the library's newest."""
    newest = list(get_image_model().objects.order_by("-pk").values_list("width", "pk")[:20])
    return max(newest)[1] if newest else None


def sample_product_ids(kind: str, limit: int) -> list[int]:
    """Return the newest products that can be bought, for previews."""
    from catalog.selectors import displays

    return [found.product_id for found in displays.candidates(newest={kind: limit})]


def sample_product_id(kind: str) -> int | None:
    """Return the newest product that can be bought, for previews."""
    return next(iter(sample_product_ids(kind, 1)), None)
