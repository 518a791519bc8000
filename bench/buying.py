"""What buying costs: add to cart, a quote, a checkout; and orders a second over HTTP.

The first part asks in one process through the whole middleware stack and counts queries, CPU and wall time.
The second starts a server with two workers and lets buyers order as fast as they can; the generator runs on
the same machine. CPU is that of the server's processes (the database server's is its own on PostgreSQL).
The bare model is what no shop can do without: the same rows, written by plain ORM calls and nothing else.

Run: ``python -m bench.buying``
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402
from bench.buyers import lot  # noqa: E402
from bench.measuring import percentile  # noqa: E402

CONTACT = {
    "email": "bench@example.com",
    "phone": "+380671234567",
    "first_name": "Оксана",
    "last_name": "Гнатюк",
}
GOALS = {
    "add to cart, page": 15,
    "add to cart, API": 15,
    "quote of 20 lines": 10,
    "checkout of 3, page": 60,
    "checkout of 3, API": 60,
}
PLENTY = 900_000
TICKS = os.sysconf("SC_CLK_TCK")


def prepare(lines: int) -> list[str]:
    """Put ``lines`` products with plenty of units on sale; returns their SKUs."""
    skus = [f"LOT-{number:02}" for number in range(lines)]
    for number, sku in enumerate(skus):
        lot(sku, PLENTY, usd=20 + number, carat=1 + number)
    return skus


# --- One request after the other --------------------------------------------------------------------


class Meter:
    """Adds up CPU, wall time and queries of the acts of one name."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[float, float, int]]] = {}

    def take(self, name: str, act: Callable[[], Any]) -> Any:
        """Run ``act`` and note what it cost; returns its answer."""
        from django.db import connection

        queries = 0

        def count(execute, *call):
            nonlocal queries
            queries += 1
            return execute(*call)

        with connection.execute_wrapper(count):
            cpu, wall = time.process_time(), time.perf_counter()
            answer = act()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        self.rows.setdefault(name, []).append((cpu * 1000, wall * 1000, queries))
        return answer

    def cpu(self, name: str) -> float:
        return median(row[0] for row in self.rows[name])

    def report(self) -> None:
        print(f"  {'act':<22}{'queries':>8}{'cpu p50':>9}{'p95':>8}{'wall p50':>10}{'p95':>8}{'goal':>7}")
        for name, rows in self.rows.items():
            cpu, wall = [row[0] for row in rows], [row[1] for row in rows]
            goal = f"{GOALS[name]:>7}" if name in GOALS else ""
            print(
                f"  {name:<22}{median(row[2] for row in rows):>8.0f}{median(cpu):>9.1f}{percentile(cpu, 0.95):>8.1f}"
                f"{median(wall):>10.1f}{percentile(wall, 0.95):>8.1f}{goal}"
            )


def _json(client: Any, path: str, body: dict[str, Any], **headers: str) -> Any:
    answer = client.post(
        path, data=json.dumps(body), content_type="application/json", HTTP_HOST="127.0.0.1", headers=headers
    )
    if answer.status_code >= 300:
        raise SystemExit(f"{path} answered {answer.status_code}: {answer.content[:300]!r}")
    return answer.json()


def _buy_by_page(client: Any) -> None:
    """Open the checkout, send the form, follow it to the order."""
    page = client.get("/uk/checkout/?delivery_method=pickup", HTTP_HOST="127.0.0.1").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    sent = client.post(
        "/uk/checkout/",
        {**hidden, **CONTACT, "delivery_method": "pickup", "payment_method": "bank_transfer", "agree": "on"},
        HTTP_HOST="127.0.0.1",
    )
    if sent.status_code != 302:
        raise SystemExit(f"the checkout page answered {sent.status_code}")
    client.get(sent["Location"], HTTP_HOST="127.0.0.1")


def _filled(skus: list[str]) -> Any:
    """Return a visitor's client with these things in the cart, and the delivery already looked at."""
    from django.test import Client

    client = Client()
    for sku in skus:
        client.post("/uk/cart/add/", {"sku": sku, "quantity": 1}, HTTP_HOST="127.0.0.1")
    return client


def _buy_by_api(client: Any, cart: str) -> None:
    options = client.get(f"/api/v1/checkout/options/?cart={cart}", HTTP_HOST="127.0.0.1").json()
    total = next(one["total"] for one in options["delivery"] if one["method"] == "pickup")
    _json(client, "/api/v1/checkout/", _body(cart, total), **{"Idempotency-Key": str(uuid.uuid4())})


def _body(cart: str, total: dict[str, str]) -> dict[str, Any]:
    return {
        "cart": cart,
        "contact": CONTACT,
        "delivery": {"method": "pickup"},
        "payment_method": "bank_transfer",
        "accept_total": total,
    }


def one_by_one(repeat: int) -> Meter:
    """Measure every act ``repeat`` times in this process."""
    from django.test import Client

    meter, skus, api = Meter(), prepare(50), Client()
    for turn in range(repeat + 2):
        if turn == 2:
            meter.rows.clear()  # the first two filled the caches of the process
        client = _filled(skus[:2])
        added = {"sku": skus[2], "quantity": 1}
        meter.take(
            "add to cart, page",
            lambda client=client, added=added: client.post("/uk/cart/add/", added, HTTP_HOST="127.0.0.1"),
        )
        cart = _json(api, "/api/v1/carts/", {})["id"]
        for sku in skus[:2]:
            _json(api, f"/api/v1/carts/{cart}/lines/", {"sku": sku})
        meter.take(
            "add to cart, API",
            lambda cart=cart, added=added: _json(api, f"/api/v1/carts/{cart}/lines/", added),
        )
        wanted = {"lines": [{"sku": sku, "quantity": 2} for sku in skus[:20]], "currency": "USD"}
        meter.take("quote of 20 lines", lambda wanted=wanted: _json(api, "/api/v1/pricing/quote/", wanted))
        meter.take("cart of 3, page", lambda client=client: client.get("/uk/cart/", HTTP_HOST="127.0.0.1"))
        meter.take("checkout of 3, page", lambda client=client: _buy_by_page(client))
        meter.take("checkout of 3, API", lambda cart=cart: _buy_by_api(api, cart))
        meter.take("bare model of 3", lambda: bare_checkout(skus[:3]))
    for size in (1, 50):
        client = _filled(skus[:size])
        for _ in range(max(3, repeat // 4)):
            meter.take(
                f"cart of {size}, page", lambda client=client: client.get("/uk/cart/", HTTP_HOST="127.0.0.1")
            )
    return meter


def bare_checkout(skus: list[str]) -> None:
    """Write the rows of an order with plain ORM calls: no prices, no rules, no words, no checks but the guards."""
    from django.db import transaction
    from django.db.models import F

    from catalog.models import ProductVariant
    from commerce.cart.models import Cart, CartLine
    from commerce.delivery.models import Shipment
    from commerce.inventory.models import Reservation, StockItem
    from commerce.ledger import services as ledger
    from commerce.ledger.models import IdempotencyKey
    from commerce.orders.models import Order, OrderHistory, OrderLine
    from commerce.payments.models import Payment
    from gemkit.tokens import order_number

    cart = Cart.objects.create()
    ids = list(ProductVariant.objects.filter(sku__in=skus).values_list("pk", flat=True))
    CartLine.objects.bulk_create(CartLine(cart=cart, variant_id=pk, quantity=1, seen_price=844) for pk in ids)
    with transaction.atomic():
        key = IdempotencyKey.objects.create(
            owner=f"bare:{cart.pk}", key=uuid.uuid4().hex, fingerprint="0" * 64
        )
        Cart.objects.select_for_update().get(pk=cart.pk)
        held = list(CartLine.objects.filter(cart=cart).values_list("variant_id", "quantity"))
        order = Order.objects.create(
            number=order_number(), cart_id=cart.pk, language="uk", email=CONTACT["email"], phone=CONTACT["phone"],
            first_name="Оксана", last_name="Гнатюк", delivery_method="pickup", payment_method="bank_transfer",
            subtotal=844 * len(held), discount=0, delivery_cost=0, total=844 * len(held),
        )  # fmt: skip
        lines = OrderLine.objects.bulk_create(
            OrderLine(order=order, variant_id=pk, sku="LOT", name_uk="Лот", name_en="Lot", quantity=quantity,
                      unit_price=844, line_total=844 * quantity)
            for pk, quantity in held
        )  # fmt: skip
        for line in sorted(lines, key=lambda line: line.variant_id):
            free = StockItem.objects.filter(
                variant_id=line.variant_id, on_hand__gte=F("reserved") + line.quantity
            )
            if free.update(reserved=F("reserved") + line.quantity) != 1:
                raise SystemExit("the bare model ran out of stock")
        Reservation.objects.bulk_create(
            Reservation(variant_id=line.variant_id, quantity=line.quantity, order_line=line) for line in lines
        )
        OrderHistory.objects.create(order=order, to_status="placed", actor="bare")
        Shipment.objects.create(order=order, method="pickup")
        Payment.objects.create(order=order, method="bank_transfer", amount=order.total)
        ledger.audit(actor="bare", kind="order", object_type="order", object_id=order.number, after={})
        Cart.objects.filter(pk=cart.pk, is_spent=False).update(is_spent=True)
        IdempotencyKey.objects.filter(pk=key.pk).update(status=201, answer={"order_id": order.pk})


# --- Many buyers at once ----------------------------------------------------------------------------


class Buyer:
    """A client with one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        """Return the answer's JSON; stop at anything but 2xx."""
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {text[:300]!r}")
        return json.loads(text)

    def fill(self, sku: str) -> str:
        """Make a cart with one thing in it; returns its id."""
        cart = self.ask("POST", "/api/v1/carts/", {})["id"]
        self.ask("POST", f"/api/v1/carts/{cart}/lines/", {"sku": sku, "quantity": 1})
        return cart

    def order(self, cart: str) -> None:
        """Read the options of a cart and order it."""
        options = self.ask("GET", f"/api/v1/checkout/options/?cart={cart}")
        total = next(one["total"] for one in options["delivery"] if one["method"] == "pickup")
        self.ask("POST", "/api/v1/checkout/", _body(cart, total), key=uuid.uuid4().hex)


def crowd(
    port: int, buyers: int, work: list[Any], act: Callable[[Buyer, Any], Any]
) -> tuple[list[Any], list[float]]:
    """Let ``buyers`` share ``work`` out among themselves; returns what came of it and the seconds of each."""
    left, done, seconds, failed = list(work), [], [], []

    def buy() -> None:
        buyer = Buyer(port)
        while left and not failed:
            try:
                one = left.pop()
                begin = time.perf_counter()
                done.append(act(buyer, one))
                seconds.append(time.perf_counter() - begin)
            except IndexError:
                return
            except (OSError, RuntimeError, ValueError, http.client.HTTPException) as error:
                failed.append(error)

    threads = [threading.Thread(target=buy) for _ in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(str(failed[0]))
    return done, seconds


def cpu_of(parent: int) -> float:
    """Return the CPU seconds that a process and its children have used."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended between the two looks
        if int(stat.parent.name) == parent or int(fields[1]) == parent:
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def over_http(orders: int, buyers: int, port: int) -> None:
    """Start a server, let ``buyers`` place ``orders`` as fast as they can, and print what it took."""
    from django.core.management import call_command
    from django.db import connection

    from commerce.orders.models import Order

    skus = prepare(50)
    before = Order.objects.count()
    connection.close()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "gemsite.wsgi:application", "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket",
            "--keep-alive", "60", "--log-level", "error",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"},
    )  # fmt: skip
    try:
        _wait(port)
        warm, _ = crowd(port, buyers, skus[:16], Buyer.fill)
        crowd(port, buyers, warm, Buyer.order)
        cpu, begin = cpu_of(server.pid), time.perf_counter()
        carts, _ = crowd(port, buyers, [skus[number % 50] for number in range(orders)], Buyer.fill)
        cpu_carts, filled = cpu_of(server.pid), time.perf_counter()
        _, seconds = crowd(port, buyers, carts, Buyer.order)
        cpu_orders, end = cpu_of(server.pid), time.perf_counter()
    finally:
        server.terminate()
        server.wait(20)
    print(
        f"database {connection.vendor}: {orders} orders of {buyers} buyers at once, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"  carts: {orders / (filled - begin):.1f} a second, {(cpu_carts - cpu) * 1000 / orders:.1f} ms CPU each"
    )
    print(
        f"  orders: {orders / (end - filled):.1f} a second (goal {15 if connection.vendor == 'postgresql' else 8}), "
        f"{(cpu_orders - cpu_carts) * 1000 / orders:.1f} ms CPU each (goal 40), "
        f"p50 {median(seconds) * 1000:.0f} ms, p95 {percentile(seconds, 0.95) * 1000:.0f} ms"
    )
    placed = Order.objects.count() - before
    if placed != orders + 16:
        raise SystemExit(f"{placed} orders stand in the database, {orders + 16} were placed")
    call_command("check_invariants")


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            return Buyer(port).ask("GET", "/health/")
        except (OSError, RuntimeError, ValueError):
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def report(repeat: int, *, orders: int = 200, buyers: int = 4, port: int = 8767) -> None:
    """Print both parts."""
    from django.db import connection

    print(f"buying, database {connection.vendor}, {repeat} of each, times in ms")
    meter = one_by_one(repeat)
    meter.report()
    ratio = meter.cpu("checkout of 3, API") / meter.cpu("bare model of 3")
    print(f"  a checkout over the API costs {ratio:.1f} times the bare model\n")
    over_http(orders, buyers, port)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--buyers", type=int, default=4)
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--keep", default="", help="a folder to keep the shop in, for the next time")
    options = parser.parse_args()
    folder = setup.start(options.keep)
    report(options.repeat, orders=options.orders, buyers=options.buyers, port=options.port)
    if folder is not None:
        folder.cleanup()


if __name__ == "__main__":
    main()
