"""Keeps `TranslationState` true: with every saving, and for a whole shop at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import DraftStateMixin

from home.enums import TextKind
from home.models import TranslationState
from home.translating import columns
from home.translating.domain import Verdict, digest, judge_all

BATCH = 500
_held: ContextVar[bool] = ContextVar("translation_states_held", default=False)
_FIELDS = ["kind", "label", "total", "missing", "stale", "is_live", "is_waiting", "records", "changed_at"]


@contextmanager
def states_held() -> Iterator[None]:
    """Write no state while the block runs; the caller counts all of them afterwards (`rows_recount`)."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def are_held() -> bool:
    return _held.get()


def content_type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)


def state_of(instance: models.Model, *, lock: bool = False) -> TranslationState | None:
    rows = TranslationState.objects.filter(content_type=content_type(instance), object_id=instance.pk)
    return (rows.select_for_update() if lock else rows).first()


def row_changed(instance: models.Model, *, before: dict[str, str] | None = None) -> TranslationState | None:
    """Judge a row anew after its saving; ``before`` are the Ukrainian texts as they were."""
    if are_held():
        return None
    known = state_of(instance)
    verdict = judge_all(columns.values(instance), known.records if known else {}, before)
    return state_write(
        known or TranslationState(content_type=content_type(instance), object_id=instance.pk),
        verdict,
        kind=columns.kind_of(type(instance)),
        label=columns.title(instance),
        is_live=getattr(instance, "live", True),
        is_waiting=waits(instance),
    )


def state_write(state: TranslationState, verdict: Verdict, **facts: Any) -> TranslationState | None:
    """Store a verdict if it says anything new. A row without text has no state."""
    tally = verdict.tally
    if not tally.total:
        if state.pk:
            state.delete()
        return None
    facts |= {
        "total": tally.total,
        "missing": tally.missing,
        "stale": tally.stale,
        "records": verdict.records,
    }
    if state.pk and all(getattr(state, name) == value for name, value in facts.items()):
        return state
    # Two savings at once: the row may be there by now, and the last one is right.
    return TranslationState.objects.update_or_create(
        content_type_id=state.content_type_id, object_id=state.object_id, defaults=facts
    )[0]


def state_drop(instance: models.Model) -> None:
    TranslationState.objects.filter(content_type=content_type(instance), object_id=instance.pk).delete()


def waits(instance: Any) -> bool:
    """Whether visitors see other English than what is written: a draft of a published row differs."""
    if not isinstance(instance, DraftStateMixin) or not instance.live or not columns.has_draft(instance):
        return False
    stored = type(instance)._default_manager.filter(pk=instance.pk)
    model: Any = type(instance)
    names = [f"{name}_{columns.TARGET}" for name in columns.text_fields(model)]
    public = stored.values(*names).first() or {}
    drafted = columns.values(instance)
    return any(
        digest(public[f"{name}_{columns.TARGET}"]) != digest(target) for name, (_, target) in drafted.items()
    )


def texts_before(instance: models.Model) -> dict[str, str] | None:
    """Return the stored Ukrainian texts of a row that is about to change, if one of them changes."""
    if are_held() or instance.pk is None:
        return None
    known = state_of(instance)
    if known is None or not known.records:
        return None
    now = {name: source for name, (source, _target) in columns.values(instance).items()}
    if all(digest(now.get(name)) == record.get("uk") for name, record in known.records.items()):
        return None
    names = {f"{name}_{columns.SOURCE}": name for name in now}
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first() or {}
    return {names[column]: text or "" for column, text in stored.items()}


def sums(model: type[models.Model]) -> dict[str, int | None]:
    """Return how many texts of a model there are, are missing and are stale."""
    rows = TranslationState.objects.filter(content_type=content_type(model))
    return rows.aggregate(models.Sum("total"), models.Sum("missing"), models.Sum("stale"))


def rows_recount(model: type[models.Model]) -> Iterator[int]:
    """Judge all rows of a model anew, in batches; yields how many each batch held. Safe to repeat."""
    rows = model._default_manager.order_by("pk")
    iterator = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(iterator, BATCH)):
        states_store(model, batch)
        yield len(batch)
    gone = TranslationState.objects.filter(content_type=content_type(model)).exclude(
        object_id__in=model._default_manager.order_by().values("pk")
    )
    gone.delete()


def states_store(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Judge ``rows`` of one model and store what was found, in three queries."""
    rows = list(rows)
    kind, type_ = columns.kind_of(model), content_type(model)
    known = {
        state.object_id: state
        for state in TranslationState.objects.filter(
            content_type=type_, object_id__in=[row.pk for row in rows]
        )
    }
    made, empty = [], []
    for row in rows:
        old = known.get(row.pk)
        verdict = judge_all(columns.values(row), old.records if old else {})
        if not verdict.tally.total:
            empty.append(row.pk)
            continue
        made.append(_state(type_, kind, row, verdict))
    TranslationState.objects.filter(content_type=type_, object_id__in=set(empty) & set(known)).delete()
    TranslationState.objects.bulk_create(
        made, update_conflicts=True, update_fields=_FIELDS, unique_fields=["content_type", "object_id"]
    )


def _state(type_: ContentType, kind: TextKind, row: models.Model, verdict: Verdict) -> TranslationState:
    return TranslationState(
        content_type=type_,
        object_id=row.pk,
        kind=kind,
        label=columns.title(row),
        total=verdict.tally.total,
        missing=verdict.tally.missing,
        stale=verdict.tally.stale,
        is_live=getattr(row, "live", True),
        is_waiting=waits(row),
        records=verdict.records,
        changed_at=timezone.now(),
    )
