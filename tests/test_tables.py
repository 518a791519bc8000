"""A first run that loads the tables from a file gets what the migrations make."""

import importlib.util
import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.sqlite3._functions import register

ROOT = Path(__file__).resolve().parents[1]
STALE = "site/gemsite/first_tables.sql is older than the migrations: run `make tables`"

spec = importlib.util.spec_from_file_location("tables", ROOT / "tools/tables.py")
tables = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tables)

SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


@pytest.fixture
def loaded():
    copy = sqlite3.connect(":memory:")
    register(copy)  # constraints use functions that Django brings
    copy.execute("PRAGMA foreign_keys = ON")
    tables.load(copy)
    yield copy
    copy.close()


def ask(cursor, sql):
    return cursor.execute(sql).fetchall()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_file_makes_what_the_migrations_make(loaded):
    with connection.cursor() as cursor:
        assert set(ask(loaded, SCHEMA)) == set(ask(cursor, SCHEMA)), STALE
        for name in tables.tables(loaded):
            count = f'SELECT count(*) FROM "{name}"'
            assert ask(loaded, count) == ask(cursor, count), f"{name}: {STALE}"
        for columns in ("app, name FROM django_migrations", "content_type_id, codename FROM auth_permission"):
            assert set(ask(loaded, "SELECT " + columns)) == set(ask(cursor, "SELECT " + columns)), STALE
    assert ask(loaded, "PRAGMA foreign_key_check") == []
    assert ask(loaded, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_file_is_used_only_with_its_own_migrations():
    from django.db.migrations.loader import MigrationLoader

    names = set(MigrationLoader(connection).disk_migrations)

    assert tables.fits(names), STALE
    assert not tables.fits(names | {("catalog", "9999_from_tomorrow")})
