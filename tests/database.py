"""The test database: migrated once, then copied for every process and every later run.

Migrating takes longer than most of the suite. The copy is made anew whenever a migration, a model's
module or a locked package changes, and it holds everything migrations make: triggers, indexes, rows.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / f"lapidary-test-{os.getuid()}"
KEPT = 3


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, django_test_environment, django_db_modify_db_settings):
    """Replace pytest-django's set-up: copy the migrated database instead of migrating again."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    copy = copy_sqlite if connection.vendor == "sqlite" else copy_postgres
    with django_db_blocker.unblock():
        restore = copy(connection, lambda keepdb: setup_databases(0, interactive=False, keepdb=keepdb))
        flush_past_the_audit_guard(connection)
    yield
    with django_db_blocker.unblock():
        teardown_databases(restore, 0, keepdb=False)


def copy_sqlite(connection, setup):
    template = FOLDER / f"template-{fingerprint()}.sqlite3"
    target = Path(connection.creation._get_test_db_name())
    target.parent.mkdir(parents=True, exist_ok=True)
    with only_one_process():
        if not template.exists():
            restore = setup(False)
            connection.close()
            made = template.with_suffix(f".{os.getpid()}")
            shutil.copyfile(target, made)
            made.replace(template)
            forget_old_templates()
            return restore
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    shutil.copyfile(template, target)
    return setup(True)


def copy_postgres(connection, setup):
    """Let PostgreSQL copy the database itself, from a template that the first process makes."""
    template = f"lapidary_template_{fingerprint()[:16]}"
    target = connection.creation._get_test_db_name()
    with only_one_process(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        known = cursor.fetchone() is not None
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        if known:
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{template}"')
        else:
            restore = setup(False)
            connection.close()
            cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{target}"')
            return restore
    return setup(True)


def flush_past_the_audit_guard(connection):
    """Let the flush after a test empty the audit trail of SQLite, where it deletes row by row."""
    if connection.vendor != "sqlite":
        return
    plain = connection.ops.sql_flush

    def sql_flush(*args, **kwargs):
        switch = "UPDATE ledger_trigger_switch SET is_on = {}".format
        return [switch(0), *plain(*args, **kwargs), switch(1)]

    connection.ops.sql_flush = sql_flush


def fingerprint():
    """Change whenever the migrated database might: code of models and migrations, packages."""
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for package in ("catalog", "commerce", "home", "site"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.parent.name in {"migrations", "models", "settings"} or path.stem in {
                "models",
                "translation",
            }:
                state.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return state.hexdigest()


@contextmanager
def only_one_process():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget_old_templates():
    templates = sorted(FOLDER.glob("template-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for old in templates[:-KEPT]:
        old.unlink()
