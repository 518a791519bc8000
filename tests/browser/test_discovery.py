"""Finding a stone: by keyboard only, without JavaScript, in the sheet on a phone, with sliders and in the table."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.browser.test_lists import tab_to
from tests.browser.test_templates import check_axe

ROWS = ".stock tbody tr"
RASPBERRY = "/en/p/raspberry-ruby/"
GONE, THERE = "S-0432-B", "S-0432-A"


def number_in(text):
    return int(re.search(r"\d+", text.replace("\u00a0", ""))[0])


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_open_sheet_is_accessible(visit, language):
    page = visit(width=390)
    page.goto(PAGES[language]["all stones"])
    page.locator(".filters__toggle").click()
    page.locator("#filters .facet").evaluate_all(
        "groups => groups.forEach((group) => { group.open = true; })"
    )
    check_axe(page, "the sheet")


def test_a_walk_by_keyboard_only(visit):
    page = visit()
    page.goto("/en/")
    tab_to(page, ".mega summary")
    page.keyboard.press("Enter")
    tab_to(page, ".mega__links a[href='/en/stones/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/stones/$"))
    tab_to(page, "#filters input[name=stone][value=ruby]")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("stone=ruby"))
    expect(page.locator("#filters input[name=stone][value=ruby]")).to_be_focused()
    expect(page.locator("[data-listing-news]")).to_have_text(re.compile(r"^\d+ stones of \d+$"))
    tab_to(page, "#filters .facet__info-toggle")
    page.keyboard.press("Enter")
    expect(page.locator(".facet__info-text").first).to_be_visible()
    tab_to(page, ".looks__link[href*='view=table']")
    page.keyboard.press("Enter")
    expect(page.locator(ROWS).first).to_be_visible()
    expect(page).to_have_url(re.compile("stone=ruby.*view=table"))
    name = page.locator(".stock a[href*='raspberry-ruby']")
    tab_to(page, ".stock a[href*='raspberry-ruby']")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("raspberry-ruby"))
    tab_to(page, "[data-variants] input:checked")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(f"variant={GONE}"))
    expect(page.locator(f"[data-variants] input[value={GONE}]")).to_be_focused()
    expect(page.locator("#buy")).to_have_count(0)


def test_a_walk_without_javascript(visit):
    page = visit(scripts=False)
    page.goto("/en/")
    page.locator(".mega summary").first.click()
    page.locator(".mega__links a[href='/en/stones/']").click()
    page.locator("#filters label:has(input[name=stone][value=ruby])").click()
    page.locator("#filters input[name=carat_max]").fill("1.6")
    page.locator("#filters .filters__foot button").click()
    expect(page).to_have_url(re.compile(r"stone=ruby.*carat_max=1\.6"))
    expect(page.locator(".slider")).to_have_count(0)
    page.locator(".looks__link[href*='view=table']").click()
    expect(page.locator(ROWS).first).to_be_visible()
    page.locator(".stock a[href*='raspberry-ruby']").click()
    expect(page.locator("h1")).to_contain_text("Raspberry")
    page.locator(f"[data-variants] label:has(input[value={GONE}])").click()
    page.locator("[data-variants] button").click()
    expect(page).to_have_url(re.compile(f"variant={GONE}"))
    expect(page.locator("#buy")).to_have_count(0)
    first = page.locator("#below > section, #below > .section").first
    expect(first).to_have_attribute("id", "similar")


def test_the_sheet_counts_while_one_chooses(visit):
    page = visit(width=390)
    page.goto("/en/jewelry/")
    page.goto("/en/stones/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "stones/?" in request.url else None)
    page.locator(".filters__toggle").click()
    show = page.locator("[data-filters-show]")
    all_stones = number_in(show.inner_text())
    expect(page.locator(".filters__close")).to_be_focused()
    assert page.evaluate("document.querySelector('header').inert")

    page.locator("#filters label:has(input[name=stone][value=ruby])").click()
    expect(show).not_to_have_text(re.compile(rf"\b{all_stones}\b"))
    rubies = number_in(show.inner_text())
    expect(page.locator("[data-filters-news]")).to_have_text(show.inner_text())
    expect(page.locator("#filters input[name=stone][value=ruby]")).to_be_focused()
    expect(page).to_have_url(re.compile("/en/stones/#filters$"))  # nothing is applied yet

    show.click()
    expect(page).to_have_url(re.compile(r"/en/stones/\?stone=ruby$"))
    expect(page.locator("#filters")).to_be_hidden()
    assert number_in(page.locator("#count").inner_text()) == rubies
    assert len(asked) == 2  # once to count, once to apply
    assert not page.evaluate("document.querySelectorAll('[inert]').length")

    page.go_back()  # over the sheet, to the list as it was
    expect(page).to_have_url(re.compile("/en/stones/$"))
    expect(page.locator("#count")).to_contain_text(str(all_stones))


def test_the_sheet_closes_by_escape_and_by_back(visit):
    page = visit(width=390)
    page.goto("/uk/stones/")
    for close in (lambda: page.keyboard.press("Escape"), page.go_back):
        page.locator(".filters__toggle").click()
        expect(page.locator("#filters")).to_be_visible()
        close()
        expect(page.locator("#filters")).to_be_hidden()
        expect(page).to_have_url(re.compile("/uk/stones/$"))
        expect(page.locator(".filters__toggle")).to_be_focused()


def test_the_sheet_keeps_the_focus(visit):
    page = visit(width=390)
    page.goto("/uk/stones/sapfir/")
    page.locator(".filters__toggle").click()
    expect(page.locator(".filters__close")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('#filters'))"
        )


@pytest.mark.parametrize("language", ["uk", "en"])
def test_sliders_by_keyboard_and_by_a_click_on_the_rail(visit, language):
    page = visit()
    page.goto(PAGES[language]["all stones"])
    count = page.locator("#count")
    all_stones = number_in(count.inner_text())
    thumb = page.locator("[data-thumb=carat_min]")
    thumb.focus()
    for _ in range(5):
        page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("carat_min="))
    expect(count).not_to_have_text(re.compile(rf"^{all_stones}\b"))
    typed = page.locator("#filters input[name=carat_min]").input_value()
    expect(thumb).to_be_focused()
    expect(thumb).to_have_attribute("aria-valuetext", f"{typed} ct")
    page.keyboard.press("Home")  # at its end the slider asks for nothing
    expect(page).not_to_have_url(re.compile("carat_min="))

    slider = page.locator("[data-range]:has([name=price_max]) .slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("price_max="))
    expect(page.locator("[data-thumb=price_max]")).to_be_focused()

    field = page.locator("#filters input[name=price_max]")
    field.fill("50000")
    middle = int(page.locator("[data-thumb=price_max]").input_value())
    assert 0 < middle < 200
    field.press("Enter")
    expect(page).to_have_url(re.compile("price_max=50000"))


@pytest.mark.parametrize(("view", "row"), [("", "#cards > li"), ("?view=table", ROWS)])
def test_back_from_a_product_finds_all_cards_and_the_place(visit, view, row):
    page = visit()
    page.goto(f"/uk/stones/{view}")
    rows = page.locator(row)
    first = rows.count()
    page.locator("[data-load-more]").click()
    expect(rows).to_have_count(2 * first)
    expect(page.locator("[data-listing-news]")).to_contain_text(str(2 * first))
    link = rows.nth(first + 10).locator("a").first
    link.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    link.click()
    expect(page.locator(".product__number")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(2 * first)
    page.wait_for_function(f"() => Math.abs(scrollY - {top}) < 5")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_closer_look_at_the_pictures(visit, width):
    page = visit(width=width)
    page.goto(RASPBERRY)
    page.locator("[data-zoom]").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.zoom")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".zoom__count")).to_have_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator(".zoom__count")).to_have_text("2 / 3")
    page.keyboard.press("+")
    stage = dialog.locator(".zoom__stage")
    assert stage.evaluate("stage => stage.scrollWidth > stage.clientWidth")
    check_axe(page, "the dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-zoom]")).to_be_focused()
    expect(page.locator(".gallery__thumbs .thumb").nth(1)).to_have_attribute("aria-current", "true")


def test_a_variant_changes_everything_that_is_said_of_it(visit):
    page = visit(width=390)
    page.goto(f"{RASPBERRY}?variant={GONE}")
    expect(page.locator("#buy")).to_have_count(0)
    page.locator(f"[data-variants] label:has(input[value={THERE}])").click()
    expect(page).to_have_url(re.compile(f"variant={THERE}"))
    expect(page.locator(".product__number")).to_contain_text(THERE)
    expect(page.locator("#buy input[name=sku]")).to_have_value(THERE)
    told = page.evaluate("JSON.parse(document.getElementById('product-data').textContent)['@graph'][0]")
    assert told["hasVariant"][0]["sku"] == THERE
    shown = page.locator("main .price--page .price__charged").get_attribute("value")
    assert told["hasVariant"][0]["offers"]["price"] == shown
    expect(page.locator("#buy-bar .buy-bar__price")).not_to_be_empty()
