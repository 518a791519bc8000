"""Every worker killed with SIGKILL in the middle of twenty checkouts, three times over.

Clients do what a client should: on a broken connection or a 5xx they send the same request with the same key
again. In the end there are exactly twenty orders, every client was told of its own, and ``check_invariants`` finds
0 differences.
"""

import argparse
import collections
import sys
import threading
import time
import uuid
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402
from bench.buyers import body, cart, lot  # noqa: E402
from bench.race import differences  # noqa: E402
from bench.serving import Server, together  # noqa: E402

PATIENCE = 120


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--buyers", type=int, default=20)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument(
        "--data", default="", help="a data folder to keep and use again, in place of a new one"
    )
    options = parser.parse_args()
    folder = setup.start(options.data)
    wrong = []
    try:
        with Server(port=options.port, processes=options.processes) as server:
            for number in range(1, options.rounds + 1):
                # Early, in the middle, late: after so many answers the workers die.
                after = options.buyers * (number - 1) // options.rounds
                wrong += round_of(number, server, buyers=options.buyers, after=after)
    finally:
        if folder is not None:
            folder.cleanup()
    if wrong:
        raise SystemExit("; ".join(wrong))
    print("every round came out right")


def round_of(number: int, server: Server, *, buyers: int, after: int) -> list[str]:
    """Start the checkouts, kill the workers once ``after`` are answered, and compare the end."""
    from django.db import connection

    from commerce.ledger.models import IdempotencyKey
    from commerce.orders.models import Order

    sku = f"KILLED-{uuid.uuid4().hex[:6]}"
    lot(sku, buyers)
    wishes = [(body(cart(sku)), str(uuid.uuid4())) for _ in range(buyers)]
    carts = [wish["cart"] for wish, _key in wishes]
    broken: collections.Counter[str] = collections.Counter()
    answered: list[str] = []
    orders = Order.objects.filter(cart_id__in=carts)
    fallen = {}

    def kill() -> None:
        while len(answered) < after:
            time.sleep(0.002)
        time.sleep(0.03)  # the next ones are inside their transactions by now
        fallen["answered"] = len(answered)
        fallen["workers"] = server.kill_workers()

    killer = threading.Thread(target=kill)
    begin = time.monotonic()
    killer.start()
    numbers = together(
        [lambda wish=wish, key=key: insist(server.base, wish, key, broken, answered) for wish, key in wishes]
    )
    killer.join()
    print(
        f"round {number} on {connection.vendor}: {fallen['workers']} workers killed after {fallen['answered']} answers, "
        f"{sum(broken.values())} requests broken {dict(broken)}, all told after {time.monotonic() - begin:.1f} s"
    )
    server.wait_until_ready()
    made = sorted(orders.values_list("number", flat=True))
    wrong = differences()
    if made != sorted(numbers) or len(made) != buyers:
        wrong.append(f"{len(made)} orders, {len(set(numbers))} told of, expected {buyers}")
    unfinished = IdempotencyKey.objects.filter(key__in=[key for _wish, key in wishes], status=None).count()
    if unfinished:
        wrong.append(f"{unfinished} keys without an answer")
    print(f"  {len(made)} orders, {len(set(numbers))} told of, {unfinished} keys without an answer")
    print("\n".join(f"  WRONG: {one}" for one in wrong) or "  0 differences", flush=True)
    return wrong


def insist(base: str, wish: dict, key: str, broken: collections.Counter[str], answered: list[str]) -> str:
    """Send the checkout until it is answered, always with the same key; returns the order's number."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            answer = requests.post(
                f"{base}/api/v1/checkout/", json=wish, headers={"Idempotency-Key": key}, timeout=30
            )
        except requests.RequestException as error:
            broken[type(error).__name__] += 1
            time.sleep(0.1)
            continue
        if answer.status_code == 201:
            answered.append(key)
            return str(answer.json()["number"])
        if answer.status_code < 500:
            raise RuntimeError(f"refused: {answer.status_code} {answer.text[:300]}")
        broken[str(answer.status_code)] += 1
        time.sleep(0.1)
    raise RuntimeError("no answer in time")


if __name__ == "__main__":
    main()
