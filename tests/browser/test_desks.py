"""Many prices at once, as a person at the desk changes them: by a rule and back, by a sheet with a mistake in it."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import RUBIES, RUBY_SKUS
from tests.browser.test_templates import check_axe


def price_of(visitor, sku):
    visitor.goto(f"{RUBIES['uk']}?variant={sku}")
    shown = visitor.locator("main .price").first.inner_text()
    return int(re.sub(r"\D", "", shown.partition("₴")[0]))


def submit(page):
    page.locator("form.reprice button[type=submit], .reprice form button[type=submit]").first.click()


@pytest.fixture
def manager(staff):
    return staff("manager@samotsvit.example")


def test_prices_go_up_by_a_rule_and_come_back(manager, visit):
    visitor, page, sku = visit(), manager, RUBY_SKUS[0]
    before = price_of(visitor, sku)

    page.goto("/cms/prices/reprice/new/")
    page.locator("[name=skus]").fill("\n".join(RUBY_SKUS[:2]))
    page.locator("[name=value]").fill("50")
    page.locator("[name=reason]").fill("a try")
    check_axe(page, "the filters and the rule")
    submit(page)
    expect(page.locator(".reprice__table tbody tr")).to_have_count(2)
    assert price_of(visitor, sku) == before

    submit(page)
    undo = page.locator("a[href$='/undo/']")
    expect(undo).to_be_visible()
    check_axe(page, "what was done")
    assert price_of(visitor, sku) == pytest.approx(before * 1.5, rel=0.02)

    undo.click()
    submit(page)
    expect(page.locator("a[href$='/undo/']")).to_have_count(0)
    assert price_of(visitor, sku) == before


def test_sheet_goes_out_is_mended_and_comes_back(manager, visit, tmp_path):
    visitor, page, sku = visit(), manager, RUBY_SKUS[0]
    before = price_of(visitor, sku)

    page.goto("/cms/sheets/export/")
    page.locator("[name=skus]").fill(sku)
    page.locator("[name=format][value=csv]").check()
    with page.expect_download() as coming:
        submit(page)
    kept = list(csv.DictReader(io.StringIO(coming.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row["sku"] for row in kept] == [sku]
    usd = kept[0]["price_usd"]

    def bring_in(price):
        file = tmp_path / "sheet.csv"
        file.write_text(f"sku;price_usd\n{sku};{price}\n", "utf-8")
        page.goto("/cms/sheets/import/")
        page.locator("[name=file]").set_input_files(file)
        page.locator("[name=reason]").fill("a try")
        submit(page)
        expect(page.locator(".reprice__table tbody tr")).to_have_count(1)

    bring_in("ten")
    expect(page.locator(".reprice__bad").first).to_contain_text("price_usd")
    check_axe(page, "a sheet with a mistake")
    expect(page.locator("form[action$='/apply/']")).to_have_count(0)

    for price, expected in ((f"{float(usd) * 2:.2f}", before * 2), (usd, before)):
        bring_in(price)
        submit(page)
        expect(page.locator("form[action$='/apply/']")).to_have_count(0)
        assert price_of(visitor, sku) == pytest.approx(expected, rel=0.02)
