"""Many prices at once: dry run, apply and undo of 10,000, in seconds, with the proof that undo restores every byte.

Run: ``python -m bench.reprice --variants 10000`` (``DATABASE_URL`` chooses PostgreSQL; without it SQLite).

The whole table of prices is dumped and hashed before the dry run, after it, after applying and after undoing. The work
is what the worker does; the shop's own steps are called, nothing is simulated.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402

WHO = "staff:bench@example.com"


def checksum() -> str:
    """Return the hash of every stored byte of the table of prices, in order of its ids."""
    from django.db import connection

    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pricing_variantprice ORDER BY id")
        while rows := cursor.fetchmany(2000):
            digest.update(repr(rows).encode())
    return digest.hexdigest()


class Statements:
    """Counts statements and keeps the longest; unlike Django's own log it does not format what they hold."""

    def __init__(self) -> None:
        self.count, self.longest = 0, 0.0

    def __call__(self, execute: Callable[..., object], *args: object) -> object:
        begun = time.perf_counter()
        try:
            return execute(*args)
        finally:
            self.count += 1
            self.longest = max(self.longest, time.perf_counter() - begun)


def timed(title: str, act: Callable[[], object]) -> None:
    """Do ``act`` and print its wall and CPU seconds, its statements and the longest of them."""
    from django.db import connection

    statements = Statements()
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    with connection.execute_wrapper(statements):
        act()
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{title:<12} {wall:6.2f} s   CPU {cpu:6.2f} s   "
        f"{statements.count:>5} statements, the longest {statements.longest:.3f} s"
    )


def report(variants: int, percent: Decimal) -> int:
    """Print one line a step; returns how many checks failed."""
    from bench import fill
    from commerce.pricing.domain.reprice import RepriceRule
    from commerce.pricing.models import Reprice, VariantPrice
    from commerce.pricing.selectors.reprice import Choice
    from commerce.pricing.services import reprice
    from gemsite.management.commands.check_invariants import faults

    if variants:
        fill.grow(variants)
    chosen = reprice.chosen_variants(
        Choice(is_all=True)
    )  # the index is built once a process, not by the dry run
    print(f"{len(chosen)} variants on sale, {VariantPrice.objects.count()} stored prices")
    start = checksum()
    ids: list[int] = []
    rule = RepriceRule("percent", percent, "USD", "0.99")

    def dry_run() -> None:
        ids.append(reprice.reprice_start(choice=Choice(is_all=True), rule=rule, actor=WHO))
        reprice.reprice_run(ids[0])

    timed("dry run", dry_run)
    row = Reprice.objects.get(pk=ids[0])
    checks = {"the dry run changes nothing": checksum() == start}
    reprice.reprice_apply(reprice_id=row.pk, actor=WHO)
    timed("apply", lambda: reprice.reprice_run(row.pk))
    applied = checksum()
    wanted = dict(row.rows.exclude(new=None).values_list("variant_id", "new"))
    standing = VariantPrice.objects.filter(currency="USD", valid_from=None)
    stored = {pk: amount for pk, amount in standing.values_list("variant_id", "amount") if pk in wanted}
    checks["what is applied is what the dry run said"] = stored == wanted and applied != start
    checks["invariants hold"] = not list(faults())
    reprice.reprice_undo(reprice_id=row.pk, actor=WHO)
    timed("undo", lambda: reprice.reprice_run(row.pk))
    end = checksum()
    checks["undo restores every byte"] = end == start
    checks["invariants hold again"] = not list(faults())
    print(f"{row.planned} of {row.total} prices changed, {row.total - row.planned} stayed")
    print(f"before  {start}\napplied {applied}\nundone  {end}")
    for title, is_kept in checks.items():
        print(f"{'ok  ' if is_kept else 'FAIL'} {title}")
    return list(checks.values()).count(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--variants", type=int, default=10_000, help="to add; 0 takes what is there")
    parser.add_argument("--percent", type=Decimal, default=Decimal("7.5"))
    parser.add_argument("--folder", default="", help="of a shop to be kept; else one that goes away")
    asked = parser.parse_args()
    folder = setup.start(asked.folder)
    failed = report(asked.variants, asked.percent)
    if folder is not None:
        folder.cleanup()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
