"""Finished pages are kept for visitors of whom nothing is known, and never longer than they are true."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings as conf
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import ProductVariant
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from gemkit.clock import now, today_kyiv
from gemkit.lifetime import measured, shown_until
from gemsite import page_cache
from gemsite.page_cache import store
from tests.home.conftest import media, rates, sell, tree  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cache():
    """The cache is on, empty and without counts."""
    store.clear()
    store.limit = 4_000_000
    yield store
    store.limit = 0
    store.clear()


@pytest.fixture
def stone(tree, sell, rates):  # noqa: F811
    return sell(stock=1, price=10000)


def get(url, client=None, **headers):
    answer = (client or Client()).get(url, headers=headers)
    assert answer.status_code in (200, 304), url
    return answer


def how(answer):
    return answer.headers["Cache-Status"].removeprefix("lapidary; ")


def product_url(stone, language="uk"):
    return f"/{language}/p/{getattr(stone.product, f'slug_{language}')}/"


PAGES = ["/uk/", "/en/", "/uk/stones/", "/uk/sale/", "/uk/new/", "/uk/calc/", "/uk/zhurnal/", "/uk/dostavka/"]


@pytest.mark.parametrize("url", PAGES)
def test_second_visitor_gets_the_same_page_with_one_query(stone, url):
    get(url)  # what is made once (copies of pictures) moves the revision
    get(url)
    made = get(url)
    with CaptureQueriesContext(connection) as captured:
        kept = get(url)
    assert (how(kept), kept.content, kept.cookies) == ("hit", made.content, {})
    assert len(captured) == 1
    assert kept.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert kept.headers["Vary"] == "Cookie"
    assert kept.headers["Content-Language"] == url[1:3]
    assert "Content-Security-Policy" in kept.headers


def test_first_answer_has_the_headers_of_the_kept_one(stone):
    get("/uk/dostavka/")
    page_cache.store.clear()
    made, kept = get("/uk/dostavka/"), get("/uk/dostavka/")
    assert (how(made), how(kept)) == ("fwd=miss; stored", "hit")
    differing = {"Cache-Status", "Content-Length"}
    assert {name: value for name, value in made.headers.items() if name not in differing} == {
        name: value for name, value in kept.headers.items() if name not in differing
    }


@pytest.mark.parametrize("url", ["/uk/", "/uk/stones/", "/en/zhurnal/nahriv/"])
def test_kept_page_has_no_nonce_of_another_visitor(stone, url):
    get(url)  # what is made once (copies of pictures) moves the revision
    for answer in (get(url), get(url)):
        assert '<script type="application/ld+json"' in answer.text
        assert "nonce" not in answer.text
        assert "nonce" not in answer.headers["Content-Security-Policy"]
    assert how(answer) == "hit"

    own = get(url, Client(headers={"cookie": "cart=x"}))
    (nonce,) = set(re.findall(r'nonce="([^"]+)"', own.text))
    assert f"'nonce-{nonce}'" in own.headers["Content-Security-Policy"]


def test_page_with_a_script_of_its_own_is_not_kept(rf):
    request, answer = rf.get("/uk/"), HttpResponse('<script nonce="abc=">go()</script>')
    request._csp_nonce = "abc="

    assert page_cache.drop_nonce(request, answer) is False
    assert answer.content == b'<script nonce="abc=">go()</script>'


def test_two_languages_are_two_pages(stone):
    for _ in range(2):
        uk, en = get("/uk/"), get("/en/")
    assert (how(uk), how(en)) == ("hit", "hit")
    assert '<html lang="uk">' in uk.text
    assert '<html lang="en">' in en.text


def test_edit_of_a_page_shows_at_once(tree, rates):  # noqa: F811
    for _ in range(3):
        before = get("/uk/dostavka/")
    page = tree.uk["content"]
    page.lead = "Шлемо щодня"
    page.save_revision().publish()
    after = get("/uk/dostavka/")
    assert how(before) == "hit"
    assert how(after) == "fwd=miss; stored"
    assert "Шлемо щодня" in after.text
    assert "Шлемо щодня" not in before.text


def test_draft_leaves_the_kept_pages_alone(tree, rates):  # noqa: F811
    for _ in range(3):
        get("/uk/dostavka/")
    page = tree.uk["content"]
    page.lead = "Чернетка"
    page.save_revision()
    after = get("/uk/dostavka/")
    assert how(after) == "hit"
    assert "Чернетка" not in after.text


def test_unpublished_page_is_gone_at_once(tree, rates):  # noqa: F811
    for _ in range(3):
        get("/uk/dostavka/")
    tree.uk["content"].unpublish()
    assert Client().get("/uk/dostavka/").status_code == 404


def test_page_closed_to_the_public_is_not_shown_from_the_cache(tree, rates):  # noqa: F811
    from wagtail.models import PageViewRestriction

    for _ in range(3):
        get("/uk/dostavka/")
    PageViewRestriction.objects.create(
        page=tree.uk["content"], restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    closed = [Client().get("/uk/dostavka/") for _ in range(2)]
    assert [how(answer) for answer in closed] == ["fwd=bypass", "fwd=bypass"]
    assert "Як ми шлемо" not in closed[1].text


def test_price_change_shows_at_once(stone):
    url = product_url(stone)
    for _ in range(3):
        before = get(url)
    pricing.price_set(variant_id=stone.pk, currency="UAH", amount=Decimal(12345), actor="test")
    after = get(url)
    assert how(before) == "hit"
    assert "10\xa0000" in before.text
    assert "12\xa0345" in after.text
    assert "10\xa0000" not in after.text


def test_sold_stone_shows_at_once(stone):
    url = product_url(stone)
    for _ in range(3):
        before = get(url)
    inventory.stock_count(variant_id=stone.pk, on_hand=0, actor="test", reason="test")
    after = get(url)
    assert how(before) == "hit"
    assert "/uk/cart/add/" in before.text
    assert 'action="/uk/cart/add/"' not in after.text


def test_rate_shows_at_once(stone):
    for _ in range(3):
        before = get("/uk/stones/")
    pricing.rate_set(
        currency="USD",
        rate=Decimal("43.5"),
        rate_date=today_kyiv(),
        source="manual",
        reason="test",
        actor="test",
    )
    after = get("/uk/stones/")
    assert how(before) == "hit"
    assert "43,50" in after.text or "43,5" in after.text
    assert how(after) == "fwd=miss; stored"


def test_reduction_ends_at_its_moment(stone, monkeypatch):
    start = now().replace(minute=10, second=0, microsecond=0)
    clock = [start]
    for module in (
        "gemsite.page_cache",
        "catalog.index.engine",
        "catalog.index.conditions",
        "catalog.index.selectors",
        "commerce.pricing.selectors.prices",
    ):
        monkeypatch.setattr(f"{module}.now", lambda: clock[0])
    pricing.price_set(
        variant_id=stone.pk,
        currency="UAH",
        amount=Decimal(8000),
        was_amount=Decimal(10000),
        sale_until=start + dt.timedelta(minutes=5, seconds=30),
        actor="test",
    )
    url = product_url(stone)
    for _ in range(3):
        running, sale = get(url), get("/uk/sale/")
    clock[0] = start + dt.timedelta(minutes=5, seconds=29)
    last, last_sale = get(url), get("/uk/sale/")
    clock[0] = start + dt.timedelta(minutes=5, seconds=31)
    over, over_sale = get(url), get("/uk/sale/")
    clock[0] = start + dt.timedelta(minutes=6, seconds=1)
    settled = get("/uk/sale/")

    name = stone.product.name_uk
    assert [how(answer) for answer in (running, sale, last, last_sale)] == ["hit"] * 4
    assert [how(answer) for answer in (over, over_sale, settled)] == ["fwd=miss; stored"] * 3
    assert "<s" in last.text or "price__was" in last.text
    assert "price__was" not in over.text
    assert name in last_sale.text
    assert name not in settled.text


def test_page_ends_at_the_full_hour(stone, monkeypatch):
    """Delivery dates and days move on by then."""
    clock = [now().replace(minute=20, second=0, microsecond=0)]
    monkeypatch.setattr("gemsite.page_cache.now", lambda: clock[0])
    for _ in range(3):
        kept = get("/uk/dostavka/")
    clock[0] += dt.timedelta(minutes=40)
    assert how(kept) == "hit"
    assert how(get("/uk/dostavka/")) == "fwd=miss; stored"


def test_earliest_moment_ends_the_time_of_a_page():
    moment = now()
    with measured() as lifetime:
        shown_until(moment + dt.timedelta(minutes=9))
        shown_until(moment + dt.timedelta(minutes=5))
        shown_until(None)
    shown_until(moment)  # outside of an answer it says nothing
    assert lifetime.ends_at == moment + dt.timedelta(minutes=5)


@pytest.mark.parametrize("name", ["cart", "favorites", "compare", "currency", "messages", "sessionid"])
def test_visitor_with_a_cookie_of_his_own_is_never_answered_from_the_cache(stone, name):
    for _ in range(3):
        get("/uk/stones/")
    assert conf.SESSION_COOKIE_NAME == "sessionid"
    client = Client()
    client.cookies[name] = "USD"
    answers = [get("/uk/stones/", client) for _ in range(2)]
    assert [how(answer) for answer in answers] == ["fwd=bypass", "fwd=bypass"]
    assert answers[0].headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answers[0].headers["Vary"]
    assert how(get("/uk/stones/")) == "hit"


def test_cookie_of_somebody_else_does_not_matter(stone):
    for _ in range(3):
        get("/uk/stones/")
    client = Client()
    client.cookies["_ga"] = "GA1.1.1"
    assert how(get("/uk/stones/", client)) == "hit"


def test_buyers_cart_is_not_kept_for_others(stone):
    buyer = Client()
    buyer.post("/uk/cart/add/", {"sku": stone.sku, "quantity": 1})
    mine = get("/uk/stones/", buyer)
    others = [get("/uk/stones/") for _ in range(2)]
    counter = '<span class="counter" aria-hidden="true">1</span>'
    assert counter in mine.text
    assert all(counter not in answer.text for answer in others)


def test_browser_that_has_the_page_hears_304(stone):
    for _ in range(3):
        kept = get("/uk/")
    etag = kept.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        same = get("/uk/", **{"If-None-Match": known})
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
        assert same.headers["Vary"] == "Cookie"
    assert get("/uk/", **{"If-None-Match": '"other"'}).status_code == 200


def test_head_is_answered_from_the_page_and_keeps_none(stone):
    url = product_url(stone)
    Client().head(url)
    Client().head(url)
    assert how(Client().head(url)) == "fwd=bypass"
    get(url)
    kept = get(url)
    head = Client().head(url)
    assert (how(head), head.headers["ETag"]) == ("hit", kept.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(kept.content))


def test_only_known_parameters_are_kept(stone):
    get("/uk/stones/")
    known = [get("/uk/stones/?page=1&ordering=price") for _ in range(3)][-1]
    unknown = [get("/uk/stones/?shape=oval") for _ in range(2)][-1]
    invented = [get("/uk/stones/?x=1") for _ in range(2)][-1]
    long = [get(f"/uk/stones/?ordering={'a' * 300}") for _ in range(2)][-1]
    assert how(known) == "hit"
    assert [how(answer) for answer in (unknown, invented, long)] == ["fwd=bypass"] * 3


def test_visitor_from_an_advertisement_gets_the_kept_page(stone):
    for _ in range(3):
        plain = get("/uk/stones/")
    came = get("/uk/stones/?utm_source=letter&gclid=1")
    assert (how(came), came.content) == ("hit", plain.content)
    store.clear()
    made = get("/uk/stones/?utm_source=letter&gclid=1")
    assert "utm_source" not in made.text


def test_memory_is_bounded_and_the_oldest_page_falls_out(stone, cache):
    for _ in range(2):
        get("/uk/stones/")
    size = len(get("/uk/stones/").content)
    cache.limit = size * 3
    for number in range(1, 9):
        get(f"/uk/stones/?ordering=price&page={number}")
    assert 1 <= len(cache) <= 3
    assert cache.size <= cache.limit
    assert how(get("/uk/stones/")) == "fwd=miss; stored"


@pytest.mark.parametrize(
    "url", ["/uk/cart/", "/uk/favorites/", "/uk/compare/", "/uk/search/", "/uk/checkout/"]
)
def test_personal_pages_are_never_kept(stone, url):
    answers = [Client().get(url) for _ in range(2)]
    assert [how(answer) for answer in answers] == ["fwd=bypass", "fwd=bypass"]
    assert len(store) == 0


def test_page_begun_before_a_change_is_not_kept(cache):
    cache.get(("h", "/uk/", "", False), 5)
    entry = page_cache.Entry(b"old", (), '"1"', now() + dt.timedelta(hours=1))
    cache.get(("h", "/uk/", "", False), 6)  # meanwhile another request saw the change
    cache.put(("h", "/uk/", "", False), 5, entry)
    assert len(cache) == 0


def test_hits_are_counted(stone):
    get("/uk/stones/")
    get("/uk/stones/")
    store.clear()
    for _ in range(4):
        get("/uk/stones/")
    Client().get("/uk/cart/")
    assert (store.counts.hit, store.counts.miss, store.counts.passed) == (3, 1, 1)
    assert store.counts.ratio == 0.75


def test_change_by_another_process_is_seen(stone):
    """What another process commits is a row that this one has not seen."""
    from catalog.models import CardChange

    for _ in range(3):
        get(product_url(stone))
    ProductVariant.objects.filter(pk=stone.pk).update(sku="ZZ-99")
    CardChange.objects.create(product_id=stone.product_id)
    after = get(product_url(stone))
    assert how(after) == "fwd=miss; stored"
    assert "ZZ-99" in after.text


def test_a_page_turns_with_a_planned_price(stone, cache):
    turn = now() + dt.timedelta(minutes=30)
    pricing.price_schedule(
        variant_id=stone.pk, currency="UAH", amount=Decimal(8000), valid_from=turn, is_reduction=True, actor="test",
    )  # fmt: skip
    url = product_url(stone)
    assert 'value="10000.00"' in get(url).content.decode()
    assert how(get(url)).startswith("hit")

    with time_machine.travel(turn - dt.timedelta(seconds=2), tick=False):
        assert 'value="10000.00"' in get(url).content.decode()
    with time_machine.travel(turn, tick=False):
        page = get(url).content.decode()
    assert 'value="8000.00"' in page
    assert "price__was" in page
