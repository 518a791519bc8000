"""A guest buys the stone that a page features: everything agrees about it the moment after."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Buyer
from tests.browser.test_templates import check_axe

STONE, LOTUS = "S-0419-A", {"uk": "/uk/p/padparadzha-lotos/", "en": "/en/p/lotus-padparadscha/"}
FEATURE = {"uk": "/uk/osinni-sapfiry/", "en": "/en/autumn-of-sapphires/"}


@pytest.fixture
def stone(shop):
    """The one stone of its kind, which the campaign page and an article show; it comes back afterwards."""
    shop.do("stock", sku=STONE, free=1)
    yield STONE
    shop.do("stock", sku=STONE, free=1)


def offer(page):
    data = json.loads(page.locator("#product-data").text_content())
    graph = data.get("@graph", [data])
    return next(part["offers"] for part in graph if "offers" in part)


def read(page, path):
    answer = page.request.get(path)
    assert answer.ok, path
    return answer.text()


def feed_says(page):
    items = [item for item in read(page, "/feeds/google-uk.xml").split("<item>") if STONE in item]
    return re.search(r"<g:availability>(\w+)", items[0])[1] if items else "absent"


def test_everything_agrees_right_after_a_guest_bought_the_featured_stone(shop, visit, staff, stone):
    page = visit()
    for code, address in FEATURE.items():
        page.goto(address)
        assert page.locator(f"main a[href^='{LOTUS[code]}']").count()
    page.goto(LOTUS["uk"])
    assert offer(page)["availability"].endswith("LimitedAvailability")
    assert feed_says(page) == "in_stock"

    buyer = Buyer(page)
    buyer.add()
    buyer.check_out()
    buyer.introduce()
    buyer.tick("delivery_method", "pickup")  # at this price delivery is free either way: the sum stays
    expect(page.locator("[name=city]")).to_be_hidden()
    buyer.pay_by("bank_transfer")
    buyer.agree()
    buyer.place()

    for visitor in (visit(), page):  # a guest who knows nothing, and the buyer himself
        for code, address in FEATURE.items():
            visitor.goto(address)
            assert not visitor.locator(f"main a[href^='{LOTUS[code]}']").count()
            visitor.goto(LOTUS[code])
            assert offer(visitor)["availability"].endswith("SoldOut")
            expect(visitor.locator("[data-waiting] summary")).to_be_visible()
            assert not visitor.locator("#buy button").count()
    assert feed_says(page) in {"out_of_stock", "absent"}
    assert LOTUS["uk"] in read(page, "/sitemap.xml")  # its page is there to be found
    page.goto("/uk/search/?q=S-0419-A&in_stock=1")
    assert not page.locator(f".product-card:not(.product-card--sold) a[href^='{LOTUS['uk']}']").count()

    report = staff("editor@samotsvit.example")
    report.goto("/cms/reports/sold-features/?q=сапфір")
    assert report.locator("main table a", has_text="сапфір").count()
    assert report.locator("main table", has_text="Лотос").count()


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_who_waits_for_a_sold_stone_leaves_an_address(visit, language, width):
    page = visit(width=width)
    page.goto({"uk": "/uk/p/padparadzha-muson/", "en": "/en/p/monsoon-padparadscha/"}[language])
    page.locator("[data-waiting] summary").click()
    form = page.locator("[data-waiting] form")
    expect(form).to_be_visible()
    check_axe(page, page.url)

    form.locator("[name=email]").fill("iryna@example.com")
    form.locator("[name=consent]").check()
    form.locator("[type=submit]").click()

    expect(page).to_have_url(re.compile(f"/{language}/waiting/sent/"))
