"""The picker walked through by keyboard, without JavaScript, and back again."""

import re

import pytest
from playwright.sync_api import expect


def test_by_keyboard_alone(visit):
    page = visit()
    page.goto("/uk/picker/")

    focus(page, 'input[name="zodiac"][value="leo"]')
    page.keyboard.press("Space")
    expect(page.locator('input[name="zodiac"][value="leo"]')).to_be_checked()
    expect(page.locator("#picker-total b")).to_have_text(count_of(page, "zodiac", "leo"))
    page.keyboard.press("Enter")  # goes on, not back

    expect(page).to_have_url(re.compile(r"(?=.*zodiac=leo)(?=.*step=2)"))
    expect(page.locator('[aria-current="step"]')).to_contain_text("Колір")
    focus(page, 'input[name="color"][value="sunset"]')
    page.keyboard.press("Space")
    focus(page, "#picker-next")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("step=3"))
    focus(page, ".picker__skip")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("step=4"))
    focus(page, "#picker-next")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(re.compile(r"^\d+ кам\S+ для вас$"))
    focus(page, ".picked__reasons a")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("zodiac"))
    expect(page.locator("h1")).to_have_text(re.compile(r"^\d+ кам\S+ для вас$"))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_without_javascript(visit, language):
    page = visit(scripts=False, width=390)
    page.goto(f"/{language}/")
    page.locator(f'main a[href="/{language}/picker/"]').first.click()

    page.locator('label:has(input[value="virgo"])').click()
    page.locator("#picker-next").click()
    page.locator('label:has(input[value="night"])').click()
    left = count_of(page, "color", "night")
    page.locator("#picker-next").click()
    expect(page.locator("#picker-left b")).to_have_text(left)
    page.locator(".picker__back").click()  # keeps the answer
    expect(page.locator('input[value="night"]')).to_be_checked()
    page.locator("#picker-next").click()
    page.locator(".picker__skip").click()
    page.locator(".picker__skip").click()

    expect(page.locator("h1")).to_have_text(re.compile(rf"^{left} "))
    assert page.locator(".picked").count() == int(left)
    for stone in page.locator(".picked").all():
        assert stone.locator(".picked__reasons li").count() >= 2
    page.locator(".picked button[name], .picked form button").first.click()
    expect(page.locator("h1, .toast").first).to_be_visible()


def test_numbers_follow_and_a_reload_keeps_the_answers(visit):
    page = visit()
    page.goto("/uk/picker/?step=2")
    everything = page.locator("#picker-total b").inner_text()

    page.locator('label:has(input[value="sea"])').click()
    expect(page.locator("#picker-total b")).not_to_have_text(everything)
    expect(page).to_have_url(re.compile(r"color=sea&step=2$"))
    expect(page.locator("[data-picker-news]")).to_contain_text(page.locator("#picker-total b").inner_text())
    page.reload()
    expect(page.locator('input[value="sea"]')).to_be_checked()


def test_back_in_the_browser_keeps_the_answers(visit):
    page = visit()
    page.goto("/uk/picker/?step=1")
    page.locator('label:has(input[value="leo"])').click()
    page.locator("#picker-next").click()
    expect(page).to_have_url(re.compile("step=2"))

    page.go_back()

    expect(page.locator('input[value="leo"]')).to_be_checked()


def test_a_condition_that_gave_way_is_named(visit):
    page = visit(width=390)
    page.goto("/uk/picker/?color=frost&shape=cabochon")

    expect(page.locator("#widened")).to_contain_text("Кабошон")
    assert page.locator(".picked").count() > 0
    page.locator(".picker-result__chips .chip").first.click()
    expect(page).not_to_have_url(re.compile("frost"))


def test_the_question_inside_an_article_leads_on(visit):
    page = visit(scripts=False)
    page.goto("/en/journal/padparadscha-lotus-and-sunset/")

    page.locator('.picker-invite label:has(input[value="sunset"])').click()
    page.locator(".picker-invite button").click()

    expect(page).to_have_url(re.compile(r"/en/picker/\?color=sunset&step=1$"))
    expect(page.locator('input[type="hidden"][name="color"]')).to_have_value("sunset")


def count_of(page, name, value):
    """Return the number that stands beside an option."""
    label = page.locator(f'label:has(input[name="{name}"][value="{value}"]) .pick__count')
    return re.match(r"\d+", label.inner_text())[0]


def focus(page, selector):
    """Press Tab (in a group of radios the arrow) until the element has the focus."""
    for _ in range(120):
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
        in_group = page.evaluate("document.activeElement?.matches('input[type=radio]')")
        is_radio = 'name="zodiac"' in selector
        page.keyboard.press("ArrowDown" if in_group and is_radio else "Tab")
    raise AssertionError(f"{selector} cannot be reached")
