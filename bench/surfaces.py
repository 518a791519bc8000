"""One price wherever the shop says it: page, structured data, feed, API, cart, checkout, order, letter.

For the record: takes some variants of the demo, with prices made in every way there is, asks each surface in each
currency and prints what it says. Stops with 1 when two surfaces differ. It places an order for each variant.

Run: ``python -m bench.surfaces``
"""

import argparse
import json
import re
import sys
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import setup
from bench.buying import CONTACT

HOST = {"HTTP_HOST": "127.0.0.1"}
GOOGLE = "{http://base.google.com/ns/1.0}"
CURRENCIES = ("UAH", "USD", "EUR")
SURFACES = (
    "page",
    "JSON-LD",
    "feed",
    "API",
    "listing",
    "quote",
    "cart API",
    "small cart",
    "cart",
    "checkout",
)
PLACED = ("order", "letter")
SIGNS = {"₴": "UAH", "$": "USD", "€": "EUR"}
MONEY = re.compile(r"([₴$€])([\d,]+(?:\.\d+)?)")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


def sums_in(html: str) -> dict[str, Decimal]:
    """Return the first amount of each currency in a piece of a page."""
    found: dict[str, Decimal] = {}
    for sign, digits in MONEY.findall(plain(html)):
        found.setdefault(SIGNS[sign], Decimal(digits.replace(",", "")))
    return found


def variants(most: int) -> list[tuple[str, str, str]]:
    """Return (SKU, slug, how its price is made) of variants that can be bought, all ways among them."""
    from catalog.models import ProductVariant
    from commerce.pricing.models import VariantPrice

    rows = ProductVariant.objects.filter(is_active=True, product__live=True, card__available__gt=0)
    ways: dict[str, list[tuple[str, str, str]]] = {}
    for pk, sku, slug in rows.order_by("pk").values_list("pk", "sku", "product__slug_en"):
        prices = list(VariantPrice.objects.filter(variant_id=pk))
        way = "override UAH" if any(price.currency == "UAH" for price in prices) else "base USD"
        if any(price.was_amount or price.is_reduction for price in prices):
            way += ", reduced"
        if prices and len(ways.setdefault(way, [])) < most:
            ways[way].append((sku, slug, way))
    return [one for found in ways.values() for one in found]


def _sent(client: Any, path: str, body: dict[str, Any], **headers: str) -> Any:
    answer = client.post(path, json.dumps(body), content_type="application/json", headers=headers, **HOST)
    if answer.status_code >= 300:
        raise SystemExit(f"{path} answered {answer.status_code}: {answer.content[:300]!r}")
    return answer.json()


def said_by(
    sku: str, slug: str, currency: str, *, feed: dict[str, Decimal], cards: dict[str, Any]
) -> dict[str, Decimal | None]:
    """Ask every surface for the price of one piece in ``currency``; None where it speaks hryvnias alone."""
    from django.test import Client

    client = Client()
    client.cookies["currency"] = currency
    page = client.get(f"/en/p/{slug}/?variant={sku}", **HOST).content.decode()
    priced = page.partition("price--page")[2][:1500]
    detail = client.get(f"/api/v1/catalog/products/{slug}/?lang=en&currency={currency}", **HOST).json()
    own = next(one for one in detail["variants"] if one["sku"] == sku)
    card = cards.get(sku)
    quote = _sent(
        client, "/api/v1/pricing/quote/", {"lines": [{"sku": sku, "quantity": 1}], "currency": currency}
    )
    small = client.post(
        "/en/cart/add/", {"sku": sku}, headers={"X-Requested-With": "fetch"}, **HOST
    ).content.decode()
    held = client.get(f"/api/v1/carts/{client.cookies['cart'].value}/?currency={currency}", **HOST).json()
    cart = client.get("/en/cart/", **HOST).content.decode()
    checkout = client.get("/en/checkout/?delivery_method=pickup", **HOST).content.decode()
    in_uah = currency == "UAH"
    offers = [Decimal(one) for one in re.findall(r'"price": ?"([\d.]+)"', page)]
    charged = Decimal(own["price"]["amount"])
    return {
        "page": sums_in(priced).get(currency),
        "JSON-LD": (charged if charged in offers else Decimal(-1)) if in_uah else None,
        "feed": feed.get(sku) if in_uah else None,
        "API": Decimal((own["price"] if in_uah else own["display_price"])["amount"]),
        "listing": Decimal((card["price"] if in_uah else card["display_price"])["amount"]) if card else None,
        "quote": Decimal(quote["lines"][0]["unit_price"]["amount"]),
        "cart API": Decimal(held["lines"][0]["unit_price"]["amount"]),
        "small cart": sums_in(small.partition("data-mini-cart-total")[2]).get(currency),
        "cart": sums_in(cart.partition('class="cart-line__total"')[2][:600]).get(currency),
        "checkout": sums_in(checkout.partition('id="review"')[2]).get(currency),
    }


def ordered(sku: str) -> dict[str, Decimal | None]:
    """Order one piece and return what the order's page and its letter say."""
    from django.test import Client

    from commerce.ledger.models import MailLog
    from commerce.notifications.selectors import letter
    from commerce.orders.models import Order

    client = Client()
    cart = _sent(client, "/api/v1/carts/", {})["id"]
    _sent(client, f"/api/v1/carts/{cart}/lines/", {"sku": sku})
    options = client.get(f"/api/v1/checkout/options/?cart={cart}", **HOST).json()
    total = next(one["total"] for one in options["delivery"] if one["method"] == "pickup")
    order = _sent(
        client,
        "/api/v1/checkout/?lang=en",
        {
            "cart": cart,
            "contact": CONTACT,
            "delivery": {"method": "pickup"},
            "payment_method": "bank_transfer",
            "accept_total": total,
        },
        **{"Idempotency-Key": uuid.uuid4().hex},
    )
    page = client.get(
        order["url"].partition("//")[2].partition("/")[2].join(["/", ""]), **HOST
    ).content.decode()
    pk = Order.objects.values_list("pk", flat=True).get(number=order["number"])
    told = letter(MailLog.objects.get(kind="order_placed", object_id=str(pk)))
    text = told.text.partition(sku)[2] if told is not None else ""
    return {
        "order": sums_in(page.partition('class="mini-line__price"')[2][:200]).get("UAH"),
        "letter": sums_in(text).get("UAH"),
    }


def feed_prices() -> dict[str, Decimal]:
    from django.test import Client

    root = ET.fromstring(Client().get("/feeds/google-en.xml", **HOST).getvalue())  # noqa: S314 - our own feed
    return {
        item.findtext(f"{GOOGLE}id", ""): Decimal(
            (item.findtext(f"{GOOGLE}sale_price") or item.findtext(f"{GOOGLE}price") or "0").split()[0]
        )
        for item in root.iter("item")
    }


def cards_in(currency: str) -> dict[str, Any]:
    """Return the cards of the whole list by the SKU that each shows."""
    from django.test import Client

    found: dict[str, Any] = {}
    path = f"/api/v1/catalog/products/?lang=en&currency={currency}&page_size=100"
    while path:
        page = Client().get(path, **HOST).json()
        found |= {row["variant"]["sku"]: row for row in page["results"]}
        path = page["next"] or ""
    return found


def report(most: int) -> int:
    """Print the table; return how many rows differ within themselves."""
    feed, wrong, names = feed_prices(), 0, (*SURFACES, *PLACED)
    cards = {currency: cards_in(currency) for currency in CURRENCIES}
    print(f"{'variant':<12}{'price made by':<24}{'':<5}" + "".join(f"{name:>12}" for name in names))
    for sku, slug, way in variants(most):
        for currency in reversed(CURRENCIES):  # hryvnias last: that order may sell the piece
            told = said_by(sku, slug, currency, feed=feed, cards=cards[currency])
            told |= ordered(sku) if currency == "UAH" else dict.fromkeys(PLACED)
            # A list shows one variant of a product; others than hryvnias stand on pages and in the API alone.
            may_be_silent = {"listing"} if currency == "UAH" else {"listing", "JSON-LD", "feed", *PLACED}
            silent = {name for name, value in told.items() if value is None}
            differs = len(set(told.values()) - {None}) != 1 or not silent <= may_be_silent
            wrong += differs
            shown = "".join(f"{'–' if told[name] is None else f'{told[name]:.2f}':>12}" for name in names)
            print(f"{sku:<12}{way:<24}{currency:<5}{shown}{'  DIFFERS' if differs else ''}")
    print(f"{wrong} differences")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--most", type=int, default=2, help="variants of each way a price is made")
    parser.add_argument("--keep", default="", help="a folder to keep the shop in, for the next time")
    options = parser.parse_args()
    folder = setup.start(options.keep)
    wrong = report(options.most)
    if folder is not None:
        folder.cleanup()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
