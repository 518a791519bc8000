"""The first migration in a second: site/gemsite/first_tables.sql holds what all migrations make.

`make tables` writes the file from a fresh SQLite database. tools/serve.py loads it into an empty one if
it was made from exactly the migrations at hand, and migrates step by step otherwise; a test compares
both ways. PostgreSQL and existing databases always migrate step by step.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "site" / "gemsite" / "first_tables.sql"
HEAD = "-- Made by `make tables` from the migrations; not to be edited. Migrations: "


def main() -> None:
    """Migrate a fresh database and write it down."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gemsite.settings.production",
            "DATA_DIR": folder,
        }
        environment |= {"DATABASE_URL": "", "SECRET_KEY": "-" * 50, "ORDER_LINK_KEY": "-" * 50}
        arguments = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(arguments, cwd=ROOT, env=environment, check=True)
        connection = sqlite3.connect(Path(folder, "lapidary.sqlite3"))
        names = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        TARGET.write_text("\n".join([HEAD + fingerprint(names), *dump(connection)]) + "\n")
        connection.close()
    print(f"Wrote {TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} kB")


def fingerprint(names: Iterable[tuple[str, str]]) -> str:
    """Return one word for a set of migrations."""
    return hashlib.sha256("\n".join(sorted(f"{app}.{name}" for app, name in names)).encode()).hexdigest()


def fits(names: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the file was made from exactly these migrations."""
    if not TARGET.is_file():
        return False
    with TARGET.open() as file:
        return file.readline().strip() == HEAD + fingerprint(names)


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """Return the statements that make a copy: tables, rows, then indexes and triggers."""
    yield "BEGIN;"
    creates = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    names = tables(connection)
    yield from (creates[name].strip() + ";" for name in names)
    for name in names:
        if is_search_index(creates[name]):
            continue  # its triggers fill it
        columns = [column for _, column, *_ in connection.execute(f'PRAGMA table_info("{name}")')]
        # When a migration was applied is told by whoever loads the file.
        values = [
            "'CURRENT_TIMESTAMP'" if column == "applied" else f'quote("{column}")' for column in columns
        ]
        row = " || ',' || ".join(values)
        for (text,) in connection.execute(f'SELECT {row} FROM "{name}" ORDER BY rowid'):  # noqa: S608
            yield f'INSERT INTO "{name}" VALUES({text});'
    rest = "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL"
    for (create,) in connection.execute(rest + " ORDER BY type, name"):
        yield create.strip() + ";"
    yield "COMMIT;"


def is_search_index(create: str) -> bool:
    return create.upper().startswith("CREATE VIRTUAL")


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables to copy; those inside a search index are made by it."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = dict(rows.fetchall())
    virtual = [name for name, create in found.items() if is_search_index(create)]
    return [
        name
        for name in found
        if not name.startswith("sqlite_")
        and not any(name.startswith(f"{index}_") for index in virtual if name != index)
    ]


def load(connection: sqlite3.Connection) -> None:
    """Fill an empty database from the file."""
    connection.executescript(TARGET.read_text())


if __name__ == "__main__":
    main()
