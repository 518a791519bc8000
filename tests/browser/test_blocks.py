"""Every block's preview on one sheet, in both languages: accessible, within the window, and what scripts add."""

import pytest

from tests.browser.pages import PAGES
from tests.browser.test_templates import check


def sheet(shop, page, language):
    """Show the sheet, which the server gives to developers only, at its address."""
    drawn = shop.do("block_sheet", language=language)
    address = f"/styleguide/blocks/{language}/"
    page.route(f"**{address}", lambda route: route.fulfill(body=drawn, content_type="text/html"))
    page.goto(address)


@pytest.mark.parametrize("language", list(PAGES))
def test_every_preview(shop, visit, language):
    page = visit()
    sheet(shop, page, language)
    assert page.locator("[data-block]").count() >= 38
    check(page)


def test_a_film_is_asked_for_only_when_it_is_pressed(shop, visit):
    page = visit()
    asked = []
    page.route(
        "https://www.openstreetmap.org/**", lambda route: (asked.append(1), route.fulfill(body="<p>map"))[1]
    )
    sheet(shop, page, "en")
    page.wait_for_load_state("networkidle")
    assert asked == []

    page.locator("[data-block=embed] [data-embed]").click()

    frame = page.locator("[data-block=embed] iframe")
    assert frame.get_attribute("title") == "Where we are on the map"
    page.frame_locator("[data-block=embed] iframe").locator("p").wait_for()
    assert asked == [1]


def test_the_calculator_of_a_page_is_answered_without_scripts(shop, visit):
    page = visit(scripts=False)
    sheet(shop, page, "en")
    form = page.locator("[data-block=calculator] form")
    form.locator("[name=length]").fill("8")

    form.get_by_role("button").click()

    assert "/calc/?" in page.url
    assert "length=8" in page.url
