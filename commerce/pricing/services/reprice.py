"""Many prices changed by one rule: a dry run, applied in one transaction, undone to the byte.

The dry run keeps every stored row as it saw it. Applying and undoing lock the rows in order of their variants,
compare them with what was seen or written, and leave alone what somebody else changed meanwhile, naming it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import structlog
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from commerce.ledger import services as ledger
from commerce.pricing import selectors
from commerce.pricing.domain import CHARGED
from commerce.pricing.domain import reprice as rules
from commerce.pricing.domain.reprice import Before, Planned, RepriceRule
from commerce.pricing.enums import RepriceRowState, RepriceState
from commerce.pricing.events import RepriceQueued
from commerce.pricing.models import Reprice, RepriceRow, VariantPrice
from commerce.pricing.selectors.reprice import Choice, choice_of, chosen_variants
from commerce.pricing.services import many
from commerce.pricing.services.many import Lasting, NewPrice
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

log = structlog.get_logger(__name__)

AT_ONCE = 2000
"""Changes of more variants are done by the worker, so that nobody waits before a silent page."""

DRY_RUNS_KEPT = dt.timedelta(days=7)
NAMED = 20
UNEXPECTED = "UNEXPECTED"


class NothingChosen(DomainError):
    """No variant fits."""

    code = "NOTHING_CHOSEN"
    message = _("No variant fits these filters.")
    status = 400
    attr = "filter"


class RepriceMovedOn(DomainError):
    """The change is not where this step begins."""

    code = "REPRICE_STATE"
    message = _("This change of prices does not wait for that: somebody was quicker, or it is under way.")


class PricesMoved(DomainError):
    """Every price of the change is another one than the dry run saw."""

    code = "PRICES_MOVED"
    message = _("All these prices were changed after the dry run: {named}. Make a new one.")


class NothingToUndo(DomainError):
    """Every price of the change was changed again since."""

    code = "NOTHING_TO_UNDO"
    message = _("All these prices were changed again since: {named}. Nothing was restored.")


# --- The dry run --------------------------------------------------------------------------------


def reprice_start(*, choice: Choice, rule: RepriceRule, reason: str = "", actor: str) -> int:
    """Make a dry run; returns its id. One of more than `AT_ONCE` variants is counted by the worker.

    Raises `NothingChosen`.
    """
    ids = chosen_variants(choice)
    if not ids:
        raise NothingChosen()
    row = _begin(choice, rule, reason=reason, actor=actor, total=len(ids))
    if len(ids) <= AT_ONCE:
        _count(row, ids)
    return row.pk


@write_transaction
def _begin(choice: Choice, rule: RepriceRule, *, reason: str, actor: str, total: int) -> Reprice:
    row = Reprice.objects.create(
        query=choice.query,
        skus="\n".join(choice.skus),
        change=rule.change,
        value=rule.value,
        currency=rule.currency,
        rounding=rule.rounding,
        reason=reason[:200],
        state=RepriceState.COUNTING,
        created_by=actor[:120],
        total=total,
    )
    if total > AT_ONCE:
        publish(RepriceQueued(reprice_id=row.pk))
    return row


def rule_of(row: Reprice) -> RepriceRule:
    """Return the rule a change was made with."""
    return RepriceRule(row.change, row.value, row.currency, row.rounding)


def _count(row: Reprice, ids: Sequence[int]) -> None:
    """Write the rows of a dry run, batch by batch so that its progress is seen; one cut off begins anew."""
    row.rows.all().delete()
    Reprice.objects.filter(pk=row.pk).update(total=len(ids), done=0)
    rule, moment = rule_of(row), now()
    for number, some in enumerate(many.in_batches(ids)):
        _count_batch(row, rule, some, moment=moment, done=number * many.BATCH + len(some))
    totals = row.rows.filter(new__isnull=False).aggregate(
        planned=Count("pk"),
        warned=Count("pk", filter=~Q(warnings=[])),
        sum_before=Sum("old"),
        sum_after=Sum("new"),
    )
    Reprice.objects.filter(pk=row.pk, state=RepriceState.COUNTING).update(
        state=RepriceState.READY, **{name: value or 0 for name, value in totals.items()}
    )


@write_transaction
def _count_batch(
    row: Reprice, rule: RepriceRule, ids: Sequence[int], *, moment: dt.datetime, done: int
) -> None:
    skus = catalog.skus_of(ids)
    known = many.lasting_of(ids, rule.currency, moment=moment)
    in_force = selectors.prices_in_force(ids) if rule.currency != CHARGED else {}
    rows = []
    for variant_id in ids:
        if variant_id not in skus:
            continue
        lasting = known[variant_id]
        planned = rules.plan(_before(lasting, is_overridden=CHARGED in in_force.get(variant_id, {})), rule)
        counts = lasting.counts
        rows.append(
            RepriceRow(
                reprice_id=row.pk,
                variant_id=variant_id,
                sku=skus[variant_id],
                old=None if counts is None else counts.amount,
                new=planned.new,
                new_was=planned.was,
                problem=planned.problem,
                warnings=list(planned.warnings),
                before=lasting.as_json() if planned.new is not None else {},
                state=_first_state(planned),
            )
        )
    RepriceRow.objects.bulk_create(rows)
    Reprice.objects.filter(pk=row.pk).update(done=done)


def _before(lasting: Lasting, *, is_overridden: bool) -> Before:
    counts = lasting.counts
    return Before(
        amount=None if counts is None else counts.amount,
        was=None if lasting.dated or counts is None else counts.was_amount,
        is_hidden=lasting.is_hidden,
        is_overridden=is_overridden,
        has_dated=bool(lasting.dated),
    )


def _first_state(planned: Planned) -> RepriceRowState:
    return RepriceRowState.LEFT if planned.new is None else RepriceRowState.PLANNED


# --- Applying and undoing -----------------------------------------------------------------------


def reprice_apply(*, reprice_id: int, actor: str) -> None:
    """Change the prices of a dry run, in one transaction; the worker does it where they are more than `AT_ONCE`.

    What changed since the dry run is left alone and named. Raises `RepriceMovedOn`, and `PricesMoved` when nothing
    is left to change.
    """
    if _is_small(reprice_id):
        _apply(reprice_id, came_from=RepriceState.READY, actor=actor)
    else:
        _queue(reprice_id, RepriceState.READY, RepriceState.APPLYING, applied_by=actor[:120])


def reprice_undo(*, reprice_id: int, actor: str) -> None:
    """Restore what an applied change found, to the byte; like `reprice_apply`.

    What was changed again since stays as it is. Raises `RepriceMovedOn`, and `NothingToUndo`.
    """
    if _is_small(reprice_id):
        _undo(reprice_id, came_from=RepriceState.APPLIED, actor=actor)
    else:
        _queue(reprice_id, RepriceState.APPLIED, RepriceState.UNDOING, undone_by=actor[:120])


def _is_small(reprice_id: int) -> bool:
    return not Reprice.objects.filter(pk=reprice_id, planned__gt=AT_ONCE).exists()


@write_transaction
def _queue(reprice_id: int, old: RepriceState, new: RepriceState, **values: str) -> None:
    if not Reprice.objects.filter(pk=reprice_id, state=old).update(state=new, note="", **values):
        raise RepriceMovedOn()
    publish(RepriceQueued(reprice_id=reprice_id))


def reprice_run(reprice_id: int) -> None:
    """Do what a change waits for, in the worker; safe to repeat. A refusal is kept as its note."""
    row = Reprice.objects.filter(pk=reprice_id).first()
    if row is None:
        return
    if row.state == RepriceState.COUNTING:
        _count(row, chosen_variants(choice_of(row)))
    elif row.state == RepriceState.APPLYING:
        _run_or_note(row, _apply, back=RepriceState.READY, actor=row.applied_by)
    elif row.state == RepriceState.UNDOING:
        _run_or_note(row, _undo, back=RepriceState.APPLIED, actor=row.undone_by)


def _run_or_note(row: Reprice, act: Any, *, back: RepriceState, actor: str) -> None:
    came_from, note = RepriceState(row.state), ""
    try:
        act(row.pk, came_from=came_from, actor=actor)
    except RepriceMovedOn:
        return  # another worker did it
    except DomainError as refusal:
        note = refusal.code
    except Exception:
        log.exception("a change of prices failed", reprice=row.pk)
        note = UNEXPECTED
    if note:
        Reprice.objects.filter(pk=row.pk, state=came_from).update(state=back, note=note)


def _reason(row: Reprice) -> str:
    return f"#{row.pk} {row.reason}".strip()


@write_transaction
def _apply(reprice_id: int, *, came_from: RepriceState, actor: str) -> None:
    moment = now()
    mine = Reprice.objects.filter(pk=reprice_id, state=came_from)
    if not mine.update(state=RepriceState.APPLIED, applied_at=moment, applied_by=actor[:120], note=""):
        raise RepriceMovedOn()
    row = Reprice.objects.get(pk=reprice_id)
    planned = row.rows.filter(state=RepriceRowState.PLANNED)
    ids = [pk for pk in planned.values_list("variant_id", flat=True) if pk is not None]
    moved = [_apply_batch(row, some, moment=moment, actor=actor) for some in many.in_batches(ids)]
    left = sum(moved) + planned.filter(variant__isnull=True).update(state=RepriceRowState.MOVED)
    if left == row.planned:
        raise PricesMoved(named=_named(row, RepriceRowState.MOVED))
    Reprice.objects.filter(pk=reprice_id).update(moved=left)
    _audit(row, actor=actor, kind="reprice", changed=row.planned - left, left=left)


def _apply_batch(row: Reprice, ids: Sequence[int], *, moment: dt.datetime, actor: str) -> int:
    """Change the prices of a batch; returns how many were left alone."""
    known = many.lasting_of(ids, row.currency, moment=moment, is_locked=True)
    rows = list(row.rows.filter(variant_id__in=ids).order_by("variant_id"))
    new: list[NewPrice] = []
    for one in rows:
        lasting = known[one.variant_id or 0]
        if lasting.as_json() != one.before:
            one.state = RepriceRowState.MOVED
            continue
        one.state = RepriceRowState.APPLIED
        new.append(_new_price(one, lasting))
    written = many.prices_write(
        new, currency=row.currency, known=known, moment=moment, actor=actor, reason=_reason(row)
    )
    for one in rows:
        if one.variant_id in written:
            one.after = written[one.variant_id].as_json()
    _rows_put(rows)
    return len(rows) - len(new)


def _new_price(one: RepriceRow, lasting: Lasting) -> NewPrice:
    """Return the new price; what was struck out stays, with its period, while it is higher."""
    kept = lasting.standing if one.new_was is not None else None
    return NewPrice(
        variant_id=one.variant_id or 0,
        amount=one.new,
        was_amount=one.new_was,
        sale_from=kept.sale_from if kept is not None else None,
        sale_until=kept.sale_until if kept is not None else None,
    )


@write_transaction
def _undo(reprice_id: int, *, came_from: RepriceState, actor: str) -> None:
    moment = now()
    mine = Reprice.objects.filter(pk=reprice_id, state=came_from)
    if not mine.update(state=RepriceState.UNDONE, undone_at=moment, undone_by=actor[:120], note=""):
        raise RepriceMovedOn()
    row = Reprice.objects.get(pk=reprice_id)
    applied = row.rows.filter(state=RepriceRowState.APPLIED)
    count = applied.count()
    ids = [pk for pk in applied.values_list("variant_id", flat=True) if pk is not None]
    kept = sum(_undo_batch(row, some, moment=moment, actor=actor) for some in many.in_batches(ids))
    kept += applied.filter(variant__isnull=True).update(state=RepriceRowState.KEPT)
    if kept == count:
        raise NothingToUndo(named=_named(row, RepriceRowState.KEPT))
    Reprice.objects.filter(pk=reprice_id).update(kept=kept)
    _audit(row, actor=actor, kind="reprice_undo", changed=count - kept, left=kept)


def _undo_batch(row: Reprice, ids: Sequence[int], *, moment: dt.datetime, actor: str) -> int:
    """Restore the prices of a batch; returns how many were left alone."""
    known = many.lasting_of(ids, row.currency, moment=moment, is_locked=True)
    rows = list(row.rows.filter(variant_id__in=ids).order_by("variant_id"))
    restored: dict[int, list[VariantPrice]] = {}
    gone: list[int] = []
    for one in rows:
        lasting = known[one.variant_id or 0]
        standing = lasting.standing
        stored = [*([one.before["standing"]] if one.before["standing"] else []), *one.before["dated"]]
        back = [many.row_from_json(values) for values in stored]
        if (
            standing is None
            or many.row_as_json(standing) != (one.after or {}).get("standing")
            or lasting.starts.intersection(price.valid_from for price in back if price.valid_from)
        ):
            one.state = RepriceRowState.KEPT
            continue
        one.state = RepriceRowState.UNDONE
        restored[standing.variant_id] = back
        if one.before["standing"] is None:
            gone.append(standing.pk)
    if gone:
        VariantPrice.objects.filter(pk__in=gone).delete()
    many.rows_put([price for prices in restored.values() for price in prices])
    many.prices_told(
        {pk: many.told(known[pk].standing) for pk in restored},
        {pk: many.told(prices[-1] if prices else None) for pk, prices in restored.items()},
        currency=row.currency,
        actor=actor,
        reason=_reason(row),
    )
    _rows_put(rows)
    return len(rows) - len(restored)


def _rows_put(rows: Sequence[RepriceRow]) -> None:
    RepriceRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["state", "after"]
    )


def _named(row: Reprice, state: RepriceRowState) -> str:
    skus = list(row.rows.filter(state=state).order_by("pk").values_list("sku", flat=True)[: NAMED + 1])
    return ", ".join(skus[:NAMED]) + (" …" if len(skus) > NAMED else "")


def _audit(row: Reprice, *, actor: str, kind: str, changed: int, left: int) -> None:
    after = {
        "change": row.change,
        "value": row.value,
        "currency": row.currency,
        "rounding": row.rounding,
        "filter": row.query,
        "changed": changed,
        "left": left,
    }
    ledger.audit(
        actor=actor, kind=kind, object_type="reprice", object_id=row.pk, after=after, reason=row.reason
    )


@write_transaction
def reprices_forget() -> int:
    """Delete dry runs of a week ago that nobody applied; returns how many."""
    open_ = (RepriceState.COUNTING, RepriceState.READY)
    old = Reprice.objects.filter(state__in=open_, created_at__lt=now() - DRY_RUNS_KEPT)
    count = old.count()
    old.delete()
    return count
