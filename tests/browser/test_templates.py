"""Every template at both widths: accessible by axe's rules, nothing wider than the window, a quiet console."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.buying import RUBY_SKUS, Buyer
from tests.browser.pages import EVERY_PAGE, PAGES

WIDTHS = (1440, 390)
NARROWEST = 320
LANGUAGES = list(PAGES)


def check(page, *, widths=WIDTHS):
    """Run axe at every width; nothing may stick out, at 320 pixels neither."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        check_axe(page, f"{page.url} at {width}")
    for width in (*widths, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, f"{page.url} is {found} wide at {width}"


def check_axe(page, where):
    settle(page)
    found = Axe().run(page).response["violations"]
    lines = [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"][:3]
    ]
    assert not lines, f"{where}\n" + "\n".join(lines)


def settle(page):
    """Let what moves come to rest: axe reads the colours of this very moment."""
    page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null)))")


@pytest.mark.parametrize(("language", "name"), EVERY_PAGE)
def test_page(visit, language, name):
    page = visit()
    if name == "404":
        page.watch.allow("404")
    answer = page.goto(PAGES[language][name])
    assert answer.status == (404 if name == "404" else 200)
    check(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_on_phones(visit, language):
    page = visit(width=390)
    page.goto(PAGES[language]["all stones"])
    page.locator(".filters__toggle").click()
    check_axe(page, "filters")
    page.goto(PAGES[language]["home"])
    page.locator(".menu__toggle").click()
    check_axe(page, "menu")
    page.goto(PAGES[language]["calculator"])
    page.locator("[data-calibrate]").first.click()
    check_axe(page, "calibration")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_of_an_order(shop, visit, language):
    page = visit()
    buyer = Buyer(page, language)
    shop.do("stock", sku=RUBY_SKUS[0], free=100)
    buyer.add(RUBY_SKUS[0])
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    buyer.check_out()
    check(page)
    page.locator("#place-order").click()
    page.locator("[data-error-summary]").wait_for()
    check(page)
    buyer.fill_everything()
    buyer.place()
    check(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_maintenance(shop, visit, language):
    page = visit()
    page.watch.allow("503")
    switch = Path(shop.folder) / "maintenance"
    switch.touch()
    try:
        assert page.goto(f"/{language}/").status == 503
        check(page)
    finally:
        switch.unlink()


def test_styleguide(shop, visit):
    """Shown to developers only: the page is drawn apart and given to the browser at its address."""
    page = visit()
    drawn = shop.do("styleguide")
    page.route("**/styleguide/", lambda route: route.fulfill(body=drawn, content_type="text/html"))
    page.goto("/styleguide/")
    check(page)
