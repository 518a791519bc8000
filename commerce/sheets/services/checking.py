"""From a file to a diff: every cell read, every row compared with the shop, every error with its row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from catalog.selectors.attributes import (
    ATTRIBUTES,
    AttributeInvalid,
    AttributeWords,
    attribute_read,
    attribute_words,
)
from commerce.sheets import selectors
from commerce.sheets.domain import cells, files
from commerce.sheets.domain.cells import CHANGE, ON_HAND, PRICE_COLUMNS, PRODUCT, SKU, Fault
from commerce.sheets.domain.files import Content, FileRefused
from commerce.sheets.enums import REFUSALS, SheetRowState, SheetState
from commerce.sheets.events import SheetQueued
from commerce.sheets.models import Sheet, SheetRow
from commerce.sheets.services.values import BATCH, Known
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

AT_ONCE = 1000
"""Sheets of more rows are checked, and changes of more rows taken over, by the worker."""


class SheetRefused(DomainError):
    """The file is no sheet of variants."""

    code = "SHEET_REFUSED"
    message = _("{text}")
    status = 400
    attr = "file"


def sheet_start(
    *, name: str, content: bytes, is_whole: bool, reason: str, groups: tuple[str, ...], actor: str
) -> int:
    """Read a file and check its rows against the shop; nothing changes. Returns the sheet's id.

    ``groups`` are the columns that may be changed. A file of more than `AT_ONCE` rows is checked by the worker.
    Raises `SheetRefused`.
    """
    try:
        found = files.read(name, content)
        _check_columns(found, groups)
    except FileRefused as refusal:
        text = str(REFUSALS[refusal.code]) % {"value": refusal.value}
        raise SheetRefused(text=text, reason=refusal.code) from refusal
    sheet_id = _store(found, name=name, is_whole=is_whole, reason=reason, actor=actor)
    if len(found.lines) <= AT_ONCE:
        sheet_check(sheet_id)
    return sheet_id


def _check_columns(found: Content, groups: tuple[str, ...]) -> None:
    if SKU not in found.columns:
        raise FileRefused(files.NO_SKU)
    known, allowed = selectors.known_columns(), set(selectors.columns_of(groups))
    for column, times in Counter(found.columns).items():
        if times > 1:
            raise FileRefused(files.COLUMN_TWICE, column[:40])
        if column not in known:
            raise FileRefused(files.COLUMN_UNKNOWN, column[:40])
        if column not in allowed:
            raise FileRefused(files.COLUMN_FORBIDDEN, column)


@write_transaction
def _store(found: Content, *, name: str, is_whole: bool, reason: str, actor: str) -> int:
    sheet = Sheet.objects.create(
        name=name[-120:],
        columns=found.columns,
        is_whole=is_whole,
        reason=reason[:200],
        state=SheetState.CHECKING,
        total=len(found.lines),
        created_by=actor[:120],
    )
    SheetRow.objects.bulk_create(
        (
            SheetRow(
                sheet=sheet,
                number=line.number,
                sku=_storable(line.cells[SKU])[:40],
                cells={column: _storable(text) for column, text in line.cells.items() if text},
                faults=[[column, cells.FORMULA, ""] for column in line.formulas]
                + [
                    [fault.column, fault.code, _storable(fault.value)]
                    for fault in cells.text_faults(list(line.cells.items()))
                ],
                state=SheetRowState.SAME,
            )
            for line in found.lines
        ),
        batch_size=BATCH,
    )
    if len(found.lines) > AT_ONCE:
        publish(SheetQueued(sheet_id=sheet.pk))
    return sheet.pk


def _storable(text: str) -> str:
    """Return what every database takes of a text; what was wrong with it is a fault of its row."""
    return (
        "".join(char for char in text[: cells.LONGEST_CELL] if char >= " " or char in "\n\t")
        .encode("utf-8", "ignore")
        .decode("utf-8")
    )


def sheet_check(sheet_id: int) -> None:
    """Compare every row with the shop, batch by batch so that the progress is seen; safe to begin anew."""
    sheet = Sheet.objects.filter(pk=sheet_id, state=SheetState.CHECKING).first()
    if sheet is None:
        return
    words = attribute_words()
    twice = set(
        sheet.rows.order_by()
        .values_list("sku")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("sku", flat=True)
    )
    numbers = list(sheet.rows.order_by("number").values_list("number", flat=True))
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        _check_batch(sheet, some[0], some[-1], words=words, twice=twice, done=start + len(some))
    counts = selectors.row_counts(sheet)
    Sheet.objects.filter(pk=sheet_id, state=SheetState.CHECKING).update(
        state=SheetState.READY,
        changed=counts.get(SheetRowState.CHANGED, 0),
        wrong=counts.get(SheetRowState.WRONG, 0),
    )


@write_transaction
def _check_batch(
    sheet: Sheet, first: int, last: int, *, words: AttributeWords, twice: set[str], done: int
) -> None:
    rows = list(sheet.rows.filter(number__range=(first, last)).order_by("number"))
    ids = catalog.ids_of_skus({row.sku for row in rows if row.sku})
    known = Known(sorted(ids.values()), sheet.columns, words)
    for row in rows:
        row.variant_id = ids.get(row.sku)
        kept = [
            Fault(*fault)
            for fault in row.faults
            if fault[1] in {cells.FORMULA, cells.TOO_LONG, cells.NOT_TEXT}
        ]
        faults = kept + _sku_faults(row, twice)
        row.before, row.after = {}, {}
        if row.variant_id is not None and not faults:
            faults = _compare(row, sheet.columns, known.texts(row.variant_id), known, words)
        row.faults = [[fault.column, fault.code, fault.value] for fault in faults]
        row.state = (
            SheetRowState.WRONG if faults else SheetRowState.CHANGED if row.after else SheetRowState.SAME
        )
    rows_put(rows)
    Sheet.objects.filter(pk=sheet.pk).update(done=done)


def rows_put(rows: Sequence[SheetRow]) -> None:
    """Store what was found out about rows."""
    SheetRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["variant", "before", "after", "faults", "state"],
        batch_size=BATCH,
    )


def _sku_faults(row: SheetRow, twice: set[str]) -> list[Fault]:
    if not row.sku:
        return [Fault(SKU, cells.EMPTY)]
    if row.sku in twice:
        return [Fault(SKU, cells.TWICE, row.sku)]
    return [] if row.variant_id is not None else [Fault(SKU, cells.UNKNOWN_SKU, row.sku)]


def _compare(
    row: SheetRow, columns: Sequence[str], now_texts: dict[str, str], known: Known, words: AttributeWords
) -> list[Fault]:
    """Fill ``before`` and ``after`` of a row with what changes; returns what is wrong with it instead."""
    texts = {column: row.cells.get(column, "") for column in columns if column not in {SKU, PRODUCT}}
    faults = cells.price_faults({name: texts[name] for name in texts if name in PRICE_COLUMNS})
    wanted: dict[str, str] = {}
    if not faults:
        wanted = {
            name: cells.money_text(cells.money_read(texts[name])) for name in texts if name in PRICE_COLUMNS
        }
    for name in (name for name in texts if name in ATTRIBUTES):
        try:
            wanted[name] = attribute_read(name, texts[name], words)
        except AttributeInvalid as problem:
            faults.append(Fault(name, problem.code, texts[name][:40]))
    if {"report_lab", "report_number"} & wanted.keys():
        pair = [wanted.get(name, now_texts.get(name, "")) for name in ("report_lab", "report_number")]
        if {"report_lab", "report_number"} <= wanted.keys() and bool(pair[0]) != bool(pair[1]):
            faults.append(Fault("report_number", "report_pair"))
    change, stock_faults = _stock(row, texts, now_texts, known)
    faults += stock_faults
    if faults:
        return faults
    row.before = {name: now_texts[name] for name, text in wanted.items() if text != now_texts[name]}
    row.after = {name: wanted[name] for name in row.before}
    if change:
        row.before[ON_HAND], row.after[ON_HAND] = now_texts[ON_HAND], str(int(now_texts[ON_HAND]) + change)
        row.after[CHANGE] = str(change)
    return []


def _stock(
    row: SheetRow, texts: dict[str, str], now_texts: dict[str, str], known: Known
) -> tuple[int, list[Fault]]:
    """Return the movement that a row asks for: what stands under on_hand only tells what was seen."""
    text = texts.get(CHANGE, "")
    if not text:
        return 0, []
    change = cells.change_read(text)
    if change is None:
        return 0, [Fault(CHANGE, cells.NOT_A_CHANGE, text[:40])]
    seen = texts.get(ON_HAND, "")
    if change and seen and seen != now_texts[ON_HAND]:
        return 0, [Fault(CHANGE, cells.STOCK_MOVED, now_texts[ON_HAND])]
    stock = known.stock[row.variant_id or 0]
    if change < 0 and stock.free + change < 0:
        return 0, [Fault(CHANGE, cells.BELOW_RESERVED, str(stock.reserved))]
    return change, []
