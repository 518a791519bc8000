"""The client of docs/howto/headless in a real browser, served from another origin than the shop."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.buying import PRICE
from tests.browser.shop import free_port
from tests.browser.visitor import amount, shown_amount

CLIENT = Path(__file__).resolve().parents[2] / "docs/howto/headless"


class Files(SimpleHTTPRequestHandler):
    """Serves the client; its config.js names the shop of the tests."""

    shop_address = ""

    def do_GET(self):
        if self.path != "/config.js":
            return super().do_GET()
        body = f'export const SHOP = "{self.shop_address}";'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *args):
        """Say nothing: the tests' output is for the tests."""


@contextmanager
def client_at(origin, shop):
    """Serve the client at ``origin`` while the block runs."""
    handler = type("ShopFiles", (Files,), {"shop_address": shop.address})
    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(origin).port), partial(handler, directory=CLIENT))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def origin(shop):
    """The address of the client: the one origin that the shop's setting names."""
    with client_at(shop.environment["CORS_ALLOWED_ORIGINS"], shop) as origin:
        yield origin


def arrive(page, address):
    page.goto(address)
    expect(page.locator("main[aria-busy]")).to_have_count(0)
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_home_shows_menus_blocks_and_live_goods(visit, origin, language, width):
    page = visit(width=width)

    arrive(page, f"{origin}/#/{language}/")

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".menu a").count() >= 3
    assert page.locator("footer nav a").count() >= 3
    assert page.locator("section.block").count() >= 3
    assert page.locator(".card .price").count() >= 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if language == "en":
        cyrillic = page.evaluate("document.querySelector('main').innerText.match(/[А-Яа-яІіЇїЄє]{3,}/)")
        assert cyrillic is None


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_list_narrows_by_filters_and_prices_are_those_of_the_pages(visit, shop, origin, language, width):
    page = visit(width=width)
    arrive(page, f"{origin}/#/{language}/stones/")
    before = page.locator(".card").count()

    if width < 900:
        page.locator(".narrow summary").click()
    choice = page.locator(".filters fieldset label").first
    shown = int(choice.locator("small").inner_text())
    choice.locator("input").check()
    page.locator(".filters button").click()
    expect(page.locator(".count")).to_contain_text(f": {shown}")

    assert before > 0
    assert page.locator(".card").count() == min(shown, 24)
    card = page.locator(".card").first
    price, address = amount(card.locator(".price").inner_text()), card.locator("a").get_attribute("href")
    assert address.startswith(shop.address)
    product = visit()
    product.goto(address)
    assert shown_amount(product, PRICE) == price


def test_article_is_read_in_both_languages(visit, origin):
    page = visit()
    arrive(page, f"{origin}/#/uk/")
    journal = page.locator(".menu a, footer a").filter(has_text="Журнал").first
    journal.click()
    story = page.locator(".stories a").first
    title = story.inner_text()
    story.click()
    expect(page.locator("h1")).to_have_text(title)
    assert page.locator("section.block").count() >= 1
    expect(page.locator("table caption")).to_be_visible()

    page.locator(".languages a[lang=en]").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).not_to_have_text(title)
    assert "/en/" in page.url


def test_page_that_is_not_there_is_said(visit, origin):
    page = visit()
    page.watch.allow("status 404|Failed to load resource")

    arrive(page, f"{origin}/#/en/nothing/")

    expect(page.locator("h1")).to_have_text("There is no such page.")


def test_an_origin_that_is_not_listed_reads_nothing(visit, shop):
    page = visit()
    page.watch.allow("CORS policy|failed request|Failed to load resource|ERR_FAILED")
    with client_at(f"http://127.0.0.1:{free_port()}", shop) as stranger:
        arrive(page, f"{stranger}/#/en/")

    expect(page.locator("h1")).to_have_text("Failed to fetch")
    assert page.locator(".menu a").count() == 0
