"""Language, currency, filters and paging: what visitors choose stays, and nonsense gives a sensible page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import RUBIES, RUBY_SKUS, Buyer
from tests.browser.pages import PAGES
from tests.browser.visitor import shown_amount

NONSENSE = [
    "/uk/stones/?shape=nonsense&color=%00&cut='--",
    "/uk/stones/?price_min=abc&price_max=-5",
    "/uk/stones/?price_min=1e400&carat_min=NaN&length_max=Infinity",
    "/uk/stones/?price_min=99999999999999999999999999",
    "/uk/stones/?page=0",
    "/uk/stones/?page=-1",
    "/uk/stones/?page=99999999999999999999",
    "/uk/stones/?page=abc",
    "/uk/stones/?ordering=nonsense&sort=%F0%9F%92%8E",
    "/uk/stones/?currency=XXX&lang=xx&language=de",
    "/uk/stones/?" + "&".join(f"shape=x{number}" for number in range(200)),
    "/en/p/calibrated-rubies/?variant=nonsense",
    "/en/p/calibrated-rubies/?variant=%00",
    "/uk/cart/?removed=%00&quantity=NaN",
    "/uk/cart/?removed=S-0433-A&quantity=999999999999",
    "/uk/checkout/?delivery_method=nonsense",
]
LOST = [
    "/xx/stones/",
    "/uk/stones/nonsense/",
    "/en/stones/nonsense/x/y/z/",
    "/uk/p/nonsense/",
    "/en/order/AAAA-BBBB-CCCC/?token=x",
    "/uk/%00/",
]


IS_SORTED = """() => {
  const prices = [...document.querySelectorAll("#cards .price__charged")].map((price) => Number(price.value));
  return prices.length > 1 && prices.every((price, at) => at === 0 || price >= prices[at - 1]);
}"""


@pytest.mark.parametrize("path", NONSENSE)
def test_nonsense_in_the_address_gives_a_page(visit, path):
    answer = visit().request.get(path)
    assert answer.status == 200
    assert answer.text().count("<h1") == 1


@pytest.mark.parametrize("path", LOST)
def test_lost_visitors_find_a_way_on(visit, path):
    answer = visit().request.get(path)
    assert answer.status == 404
    assert answer.text().count("<h1") == 1
    assert re.search(r'<main.*href="/(uk|en)/stones/"', answer.text(), re.DOTALL)


def test_nonsense_as_currency_changes_nothing(visit, shop):
    page = visit()
    page.goto("/uk/")
    for sent in ({"currency": "XXX"}, {"currency": "USD", "next": "https://elsewhere.example/"}, {}):
        answer = page.request.post("/currency/", form=sent, headers={"origin": shop.address})
        assert answer.status == 200
        assert answer.url.startswith(shop.address)


@pytest.mark.parametrize("name", ["listing", "product", "article", "empty cart"])
def test_language_switch_stays_on_the_page(visit, name):
    page = visit(scripts=False)
    page.goto(PAGES["uk"][name])
    page.locator(".header .header__tools a[lang=en]").click()
    expect(page).to_have_url(re.compile(re.escape(PAGES["en"][name]) + "$"))
    page.locator(".header .header__tools a[lang=uk]").click()
    expect(page).to_have_url(re.compile(re.escape(PAGES["uk"][name]) + "$"))


def test_cart_survives_the_language_switch(visit, shop):
    shop.do("stock", sku=RUBY_SKUS[0], free=100)
    page = visit()
    Buyer(page).add(RUBY_SKUS[0])
    page.locator(".header__tools a[lang=en]").click()
    expect(page).to_have_url(re.compile("/en/cart/"))
    expect(page.locator(".cart-line")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_currency_switch_keeps_the_page(visit, scripts):
    page = visit(scripts=scripts)
    path = "/en/stones/ruby/?shape=round&color=red"
    page.goto(path)
    charged = shown_amount(page, "#cards .price__charged")
    page.locator(".header__tools button[value=EUR]").click()
    expect(page).to_have_url(re.compile(re.escape(path)))
    expect(page.locator(".header__tools button[value=EUR]")).to_have_attribute("aria-pressed", "true")
    first = page.locator("#cards .price").first
    expect(first.locator(".price__approx")).to_contain_text("≈")
    expect(first.locator(".price__approx")).to_contain_text("€")
    assert shown_amount(page, "#cards .price__charged") == charged  # hryvnias are charged all the same
    page.goto(RUBIES["en"])
    expect(page.locator(".price--page .price__approx")).to_contain_text("€")
    expect(page.locator("main .price-note")).to_contain_text(re.compile(r"\d{1,2}[./ ]\d{1,2}|\d{4}"))


def test_filters_sort_and_more_cards(visit):
    page = visit()
    page.goto("/uk/stones/")
    cards = page.locator("#cards > li")
    shown = cards.count()
    page.locator("[data-load-more]").click()
    expect(cards).not_to_have_count(shown)
    expect(page).to_have_url(re.compile("page=2"))
    page.goto("/uk/stones/")
    page.locator("#ordering").select_option("price")
    expect(page).to_have_url(re.compile("ordering=price"))
    page.wait_for_function(IS_SORTED)


def test_back_brings_the_filters_back(visit):
    page = visit()
    page.goto("/uk/stones/rubin/")
    Buyer(page).filter_by(shape="round")
    page.locator("#cards a").first.click()
    expect(page.locator(".product__number")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("shape=round"))
    expect(page.locator("#filters input[name=shape][value=round]")).to_be_checked()
    expect(page.locator(".chips .chip")).to_have_count(1)
