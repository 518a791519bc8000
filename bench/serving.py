"""The shop behind real server processes, as production runs it, for benchmarks that need more than one."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import requests

ROOT = Path(__file__).resolve().parents[1]
THREADS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request; ``what`` says which act of the scenario it was."""

    what: str
    status: int
    code: str
    seconds: float
    body: dict


def memory_of(pid: int) -> tuple[float, float, float]:
    """Return the memory of a process in MB: in all, its share of what it has with others, at its largest."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    status = Path(f"/proc/{pid}/status").read_text()
    sizes = [
        next(line for line in text.splitlines() if line.startswith(name)).split()[1]
        for text, name in ((rollup, "Rss:"), (rollup, "Pss:"), (status, "VmHWM:"))
    ]
    return int(sizes[0]) / 1024, int(sizes[1]) / 1024, int(sizes[2]) / 1024


class Server:
    """Gunicorn with ``processes`` workers on a port of its own; a context that ends with the processes."""

    def __init__(self, *, port: int, processes: int, application: str = "gemsite.wsgi:application") -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.processes = processes
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "-c", "python:gemsite.gunicorn", application,
                "--log-level", "critical",
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "WEB_CONCURRENCY": str(processes),
                "WEB_THREADS": str(THREADS),
            },
        )  # fmt: skip

    def __enter__(self) -> "Server":
        self.wait_until_ready()
        self.warm_up()
        return self

    def warm_up(self) -> None:
        """Let every worker load its index and templates: what comes after is not the first request of a process."""
        for _turn in range(2):
            pages = [f"{self.base}/api/v1/catalog/products/?page_size=1"] * (self.processes * THREADS)
            together([lambda url=url: requests.get(url, timeout=120) for url in pages])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def wait_until_ready(self, seconds: float = 240) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit("the server did not start: is its port taken?")
            try:
                if (
                    requests.get(f"{self.base}/health/", timeout=10).ok
                    and len(self.workers()) == self.processes
                ):
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise SystemExit("the server does not answer")

    def workers(self) -> list[int]:
        """Return the process ids of the workers (children of this server and of nothing else)."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_workers(self) -> int:
        """Kill every worker as the kernel does when memory is out; the server starts new ones."""
        workers = self.workers()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        return len(workers)


def ask(what: str, method: str, url: str, **values: object) -> Answer:
    """Send a request and return what became of it; the time is what the client waited."""
    begin = time.perf_counter()
    answer = requests.request(method, url, timeout=120, **values)
    seconds = time.perf_counter() - begin
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    body = answer.json() if is_json else {}
    code = ",".join(error["code"] for error in body.get("errors", []))
    return Answer(what, answer.status_code, code, seconds, body)


def together(acts: Iterable[Callable[[], object]]) -> list:
    """Do all of ``acts`` at the same moment, a thread each, and return what they return."""
    todo = list(acts)
    start, done, failed = threading.Barrier(len(todo)), [], []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            done.append(act())
        except Exception as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in todo]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return done
