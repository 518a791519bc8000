"""Requests are counted in windows; what the window before had fades, so no minute lets through twice as many."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from gemkit.api.throttling import ScopeThrottle

pytestmark = pytest.mark.django_db


class View:
    throttle_scope = "cart"


@pytest.fixture
def ask(monkeypatch):
    """Send a request at a second of the clock; returns whether it may pass, and how long to wait if not."""
    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"cart": "4/min"})

    def at(second):
        throttle = ScopeThrottle()
        throttle.timer = lambda: 60_000 + second
        request = RequestFactory().post("/")
        request.user = AnonymousUser()
        passed = throttle.allow_request(request, View())
        return True if passed else round(throttle.wait())

    yield at
    caches["limits"].clear()


def test_as_many_as_the_rate_says_and_no_more(ask):
    assert [ask(0), ask(1), ask(2), ask(3)] == [True] * 4
    assert ask(3) == 72  # three of the four must have faded: 15 seconds into the next minute


def test_what_came_before_counts_until_it_has_faded(ask):
    for second in (50, 51, 52, 53):
        assert ask(second) is True

    assert ask(61) == 14
    assert ask(75) is True  # three quarters of four are left, and this one
    assert ask(76) == 14
    assert ask(200) is True  # two minutes later nothing of it is left


def test_refused_requests_are_not_counted(ask):
    for _ in range(4):
        ask(0)
    for _ in range(50):
        ask(1)

    assert ask(76) is True


@pytest.fixture
def table(settings):
    """A cache in a table of its own."""
    cache = {"BACKEND": "gemkit.cache.UpsertCache", "LOCATION": "try_limits"}
    settings.CACHES = {**settings.CACHES, "limits": cache}
    call_command("createcachetable", "try_limits", verbosity=0)
    return caches["limits"]


def test_a_value_is_written_over_and_runs_out(table):
    table.set("one", (1, 2, 3), 100)
    table.set("one", (4, 5, 6), 100)
    table.set("gone", "x", -1)
    table.set("kept", "y", None)

    assert [table.get(name) for name in ("one", "gone", "kept")] == [(4, 5, 6), None, "y"]


def test_a_write_takes_one_statement(table, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("random.randrange", lambda most: 1)

    with django_assert_num_queries(1):
        table.set("one", 1, 100)


def test_old_rows_are_swept_out(table, monkeypatch):
    monkeypatch.setattr("random.randrange", lambda most: 0)
    monkeypatch.setattr(table, "_max_entries", 3)
    for number in range(6):
        table.set(f"old-{number}", number, -1)

    table.set("new", 1, 100)

    assert table.get("new") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM try_limits")
        assert cursor.fetchone()[0] <= 4
