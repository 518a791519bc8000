"""The choice of variants on a product page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.enums import Metal, Origin, Treatment, label_text
from catalog.models import ProductVariant
from catalog.selectors.facts import sizes_of, translated
from commerce.inventory.domain import Availability
from commerce.pricing.domain import PriceView
from gemkit import formats
from gemkit.money import Money


@dataclass(frozen=True, slots=True)
class VariantOption:
    """A row of the choice of variants."""

    id: int
    sku: str
    carat_text: str
    size_text: str
    note: str
    price: Money | None
    stock_text: str
    url: str
    selected: bool
    is_available: bool


def option_of(
    variant: ProductVariant,
    *,
    selected: bool,
    price: PriceView | None,
    availability: Availability,
    language: str,
    path: str,
    jewelry: bool,
) -> VariantOption:
    """Return a row of the choice, in the active language."""
    title, size, note = (_jewelry_words if jewelry else _stone_words)(variant, language)
    return VariantOption(
        id=variant.pk,
        sku=variant.sku,
        carat_text=title,
        size_text=size,
        note=note,
        price=price.charged if price else None,
        stock_text=availability.text,
        url=f"{path}?{urlencode({'variant': variant.sku})}",
        selected=selected,
        is_available=availability.state != "sold",
    )


def _jewelry_words(variant: ProductVariant, language: str) -> tuple[str, str, str]:
    title = variant.sku
    if variant.ring_size is not None:
        title = _("size %(size)s") % {"size": formats.number(variant.ring_size, language=language)}
    size = label_text(Metal(variant.metal)) if variant.metal else ""
    return title, size, translated(variant, "setting_stones", language)


def _stone_words(variant: ProductVariant, language: str) -> tuple[str, str, str]:
    title = formats.carat(variant.carat, language=language) if variant.carat is not None else variant.sku
    sizes = sizes_of(variant)
    size = formats.millimetres(sizes[:2], places=1, language=language) if sizes else ""
    words = [label_text(Treatment(variant.treatment)) if variant.treatment else ""]
    words.append(label_text(Origin(variant.origin)) if variant.origin else "")
    return title, size, ", ".join(word for word in words if word)


def options_text(count: int, *, jewelry: bool) -> str:
    """Return how many there are to choose from."""
    if jewelry:
        return ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}
    return ngettext("%(count)d stone of this lot", "%(count)d stones of this lot", count) % {"count": count}
