"""The rows of a comparison: what is told of each thing, in one unit, and of which kinds of things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from catalog.enums import Clarity, Kind, Metal, Nature, Origin, Treatment
from catalog.models import ProductVariant, StoneType
from catalog.selectors.facts import sizes_of, translated
from catalog.selectors.variants import return_rule_view
from catalog.web.cards import Card
from catalog.web.passport import Link, report_row
from commerce.delivery import selectors as delivery
from commerce.orders.enums import DeliveryMethod
from gemkit import formats
from gemkit.money import Money

BOTH = frozenset({Kind.STONE, Kind.JEWELRY})
STONES = frozenset({Kind.STONE})
JEWELRY = frozenset({Kind.JEWELRY})


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the things compared."""

    card: Card
    variant: ProductVariant
    language: str

    @property
    def kind(self) -> Kind:
        return Kind.JEWELRY if self.card.is_jewelry else Kind.STONE

    @property
    def stone(self) -> StoneType:
        return self.variant.product.subcategory.category.stone_type


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words. ``is_missing``: nobody has stated it."""

    text: str
    links: tuple[Link, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class RowKind:
    """A row that a comparison may have: of which kinds of things, and whether it is always shown."""

    code: str
    label: Any
    value: Callable[[Subject], Cell | str | None]
    kinds: frozenset[Kind] = BOTH
    is_always: bool = False
    note: Any = ""


def cell_of(row: RowKind, subject: Subject) -> Cell:
    """Return the value of a row for one thing, in the active language; a gap is said to be one."""
    value = row.value(subject) if subject.kind in row.kinds else None
    if not value:
        return Cell(gap_text(row.kinds, subject), is_missing=True)
    return value if isinstance(value, Cell) else Cell(value)


def gap_text(kinds: frozenset[Kind], subject: Subject) -> str:
    """Return why a place is empty: nobody stated it, or it is not a thing of that kind."""
    return _("not stated") if subject.kind in kinds else _("does not apply")


def _weight(subject: Subject) -> str | None:
    carat = subject.variant.carat
    return formats.carat(carat) if carat is not None else None


def _size(subject: Subject) -> str | None:
    sizes = sizes_of(subject.variant)
    return formats.millimetres(sizes, places=2) if sizes else None


def _depth(subject: Subject) -> str | None:
    """Return depth in per cent of the width, as reports give it; both must be measured."""
    depth, width = subject.variant.depth_mm, subject.variant.width_mm
    if depth is None or width is None:
        return None
    return f"{formats.number(depth * 100 / width, places=1)}{formats.NBSP}%"


def _mineral(subject: Subject) -> str | None:
    return translated(subject.stone, "name", subject.language)


def _named(field: str) -> Callable[[Subject], str | None]:
    """Return the name of a dictionary value of the variant."""

    def value(subject: Subject) -> str | None:
        entry = getattr(subject.variant, field)
        return translated(entry, "name", subject.language) if entry is not None else None

    return value


def _chosen(kind: Any, field: str, *, of_product: bool = False) -> Callable[[Subject], str | None]:
    """Return the label of a choice of the variant or its product."""

    def value(subject: Subject) -> str | None:
        code = getattr(subject.variant.product if of_product else subject.variant, field)
        return _capital(str(kind(code).label)) if code else None

    return value


def _hardness(subject: Subject) -> str | None:
    mohs = subject.stone.mohs
    return formats.number(mohs) if mohs is not None else None


def _report(subject: Subject) -> Cell:
    row = report_row(subject.variant, subject.language)
    if not subject.variant.report_lab:
        return Cell(pgettext("report", "None"))
    return Cell(row.value, tuple(row.links))


def _setting(subject: Subject) -> str | None:
    return _capital(translated(subject.variant, "setting_stones", subject.language))


def _ring_size(subject: Subject) -> str | None:
    size = subject.variant.ring_size
    return formats.number(size) if size is not None else None


def _per_carat(subject: Subject) -> str | None:
    price, carat = subject.card.price, subject.variant.carat
    if price is None or not carat:
        return None
    whole = (price.charged.amount / carat).quantize(Decimal(1))
    return formats.money(Money(whole, price.charged.currency))


def _availability(subject: Subject) -> str:
    return subject.card.availability.text


def _delivery(subject: Subject) -> str:
    """Return when it would be at a branch; what cannot be bought now is not sent anywhere."""
    if not subject.card.availability.can_buy or subject.card.price is None:
        return _("Not on sale now")
    option = delivery.delivery_option(DeliveryMethod.WAREHOUSE, goods=subject.card.price.charged)
    return option.arrival_text if option.is_possible else option.reason


def _return(subject: Subject) -> str | None:
    product = subject.variant.product
    if not product.return_rule_id:
        return None
    rule = return_rule_view(product.return_rule, language=subject.language)
    if not rule.days:
        return _("Not taken back (%(rule)s)") % {"rule": rule.name.lower()}
    days = ngettext("Within %(count)d day", "Within %(count)d days", rule.days) % {"count": rule.days}
    return f"{days} ({rule.name.lower()})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# Code, title and rows; the silhouettes stand at the head of "size".
GROUPS: tuple[tuple[str, Any, tuple[RowKind, ...]], ...] = (
    (
        "size",
        gettext_lazy("Size and weight"),
        (
            RowKind("weight", gettext_lazy("Weight"), _weight, STONES),
            RowKind("size", gettext_lazy("Size"), _size, STONES),
            RowKind(
                "depth", gettext_lazy("Depth"), _depth, STONES, note=gettext_lazy("in per cent of the width")
            ),
            RowKind("ring_size", gettext_lazy("Ring size"), _ring_size, JEWELRY),
        ),
    ),
    (
        "what",
        gettext_lazy("What it is"),
        (
            RowKind("mineral", gettext_lazy("Mineral"), _mineral, STONES),
            RowKind("metal", gettext_lazy("Metal"), _chosen(Metal, "metal"), JEWELRY),
            RowKind("stones", gettext_lazy("Stones"), _setting, JEWELRY),
            RowKind("shape", gettext_lazy("Shape"), _named("shape"), STONES),
            RowKind("cut", gettext_lazy("Cut"), _named("cut"), STONES),
            RowKind("color", gettext_lazy("Color"), _named("color"), STONES),
            RowKind("nature", gettext_lazy("Natural or grown"), _chosen(Nature, "nature", of_product=True)),
            RowKind(
                "treatment",
                pgettext_lazy("passport", "Treatment"),
                _chosen(Treatment, "treatment"),
                is_always=True,
            ),
            RowKind("origin", pgettext_lazy("passport", "Origin"), _chosen(Origin, "origin")),
            RowKind("hardness", gettext_lazy("Hardness on the Mohs scale"), _hardness, STONES),
            RowKind("clarity", gettext_lazy("Clarity"), _chosen(Clarity, "clarity"), STONES),
            RowKind("report", pgettext_lazy("passport", "Report"), _report, is_always=True),
        ),
    ),
    (
        "purchase",
        gettext_lazy("Purchase"),
        (
            RowKind("per_carat", gettext_lazy("Price per carat"), _per_carat, STONES),
            RowKind("availability", gettext_lazy("Availability"), _availability),
            RowKind("delivery", gettext_lazy("Delivery"), _delivery),
            RowKind("return", gettext_lazy("Returns"), _return),
        ),
    ),
)
