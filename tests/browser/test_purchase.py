"""A guest buys: the same sum on every page and in the mail, in the buyer's language."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.buying import RUBIES, TOTAL, Buyer
from tests.browser.visitor import amount, shown_amount

BRANCH_COST = Decimal(120)

WAYS = [
    # width, JavaScript, language, delivery, payment, variant
    (1440, True, "uk", "branch", "cash_on_delivery", "S-0433-B"),
    (390, True, "en", "branch", "bank_transfer", "S-0433-C"),
    (390, False, "uk", "branch", "bank_transfer", "S-0433-B"),
    (1440, False, "en", "pickup", "cash_on_delivery", "S-0433-C"),
    (390, True, "uk", "pickup", "cash_on_delivery", "S-0433-C"),
]


@pytest.mark.parametrize(("width", "scripts", "language", "delivery", "payment", "sku"), WAYS)
def test_guest_buys(shop, visit, width, scripts, language, delivery, payment, sku):
    shop.do("stock", sku=sku, free=50)
    page = visit(width=width, scripts=scripts)
    buyer = Buyer(page, language, scripts)

    # Home, listing, filter, product.
    page.goto(f"/{language}/")
    page.locator(f"main a[href='/{language}/stones/']").first.click()
    expect(page).to_have_url(re.compile(f"/{language}/stones/$"))
    buyer.filter_by(shape="round", color="red")
    page.locator(f"#cards a[href^='{RUBIES[language]}']").first.click()
    expect(page).to_have_url(re.compile(RUBIES[language]))
    price = buyer.choose_variant(sku)

    # Cart.
    buyer.add()
    expect(page.locator(".cart-link .counter")).to_have_text("1")
    buyer.set_quantity(2)
    expect(page.locator(".cart-line__facts")).to_contain_text(sku)
    assert shown_amount(page, ".cart-line__total") == price * 2
    assert shown_amount(page, TOTAL) == price * 2 + BRANCH_COST

    # Checkout.
    buyer.check_out()
    buyer.introduce()
    if delivery == "branch":
        buyer.deliver_to_branch()
        total = price * 2 + BRANCH_COST
    else:
        buyer.pick_up()
        total = price * 2
    buyer.pay_by(payment)
    buyer.agree()
    summary = page.locator(f"#order-summary {TOTAL}, #order-summary summary span")
    expect(summary.locator("visible=true").first).to_have_text(re.compile(spaced(total)))
    assert shown_amount(page, "#review b") == total
    assert amount(page.locator("#place-order").inner_text()) == total
    number = buyer.place()

    # The order's page and the mail.
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".order__number")).to_contain_text(number)
    assert shown_amount(page, TOTAL) == total
    (mail,) = shop.wait_for_mail(buyer.email)
    check_mail(mail, language=language, number=number, total=total)
    page.reload()  # looking again changes nothing
    assert shop.do("orders", email=buyer.email) == [
        {"number": number, "status": "placed", "history": ["placed"]}
    ]
    assert len(shop.mails(buyer.email)) == 1
    page.goto(f"/{language}/cart/")
    expect(page.locator(".cart-line")).to_have_count(0)


def spaced(total):
    """Return a pattern of the amount as either language groups its digits."""
    return r"[\s,]".join(f"{total:,.0f}".split(","))


def check_mail(mail, *, language, number, total):
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert number in mail["Subject"]
    assert number in text
    assert number in html
    assert f"/{language}/order/{number}/?token=" in text
    assert re.search(spaced(total), text)
    assert re.search(spaced(total), html)
    is_ukrainian = bool(re.search("Дякуємо", text))
    assert is_ukrainian == (language == "uk")
    assert f'lang="{language}"' in html
