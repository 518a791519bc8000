"""One price everywhere: each stone in each currency costs the same wherever the shop says so."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.core.management import call_command

from catalog.models import ProductVariant
from commerce.checkout.selectors import checkout_view
from commerce.pricing import services
from gemkit import formats
from gemkit.clock import now
from gemkit.money import Money
from tests.factories import checkout as shop
from tests.factories.catalog import MediaFactory, ProductFactory
from tests.factories.commerce import make_sellable, set_rates

D = Decimal
G = "{http://base.google.com/ns/1.0}"
LANGUAGE = "en"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Stone:
    """How a price is made, and what it must be in each currency."""

    name: str
    usd: str | None
    uah: str | None = None
    was: str | None = None
    dated: tuple[str, str] | None = None
    costs: tuple[str, str, str] = ("", "", "")


STONES = (
    Stone("at-a-rate", "117.33", costs=("4947.00", "117.33", "101.17")),
    Stone("half-rounds-up", "12.50", costs=("527.00", "12.50", "10.78")),
    Stone("fixed-in-hryvnia", "100.00", uah="3999.00", costs=("3999.00", "94.85", "81.78")),
    Stone("hryvnia-alone", None, uah="777.00", costs=("777.00", "18.43", "15.89")),
    Stone("reduced", "100.00", was="150.00", costs=("4216.00", "100.00", "86.22")),
    Stone("reduced-by-date", "200.00", dated=("USD", "160.00"), costs=("6746.00", "160.00", "137.96")),
    Stone("fixed-by-date", "200.00", dated=("UAH", "8000.00"), costs=("8000.00", "189.75", "163.60")),
)
CURRENCIES = ("UAH", "USD", "EUR")


@pytest.fixture
def stones(db):
    """Put one stone of every kind on sale; returns their SKUs by name."""
    set_rates(usd="42.16", eur="48.90")
    shop.directory()
    for stone in STONES:
        product = ProductFactory(published=True, slug_uk=f"{stone.name}-uk", slug_en=stone.name)
        variant = MediaFactory(
            variant__product=product, variant__sku=stone.name.upper(), variant__is_one_of_a_kind=False
        ).variant
        make_sellable(variant, usd=stone.usd, uah=stone.uah, stock=3)
        if stone.was:
            services.price_set(
                variant_id=variant.pk,
                currency="USD",
                amount=D(stone.usd),
                was_amount=D(stone.was),
                actor="test",
            )
        if stone.dated:
            code, amount = stone.dated
            services.price_schedule(
                variant_id=variant.pk, currency=code, amount=D(amount), valid_from=now() - timedelta(hours=1),
                valid_until=now() + timedelta(days=2), is_reduction=True, actor="test",
            )  # fmt: skip
    return {stone.name: stone.name.upper() for stone in STONES}


def charged_of(page):
    return re.findall(r'<data class="price__charged" value="([\d.]+)"', page)


def offers_of(page):
    for script in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL):
        data = json.loads(script)
        for node in data.get("@graph", [data]):
            if "offers" in node:
                yield node["offers"]


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_surface_says_the_same(client, stones, currency):
    client.cookies["currency"] = currency
    shown = {stone.name: D(stone.costs[CURRENCIES.index(currency)]) for stone in STONES}
    feed = ET.fromstring(client.get(f"/feeds/google-{LANGUAGE}.xml").getvalue())
    items = {item.findtext(f"{G}id"): item for item in feed.iter("item")}
    listed = client.get(f"/api/v1/catalog/products/?lang={LANGUAGE}&currency={currency}&page_size=50").json()
    cards = {row["variant"]["sku"]: row for row in listed["results"]}
    cart = client.post("/api/v1/carts/", data="{}", content_type="application/json").json()["id"]
    lines = [{"sku": sku, "quantity": 2} for sku in stones.values()]
    for line in lines:
        client.post(f"/api/v1/carts/{cart}/lines/", data=json.dumps(line), content_type="application/json")
    held = client.get(f"/api/v1/carts/{cart}/?currency={currency}").json()
    quoted = client.post(
        "/api/v1/pricing/quote/",
        data=json.dumps({"lines": lines, "currency": currency}),
        content_type="application/json",
    ).json()
    client.cookies["cart"] = cart
    cart_page = client.get(f"/{LANGUAGE}/cart/").content.decode()
    listing = charged_of(client.get(f"/{LANGUAGE}/stones/").content.decode())
    in_cart = {line["sku"]: line for line in held["lines"]}
    in_quote = {line["sku"]: line for line in quoted["lines"]}

    for stone in STONES:
        sku, amount, seen = stones[stone.name], stone.costs[0], shown[stone.name]
        page = client.get(f"/{LANGUAGE}/p/{stone.name}/").content.decode()
        detail = client.get(
            f"/api/v1/catalog/products/{stone.name}/?lang={LANGUAGE}&currency={currency}"
        ).json()
        (variant,) = detail["variants"]
        (offer,) = offers_of(page)
        said = Money(seen, currency)

        assert charged_of(page)[0] == amount, stone.name
        if currency != "UAH":
            assert formats.money(said, language=LANGUAGE) in page, stone.name
            for told in (cards[sku], variant):
                assert told["display_price"]["amount"] == f"{seen:.2f}", stone.name
                assert told["display_price"]["currency"] == currency
        assert (offer["price"], offer["priceCurrency"]) == (amount, "UAH")
        paid = items[sku].findtext(f"{G}sale_price") or items[sku].findtext(f"{G}price")
        assert paid == f"{amount} UAH", stone.name
        for told in (cards[sku], variant):
            assert told["price"] == {"amount": amount, "currency": "UAH"}, stone.name
        for line in (in_cart[sku], in_quote[sku]):
            assert line["unit_price"] == {"amount": f"{seen:.2f}", "currency": currency}, stone.name
            assert line["line_total"] == {"amount": f"{seen * 2:.2f}", "currency": currency}
        assert in_quote[sku]["charged"]["unit_price"] == {"amount": amount, "currency": "UAH"}
        assert formats.money(Money(D(amount) * 2, "UAH"), language=LANGUAGE) in cart_page, stone.name
        assert amount in listing, stone.name
    total = sum(D(stone.costs[0]) * 2 for stone in STONES)
    assert held["charged"]["total"]["amount"] == quoted["charged"]["total"]["amount"] == f"{total:.2f}"
    assert (
        held["total"] == quoted["total"] == {"amount": f"{sum(shown.values()) * 2:.2f}", "currency": currency}
    )


@pytest.mark.parametrize("stone", STONES, ids=lambda stone: stone.name)
def test_the_order_and_its_letter_say_the_price_of_the_page(stones, stone):
    variant = ProductVariant.objects.get(sku=stones[stone.name])
    goods = D(stone.costs[0])
    cart = shop.cart_with(variant)
    seen = checkout_view(cart, delivery_method="nova_poshta_warehouse", currency="UAH", language="uk")

    order = shop.place(cart, total=f"{seen.total.amount:.2f}")
    call_command("shop_worker", batch=True)

    (line,) = order.lines
    assert (line.unit_price.amount, line.line_total.amount, order.subtotal.amount) == (goods, goods, goods)
    if line.rate is not None:
        assert (line.unit_price_usd.amount * line.rate).quantize(D(1), "ROUND_HALF_UP") == goods
    letters = [letter for letter in mail.outbox if letter.to == [order.contact.email]]
    assert formats.money(Money(goods, "UAH"), language="uk") in letters[0].body
