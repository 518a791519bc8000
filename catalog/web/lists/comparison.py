"""The comparison: two to four things in columns, what is told of them in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.enums import Kind
from catalog.models import ProductVariant
from catalog.selectors.facts import sizes_of
from catalog.selectors.variants import variants_with_all
from catalog.web.cards import Card, product_cards
from catalog.web.lists.rows import GROUPS, STONES, Cell, RowKind, Subject, cell_of, gap_text
from catalog.web.lists.scale import Scale, Silhouette, scale_of
from commerce.customers.domain import COMPARE_LIMIT


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``is_kept``: it stays when only differences are shown."""

    code: str
    label: str
    note: str
    cells: list[Cell]
    differs: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; ``code`` is that of `rows.GROUPS`."""

    code: str
    title: str
    rows: list[Row]

    @property
    def has_kept(self) -> bool:
        return any(row.is_kept for row in self.rows)


@dataclass(frozen=True, slots=True)
class Column:
    """One of the things: its card, and the SKUs of the others for a link that leaves it out."""

    card: Card
    others: str

    @property
    def can_buy(self) -> bool:
        return self.card.availability.can_buy and self.card.price is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page shows.

    ``partial`` holds what only some of the things have (a stone beside a ring). ``drawings`` are the silhouettes
    of ``scale`` a column, each with the word for where there is none.
    """

    columns: list[Column]
    scale: Scale | None
    scale_differs: bool
    drawings: list[tuple[Silhouette | None, str]]
    groups: list[Group]
    partial: list[Group]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(column.card.variant_id for column in self.columns)

    @property
    def skus(self) -> list[str]:
        return [column.card.sku for column in self.columns]

    @property
    def has_room(self) -> bool:
        return len(self.columns) < COMPARE_LIMIT

    @property
    def partial_text(self) -> str:
        return ", ".join(row.label.lower() for group in self.partial for row in group.rows)

    @property
    def span(self) -> int:
        """Return the number of the table's columns, its heads with them."""
        return len(self.columns) + 1


def ids_of(skus: Sequence[str]) -> tuple[int, ...]:
    """Return the ids of the published, active variants with these SKUs, in the order asked for; one query."""
    if not skus:
        return ()
    rows = ProductVariant.objects.filter(sku__in=skus, is_active=True, product__live=True)
    found = dict(rows.values_list("sku", "pk"))
    return tuple(found[sku] for sku in skus if sku in found)


def comparison_of(variant_ids: Sequence[int], *, language: str, currency: str) -> Comparison:
    """Return the comparison of the variants that are on show; as many queries for two as for four."""
    cards = product_cards(variant_ids, language=language, currency=currency) if variant_ids else []
    return compared(cards, described([card.variant_id for card in cards]), language=language)


def described(variant_ids: Sequence[int]) -> dict[int, ProductVariant]:
    """Return variants with everything that the rows of a comparison tell of them, in one query."""
    if not variant_ids:
        return {}
    rows = variants_with_all().select_related(
        "product__subcategory__category__stone_type", "product__return_rule",
        "shape", "cut", "color", "report_file",
    )  # fmt: skip
    return rows.in_bulk(variant_ids)


def compared(cards: Sequence[Card], variants: Mapping[int, ProductVariant], *, language: str) -> Comparison:
    """Return the comparison of some cards, told from ``variants``; no query."""
    subjects = [
        Subject(card, variants[card.variant_id], language) for card in cards if card.variant_id in variants
    ]
    kinds = {subject.kind for subject in subjects}
    scale = scale_of([(subject.card.shape, _drawn_sizes(subject)) for subject in subjects])
    skus = [subject.card.sku for subject in subjects]
    return Comparison(
        columns=[
            Column(subject.card, ",".join(sku for sku in skus if sku != subject.card.sku))
            for subject in subjects
        ],
        scale=scale,
        drawings=[]
        if scale is None
        else [
            (drawn, gap_text(STONES, subject))
            for drawn, subject in zip(scale.silhouettes, subjects, strict=True)
        ],
        scale_differs=len({_drawn_sizes(subject) for subject in subjects}) > 1,
        groups=_groups(subjects, [kind for kind in _all_kinds() if kinds <= kind.kinds]),
        partial=_groups(
            subjects, [kind for kind in _all_kinds() if kinds & kind.kinds and not kinds <= kind.kinds]
        ),
    )


def _drawn_sizes(subject: Subject) -> tuple:
    return sizes_of(subject.variant)[:2] if subject.kind == Kind.STONE else ()


def _all_kinds() -> list[RowKind]:
    return [kind for _code, _title, kinds in GROUPS for kind in kinds]


def _groups(subjects: list[Subject], wanted: list[RowKind]) -> list[Group]:
    """Return the rows that are wanted in their groups; what nobody has stated of any is left out."""
    groups = []
    for code, title, kinds in GROUPS:
        rows = [_row(kind, subjects) for kind in kinds if kind in wanted]
        told = [row for row in rows if row is not None]
        if told:
            groups.append(Group(code, str(title), told))
    return groups


def _row(kind: RowKind, subjects: list[Subject]) -> Row | None:
    cells = [cell_of(kind, subject) for subject in subjects]
    if not kind.is_always and all(cell.is_missing for cell in cells):
        return None
    differs = len({cell.text for cell in cells}) > 1
    return Row(
        code=kind.code,
        label=str(kind.label),
        note=str(kind.note),
        cells=cells,
        differs=differs,
        is_kept=differs or kind.is_always or len(cells) < 2,
    )


__all__ = ["Column", "Comparison", "Group", "Row", "compared", "comparison_of", "described", "ids_of"]
