"""Queries, CPU and wall time of the main pages and API routes at several catalog sizes.

Run: ``python bench/pages.py --sizes 80 10000 --repeat 30``
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import setup
from bench.measuring import measure


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

    from bench import buying, cached, fill, live
    from catalog.models import Product

    print(f"database {connection.vendor}, {options.repeat} requests each, times in ms\n")
    live.report(options.repeat)
    cached.report(repeat=200)
    buying.report(max(5, options.repeat // 2))
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
