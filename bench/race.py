"""Fifty buyers at once for ten units, over HTTP, on a server of its own.

Every buyer has a cart with one unit before the race starts; then all check out together. Expected:
exactly ten 201, forty 409, no 5xx, and ``check_invariants`` finds no difference.

With ``--unguarded`` the reservation is a plain read, a think and a write. On PostgreSQL that sells
more than there is; on SQLite writers queue, so the control is worth running on PostgreSQL only.
"""

import argparse
import collections
import os
import subprocess
import sys
import threading
import time
import uuid
from decimal import Decimal
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402

SKU = "RACE-10"


def prepare(units: int) -> None:
    """Put ``units`` of one lot on sale."""
    from django.utils import timezone

    from catalog.models import Product, ProductVariant, ReturnRule, SubCategory
    from commerce.inventory import services as inventory
    from commerce.inventory.selectors import stock_of
    from commerce.pricing import services as pricing

    product, _ = Product.objects.update_or_create(
        slug_uk="race",
        defaults={
            "slug_en": "race",
            "name_uk": "Партія",
            "name_en": "Lot",
            "nature": "natural",
            "subcategory": SubCategory.objects.first(),
            "return_rule": ReturnRule.objects.first(),
            "live": True,
            "first_published_at": timezone.now(),
        },
    )
    variant, _ = ProductVariant.objects.get_or_create(
        sku=SKU,
        defaults={
            "product": product,
            "treatment": "none",
            "origin": "not_determined",
            "is_one_of_a_kind": False,
            "carat": 1,
        },
    )
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal(100), actor="bench")
    promised = stock_of([variant.pk])[variant.pk].reserved
    inventory.stock_count(variant_id=variant.pk, on_hand=promised + units, actor="bench", reason="race")


def checkout(base: str, cart: str, start: threading.Barrier, answers: list) -> None:
    """Wait for the others, then order."""
    body = {
        "cart": cart,
        "contact": {
            "email": "race@example.com",
            "phone": "+380671234567",
            "first_name": "Оксана",
            "last_name": "Гнатюк",
        },
        "delivery": {"method": "pickup"},
        "payment_method": "bank_transfer",
        "accept_total": requests.get(f"{base}/api/v1/carts/{cart}/", timeout=60).json()["total"],
    }
    start.wait()
    begin = time.perf_counter()
    answer = requests.post(
        f"{base}/api/v1/checkout/", json=body, headers={"Idempotency-Key": str(uuid.uuid4())}, timeout=120
    )
    codes = [error["code"] for error in answer.json().get("errors", [])]
    answers.append((answer.status_code, ",".join(codes), time.perf_counter() - begin))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--buyers", type=int, default=50)
    parser.add_argument("--units", type=int, default=10)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    folder = setup.start()
    prepare(options.units)
    base = f"http://127.0.0.1:{options.port}"
    application = "bench.unguarded:application" if options.unguarded else "gemsite.wsgi:application"
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{options.port}", "--workers", "2",
            "--worker-class", "gthread", "--threads", "8", "--no-control-socket", "--log-level", "error",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"},
    )  # fmt: skip
    try:
        report(race(base, options), options)
    finally:
        server.terminate()
        server.wait(20)
        folder.cleanup()


def race(base: str, options: argparse.Namespace) -> list:
    """Give every buyer a cart, let them all go, and return their answers."""
    for _ in range(200):
        try:
            if requests.get(f"{base}/health/", timeout=10).ok:
                break
        except requests.RequestException:
            time.sleep(0.1)
    carts = [requests.post(f"{base}/api/v1/carts/", timeout=60).json()["id"] for _ in range(options.buyers)]
    for cart in carts:
        added = requests.post(
            f"{base}/api/v1/carts/{cart}/lines/", json={"sku": SKU, "quantity": 1}, timeout=60
        )
        added.raise_for_status()
    start, answers = threading.Barrier(options.buyers), []
    threads = [threading.Thread(target=checkout, args=(base, cart, start, answers)) for cart in carts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def report(answers: list, options: argparse.Namespace) -> None:
    """Print what happened and stop with 1 when it is not what must happen."""
    from django.core.management import call_command
    from django.db import connection

    from commerce.inventory.models import Reservation, StockItem

    times = sorted(seconds for _, _, seconds in answers)
    stock = StockItem.objects.get(variant__sku=SKU)
    promised = sum(
        Reservation.objects.filter(variant__sku=SKU, state="active").values_list("quantity", flat=True)
    )
    print(f"database {connection.vendor}: {options.buyers} buyers, {options.units} units")
    for (status, code), number in sorted(collections.Counter((s, c) for s, c, _ in answers).items()):
        print(f"  {number:>4} x {status} {code}")
    print(f"  on hand {stock.on_hand}, reserved {stock.reserved}, promised to orders {promised}")
    print(f"  p50 {times[len(times) // 2]:.2f} s, p95 {times[int(len(times) * 0.95) - 1]:.2f} s")
    sold = sum(1 for status, _, _ in answers if status == 201)
    if options.unguarded:
        print(f"  without the guard: {sold} sold of {options.units}")
        return
    call_command("check_invariants")
    failed = sum(1 for status, _, _ in answers if status >= 500)
    if sold != options.units or failed:
        raise SystemExit(f"expected exactly {options.units} orders and no 5xx, got {sold} and {failed}")


if __name__ == "__main__":
    main()
