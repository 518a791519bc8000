"""Queries, CPU and wall time of the main pages and API routes at several catalog sizes.

Run: ``python bench/pages.py --sizes 80 10000 --repeat 30``
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import setup


def percentile(values: list[float], share: float) -> float:
    """Return the value that ``share`` of the sorted ``values`` lie at or below (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def measure(name: str, ask, repeat: int) -> dict[str, float]:
    """Ask once to warm up and count queries, then ``repeat`` times for time."""
    from django.db import connection

    queries = 0

    def count(execute, *call):
        nonlocal queries
        queries += 1
        return execute(*call)

    ask()
    with connection.execute_wrapper(count):
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{name}: answered {answer.status_code}")
    cpu, wall = [], []
    for _ in range(repeat):
        cpu_start, wall_start = time.process_time(), time.perf_counter()
        ask()
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
    return {
        "queries": queries,
        "kb": len(answer.content) / 1024,
        "cpu50": median(cpu),
        "cpu95": percentile(cpu, 0.95),
        "wall50": median(wall),
        "wall95": percentile(wall, 0.95),
    }


def scenarios() -> dict:
    """Return name → callable that asks for one page as an anonymous visitor would."""
    from django.test import Client

    from catalog.models import ProductVariant

    anonymous, buyer = Client(), Client()
    variant = (
        ProductVariant.objects.filter(is_active=True, product__live=True, card__available__gt=0)
        .select_related("product__subcategory__category__stone_type")
        .order_by("pk")
        .first()
    )
    stone = variant.product.subcategory.category.stone_type
    skus = ProductVariant.objects.filter(product__live=True, card__available__gt=0).order_by("pk")
    for sku in skus.values_list("sku", flat=True)[:3]:
        buyer.post("/uk/cart/add/", {"sku": sku, "quantity": 1})
    paths = {
        "home": "/uk/",
        "all stones": "/uk/stones/",
        "one type": f"/uk/stones/{stone.slug_uk}/",
        "filtered": f"/uk/stones/?shape={variant.shape.code}&ordering=price",
        "product": f"/uk/p/{variant.product.slug_uk}/",
        "API products": "/api/v1/catalog/products/",
        "API product": f"/api/v1/catalog/products/{variant.product.slug_uk}/",
        "API tree": "/api/v1/catalog/tree/",
    }
    asks = {
        name: (lambda path=path: anonymous.get(path, HTTP_HOST="127.0.0.1")) for name, path in paths.items()
    }
    asks["cart of 3"] = lambda: buyer.get("/uk/cart/", HTTP_HOST="127.0.0.1")
    return asks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[80, 10000])
    parser.add_argument("--repeat", type=int, default=30)
    options = parser.parse_args()
    folder = setup.start()
    from django.db import connection

    from bench import fill
    from catalog.models import Product

    print(f"database {connection.vendor}, {options.repeat} requests each, times in ms\n")
    first: dict[str, float] = {}
    for size in options.sizes:
        fill.grow(size)
        print(f"{Product.objects.count()} products")
        print(
            f"  {'page':<14}{'queries':>8}{'KB':>8}{'cpu p50':>9}{'p95':>8}{'wall p50':>10}{'p95':>8}{'ratio':>8}"
        )
        for name, ask in scenarios().items():
            row = measure(name, ask, options.repeat)
            first.setdefault(name, row["cpu50"])
            print(
                f"  {name:<14}{row['queries']:>8}{row['kb']:>8.1f}{row['cpu50']:>9.1f}{row['cpu95']:>8.1f}"
                f"{row['wall50']:>10.1f}{row['wall95']:>8.1f}{row['cpu50'] / first[name]:>8.2f}"
            )
        print()
    folder.cleanup()


if __name__ == "__main__":
    main()
