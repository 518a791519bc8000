"""What scripts add to buying: the small cart beside the page, and a sum that renews itself in time."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import RUBIES, RUBY_SKUS, Buyer

PANEL = ".mini-cart-panel[open]"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_small_cart_opens_beside_the_page_and_gives_the_focus_back(shop, visit, width):
    shop.do("stock", sku=RUBY_SKUS[0], free=50)
    page = visit(width=width)
    page.goto(f"{RUBIES['uk']}?variant={RUBY_SKUS[0]}")

    page.locator("#buy button").click()

    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator("#mini-cart-title")).to_be_focused()
    expect(page.locator("#mini-cart-title")).to_have_text("1 виріб у кошику")
    expect(page.locator(".header .cart-link .counter")).to_have_text("1")
    assert re.search(r"/p/", page.url)
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_have_count(0)
    expect(page.locator("#buy button")).to_be_focused()
    expect(page.locator("#buy button")).to_have_text("Додати до кошика")

    page.locator("#buy button").click()
    expect(page.locator("#mini-cart-title")).to_have_text("2 вироби у кошику")
    page.locator("[data-mini-cart-close]").click()
    expect(page.locator(PANEL)).to_have_count(0)


def test_a_sum_whose_time_is_over_renews_itself_and_says_so(shop, visit):
    page = visit(width=1440)
    buyer = Buyer(page, "uk")
    shop.do("stock", sku=RUBY_SKUS[0], free=50)
    page.clock.install()
    buyer.add(RUBY_SKUS[0])
    buyer.check_out()
    buyer.introduce()
    before = page.locator("#valid_until").input_value()

    page.clock.fast_forward("31:00")

    expect(page.locator("[data-quote-news]")).to_have_text(
        "Час минув, тому суму пораховано знову. Вона та сама."
    )
    expect(page.locator("#valid_until")).not_to_have_value("")
    assert page.locator("#valid_until").input_value() >= before
    expect(page.locator("[name=last_name]")).to_have_value("Гнатюк")
