"""The worker's side of the queue: claim, lease, finish, try again, give up.

A task is a row of django-tasks-db. Beside a running one stands a `TaskLease` that its worker renews;
when a worker dies the lease goes stale and the task is taken back. So a task runs at least once, and
may run twice: every task is idempotent.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from commerce.ledger import domain
from commerce.ledger.domain import Scheduled
from commerce.ledger.models import ScheduledTask, TaskLease
from commerce.ledger.selectors import BACKEND
from gemkit.clock import now
from gemkit.db import write_transaction

log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """The task ran so long without a sign of life that another worker took it."""


@write_transaction
def task_claim(*, worker: str) -> DBTaskResult | None:
    """Take the next due task for ``worker`` and lease it; None when there is none."""
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    run = due.select_for_update(skip_locked=True).first()
    if run is None:
        return None
    run.claim(worker)
    TaskLease.objects.update_or_create(
        task_id=run.pk,
        defaults={"worker": worker, "beat_at": now(), "attempts": F("attempts") + 1},
        create_defaults={"worker": worker, "beat_at": now(), "attempts": 1},
    )
    return run


def lease_beat(*, run: DBTaskResult, worker: str) -> bool:
    """Renew the lease; False when it is another worker's by now."""
    return TaskLease.objects.filter(task_id=run.pk, worker=worker).update(beat_at=now()) == 1


def attempt_number(run: DBTaskResult) -> int:
    """Return which try of the task this is."""
    return TaskLease.objects.values_list("attempts", flat=True).filter(task_id=run.pk).first() or 1


@write_transaction
def task_finish(*, run: DBTaskResult, worker: str, return_value: object = None) -> None:
    """Note success. Raises `LeaseLost` when the task belongs to another worker by now."""
    _let_go(run, worker)
    run.set_successful(return_value)


@write_transaction
def task_fail(*, run: DBTaskResult, worker: str, error: Exception) -> dt.datetime | None:
    """Plan the next try and return when; None when this was the last one (the row stays FAILED).

    Raises `LeaseLost` when the task belongs to another worker by now.
    """
    attempt = attempt_number(run)
    if attempt >= settings.TASK_ATTEMPTS:
        _let_go(run, worker)
        run.set_failed(error)
        return None
    if not TaskLease.objects.filter(task_id=run.pk, worker=worker).update(worker=""):
        raise LeaseLost(str(run.pk))
    run.set_failed(error)  # keeps the traceback for people
    return _again(run.pk, at=now() + domain.backoff(attempt))


def _let_go(run: DBTaskResult, worker: str) -> None:
    deleted, _by_model = TaskLease.objects.filter(task_id=run.pk, worker=worker).delete()
    if not deleted:
        raise LeaseLost(str(run.pk))


def _again(task_id: UUID, *, at: dt.datetime | None) -> dt.datetime | None:
    DBTaskResult.objects.filter(pk=task_id).update(
        status=TaskResultStatus.READY, run_after=at or get_date_max(), started_at=None, finished_at=None
    )
    return at


@write_transaction
def leases_reap() -> int:
    """Give tasks back whose worker has died; returns how many. Safe for many workers at once."""
    stale = now() - dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS)
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND)
    leases = {lease.task_id: lease for lease in TaskLease.objects.filter(task_id__in=running.values("pk"))}
    reaped = 0
    for run in running.filter(started_at__lt=stale):
        lease = leases.get(run.pk)
        if lease is not None and lease.beat_at >= stale:
            continue
        reaped += _take_back(run, lease, stale)
    return reaped


def _take_back(run: DBTaskResult, lease: TaskLease | None, stale: dt.datetime) -> int:
    attempts = 1
    if lease is not None:
        attempts = lease.attempts
        if not TaskLease.objects.filter(pk=lease.pk, worker=lease.worker, beat_at__lt=stale).update(
            worker=""
        ):
            return 0  # it came back to life, or another reaper was here
    log.warning(
        "task taken back from a silent worker",
        task=run.task_name,
        id=str(run.pk),
        worker=lease.worker if lease else "?",
        attempt=attempts,
    )
    if attempts >= settings.TASK_ATTEMPTS:
        TaskLease.objects.filter(pk=run.pk).delete()
        run.set_failed(TimeoutError("every worker that ran this task died"))
        return 1
    # The first death may be the machine's fault; a task that keeps killing workers has to wait.
    _again(run.pk, at=None if attempts == 1 else now() + domain.backoff(attempts - 1))
    return 1


# --- The schedule -------------------------------------------------------------------------------


def schedule_prepare() -> None:
    """Make a row for every job of the code and drop the rows of jobs that are gone."""
    moment = now()
    for name in domain.SCHEDULE:
        ScheduledTask.objects.get_or_create(name=name, defaults={"next_run_at": moment})
    ScheduledTask.objects.exclude(name__in=domain.SCHEDULE).delete()


def schedule_run() -> int:
    """Start every job whose time has come; of several workers exactly one starts each. Returns how many."""
    due = ScheduledTask.objects.filter(next_run_at__lte=now(), name__in=domain.SCHEDULE)
    return sum(_fire(domain.SCHEDULE[row.name], row.next_run_at) for row in due)


def _fire(job: Scheduled, due_at: dt.datetime) -> int:
    try:
        return _fire_once(job, due_at)
    except Exception as error:
        log.exception("scheduled job failed", job=job.name)
        # Moved on, so that a job that always fails does not run every second.
        ScheduledTask.objects.filter(name=job.name, next_run_at=due_at).update(
            next_run_at=job.next_after(now()), last_error=f"{type(error).__name__}: {error}"[:300]
        )
        return 0


@write_transaction
def _fire_once(job: Scheduled, due_at: dt.datetime) -> int:
    moment = now()
    mine = ScheduledTask.objects.filter(name=job.name, next_run_at=due_at)
    if not mine.update(next_run_at=job.next_after(moment), last_run_at=moment, last_error=""):
        return 0  # another worker was quicker
    job.run()
    return 1


@write_transaction
def tasks_forget(*, older_than: dt.timedelta) -> int:
    """Delete tasks that succeeded long ago; failed ones stay until a person looks. Returns how many."""
    done = DBTaskResult.objects.successful().filter(backend_name=BACKEND, finished_at__lt=now() - older_than)
    deleted, _by_model = done.delete()
    return deleted
