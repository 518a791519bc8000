"""The queue: leases, tries, the schedule; and a worker that is killed in the middle of a mail."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from commerce.ledger import domain, selectors, services
from commerce.ledger.management.commands.shop_worker import Worker
from commerce.ledger.models import MailLog, ScheduledTask, TaskLease
from commerce.ledger.services import queue
from gemkit.clock import now
from tests.factories.commerce import RateFactory, currencies

ROOT = Path(__file__).resolve().parents[2]
ran = []


@task(backend="shop")
def remember(word):
    ran.append(word)
    return word


@task(backend="shop")
def fail(word):
    ran.append(word)
    raise ValueError("no paper in the printer")


@pytest.fixture(autouse=True)
def _forget():
    ran.clear()


def make_due():
    DBTaskResult.objects.update(run_after=now() - dt.timedelta(seconds=1))


@pytest.mark.django_db
class TestQueue:
    def test_a_batch_runs_what_is_due(self):
        remember.enqueue("one")
        remember.enqueue("two")
        remember.using(run_after=now() + dt.timedelta(hours=1)).enqueue("later")

        call_command("shop_worker", batch=True)

        assert sorted(ran) == ["one", "two"]
        assert DBTaskResult.objects.successful().count() == 2
        assert not TaskLease.objects.exists()

    def test_once_runs_one(self):
        remember.enqueue("one")
        remember.enqueue("two")

        call_command("shop_worker", once=True)

        assert len(ran) == 1

    def test_a_rolled_back_act_leaves_no_task(self):
        def crash():
            with transaction.atomic():
                remember.enqueue("never")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            crash()

        assert Worker().run_batch() == 0

    def test_a_failing_task_is_tried_again_later_and_given_up_at_last(self, settings):
        settings.TASK_ATTEMPTS = 3
        fail.enqueue("try")

        assert Worker().run_batch() == 1
        run = DBTaskResult.objects.get()
        assert run.status == "READY"
        assert dt.timedelta(seconds=4) < run.run_after - now() <= dt.timedelta(seconds=5)
        assert "no paper in the printer" in run.traceback
        assert Worker().run_batch() == 0

        make_due()
        Worker().run_batch()
        assert DBTaskResult.objects.get().run_after - now() > dt.timedelta(seconds=18)
        make_due()
        Worker().run_batch()

        run.refresh_from_db()
        assert run.status == "FAILED"
        assert ran == ["try"] * 3
        assert not TaskLease.objects.exists()

    def test_a_task_that_is_not_there_any_more_is_given_up(self, settings):
        settings.TASK_ATTEMPTS = 1
        remember.enqueue("one")
        DBTaskResult.objects.update(task_path="tests.ledger.gone.task")

        Worker().run_batch()

        assert DBTaskResult.objects.get().status == "FAILED"

    def test_a_silent_worker_loses_its_task_and_a_live_one_keeps_it(self, settings):
        remember.enqueue("one")
        run = queue.task_claim(worker="dead")
        assert queue.task_claim(worker="other") is None
        assert queue.leases_reap() == 0

        past = now() - dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
        DBTaskResult.objects.update(started_at=past)
        assert queue.leases_reap() == 0  # its heart still beats

        TaskLease.objects.update(beat_at=past)
        assert queue.leases_reap() == 1
        assert queue.leases_reap() == 0

        assert Worker().run_batch() == 1
        assert ran == ["one"]
        with pytest.raises(queue.LeaseLost):
            queue.task_finish(run=run, worker="dead")
        assert not queue.lease_beat(run=run, worker="dead")

    def test_a_task_that_kills_every_worker_is_given_up(self, settings):
        settings.TASK_ATTEMPTS = 2
        remember.enqueue("one")
        for _ in range(2):
            make_due()
            assert queue.task_claim(worker="dead") is not None
            past = now() - dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
            DBTaskResult.objects.update(started_at=past)
            TaskLease.objects.update(beat_at=past)
            assert queue.leases_reap() == 1

        assert DBTaskResult.objects.get().status == "FAILED"
        assert ran == []

    def test_the_oldest_due_task_is_what_readiness_asks_for(self):
        assert selectors.oldest_due_task() is None
        remember.using(run_after=now() + dt.timedelta(hours=1)).enqueue("later")
        assert selectors.oldest_due_task() is None
        remember.enqueue("now")
        assert now() - selectors.oldest_due_task() < dt.timedelta(seconds=5)

    def test_finished_tasks_are_forgotten_in_time(self):
        remember.enqueue("one")
        Worker().run_batch()

        assert queue.tasks_forget(older_than=dt.timedelta(days=1)) == 0
        assert queue.tasks_forget(older_than=dt.timedelta(0)) == 1


KYIV = domain.KYIV


class TestSchedule:
    @pytest.mark.parametrize(
        ("moment", "due"),
        [
            ("2026-11-20T15:00", "2026-11-20T16:10"),
            ("2026-11-20T16:10", "2026-11-21T00:10"),
            ("2026-11-20T23:59", "2026-11-21T00:10"),
            ("2026-03-28T16:10", "2026-03-29T00:10"),  # the night the clocks go forward
            ("2026-10-24T16:10", "2026-10-25T00:10"),  # and back
        ],
    )
    def test_daily_times_are_kyiv_times(self, moment, due):
        job = domain.Scheduled("rates", run=list, daily_at=(dt.time(16, 10), dt.time(0, 10)))
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=KYIV)

        assert job.next_after(at).astimezone(KYIV) == dt.datetime.fromisoformat(due).replace(tzinfo=KYIV)

    def test_the_pause_grows_to_an_hour(self):
        seconds = [domain.backoff(attempt).total_seconds() for attempt in range(1, 8)]

        assert seconds == [5, 20, 80, 320, 1280, 3600, 3600]

    def test_a_job_has_one_rhythm(self):
        with pytest.raises(ValueError, match="either"):
            domain.scheduled("none")

    @pytest.mark.django_db
    def test_a_job_is_started_once_a_turn(self, monkeypatch):
        job = domain.Scheduled("job", run=lambda: ran.append("job"), every=dt.timedelta(minutes=1))
        monkeypatch.setattr(domain, "SCHEDULE", {"job": job})
        ScheduledTask.objects.create(name="gone", next_run_at=now())
        queue.schedule_prepare()

        assert queue.schedule_run() == 1
        assert queue.schedule_run() == 0
        assert ran == ["job"]
        row = ScheduledTask.objects.get()
        assert dt.timedelta(seconds=55) < row.next_run_at - now() <= dt.timedelta(minutes=1)

    @pytest.mark.django_db
    def test_a_failing_job_is_noted_and_waits_for_its_next_turn(self, monkeypatch):
        def run():
            raise ValueError("no ink")

        job = domain.Scheduled("job", run=run, every=dt.timedelta(minutes=1))
        monkeypatch.setattr(domain, "SCHEDULE", {"job": job})
        queue.schedule_prepare()

        assert queue.schedule_run() == 0
        row = ScheduledTask.objects.get()
        assert row.last_error == "ValueError: no ink"
        assert row.next_run_at > now()

    def test_every_job_of_the_shop_is_known(self):
        Worker()

        assert {"ledger-tidy", "rates-fetch", "reservations-expire"} <= set(domain.SCHEDULE)


@pytest.fixture
def start_worker(tmp_path, settings):
    """Start real worker processes on the test's database; whatever still runs is ended after the test."""
    processes = []

    def start(*arguments, hang=False):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.ledger.worker_settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "WORKER_LEASE_SECONDS": "2",
            "WORKER_BEAT_SECONDS": "1",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TEST_MAIL": str(tmp_path / "mail"),
            "TEST_HANG": "1" if hang else "",
        }
        with (tmp_path / f"worker-{len(processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "shop_worker", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


def wait_for(condition, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_mail_survives_the_death_of_its_worker_and_arrives_once(start_worker, tmp_path):
    currencies()
    rate = RateFactory(is_held=True)
    row = services.mail_enqueue(
        kind="staff_rate", object_type="rate", object_id=rate.pk, language="uk", recipient="desk@example.com"
    )
    mail = tmp_path / "mail"

    first = start_worker(hang=True)
    wait_for(lambda: (mail / "was-here").exists())  # the file is written, the worker hangs before noting it
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    row.refresh_from_db()
    assert row.status == "queued"
    assert DBTaskResult.objects.get(task_path__endswith="mail_send").status == "RUNNING"

    second = start_worker()
    wait_for(lambda: MailLog.objects.get().status == "sent")
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0

    files = list(mail.glob("*.eml"))
    assert [file.name for file in files] == [f"staff_rate.rate-{rate.pk}.eml"]
    assert f"Message-ID: <staff_rate.rate-{rate.pk}@127.0.0.1>".encode() in files[0].read_bytes()
    assert len(DBTaskResult.objects.filter(task_path__endswith="mail_send").get().worker_ids) == 2
    log = (tmp_path / "worker-1.log").read_text()
    assert "task taken back from a silent worker" in log
    assert str(files[0]) in log
    assert "worker has stopped" in log
