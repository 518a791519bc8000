"""Prepare the shop and serve it in this very process: Django is loaded once (see tools/run.py).

Preparing means, each only when there is something to do: collect static files (beside the rest, in a
process of its own), migrate, seed the demo into an empty shop. The first argument is a pipe that gets
the seconds each took, as JSON.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tables
from setup import ROOT

sys.path[:0] = [str(ROOT / "site"), str(ROOT)]


def main() -> None:
    pipe, dev = int(sys.argv[1]), "--dev" in sys.argv[2:]
    from gemkit.env import SettingsError

    try:
        report = prepare(dev=dev)
    except SettingsError as error:
        sys.exit(f"Settings: {error}")
    with os.fdopen(pipe, "w") as file:
        json.dump(report, file)
    if dev:
        command = [sys.executable, "manage.py", "runserver", f"{os.environ['HOST']}:{os.environ['PORT']}"]
        os.execv(sys.executable, command)
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn", "-c", "python:gemsite.gunicorn", "gemsite.wsgi"]
    run()


def prepare(*, dev: bool) -> dict[str, object]:
    """Bring files, tables and demo up to date; return what each took and where the logins are."""
    seconds: dict[str, float] = {}
    with timed(seconds, "load"):
        import django

        django.setup()
    from django.conf import settings

    settings.VAR.mkdir(parents=True, exist_ok=True)
    collecting = None if dev else collect_static(Path(settings.STATIC_ROOT))
    with empty_database_in_a_hurry():
        with timed(seconds, "migrate"):
            migrate()
        with timed(seconds, "seed"):
            is_new = seed(settings.VAR)
            ensure_roles()
    if collecting is not None:
        with timed(seconds, "static files"):
            finish_static(*collecting)
    from django.urls import get_resolver

    with timed(seconds, "views"):
        get_resolver().url_patterns  # noqa: B018 - load every view before the processes fork
    from django.db import connections

    connections.close_all()
    return {"seconds": seconds, "logins": str(settings.VAR / "demo-logins.txt"), "is_new": is_new}


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    seconds[name] = time.monotonic() - started


def collect_static(target: Path) -> tuple[subprocess.Popen[bytes], Path, str] | None:
    """Start collecting static files if any of them changed since the last time."""
    homes = ("site/*", "catalog", "home", "commerce/*")
    folders = [path for home in homes for path in ROOT.glob(f"{home}/static")]
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            state.update(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = target.with_suffix(".sha256")
    if target.is_dir() and stamp.is_file() and stamp.read_text() == state.hexdigest():
        return None
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    return subprocess.Popen(command, cwd=ROOT), stamp, state.hexdigest()


def finish_static(process: subprocess.Popen[bytes], stamp: Path, state: str) -> None:
    if process.wait() != 0:
        sys.exit("The static files could not be collected; see the message above.")
    stamp.write_text(state)
    from django.contrib.staticfiles.storage import staticfiles_storage

    # Its list of names may have been read while there was none.
    storage: Any = staticfiles_storage
    if hasattr(storage, "load_manifest"):
        storage.hashed_files, storage.manifest_hash = storage.load_manifest()


@contextmanager
def empty_database_in_a_hurry() -> Iterator[None]:
    """Let SQLite not wait for the disk while an empty database is filled for the first time.

    Nothing of worth can be lost: a machine that fails in this minute leaves a demo to be made again.
    """
    from django.db import connection

    if connection.vendor != "sqlite" or connection.introspection.table_names():
        yield
        return
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    usual = options.get("init_command", "")
    options["init_command"] = usual + "; PRAGMA synchronous=OFF"
    try:
        yield
    finally:
        connection.close()
        options["init_command"] = usual


class Bar:
    """A progress bar that `migrate` writes to: every step it reports ends in OK."""

    def __init__(self, title: str, total: int) -> None:
        self.title, self.total, self.done = title, total, 0
        self.is_drawn = sys.stdout.isatty()
        if not self.is_drawn:
            print(f"==> {title}: {total} steps", flush=True)

    def write(self, text: str) -> None:
        self.done += "OK" in text
        if self.is_drawn:
            filled = 30 * self.done // self.total
            bar = "█" * filled + "·" * (30 - filled)
            print(f"\r==> {self.title} {bar} {self.done}/{self.total}", end="", flush=True)

    def finish(self) -> None:
        if self.is_drawn:
            print(flush=True)

    def flush(self) -> None:
        sys.stdout.flush()


def migrate() -> None:
    """Apply the migrations that are still to do; an empty SQLite database gets them from a file."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    is_empty = connection.vendor == "sqlite" and not connection.introspection.table_names()
    if is_empty and tables.fits(executor.loader.disk_migrations):
        print("==> Making the tables", flush=True)
        tables.load(connection.connection)
    else:
        bar = Bar("Making the tables", len(plan))
        call_command("migrate", interactive=False, no_color=True, stdout=bar)
        bar.finish()
    call_command("createcachetable", verbosity=0)


def seed(folder: Path) -> bool:
    """Fill an empty shop with the demo, or make an interrupted one anew; tell whether it was needed."""
    from django.apps import apps
    from django.core.management import call_command

    begun = folder / "demo-seeding"
    is_broken = begun.exists()
    if apps.get_model("catalog", "Product")._default_manager.exists() and not is_broken:
        return False
    print("==> Setting out the demo", flush=True)
    begun.touch()
    call_command("demo_seed", reset=is_broken, hide_logins=True)
    begun.unlink()
    return True


def ensure_roles() -> None:
    """Make the groups of staff where they are missing; those that exist keep what the shop gave them."""
    from django.core.management import call_command

    call_command("roles", if_missing=True, verbosity=0)


if __name__ == "__main__":
    main()
