"""Favorites, the comparison and what was viewed: by keyboard only, without JavaScript, and by axe's rules."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_templates import check, check_axe

SAPPHIRES = {"uk": "/uk/stones/sapfir/", "en": "/en/stones/sapphire/"}
HEART, COMPARE = "#cards .toggle[name$=favorite]", "#cards .toggle[name$=compare]"
TABS = 200  # a page has fewer stops than that


def tab_to(page, selector):
    """Press Tab until the focus is on the first element that ``selector`` finds."""
    target = page.locator(selector).first
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def choose(page, language, *, favorites=2, compared=3):
    """Press hearts and compare buttons of the first cards."""
    page.goto(SAPPHIRES[language])
    for selector, list_name, count in ((HEART, "favorites", favorites), (COMPARE, "compare", compared)):
        for at in range(count):
            page.locator(selector).nth(at).click()
            expect(page.locator(f"[data-list-link={list_name}] .counter")).to_have_text(str(at + 1))


def test_lists_by_keyboard_only(visit):
    page = visit()
    page.goto(SAPPHIRES["en"])
    heart = tab_to(page, HEART)
    page.keyboard.press("Space")
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_be_focused()
    expect(page.locator("[data-toasts]")).to_contain_text("is in your favorites")
    page.keyboard.press("Space")
    expect(heart).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    compare = tab_to(page, COMPARE)
    page.keyboard.press("Enter")
    expect(compare).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#compare-bar button[disabled]")).to_have_text("Add one more")
    page.keyboard.press("Tab")  # away from the first card's button: the next one of its kind
    tab_to(page, "#cards > li:nth-child(2) .toggle[name=compare]")
    page.keyboard.press("Enter")
    tab_to(page, "#compare-bar a.button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/compare/"))
    tab_to(page, "[data-only] input")
    equal = page.locator("tr[data-same]").first
    expect(equal).to_be_visible()
    page.keyboard.press("Space")
    expect(equal).to_be_hidden()
    expect(page).to_have_url(re.compile("only=differences"))
    tab_to(page, ".compare__remove")
    page.keyboard.press("Enter")
    expect(page.locator(".compare th[scope=col]")).to_have_count(1)
    tab_to(page, "main .toast button[name=compare]")
    page.keyboard.press("Enter")
    expect(page.locator(".compare th[scope=col]")).to_have_count(2)


@pytest.mark.parametrize("width", [1440, 390])
def test_lists_without_javascript(visit, width):
    page = visit(width=width, scripts=False)
    page.goto(SAPPHIRES["uk"])
    page.locator(HEART).nth(1).click()
    expect(page).to_have_url(re.compile(r"/uk/stones/sapfir/#v\d+$"))
    expect(page.locator(HEART).nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-list-link=favorites] .counter")).to_have_text("1")
    for at in range(2):
        page.locator(COMPARE).nth(at).click()
    page.locator("#compare-bar a.button").click()
    expect(page.locator(".compare th[scope=col]")).to_have_count(2)
    page.locator("[data-only] input").check()
    page.locator("[data-only] button").click()
    expect(page).to_have_url(re.compile("only=differences"))
    expect(page.locator("tr[data-same]").first).to_be_hidden()
    page.locator("[data-list-link=favorites]").click()
    page.locator(".favorites__buttons .text-button").click()
    expect(page.locator(".favorites-empty")).to_be_visible()
    page.locator("main .toast button[name=restore]").click()
    expect(page.locator(".favorites__cell")).to_have_count(1)
    link = page.locator("a[data-copy]").get_attribute("href")
    guest = visit(width=width, scripts=False)
    guest.goto(link)
    guest.locator(".favorites__acts button[name=favorite]").click()
    expect(guest.locator("[data-list-link=favorites] .counter")).to_have_text("1")


def test_undo_brings_back_what_was_pressed(visit):
    page = visit()
    choose(page, "en", favorites=1, compared=0)
    heart = page.locator(HEART).first
    page.locator("[data-toasts] button[name=unfavorite]").click()
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).to_be_focused()
    expect(page.locator("[data-list-link=favorites] .counter")).to_have_count(0)


def test_presses_in_a_row_are_all_kept(visit):
    page = visit()
    page.goto(SAPPHIRES["en"])
    page.evaluate(
        """(selector) => {
      for (const button of [...document.querySelectorAll(selector)].slice(0, 4)) button.click();
    }""",
        HEART,
    )
    expect(page.locator("[data-list-link=favorites] .counter")).to_have_text("4")
    page.reload()
    expect(page.locator("#cards .toggle[name=unfavorite]")).to_have_count(4)


def test_the_fifth_says_why_not(visit):
    page = visit()
    choose(page, "en", favorites=0, compared=4)
    page.locator(COMPARE).nth(4).click()
    expect(page.locator("[data-toasts]")).to_contain_text("At most 4 can be compared")
    expect(page.locator(COMPARE).nth(4)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".compare-bar__slot")).to_have_count(0)


def test_back_shows_what_was_pressed_meanwhile(visit):
    page = visit()
    page.goto(SAPPHIRES["uk"])
    page.locator("#cards .product-card__name a").first.click()
    page.locator(".toggles--framed .toggle[name=favorite]").click()
    expect(page.locator("[data-list-link=favorites] .counter")).to_have_text("1")
    page.go_back()
    expect(page.locator(HEART).first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-list-link=favorites] .counter")).to_have_text("1")


def test_recently_viewed(visit):
    page = visit()
    page.goto(SAPPHIRES["uk"])
    expect(page.locator(".seen")).to_have_count(0)
    for at in range(2):
        page.goto(SAPPHIRES["uk"])
        page.locator("#cards .product-card__name a").nth(at).click()
        expect(page.locator(".product__number")).to_be_visible()
        page.wait_for_function(f"() => JSON.parse(localStorage.getItem('seen') ?? '[]').length === {at + 1}")
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".seen .product-card")).to_have_count(1)  # not the product itself
    page.goto("/uk/jewelry/")
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".seen .product-card")).to_have_count(2)
    assert not [cookie for cookie in page.context.cookies() if "seen" in cookie["name"]]
    check_axe(page, "recently viewed")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_of_the_lists(visit, language):
    page = visit()
    page.goto(f"/{language}/favorites/")
    check(page)
    page.goto(f"/{language}/compare/")
    check(page)
    choose(page, language, favorites=2, compared=3)
    expect(page.locator("#compare-bar a.button")).to_be_visible()
    check(page)
    page.goto(f"/{language}/favorites/")
    check(page)
    link = page.locator("a[data-copy]").get_attribute("href")
    page.goto(f"/{language}/compare/")
    check(page)
    page.goto(link)
    check(page)


def test_a_ring_beside_a_stone(visit):
    page = visit()
    choose(page, "en", favorites=0, compared=1)
    page.goto("/en/jewelry/")
    page.locator(COMPARE).first.click()
    expect(page.locator("[data-list-link=compare] .counter")).to_have_text("2")
    page.goto("/en/compare/")
    page.locator(".compare__summary").click()
    expect(page.locator(".compare__partial table")).to_be_visible()
    check(page)
