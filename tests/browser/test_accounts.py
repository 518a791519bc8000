"""A guest orders, makes an account with one field, finds the order in it, and cancels it by its page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import RUBY_SKUS, Buyer
from tests.browser.test_templates import check_axe


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1440, False)])
def test_from_order_to_account_and_cancelled(shop, visit, width, scripts):
    shop.do("stock", sku=RUBY_SKUS[0], free=100)
    buyer = Buyer(visit(width=width, scripts=scripts), "uk", scripts)
    page = buyer.page
    number = buyer.order(RUBY_SKUS[0])
    order = page.url

    page.locator("#offer-password").fill("довгий пароль тут")
    page.locator(".account-offer button").click()
    expect(page).to_have_url(re.compile(r"/account/confirm-email/$"))
    letters = shop.wait_for_mail(buyer.email, saying="confirm-email")
    texts = " ".join(letter.get_body(("plain",)).get_content() for letter in letters)
    page.goto(re.search(r"http\S+(/uk/account/confirm-email/\S+)", texts)[1])
    if scripts:
        check_axe(page, "the link of the letter")
    page.locator(".account-form button").click()
    expect(page.locator(".account__main")).to_contain_text(number)
    if scripts:
        check_axe(page, "the account")

    page.goto(order)
    expect(page.locator("#offer-password")).to_have_count(0)
    page.locator("summary", has_text="Скасувати замовлення").click()
    page.locator("form[action$='/cancel/'] button").click()
    expect(page.locator("h1")).to_contain_text("скасовано")
    assert shop.do("orders", email=buyer.email)[0]["status"] == "cancelled"

    page.goto("/uk/account/")
    page.locator(".account__nav button").click()
    expect(page).to_have_url(re.compile(r"/uk/$"))
    page.goto("/uk/account/")
    expect(page.locator("[name=login]")).to_be_visible()
    if scripts:
        check_axe(page, "signing in")
    page.locator("[name=login]").fill(buyer.email)
    page.locator("[name=password]").fill("довгий пароль тут")
    page.locator(".account-form button").click()
    expect(page.locator(".account__main")).to_contain_text(number)
