"""The staff's side: an order from placed to completed, a product renamed, a page composed anew."""

import re
import secrets

from playwright.sync_api import expect

from tests.browser.buying import RUBIES, RUBY_SKUS, Buyer

STEPS = [
    ("confirm", "confirmed"),
    ("pack", "packed"),
    ("ship", "shipped"),
    ("deliver", "delivered"),
    ("complete", "completed"),
]
WAYBILL = f"2045{secrets.randbelow(10**10):010}"


def test_order_moves_to_completed(shop, visit, staff):
    shop.do("stock", sku=RUBY_SKUS[0], free=100)
    buyer = Buyer(visit(), "en")
    number = buyer.order(RUBY_SKUS[0])

    page = staff("orders@samotsvit.example")
    page.goto(f"/cms/orders/?q={number}")
    page.locator("main table tbody a", has_text=number).first.click()
    expect(page).to_have_url(re.compile(f"/cms/orders/{number}/$"))
    for step, _status in STEPS:
        if step == "complete" and page.locator("a[href$='/record-payment/']").count():
            take(page, "record-payment")
        take(page, step, waybill=WAYBILL if step == "ship" else "")
    assert shop.do("orders", email=buyer.email)[0]["history"] == ["placed", *(status for _, status in STEPS)]
    expect(page.locator("a[href$='/cancel/']")).to_have_count(0)

    buyer.page.reload()
    expect(buyer.page.locator("main")).to_contain_text(WAYBILL)
    subjects = [str(mail["Subject"]) for mail in shop.wait_for_mail(buyer.email, saying=WAYBILL)]
    assert len(subjects) > 1
    assert len(subjects) == len(set(subjects))
    assert all(number in subject for subject in subjects)


def take(page, step, *, waybill=""):
    page.locator(f"main a[href$='/{step}/']").first.click()
    if waybill:
        page.locator("[name=waybill]").fill(waybill)
    page.locator(".desk-form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/cms/orders/[\w-]+/$"))


def test_renamed_product_shows_in_the_shop(visit, staff):
    page = staff()
    page.goto("/cms/catalog/products/?q=калібровані")
    page.locator("main table a", has_text="Рубіни").first.click()
    tabs = page.locator("main [role=tab]")
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
    tabs.first.click()
    name = page.locator("[name=name_uk]")
    before = name.input_value()
    try:
        name.fill(f"{before} до випробування")
        publish(page)
        visitor = visit()
        visitor.goto(RUBIES["uk"])
        expect(visitor.locator("h1")).to_contain_text("до випробування")
    finally:
        page.go_back()
        page.reload()
        page.locator("[name=name_uk]").fill(before)
        publish(page)


def publish(page):
    menu = page.locator("footer .w-dropdown__toggle")
    button = page.locator(
        "footer button[name=action-publish], .w-dropdown__content button[name=action-publish]"
    )
    if not button.first.is_visible():
        menu.first.click()
    with page.expect_navigation():
        button.first.click()
    expect(page.locator(".messages .success, .w-messages .success").first).to_be_visible()


def test_blocks_of_the_home_page_change_places(visit, staff):
    """E1.7: one block after another in the editor is one section after another in the shop."""
    visitor = visit()
    visitor.goto("/uk/")
    before = sections(visitor)
    page = staff()
    editor = f"/cms/pages/{home_id(visitor)}/edit/"
    page.goto(editor)
    try:
        move_first_block_down(page)
        publish(page)
        visitor.reload()
        after = sections(visitor)
        assert after != before
        assert sorted(after) == sorted(before)
    finally:
        page.goto(editor)
        move_first_block_down(page)
        publish(page)
    visitor.reload()
    assert sections(visitor) == before


def home_id(page):
    """Return the number of the Ukrainian home page, as the content API tells it."""
    answer = page.request.get("/api/content/v2/pages/?type=home.HomePage&locale=uk")
    return answer.json()["items"][0]["id"]


def sections(page):
    """Return what tells the home page's sections apart, in their order."""
    return page.locator("main > *").evaluate_all("all => all.map((one) => one.innerText.trim().slice(0, 60))")


def move_first_block_down(page):
    block = page.locator("[data-streamfield-child]").first
    block.locator("[data-streamfield-action=MOVE_DOWN]").first.click()
