"""Finding at growing catalogs: the index, pages and search, beside the same filters in plain SQL.

Run: ``python -m bench.finding --variants 1000 10000 100000`` (``DATABASE_URL`` chooses PostgreSQL; without it SQLite).

Times are CPU milliseconds of this process; SQL on PostgreSQL runs in another process, so for it wall time counts.
Filters are drawn at random, the same ones for every size, and nothing is asked for twice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402
from bench.measuring import percentile  # noqa: E402
from bench.serving import Server, memory_of  # noqa: E402

WORDS = (
    "сапфір",
    "сапфіри",
    "рубін овал",
    "sapphire",
    "смарагд 2",
    "сережки",
    "cfgash",
    "sapfir",
    "синій",
    "кільце",
)
SQL_TRIES = 5  # one beyond 100,000 variants: on SQLite it takes minutes
SEARCH_UP_TO = 100_000
"""Search documents of more variants take an hour to write, so larger catalogs are measured without them."""


def clocked(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return CPU and wall milliseconds of ``act``, and what it returned."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = act()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, answer


def questions(number: int) -> list[str]:
    """Return query strings: one to three facets, sometimes a range, every ordering."""
    from catalog.index import selectors as index

    dice, words = random.Random(11), index.words()
    codes = {name: list(words.by_code[name]) for name in ("shape", "color", "stone", "tag")}
    codes |= {
        "treatment": ["none", "heated", "oiled"],
        "origin": ["LK", "MG", "MZ"],
        "clarity": ["VVS", "VS", "SI"],
    }
    found = []
    for _ in range(number):
        pairs = []
        for name in dice.sample(sorted(codes), dice.randint(1, 3)):
            pairs += [
                (name, code) for code in dice.sample(codes[name], min(len(codes[name]), dice.randint(1, 3)))
            ]
        if dice.random() < 0.4:
            pairs.append(("carat_min", f"{dice.uniform(0.3, 2):.2f}"))
        if dice.random() < 0.3:
            pairs.append(("price_max", str(dice.randrange(5000, 90000))))
        ordering = dice.choice(["", "price", "-price", "newest", "-carat"])
        pairs += [("ordering", ordering)] if ordering else []
        found.append("&".join(f"{name}={value}" for name, value in pairs))
    return found


def answer_json(query: str) -> str:
    """Return facets and twenty-four cards as the API writes them."""
    from django.http import QueryDict

    from catalog.index import filters as reading
    from catalog.index import selectors as index
    from catalog.web.api import answers
    from catalog.web.cards import product_cards
    from catalog.web.facets import facets_of
    from catalog.web.listing import prices_for

    filters, _problems = reading.parse(QueryDict(query), known=index.words().known)
    prices, scope = prices_for(filters, currency="UAH"), index.Scope(kind="stone")
    counts = index.count(scope, filters, prices, facets=facets_of("stone"))
    ids = index.page(scope, filters, prices, offset=0, limit=24)
    cards = product_cards(ids, language="uk", currency="UAH")
    shown = [answers.card(card, language="uk", currency="UAH") for card in cards]
    return json.dumps({"total": counts.total, "facets": counts.facets, "results": shown})


def answer_sql(query: str) -> Any:
    """Return the same counts and page by GROUP BY."""
    from django.http import QueryDict

    from bench import sql_engine
    from catalog.index import filters as reading
    from catalog.index import selectors as index
    from catalog.web.listing import prices_for

    filters, _problems = reading.parse(QueryDict(query), known=index.words().known)
    prices, scope = prices_for(filters, currency="UAH"), index.Scope(kind="stone")
    return sql_engine.count(scope, filters, prices), sql_engine.page(
        scope, filters, prices, offset=0, limit=24
    )


def row(name: str, cpu: list[float], *, note: str = "") -> None:
    print(f"  {name:<34}{median(cpu):>9.1f}{percentile(cpu, 0.95):>9.1f}{max(cpu):>9.1f}   {note}")


def measure(repeat: int, *, searched: bool) -> None:
    """Print the table of one size."""
    from django.core.signals import request_finished, request_started
    from django.test import Client

    from catalog.index import state
    from catalog.models import ProductVariant

    cpu, wall, rows = clocked(state.build)
    print(f"{rows} variants in the index, built in {cpu / 1000:.1f} s of CPU ({wall / 1000:.1f} s)")
    print("a server process after 30 pages: {:.0f} MB, {:.0f} its share, {:.0f} at most\n".format(*served()))
    print(f"  {'CPU ms':<34}{'p50':>9}{'p95':>9}{'max':>9}")
    asked = questions(repeat)
    times, walls = [], []
    for query in asked:
        request_started.send(None)
        cpu, wall, _answer = clocked(lambda query=query: answer_json(query))
        request_finished.send(None)
        times.append(cpu)
        walls.append(wall)
    row("index + rows + JSON", times, note="facets and 24 cards")
    tries = SQL_TRIES if rows <= SEARCH_UP_TO else 1
    plain = [clocked(lambda query=query: answer_sql(query))[1] for query in asked[:tries]]
    row(
        "the same in SQL (wall)",
        plain,
        note=f"{median(plain) / median(walls):.0f} times the index's wall time",
    )
    client = Client(HTTP_HOST="127.0.0.1")
    pages: dict[str, list[str]] = {
        "listing, HTML": [f"/uk/stones/?{query}" for query in questions(2 * repeat)[repeat:]],
        "product, HTML": [f"/uk/p/{slug}/" for slug in slugs(repeat)],
        "search, HTML": [f"/uk/search/?q={word}" for word in WORDS],
        "suggest, API": [f"/api/v1/catalog/suggest/?q={word[:4]}" for word in WORDS],
        "products, API": [f"/api/v1/catalog/products/?{query}" for query in asked],
    }
    if not searched:
        del pages["search, HTML"], pages["suggest, API"]
    for name, paths in pages.items():
        client.get(paths[0])
        row(
            name,
            [clocked(lambda path=path: fetch(client, path))[0] for path in paths],
            note=queries(client, paths[-1]),
        )
    sku = ProductVariant.objects.filter(product__live=True, card__available__gt=0).order_by("pk").last()
    row(
        "a price changes and is seen",
        [price_seen(sku.pk, step) for step in range(5)],
        note="write + next answer, wall",
    )
    print()


def fetch(client: Any, path: str) -> Any:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: answered {answer.status_code}")
    return answer


def slugs(number: int) -> list[str]:
    """Return the slugs of some products, spread over the catalog."""
    from catalog.models import Product

    last = Product.objects.order_by("pk").values_list("pk", flat=True).last() or 1
    picked = [1 + place * last // number for place in range(number)]
    return list(Product.objects.filter(pk__in=picked, live=True).values_list("slug_uk", flat=True))


def queries(client: Any, path: str) -> str:
    """Return how many queries a page takes."""
    from django.db import connection

    number = 0

    def count(execute: Any, *call: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*call)

    with connection.execute_wrapper(count):
        client.get(path)
    return f"{number} queries"


def price_seen(variant_id: int, step: int) -> float:
    """Return the milliseconds from a change of price until a list sorted by price knows it."""
    from decimal import Decimal

    from catalog.index import selectors as index
    from catalog.index.filters import Filters, Span
    from catalog.web.listing import prices_for
    from commerce.pricing import services as pricing

    amount = Decimal(7_000_000 + step)
    started = time.perf_counter()
    pricing.price_set(variant_id=variant_id, currency="USD", amount=amount, actor="bench")
    filters = Filters(price=Span(amount * 20, None))
    found = index.page(index.Scope(), filters, prices_for(filters, currency="UAH"), offset=0, limit=9)
    if variant_id not in found:
        raise SystemExit("the index does not know the new price")
    return (time.perf_counter() - started) * 1000


def served(port: int = 8768) -> tuple[float, float, float]:
    """Return the memory of one of two server processes that have shown lists with filters."""
    with Server(port=port, processes=2) as server:
        for number in range(30):
            requests.get(f"{server.base}/uk/stones/?carat_min=0.{number:02}", timeout=60).raise_for_status()
        return max(memory_of(pid) for pid in server.workers())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--variants", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument(
        "--folder", default="", help="a data folder to keep, so that a filled shop serves again"
    )
    options = parser.parse_args()
    folder = setup.start(options.folder)
    from django.db import connection

    from bench import fill
    from catalog.models import Picture
    from catalog.search import services as search
    from catalog.services.renditions import picture_copies_make
    from gemkit.progress import Bar, Progress

    print(f"database {connection.vendor}\n")
    for size in options.variants:
        bar = Bar("Variants", size, sys.stderr)
        fill.grow(size, report=bar.at)
        searched = size <= SEARCH_UP_TO
        if searched:
            search.rebuild(clear=False, each=Progress(None).each)
        for picture_id in Picture.objects.values_list("pk", flat=True):
            picture_copies_make(picture_id)  # as the worker does after each upload
        measure(options.repeat, searched=searched)
    if folder is not None:
        folder.cleanup()


if __name__ == "__main__":
    main()
