"""A checked sheet taken over: prices by the price service, stock as movements, attributes with their log.

All or nothing is one transaction. Row by row is a transaction for every two hundred; what somebody changed since the
check, or what a rule of the shop refuses, is left alone and named with its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _

from catalog.selectors.attributes import ATTRIBUTES, AttributeWords, attribute_words
from catalog.services.attributes import attributes_write
from commerce.customers import selectors as customers
from commerce.inventory import services as inventory
from commerce.ledger import services as ledger
from commerce.pricing import services as pricing
from commerce.pricing.services import Lasting, NewPrice
from commerce.sheets.domain import cells
from commerce.sheets.domain.cells import CHANGE, PRICE_COLUMNS, Fault
from commerce.sheets.enums import SheetRowState, SheetState, fault_text
from commerce.sheets.events import SheetQueued
from commerce.sheets.models import Sheet, SheetRow
from commerce.sheets.services import checking
from commerce.sheets.services.checking import rows_put, sheet_check
from commerce.sheets.services.values import Known
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

log = structlog.get_logger(__name__)
BATCH = 200
KEPT = dt.timedelta(days=90)
NAMED = 10


class SheetMovedOn(DomainError):
    """The sheet is not where this step begins."""

    code = "SHEET_STATE"
    message = _("This sheet does not wait for that: somebody was quicker, or it is under way.")


class SheetHasErrors(DomainError):
    """A sheet with errors is not taken over whole."""

    code = "SHEET_HAS_ERRORS"
    message = _(
        "The sheet has errors in {count} rows: nothing was changed. Mend them, or take over row by row."
    )


class SheetMoved(DomainError):
    """Rows cannot be taken over any more, so none was."""

    code = "SHEET_MOVED"
    message = _("Nothing was changed, because of these rows: {named}")


def sheet_apply(*, sheet_id: int, actor: str) -> None:
    """Take a checked sheet over; the worker does it where many rows change.

    Raises `SheetMovedOn`, `SheetHasErrors` and, for all or nothing, `SheetMoved`.
    """
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None or sheet.state != SheetState.READY:
        raise SheetMovedOn()
    if sheet.is_whole and sheet.wrong:
        raise SheetHasErrors(count=sheet.wrong)
    _begin(sheet_id, actor, is_queued=sheet.changed > checking.AT_ONCE)
    if sheet.changed <= checking.AT_ONCE:
        try:
            _apply(sheet_id)
        except Exception:
            Sheet.objects.filter(pk=sheet_id, state=SheetState.APPLYING).update(state=SheetState.READY)
            raise


@write_transaction
def _begin(sheet_id: int, actor: str, *, is_queued: bool) -> None:
    mine = Sheet.objects.filter(pk=sheet_id, state=SheetState.READY)
    if not mine.update(state=SheetState.APPLYING, applied_by=actor[:120], done=0, note=""):
        raise SheetMovedOn()
    if is_queued:
        publish(SheetQueued(sheet_id=sheet_id))


def sheet_run(sheet_id: int) -> None:
    """Do what a sheet waits for, in the worker; a refusal is kept as its note."""
    state = Sheet.objects.filter(pk=sheet_id).values_list("state", flat=True).first()
    if state == SheetState.CHECKING:
        sheet_check(sheet_id)
    if state != SheetState.APPLYING:
        return
    note = ""
    try:
        _apply(sheet_id)
    except DomainError as refusal:
        note = refusal.detail
    except Exception:
        log.exception("a sheet could not be taken over", sheet=sheet_id)
        note = "UNEXPECTED"
    if note:
        Sheet.objects.filter(pk=sheet_id, state=SheetState.APPLYING).update(
            state=SheetState.READY, note=note[:300]
        )


def _apply(sheet_id: int) -> None:
    words = attribute_words()
    if Sheet.objects.get(pk=sheet_id).is_whole:
        _apply_whole(sheet_id, words)
    else:
        _apply_rows(sheet_id, words)


@write_transaction
def _apply_whole(sheet_id: int, words: AttributeWords) -> None:
    sheet = _finish(sheet_id)
    batches = _batches(sheet)
    refused = list(sheet.rows.filter(state=SheetRowState.REFUSED))
    for ids in batches:
        refused += _apply_batch(sheet, ids, words)
    if refused:
        raise SheetMoved(named=named(refused))


def _apply_rows(sheet_id: int, words: AttributeWords) -> None:
    """Batch by batch: one cut off goes on with what is left."""
    sheet = Sheet.objects.get(pk=sheet_id)
    for ids in _batches(sheet):
        _apply_some(sheet, ids, words)
    _finish(sheet_id)


@write_transaction
def _apply_some(sheet: Sheet, ids: Sequence[int], words: AttributeWords) -> None:
    _apply_batch(sheet, ids, words)
    done = sheet.rows.filter(state__in=(SheetRowState.APPLIED, SheetRowState.REFUSED)).count()
    Sheet.objects.filter(pk=sheet.pk).update(done=done)


@write_transaction
def _finish(sheet_id: int) -> Sheet:
    """Note that a sheet was taken over; for all or nothing before its rows, in the same transaction."""
    mine = Sheet.objects.filter(pk=sheet_id, state=SheetState.APPLYING)
    if not mine.update(state=SheetState.APPLIED, applied_at=now()):
        raise SheetMovedOn()
    sheet = Sheet.objects.get(pk=sheet_id)
    sheet.refused = sheet.rows.filter(state=SheetRowState.REFUSED).count()
    sheet.save(update_fields=["refused"])
    after = {"file": sheet.name, "changed": sheet.changed - sheet.refused, "refused": sheet.refused}
    ledger.audit(
        actor=sheet.applied_by,
        kind="sheet",
        object_type="sheet",
        object_id=sheet.pk,
        after=after,
        reason=sheet.reason,
    )
    return sheet


def _batches(sheet: Sheet) -> list[list[int]]:
    """Return the variants whose rows are still to be taken over, in order, in lists."""
    rows = sheet.rows.filter(state=SheetRowState.CHANGED, variant__isnull=False).order_by("variant_id")
    ids = [pk for pk in rows.values_list("variant_id", flat=True) if pk is not None]
    gone = sheet.rows.filter(state=SheetRowState.CHANGED, variant__isnull=True)
    gone.update(state=SheetRowState.REFUSED, faults=[["", cells.MOVED, ""]])
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _apply_batch(sheet: Sheet, ids: Sequence[int], words: AttributeWords) -> list[SheetRow]:
    """Take over the rows of some variants; returns the refused ones, of which nothing was written.

    The lock of the sheet makes a second worker wait, who then finds the rows done.
    """
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    known = Known(ids, sheet.columns, words, is_locked=True)
    waiting = sheet.rows.filter(variant_id__in=ids, state=SheetRowState.CHANGED)
    rows = {row.variant_id or 0: row for row in waiting}
    reason, actor = f"{_('sheet')} #{sheet.pk} {sheet.reason}".strip(), sheet.applied_by
    faults = {pk: fault for pk, row in rows.items() if (fault := _moved(row, known)) is not None}
    attributes = {
        pk: changed
        for pk, row in rows.items()
        if pk not in faults
        and (changed := {name: text for name, text in row.after.items() if name in ATTRIBUTES})
    }
    if attributes:
        refused = attributes_write(attributes, words=words, user=customers.staff_user(actor))
        faults |= {pk: Fault(refusal.attr or "", refusal.code) for pk, refusal in refused.items()}
    left = {pk: row for pk, row in rows.items() if pk not in faults}
    changes = {pk: int(row.after[CHANGE]) for pk, row in left.items() if CHANGE in row.after}
    if changes:
        inventory.stock_correct_many(changes=changes, actor=actor, reason=reason)
    for currency, lasting in known.lasting.items():
        new = [
            price for pk, row in left.items() if (price := _new_price(row, currency, lasting[pk])) is not None
        ]
        pricing.prices_write(
            new, currency=currency, known=lasting, moment=known.moment, actor=actor, reason=reason
        )
    for pk, row in rows.items():
        fault = faults.get(pk)
        row.state = SheetRowState.REFUSED if fault else SheetRowState.APPLIED
        row.faults = [[fault.column, fault.code, fault.value]] if fault else []
    rows_put(list(rows.values()))
    return [rows[pk] for pk in sorted(faults)]


def _moved(row: SheetRow, known: Known) -> Fault | None:
    """Return why a row cannot be taken over any more: it, or the units it needs, moved since the check."""
    texts = known.texts(row.variant_id or 0)
    for column, text in row.before.items():
        if texts.get(column) != text:
            return Fault(column, cells.MOVED)
    if CHANGE in row.after:
        stock = known.stock[row.variant_id or 0]
        if stock.free + int(row.after[CHANGE]) < 0:
            return Fault(CHANGE, cells.BELOW_RESERVED, str(stock.reserved))
    return None


def _new_price(row: SheetRow, currency: str, lasting: Lasting) -> NewPrice | None:
    """Return the new price of a row in a currency; None when that stays."""
    mine = {part: name for name, (code, part) in PRICE_COLUMNS.items() if code == currency}
    if not any(name in row.after for name in mine.values()):
        return None
    counts, standing = lasting.counts, lasting.standing
    texts: Mapping[str, Any] = row.after
    amount = counts.amount if counts is not None else None
    if mine["amount"] in texts:
        amount = cells.money_read(texts[mine["amount"]])
    if mine["was_amount"] in texts:
        was = cells.money_read(texts[mine["was_amount"]])
    else:
        was = None if lasting.dated or standing is None else standing.was_amount
    if amount is None or (was is not None and was <= amount):
        was = None
    kept = standing if was is not None else None
    return NewPrice(
        variant_id=row.variant_id or 0,
        amount=amount,
        was_amount=was,
        sale_from=kept.sale_from if kept else None,
        sale_until=kept.sale_until if kept else None,
    )


def named(rows: Sequence[SheetRow]) -> str:
    """Return rows with what hinders them, in a line."""
    told = []
    for row in rows[:NAMED]:
        column, code, value = row.faults[0]
        told.append(f"{row.number} ({row.sku}{', ' + column if column else ''}): {fault_text(code, value)}")
    return " ".join(told) + (" …" if len(rows) > NAMED else "")


@write_transaction
def sheets_forget() -> int:
    """Delete sheets of a quarter ago: what they changed stands in the history. Returns how many."""
    old = Sheet.objects.filter(created_at__lt=now() - KEPT)
    count = old.count()
    old.delete()
    return count
