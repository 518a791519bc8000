"""The worker: runs tasks, takes them back from dead workers, starts the periodic jobs.

Any number may run, on any number of hosts. Each is one process that runs one task at a time.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from types import TracebackType
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks.base import TaskContext
from django_tasks_db.models import DBTaskResult

from commerce.ledger import selectors
from commerce.ledger.services import queue
from gemkit.errors import Unavailable

log = structlog.get_logger("worker")

# How long the loop waits while the database is away.
PAUSE_WITHOUT_DATABASE = 2.0


class Command(BaseCommand):
    help = "Run background tasks and periodic jobs. Ctrl-C or SIGTERM: the current task ends first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between looks at an empty queue"
        )
        stop = parser.add_mutually_exclusive_group()
        stop.add_argument("--batch", action="store_true", help="run what is due, then stop; no periodic jobs")
        stop.add_argument(
            "--once", action="store_true", help="run at most one task, then stop; no periodic jobs"
        )

    def handle(self, *, interval: float, batch: bool, once: bool, **options: Any) -> None:
        worker = Worker(interval=min(max(interval, 0.05), 1.0))
        if once:
            worker.run_next()
        elif batch:
            worker.run_batch()
        else:
            worker.run_forever()


class Worker:
    """One worker process."""

    def __init__(self, *, interval: float = 0.5) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_string(4).lower()}"
        self.interval = interval
        self.is_stopping = False
        autodiscover_modules("tasks")  # registers the periodic jobs

    def stop(self, signum: int, frame: Any) -> None:
        if self.is_stopping:
            raise SystemExit(1)  # asked twice: the lease brings the task back
        self.is_stopping = True
        log.info("worker stops after the current task", worker=self.name)

    def run_forever(self) -> None:
        """Work until told to stop. An absent database is waited for, not died of."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        log.info("worker is ready", worker=self.name)
        is_prepared = False
        looked_at = 0.0
        while not self.is_stopping:
            try:
                close_old_connections()
                if not is_prepared:
                    queue.schedule_prepare()
                    is_prepared = True
                if time.monotonic() - looked_at >= 1:
                    looked_at = time.monotonic()
                    self.look_around()
                if self.run_next():
                    continue
            except (DatabaseError, Unavailable) as error:
                log.warning("database is away", error=str(error).strip()[:200])
                connection.close()
                time.sleep(PAUSE_WITHOUT_DATABASE)
            time.sleep(self.interval)
        log.info("worker has stopped", worker=self.name)

    def run_batch(self) -> int:
        """Run what is due now; returns how many tasks ran."""
        self.look_around(with_schedule=False)
        count = 0
        while not self.is_stopping and self.run_next():
            count += 1
        return count

    def look_around(self, *, with_schedule: bool = True) -> None:
        queue.leases_reap()
        if with_schedule:
            queue.schedule_run()

    def run_next(self) -> bool:
        """Run one due task; False when there is none."""
        if not selectors.tasks_are_due():
            return False
        run = queue.task_claim(worker=self.name)
        if run is None:
            return False
        self.run(run)
        return True

    def run(self, run: DBTaskResult) -> None:
        """Run a claimed task under its lease and note how it went."""
        line = log.bind(task=run.task_name, id=str(run.pk))
        started = time.monotonic()
        try:
            try:
                with Heartbeat(run, self.name), translation.override(settings.LANGUAGE_CODE):
                    value = call(run)
            except Exception as error:  # noqa: BLE001 - whatever a task raises, it is tried again
                next_try = queue.task_fail(run=run, worker=self.name, error=error)
                if next_try is None:
                    line.exception("task given up")
                else:
                    line.warning(
                        "task failed, will be tried again",
                        error=f"{type(error).__name__}: {error}"[:300],
                        at=next_try.isoformat(timespec="seconds"),
                    )
            else:
                queue.task_finish(
                    run=run, worker=self.name, return_value=value if isinstance(value, int | str) else None
                )
                line.info("task done", seconds=round(time.monotonic() - started, 2))
        except queue.LeaseLost:
            line.warning("task went to another worker meanwhile")


def call(run: DBTaskResult) -> Any:
    """Call the task's function with what was enqueued."""
    result: Any = run.task_result
    if result.task.takes_context:
        return result.task.call(TaskContext(task_result=result), *result.args, **result.kwargs)
    return result.task.call(*result.args, **result.kwargs)


class Heartbeat:
    """Renews the lease of a running task from a thread of its own."""

    def __init__(self, run: DBTaskResult, worker: str) -> None:
        self.run = run
        self.worker = worker
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        self.thread.join(timeout=settings.WORKER_BEAT_SECONDS)

    def beat(self) -> None:
        try:
            while not self.is_over.wait(settings.WORKER_BEAT_SECONDS):
                try:
                    if not queue.lease_beat(run=self.run, worker=self.worker):
                        return
                except DatabaseError as error:
                    log.warning("heartbeat missed", error=str(error).strip()[:200])
                    connection.close()
        finally:
            connection.close()
