"""Rows of cards that a collection or the address of a filtered list gives."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.base import ShopBlock, ids
from home.blocks.commerce import TRAY_CARDS, CatalogChoiceBlock
from home.blocks.data import STONE, BlockData, Link, Needs, Shelf


def collection_choices() -> list[tuple[str, str]]:
    """Return the collections on show for an editor's select."""
    from catalog.selectors import displays

    return displays.collection_choices()


class RuleBlock(blocks.CharBlock):
    """The address of a filtered list. It is read in both languages, so there is nothing to translate."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class CollectionBlock(ShopBlock):
    """Products of a collection, or those that a rule finds: always what can be bought now."""

    heading = blocks.CharBlock(max_length=80, required=False, label=_("heading"))
    collection = CatalogChoiceBlock(choices=collection_choices, required=False, label=_("collection"))
    rule = RuleBlock(
        max_length=1000,
        required=False,
        label=_("rule"),
        help_text=_(
            "Instead of a collection: filter a list in the shop and paste its address here. Prices are in UAH."
        ),
    )
    ordering = blocks.ChoiceBlock(
        choices=[
            ("relevance", _("as the collection has them")),
            ("newest", _("newest first")),
            ("price", _("cheapest first")),
            ("-price", _("dearest first")),
            ("-carat", _("heaviest first")),
        ],
        default="relevance",
        label=_("order"),
    )
    limit = blocks.IntegerBlock(min_value=2, max_value=24, default=TRAY_CARDS, label=_("how many"))
    fallback = blocks.ChoiceBlock(
        choices=[("nothing", _("leave the block out")), ("newest", _("show the newest stones"))],
        default="nothing",
        label=_("when nothing is left"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        is_whole = cleaned.get("collection") or cleaned.get("rule")
        if not is_whole and not self.is_deferred_validation:  # drafts save themselves half-filled
            error = ValidationError(gettext("Choose a collection, or paste the address of a filtered list."))
            raise StructBlockValidationError({"collection": error})
        if cleaned.get("rule"):
            cleaned["rule"] = read_address(cleaned["rule"])
        return cleaned

    has_lasting_view = True

    def needs(self, value: Any, needs: Needs) -> None:
        if (asked := self.asked(value)) is not None:
            needs.rules.append(asked)
        if value.get("fallback") == "newest":
            needs.newest[STONE] += value.get("limit") or TRAY_CARDS

    def asked(self, value: Any) -> Any:
        """Return the question to the index; None while the block is half-filled."""
        from catalog.selectors.displays import Asked

        if (place := self._place(value)) is None:
            return None
        scope, filters, prices, _url = place
        return Asked(scope, filters, prices, limit=value.get("limit") or TRAY_CARDS)

    def _place(self, value: Any) -> Any:
        from catalog.web.windows import window_of

        return window_of(
            collection=value.get("collection") or "",
            rule=value.get("rule") or "",
            ordering=value.get("ordering") or "relevance",
            language="en" if get_language() == "en" else "uk",
        )

    def picks(self, value: Any, shelf: Shelf) -> list[int]:
        found = shelf.rules.get(self.asked(value), ())
        if found or value.get("fallback") != "newest":
            return ids(found)
        return ids(shelf.newest(kind=STONE, limit=value.get("limit") or TRAY_CARDS))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        from catalog.index import selectors as index
        from catalog.web.listing import show_text

        cards = data.cards_of(self.picks(value, data.shelf))
        place = self._place(value)
        link = None
        if place is not None and data.shelf.rules.get(self.asked(value)):
            total = index.total(*place[:3])
            link = Link(show_text(total, None), place[3]) if total > len(cards) else None
        return {"cards": cards, "link": link}

    def notes(self, value: Any, data: BlockData) -> list[str]:
        notes = super().notes(value, data)
        if self._place(value) is None:
            return [*notes, gettext("Choose a collection or a rule; visitors see nothing here yet.")]
        if not data.shelf.rules.get(self.asked(value)):
            return [*notes, gettext("The rule finds nothing that can be bought now.")]
        return notes

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        link = self.view(value, data)["link"]
        return {**super().answer(value, data), "url": link.url if link else None}

    def get_preview_value(self) -> Any:
        code = next((code for code, _name in collection_choices()), "")
        sample = {"collection": code} if code else {"rule": "/stones/?in_stock=1"}
        return self.to_python({"heading": str(_("From the collection")), **sample})

    class Meta:
        icon = "folder-open-1"
        label = _("Collection by rule")
        label_format = "{heading} {collection}"
        group = _("Stones")
        description = _(
            "A row of cards from a collection, or of any filtered list of the shop. What is sold gives way to the next."
        )
        template = "blocks/tray.html"


def read_address(text: str) -> str:
    """Return a pasted address of a list as path and query; raise a clear error for any other."""
    from catalog.web.windows import problems_of

    parts = urlsplit(text.strip())
    query = QueryDict(parts.query)
    pairs = [(name, one) for name in query for one in query.getlist(name) if name not in {"page", "view"}]
    rule = f"{parts.path or '/stones/'}{'?' if pairs else ''}{urlencode(pairs)}"
    if problem := problems_of(rule):
        raise StructBlockValidationError({"rule": ValidationError(problem)})
    return rule
