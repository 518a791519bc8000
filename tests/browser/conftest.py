"""One shop for the whole run, a browser for each module, and visitors whose every error counts."""

import fcntl
import json
import os
import re
import shutil
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.shop import START_SECONDS, Remote, Shop
from tests.browser.visitor import Watch

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds; a busy machine is slow, not broken
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Mark what lives here, and keep it on one worker where workers share tests by groups."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def shop(tmp_path_factory, request):
    """The running shop. Where xdist has several workers the first to come starts it for all."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    kept = os.environ.get("BROWSER_SHOP")  # one that is kept running, see shop.py
    with the_one_shop(Path(kept) if kept else folder / "shop") as known:
        remote = Remote(known["address"], known["folder"], known["environment"])
        yield remote
        remote.close()


@contextmanager
def the_one_shop(folder):
    """Start the shop unless another worker has; who started it stays until nobody uses it."""
    folder.mkdir(exist_ok=True)
    about, mine = folder / "about.json", None
    with locked(folder / "lock"):
        if not about.exists():
            data = folder / "data"
            data.mkdir()
            mine = Shop(data)
            try:
                mine.start()
            except BaseException:
                mine.stop()
                raise
            mine.write(about)
        known = json.loads(about.read_text())
        user = folder / f"user-{os.getpid()}"
        user.touch()
    try:
        yield known
    finally:
        user.unlink()
        if mine is not None:
            deadline = time.monotonic() + START_SECONDS
            while any(folder.glob("user-*")) and time.monotonic() < deadline:
                time.sleep(0.2)
            mine.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(autouse=True)
def alone_and_quiet(shop):
    """Tests change stock, prices and pages of the one shop: no two at once. Its logs stay quiet."""
    with locked(shop.folder / "test.lock"):
        before = shop.complaints()
        yield
        new = Counter(shop.complaints()) - Counter(before)
        assert not new, "\n".join(new)


@pytest.fixture(scope="module")
def browser():
    """Chromium, until the module ends: its driver's event loop must not outlive these tests."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, shop):
    """Make visitors: ``visit(width=390, scripts=False)`` returns a page with cookies of its own.

    At the end of the test no visitor may have met a console message, a failed request or an error
    that the test did not name with ``page.watch.allow(...)``.
    """
    contexts, watches = [], []

    def arrive(*, width=1440, scripts=True):
        context = browser.new_context(
            base_url=shop.address,
            viewport={"width": width, "height": 844 if width < 900 else 900},
            java_script_enabled=scripts,
            has_touch=width < 900,
            locale="uk-UA",
            timezone_id="Europe/Kyiv",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.watch = Watch(page)
        contexts.append(context)
        watches.append(page.watch)
        return page

    yield arrive
    for context in contexts:
        context.close()
    problems = [problem for watch in watches for problem in watch.problems()]
    assert not problems, "\n".join(problems)


@pytest.fixture
def staff(shop, visit):
    """Log in as the demo's administrator."""

    def log_in(email="admin@samotsvit.example"):
        page = visit()
        page.goto("/cms/")
        page.locator("[name=username]").fill(email)
        page.locator("[name=password]").fill(shop.logins()[email])
        page.locator("[name=password]").press("Enter")
        expect(page).to_have_url(re.compile("/cms/$"))
        return page

    return log_in
