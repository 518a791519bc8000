"""What goes wrong while buying is said in words, and nothing that was typed or chosen is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import ORDER_ADDRESS, RUBY_SKUS, TOTAL, Buyer
from tests.browser.visitor import shown_amount

SKU = RUBY_SKUS[0]
REFUSED = "status (409|422|400).*/checkout/|Failed to load resource.*/checkout/"


@pytest.fixture
def buyer(shop, visit):
    """Somebody at the checkout with one stone in the cart."""
    shop.do("stock", sku=SKU, free=100)
    buyer = Buyer(visit())
    buyer.add(SKU)
    buyer.check_out()
    return buyer


def test_empty_form_gives_a_linked_summary(buyer):
    page = buyer.page
    page.locator("[name=first_name]").fill("Оксана")
    page.locator("#place-order").click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(page.locator("[name=first_name]")).to_have_value("Оксана")
    links = summary.locator("a[href^='#']")
    assert links.count() >= 6  # surname, phone, e-mail, city, branch, consent
    for link in links.all():
        target = page.locator(link.get_attribute("href"))
        expect(target).to_have_count(1)
        assert target.get_attribute("aria-invalid") == "true"
        described = target.get_attribute("aria-describedby").split()
        assert any(page.locator(f"[id='{name}']").is_visible() for name in described)
    links.first.click()
    expect(page.locator("[name=last_name]")).to_be_focused()


@pytest.mark.parametrize("typed", ["12345", "телефон"])
def test_wrong_phone(shop, buyer, typed):
    page = buyer.page
    buyer.fill_everything()
    page.locator("[name=phone]").fill(typed)
    page.locator("[name=phone]").blur()
    error = page.locator("#id_phone_error")
    if typed.strip("+0123456789 ()-") == "":
        expect(error).to_be_visible()  # at once, and gone as soon as it is mended
        page.locator("[name=phone]").fill("0671234567")
        expect(error).to_be_hidden()
        page.locator("[name=phone]").fill(typed)
    page.locator("#place-order").click()

    expect(page.locator("[data-error-summary] a[href='#id_phone']")).to_be_visible()
    expect(page.locator("[name=phone]")).to_have_value(typed)
    expect(page.locator("[name=email]")).to_have_value(buyer.email)
    assert shop.do("orders", email=buyer.email) == []


def test_phone_is_taken_as_people_write_it(buyer):
    buyer.fill_everything()
    buyer.page.locator("[name=phone]").fill("+380 (67) 123-45-67")
    buyer.place()
    expect(buyer.page.locator("main")).to_contain_text(re.compile(r"\+380\s?67\s?123\s?45\s?67"))


def test_sold_out_while_checking_out(shop, buyer):
    page = buyer.page
    page.watch.allow(REFUSED)
    buyer.fill_everything()
    shop.do("stock", sku=SKU, free=0)
    page.locator("#place-order").click()

    expect(page.locator("#refusal")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value(buyer.email)
    assert shop.do("orders", email=buyer.email) == []
    page.locator("#refusal a").click()
    expect(page.locator(".cart-line")).to_have_count(1)
    expect(page.locator(".cart-line__notice")).to_be_visible()
    expect(page.locator(".cart-summary button[disabled]")).to_be_visible()
    shop.do("stock", sku=SKU, free=100)
    page.reload()
    expect(page.locator(".cart-summary a.button")).to_be_visible()


def test_double_click_makes_one_order(shop, buyer):
    buyer.fill_everything()
    buyer.page.locator("#place-order").dblclick(no_wait_after=True)
    expect(buyer.page).to_have_url(ORDER_ADDRESS)
    assert len(shop.do("orders", email=buyer.email)) == 1
    assert len(shop.wait_for_mail(buyer.email)) == 1


def test_sending_again_by_back_makes_one_order(shop, buyer):
    page = buyer.page
    buyer.fill_everything()
    number = buyer.place()
    page.go_back()
    if page.locator("#place-order").count():
        buyer.fill_everything()
        page.locator("#place-order").click()
        page.wait_for_load_state()
    assert [order["number"] for order in shop.do("orders", email=buyer.email)] == [number]
    assert len(shop.wait_for_mail(buyer.email)) == 1


def test_two_windows_make_one_order(shop, buyer):
    """The same cart stands in two tabs, each with a form of its own."""
    first = buyer.page
    second = first.context.new_page()
    second.goto("/uk/checkout/")
    other = Buyer(second, email=buyer.email)
    buyer.fill_everything()
    other.fill_everything()
    number = buyer.place()
    second.locator("#place-order").click()
    second.wait_for_load_state()
    expect(second.locator("main")).to_be_visible()
    assert [order["number"] for order in shop.do("orders", email=buyer.email)] == [number]
    assert len(shop.wait_for_mail(buyer.email)) == 1


def test_price_changed_in_the_cart_is_to_be_accepted(shop, visit):
    shop.do("stock", sku=SKU, free=100)
    buyer = Buyer(visit())
    page = buyer.page
    buyer.add(SKU)
    before = shown_amount(page, ".cart-line__total")
    try:
        shop.do("price", sku=SKU, usd="70.00")
        page.reload()
        notice = page.locator(".cart-line__notice")
        expect(notice).to_be_visible()
        expect(page.locator(".cart-summary button[disabled]")).to_be_visible()
        assert shown_amount(page, ".cart-line__total") > before
        notice.locator("label").click()
        expect(page.locator(".cart-line__notice")).to_have_count(0)
        buyer.check_out()
    finally:
        shop.do("price", sku=SKU, usd="62.00")


def test_price_changed_while_checking_out_is_asked(shop, buyer):
    page = buyer.page
    page.watch.allow(REFUSED)
    buyer.fill_everything()
    before = shown_amount(page, "#review b")
    try:
        shop.do("price", sku=SKU, usd="75.00")
        page.locator("#place-order").click()
        expect(page.locator("#refusal")).to_be_visible()
        assert shop.do("orders", email=buyer.email) == []
        total = shown_amount(page, "#review b")
        assert total > before
        expect(page.locator("[name=email]")).to_have_value(buyer.email)
        buyer.place()  # pressed again: agreed
        assert shown_amount(page, TOTAL) == total
    finally:
        shop.do("price", sku=SKU, usd="62.00")


@pytest.mark.parametrize("typed", ["-1", "1.5", "1000000000", "abc", "0"])
def test_nonsense_as_quantity(visit, shop, typed):
    shop.do("stock", sku=SKU, free=100)
    page = visit(scripts=False)
    buyer = Buyer(page, scripts=False)
    buyer.add(SKU)
    form = page.locator("form.stepper")
    answer = page.request.post(form.get_attribute("action"), form={"quantity": typed}, max_redirects=5)
    assert answer.status == 200
    page.goto("/uk/cart/")
    if typed == "0":
        expect(page.locator(".cart-line")).to_have_count(0)
    else:
        expect(page.locator(".stepper__input")).to_have_value(re.compile("^(1|100)$"))


def test_removed_line_can_be_put_back(visit, shop):
    shop.do("stock", sku=SKU, free=100)
    buyer = Buyer(visit())
    buyer.add(SKU)
    buyer.page.locator(".cart-line__remove button").click()
    expect(buyer.page.locator(".cart-line")).to_have_count(0)
    buyer.page.locator(".toast form button").click()
    expect(buyer.page.locator(".cart-line")).to_have_count(1)
