"""The way of a buyer through the shop, with or without JavaScript, on a phone or a wide screen."""

import re
import secrets
from dataclasses import dataclass, field

from playwright.sync_api import expect

from tests.browser.visitor import shown_amount

PRICE = "main .price--page .price__charged"
TOTAL = ".order-summary__row--total dd"
ORDER_ADDRESS = re.compile(r"/(uk|en)/order/[^/]+/\?token=")

# Round red stones in three sizes: one product of the demo, with stock enough for every test.
RUBIES = {"uk": "/uk/p/rubiny-kalibrovani/", "en": "/en/p/calibrated-rubies/"}
RUBY_SKUS = ("S-0433-A", "S-0433-B", "S-0433-C")
LVIV = {"uk": ("Льв", "Львів"), "en": ("Lvi", "Lviv")}


def a_new_email():
    return f"oksana-{secrets.token_hex(4)}@example.com"


@dataclass
class Buyer:
    """Somebody at a page."""

    page: object
    language: str = "uk"
    scripts: bool = True
    email: str = field(default_factory=a_new_email)

    def at(self, path):
        self.page.goto(f"/{self.language}/{path}")
        return self

    def tick(self, name, value, inside="main"):
        """Press the row of a radio button or a check box, as people do."""
        field = f"input[name={name}][value='{value}']"
        if self.page.locator(f"{inside} {field}").is_checked():
            return
        more = self.page.locator(f"{inside} details:not([open]):has({field}) > summary")
        while more.count():
            more.first.click()  # a closed group, and in it the rest of a long list
        self.page.locator(f"{inside} label:has({field})").click()

    def filter_by(self, **wanted):
        """Tick filters of the listing, in the sheet on a phone."""
        page = self.page
        is_phone = page.viewport_size["width"] < 900
        if is_phone:
            page.locator(".filters__toggle").click()
        for name, value in wanted.items():
            self.tick(name, value, inside="#filters")
            if self.scripts and not is_phone:
                expect(page.locator(f".chips a[href]:not([href*='{name}='])")).not_to_have_count(0)
        if is_phone or not self.scripts:
            page.locator("#filters .filters__foot button").click()
        for name, value in wanted.items():
            expect(page).to_have_url(re.compile(f"{name}={value}"))

    def choose_variant(self, sku):
        page = self.page
        self.tick("variant", sku)
        if not self.scripts:
            page.locator("[data-variants] button").click()
        expect(page).to_have_url(re.compile(f"variant={sku}"))
        expect(page.locator(".product__number")).to_contain_text(sku)
        return shown_amount(page, PRICE)

    def add(self, sku=None):
        """Put the shown variant, or the named one, into the cart."""
        if sku is not None:
            self.page.goto(f"{RUBIES[self.language]}?variant={sku}")
        self.page.locator("#buy button").click()
        if self.scripts:
            self.page.locator(".mini-cart-panel[open] a[href$='/cart/']").click()
        expect(self.page).to_have_url(re.compile("/cart/"))

    def set_quantity(self, number):
        page, field = self.page, self.page.locator(".stepper__input")
        if self.scripts:
            for _ in range(number - int(field.input_value())):
                page.locator("[data-step='1']").click()
            with page.expect_navigation():
                pass  # the clicks are sent together, a moment after the last
        else:
            field.fill(str(number))
            page.locator(".stepper__apply").click()
        expect(page.locator(".stepper__input")).to_have_value(str(number))

    def check_out(self):
        self.page.locator(".cart-summary a.button").click()
        expect(self.page).to_have_url(re.compile("/checkout/"))

    def introduce(self, *, phone="067 123 45 67"):
        for name, value in (
            ("first_name", "Оксана" if self.language == "uk" else "Oksana"),
            ("last_name", "Гнатюк" if self.language == "uk" else "Hnatiuk"),
            ("phone", phone),
            ("email", self.email),
        ):
            self.page.locator(f"[name={name}]").fill(value)

    def deliver_to_branch(self):
        """Choose branch 1 in Lviv: from the suggestions, or by the search buttons."""
        page, (typed, name) = self.page, LVIV[self.language]
        self.tick("delivery_method", "nova_poshta_warehouse")
        if self.scripts:
            page.locator("[name=city]").press_sequentially(typed)
            page.locator("#city-list [role=option]", has_text=name).first.click()
            page.locator("[name=warehouse]").press_sequentially("1")
            page.locator("#warehouse-list [role=option]").first.click()
            expect(page.locator("[name=warehouse_ref]")).not_to_have_value("")
        else:
            page.locator("[name=city]").fill(name)
            page.locator("[name=find_city]").click()
            page.locator("[name=find_warehouse]").click()
            page.locator("label:has([name=warehouse_choice])").first.click()

    def pick_up(self):
        page = self.page
        before = page.locator("#accept_total").input_value()
        self.tick("delivery_method", "pickup")
        if self.scripts:
            expect(page.locator("[name=city]")).to_be_hidden()
            expect(page.locator("#accept_total")).not_to_have_value(before)  # the sum came back
        else:
            page.locator("[name=show_delivery]").click()

    def pay_by(self, method):
        self.tick("payment_method", method)

    def agree(self):
        self.page.locator("[name=agree]").check()

    def place(self):
        """Press the button; return the order's number."""
        self.page.locator("#place-order").click()
        self.page.wait_for_load_state()
        refusals = self.page.locator(".error-summary, #refusal").all_inner_texts()
        expect(self.page, f"the checkout refused: {refusals}").to_have_url(ORDER_ADDRESS)
        return re.search(r"/order/([^/]+)/", self.page.url).group(1)

    def order(self, sku):
        """Buy one piece, sent to a branch and paid on delivery; return the order's number."""
        self.add(sku)
        self.check_out()
        self.introduce()
        self.deliver_to_branch()
        self.pay_by("cash_on_delivery")
        self.agree()
        return self.place()

    def fill_everything(self):
        """Fill the checkout in the shortest way that is right."""
        self.introduce()
        self.pick_up()
        self.pay_by("cash_on_delivery")
        self.agree()
