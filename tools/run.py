"""Run the shop: the server and the worker, watched over until Ctrl-C (`make run`, `make dev`).

Standard library only: this process stays small and outlives what it watches. tools/serve.py, its
first child, prepares the database and then becomes the server; the worker starts when that is done.
"""

import contextlib
import ctypes
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

from setup import ROOT, address

GRACE_SECONDS = 20
FIRST_PAGE_SECONDS = 60
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, or a signal from the system."""


def main() -> int:
    """Start everything, tell where it is, and stay until told to stop; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    dev = "--dev" in sys.argv[1:]
    write_env()
    host, port = address()
    base = f"http://{visible(host)}:{port}"
    settings = "gemsite.settings.dev" if dev else "gemsite.settings.production"
    environment = {
        "DJANGO_SETTINGS_MODULE": settings,
        "BASE_URL": base,
        **os.environ,
        "HOST": host,
        "PORT": port,
    }
    children: list[subprocess.Popen[bytes]] = []
    try:
        server, report = start_server(children, environment, dev=dev)
        worker = start([sys.executable, "manage.py", "shop_worker"], children, environment)
        seconds = wait_for_page(base + "/uk/", server)
        print_summary(base, report, seconds, worker.pid)
        watch(server, worker, children, environment)
        return server.returncode or 1
    except Stopped:
        print("\n==> Stopping", flush=True)
        return 0
    finally:
        stop_all(children)


def stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def visible(host: str) -> str:
    """Return a host that a browser on this machine can open."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - only compared
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def write_env() -> None:
    """On the first run copy .env.example to .env, readable by its owner only, with fresh secrets.

    A name with nothing after `=` in the example is a secret to be made here.
    """
    target = ROOT / ".env"
    if target.exists():
        return
    lines = (ROOT / ".env.example").read_text().splitlines()
    filled = [
        line + secrets.token_urlsafe(50) if line.endswith("=") and not line.startswith("#") else line
        for line in lines
    ]
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
        file.write("\n".join(filled) + "\n")
    print("==> Wrote .env with fresh secrets", flush=True)


def start(
    command: list[str],
    children: list[subprocess.Popen[bytes]],
    environment: dict[str, str],
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches it through us only, once."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - this process has one thread
    )
    children.append(child)
    return child


def end_with_parent() -> None:
    """Ask Linux to stop this child should the watcher be killed outright."""
    if LIBC is not None:
        set_parent_death_signal = 1
        LIBC.prctl(set_parent_death_signal, signal.SIGTERM)


def start_server(
    children: list[subprocess.Popen[bytes]], environment: dict[str, str], *, dev: bool
) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    """Start tools/serve.py and wait until it has prepared the shop; return it and its report."""
    read_end, write_end = os.pipe()
    command = [sys.executable, "tools/serve.py", str(write_end), *(["--dev"] if dev else [])]
    server = start(command, children, environment, pass_fds=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        answer = pipe.read()  # ends when the child closes its end, ready or dead
    if not answer:
        raise SystemExit(server.wait())
    return server, json.loads(answer)


def wait_for_page(url: str, server: subprocess.Popen[bytes]) -> float:
    """Return the seconds until the first page answers 200; end the run if it never does."""
    started = time.monotonic()
    problem = "no answer"
    while time.monotonic() - started < FIRST_PAGE_SECONDS:
        if server.poll() is not None:
            raise SystemExit(server.returncode or 1)
        try:
            with urllib.request.urlopen(url, timeout=FIRST_PAGE_SECONDS) as page:  # noqa: S310 - our own
                page.read()
                return time.monotonic() - started
        except urllib.error.HTTPError as error:
            problem = f"status {error.code}"
            if error.code < 500:
                break
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"The first page did not come up: {problem} at {url}. See the messages above.")


def print_summary(base: str, report: dict[str, Any], first_page: float, worker_pid: int) -> None:
    """Print where everything is; the logins themselves only on the run that made them."""
    install = float(os.environ.get("INSTALL_SECONDS", "0"))
    seconds = {"install": install, **report["seconds"], "first page": first_page}
    logins = Path(report["logins"])
    print(f"\n  Shop    {base}/uk/  (English: {base}/en/)")
    print(f"  Admin   {base}/cms/")
    print(f"  API     {base}/api/v1/docs/")
    if logins.is_file():
        print(f"  Logins  {os.path.relpath(logins, ROOT)}")
        if report["is_new"]:
            lines = [line for line in logins.read_text().splitlines() if line.strip()]
            print("".join(f"            {line}\n" for line in lines), end="")
    steps = " · ".join(f"{name} {taken:.1f} s" for name, taken in seconds.items())
    print(f"\n  {steps} · total {sum(seconds.values()):.1f} s")
    print(f"  Worker  pid {worker_pid}.  Ctrl-C stops everything.\n", flush=True)


def watch(
    server: subprocess.Popen[bytes],
    worker: subprocess.Popen[bytes],
    children: list[subprocess.Popen[bytes]],
    environment: dict[str, str],
) -> None:
    """Return when the server ends; start the worker again whenever it ends, ever more slowly."""
    pause, born = 1.0, time.monotonic()
    while server.poll() is None:
        if worker.poll() is not None:
            pause = 1.0 if time.monotonic() - born > 60 else min(pause * 2, 30.0)
            print(f"==> The worker ended ({worker.returncode}); starting it again", flush=True)
            children.remove(worker)
            time.sleep(pause / 2)
            worker, born = (
                start([sys.executable, "manage.py", "shop_worker"], children, environment),
                time.monotonic(),
            )
            print(f"==> Worker pid {worker.pid}", flush=True)
        time.sleep(0.3)
    print(f"==> The server ended ({server.returncode})", flush=True)


def stop_all(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to finish, and insist after a while or at a second Ctrl-C."""
    for child in children:
        signal_group(child, signal.SIGTERM)
    try:
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children:
            child.wait(max(0.1, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, Stopped):
        for child in children:
            signal_group(child, signal.SIGKILL)


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Reach what a child started, too, also when the child itself is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


if __name__ == "__main__":
    sys.exit(main())
