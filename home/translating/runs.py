"""Runs over many pages: started by a person, done by the worker, followed on a page of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from wagtail.models import Page

from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from home.enums import RunJob, RunState
from home.models import TranslationRun
from home.translating import columns, pages, publishing, states

log = structlog.get_logger(__name__)
NOTES_KEPT = 50
GIVEN_UP_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work that is done whole or not at all; returns whether it changed anything."""

    name: str
    do: Callable[[], bool]


@write_transaction
def run_start(*, job: RunJob, page: Page | None = None, user: Any = None) -> TranslationRun:
    """Queue a run, or return the one like it that is still under way: a second press starts nothing.

    One that the worker has given up, after a day of trying, stands in nobody's way.
    """
    from home.translating.tasks import translations_run

    same = TranslationRun.objects.filter(
        job=job,
        page=page,
        state__in=[RunState.WAITING, RunState.RUNNING],
        created_at__gt=now() - GIVEN_UP_AFTER,
    ).first()
    if same is not None:
        return same
    run = TranslationRun.objects.create(job=job, page=page, started_by=user)
    translations_run.enqueue(run_id=run.pk)
    return run


def run_do(run_id: int) -> None:
    """Do a run from where it stopped. Every step is a transaction of its own and safe to repeat."""
    run = TranslationRun.objects.filter(pk=run_id).select_related("page", "started_by").first()
    if run is None or not run.is_open:
        return
    steps = list(_steps(run))
    begun = TranslationRun.objects.filter(pk=run_id)
    begun.update(state=RunState.RUNNING, total=len(steps))
    for number in range(min(run.done, len(steps)), len(steps)):
        changed, note = _step(steps[number])
        run.notes = [*run.notes, note][-NOTES_KEPT:] if note else run.notes
        run.changed += changed
        begun.update(done=number + 1, changed=run.changed, notes=run.notes)
    begun.update(state=RunState.DONE, finished_at=now())


def _step(step: Step) -> tuple[bool, dict[str, str] | None]:
    """Do one step; a page that cannot be done is noted and does not hold up the others."""
    try:
        with transaction.atomic():
            return step.do(), None
    except DomainError as error:
        return False, {"name": step.name, "why": error.code}
    except ValidationError as error:
        return False, {"name": step.name, "why": " ".join(error.messages)[:300]}
    except Exception:
        log.exception("a page could not be brought up to date")
        return False, {"name": step.name, "why": "UNEXPECTED"}


def _steps(run: TranslationRun) -> Iterator[Step]:
    """Yield the steps of a run, in an order that does not change."""
    do = {RunJob.UPDATE: _update, RunJob.START: _submit, RunJob.PUBLISH: _publish}[RunJob(run.job)]
    chosen = pages.sources()
    if run.page is not None:
        chosen = chosen.descendant_of(run.page, inclusive=True)
    for page in chosen.select_related("locale"):
        yield Step(page.title, partial(do, page, run.started_by))
    if run.job == RunJob.UPDATE and run.page is None:
        for model in columns.translated_models().values():
            yield Step(capfirst(str(model._meta.verbose_name_plural)), partial(_recount, model))


def _update(page: Page, user: Any) -> bool:
    """Take over what changed in Ukrainian, link an English page that exists, count anew."""
    before = states.state_of(Page(pk=page.pk))
    if not pages.source_follow(page) and pages.english_page(page) is not None:
        pages.translation_start(page, user=user)
    after = pages.page_state_write(page)
    counts = [(state.total, state.missing, state.stale) if state else None for state in (before, after)]
    return counts[0] != counts[1]


def _submit(page: Page, user: Any) -> bool:
    _translation, is_new = pages.translation_start(page, user=user)
    pages.page_state_write(page)
    return is_new


def _publish(page: Page, user: Any) -> bool:
    """Publish what is translated whole and waits; the rest stays as it is."""
    state = pages.page_state_write(page)
    english = pages.english_page(page)
    if (
        state is None
        or not state.is_waiting
        or state.missing
        or state.stale
        or english is None
        or not page.live
    ):
        return False
    if user is None or not english.permissions_for_user(user).can_publish():
        return False
    publishing.english_publish(page, user=user)
    return True


def _recount(model: Any) -> bool:
    before = states.sums(model)
    for _number in states.rows_recount(model):
        pass
    return states.sums(model) != before
