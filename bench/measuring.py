"""How a page is measured: queries, CPU and wall time of requests through the whole stack."""

import time
from statistics import median


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
