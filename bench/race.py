"""Races over HTTP against four server processes: the last units, one key, a promo code, carts that cross,
expiry against payment, a cart edited while it is ordered.

After each, what happened is compared with what must happen and ``check_invariants`` must find 0 differences.
With ``--unguarded`` the same races run with the guards taken out (`bench/unguarded.py`): every one must then be
lost, or it could not have shown anything.
"""

import argparse
import collections
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import setup  # noqa: E402
from bench.measuring import percentile  # noqa: E402
from bench.scenarios import SCENARIOS  # noqa: E402
from bench.serving import Answer, Server  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(SCENARIOS)}; all by default"
    )
    parser.add_argument("--buyers", type=int, help="how many at once, in place of the scenario's own number")
    parser.add_argument("--units", type=int, help="how many of them can have it")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument(
        "--data", default="", help="a data folder to keep and use again, in place of a new one"
    )
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    names = options.scenarios or list(SCENARIOS)
    if unknown := set(names) - set(SCENARIOS):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    folder = setup.start(options.data)
    application = "gemsite.wsgi:application"
    if options.unguarded:
        application = "bench.unguarded:application"
        from bench import unguarded

        unguarded.take_out()
    failed = []
    try:
        with Server(port=options.port, processes=options.processes, application=application) as server:
            for name in names:
                complaints = run(name, server, options)
                if bool(complaints) != options.unguarded:
                    failed.append(name)
    finally:
        if folder is not None:
            folder.cleanup()
    if failed:
        told = "could not show the race" if options.unguarded else "went wrong"
        raise SystemExit(f"{told}: {', '.join(failed)}")
    print("every control was lost, as it must be" if options.unguarded else "every race came out right")


def run(name: str, server: Server, options: argparse.Namespace) -> list[str]:
    """Run one race, print what happened, and return what was not as it must be."""
    from django.db import connection

    scenario, numbers = SCENARIOS[name]
    asked = {"buyers": options.buyers, "units": options.units}
    numbers = {**numbers, **{what: number for what, number in asked.items() if number}}
    told = ", ".join(f"{number} {what}" for what, number in numbers.items())
    print(f"{name} on {connection.vendor}, {server.processes} processes: {told}", flush=True)
    before = set(differences())  # what an earlier control has left behind is not this one's
    answers, judged = scenario(server.base, **numbers)
    tell(answers)
    complaints = [*judged, *(found for found in differences() if found not in before)]
    for complaint in complaints:
        print(f"  WRONG: {complaint}")
    if not complaints:
        print("  0 differences", flush=True)
    return complaints


def tell(answers: list[Answer]) -> None:
    """Print how often each answer came, and how long clients waited."""
    counted = collections.Counter((answer.what, answer.status, answer.code) for answer in answers)
    for (what, status, code), number in sorted(counted.items()):
        print(f"  {number:>4} x {what} {status} {code}")
    times = [answer.seconds for answer in answers]
    print(
        f"  p50 {percentile(times, 0.5):.2f} s, p95 {percentile(times, 0.95):.2f} s, longest {max(times):.2f} s"
    )


def differences() -> list[str]:
    """Return what ``check_invariants`` finds."""
    from django.core.management import CommandError, call_command

    errors = io.StringIO()
    try:
        call_command("check_invariants", stdout=io.StringIO(), stderr=errors)
    except CommandError:
        return errors.getvalue().splitlines()
    return []


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    main()
