"""The main menu: by mouse, by keyboard, by touch and without JavaScript; an announcement that is closed stays so."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.browser.test_templates import check_axe

pytestmark = pytest.mark.browser
STONES, JEWELRY = ".mega >> nth=0", ".mega >> nth=1"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_panel_opens_over_the_page_and_moves_nothing(visit, language):
    page = visit()
    page.goto(PAGES[language]["all stones"])
    before = page.locator("h1").bounding_box()
    page.locator(f"{STONES} >> summary").click()

    expect(page.locator(".mega__column--stones .mega__link").first).to_be_visible()
    assert page.locator("h1").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    check_axe(page, "the open menu")
    page.locator(f"{JEWELRY} >> summary").click()  # one at a time
    assert page.locator(".mega[open]").count() == 1
    page.locator("main").click(position={"x": 5, "y": 600})
    assert page.locator(".mega[open]").count() == 0


def test_the_menu_by_keyboard(visit):
    page = visit()
    page.goto("/en/")
    summary = page.locator(f"{STONES} >> summary")
    summary.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"{JEWELRY} >> summary")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".mega[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".mega[open]")).to_have_count(0)
    expect(summary).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".mega__panel a").first).to_be_focused()
    links = page.locator(f"{STONES} >> .mega__panel a").count()
    for _ in range(links):
        page.keyboard.press("Tab")
    expect(page.locator(".mega[open]")).to_have_count(0)  # the focus went on and was not held
    expect(page.locator(f"{JEWELRY} >> summary")).to_be_focused()


def test_counts_lead_to_as_many_stones(visit):
    page = visit(scripts=False)
    page.goto("/en/")
    page.locator(f"{STONES} >> summary").click()
    row = page.locator(".mega__column--stones .mega__link").first
    name, count = row.locator(".mega__name").inner_text(), row.locator(".mega__count").inner_text()
    row.click()

    expect(page.locator("h1")).to_contain_text(name)
    assert f"{count} stones" in page.locator("main").inner_text()


def test_the_sheet_on_a_phone_searches_and_counts(visit):
    page = visit(width=390)
    page.goto("/uk/")
    page.locator(".menu__toggle").click()

    expect(page.locator("#menu-search")).to_be_visible()
    assert page.locator(".menu__link .menu__count").first.inner_text().isdigit()
    page.locator(".menu__link").first.click()
    page.wait_for_url("**/uk/stones/")
