"""What the whole suite shares: which tests this machine can run, its database, and the report."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared: how long an example takes says nothing. CI tries the same examples every time.
settings.register_profile("shop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("shop"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "shop")

pytest_plugins = ["tests.database"]

# Where the database has a say: locks, constraints, triggers, searching, sums. Elsewhere pages are pages.
DATABASE = [
    "cart",
    "checkout",
    "customers",
    "inventory",
    "invariants",
    "ledger",
    "notifications",
    "orders",
    "payments",
    "pricing",
    "promotions",
    "races",
    "search",
    "sheets",
    "waiting",
    "catalog/test_engine.py",
    "catalog/test_index.py",
]
BOTH = ["checkout", "races"]  # stock must not be oversold on either


def pytest_addoption(parser):
    parser.addoption(
        "--part",
        choices=["database", "rest"],
        help="one half of the suite, for its own database (tools/test.py)",
    )


def is_in_part(item, part):
    """Whether a test belongs to `database`, what PostgreSQL has a say in, or to `rest`, which SQLite is enough for."""
    place = item.path.relative_to(Path(__file__).parent)

    def is_of(areas):
        return any(place.is_relative_to(name) for name in areas)

    if part == "database":
        return is_of(DATABASE) or item.get_closest_marker("postgres") is not None
    return not is_of(DATABASE) or is_of(BOTH) or item.get_closest_marker("sqlite") is not None


def pytest_collection_modifyitems(config, items):
    """Leave out the other half, if asked; skip what needs a service that is not here: the reason says which."""
    from django.conf import settings

    if part := config.getoption("part"):
        config.hook.pytest_deselected(items=[item for item in items if not is_in_part(item, part)])
        items[:] = [item for item in items if is_in_part(item, part)]
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    lacking = {
        "postgres": "" if vendor == "postgresql" else "needs PostgreSQL",
        "sqlite": "" if vendor == "sqlite3" else "needs SQLite",
        "browser": "" if chromium else "needs Chromium",
    }
    for item in items:
        for mark, reason in lacking.items():
            if reason and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Write the counts for tools/test.py; where nothing may be skipped (CI), a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return
    skipped = reporter.stats.get("skipped", [])
    reasons = Counter(skip_reason(report) for report in skipped)
    failed = len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", []))
    if os.environ.get("TEST_REPORT"):
        counts = {"passed": len(reporter.stats.get("passed", [])), "failed": failed, "skipped": len(skipped)}
        Path(os.environ["TEST_REPORT"]).write_text(json.dumps({**counts, "reasons": reasons}))
    if os.environ.get("CI_NO_SKIPS") == "1" and skipped and not session.exitstatus:
        reporter.write_line(f"Skipped tests are failures here: {dict(reasons)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def process_forgets():
    """The index, scaled pictures and the language last spoken stay in the process, the database does not."""
    yield
    from django.core.cache import caches
    from django.utils import translation

    from catalog.index import state
    from catalog.search import vocabulary

    state.forget()
    vocabulary.forget()
    caches["renditions"].clear()
    caches["default"].clear()
    caches["fragments"].clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def orders_come_out(request):
    """Whatever orders a test has made come out to the kopiyka from their own snapshots."""
    used = [name for name in ("db", "transactional_db") if name in request.fixturenames]
    for name in used:
        request.getfixturevalue(name)  # so that the orders are still there when the test is over
    yield
    if not used or request.node.get_closest_marker("recompute_fails"):
        return
    from django.db import connection

    from commerce.orders.selectors import snapshots_that_differ

    if not connection.needs_rollback:
        assert snapshots_that_differ() == []


@pytest.fixture
def rates(db):
    """Rates of today: 42.16 UAH for a dollar, 48.90 for a euro."""
    from tests.factories.commerce import set_rates

    set_rates()


def skip_reason(report):
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
