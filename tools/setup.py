#!/usr/bin/env python3
"""Make .venv fit requirements.txt (`setup.py run`) or requirements-dev.txt (`setup.py dev`).

What follows on the command line is then run by the Python of .venv: `setup.py run tools/run.py`.
Runs on the system's Python with nothing installed, so it uses the standard library only and syntax
that an old Python 3 can still read: whoever has one should get a sentence, not a traceback.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
NEEDED = (3, 11, 2)


def main(kind: str) -> float:
    """Create and fill .venv when it is missing or out of date; return the seconds it took."""
    started = time.monotonic()
    check_python()
    if kind == "run":
        check_port()
    locks = ["requirements.txt"] if kind == "run" else ["requirements.txt", "requirements-dev.txt"]
    if all(stamp(lock).is_file() and stamp(lock).read_text() == fingerprint(lock) for lock in locks):
        return 0.0
    make_venv()
    install(locks[-1])
    write_paths()
    for lock in locks:
        stamp(lock).write_text(fingerprint(lock))
    return time.monotonic() - started


def check_python() -> None:
    if sys.version_info < NEEDED:
        found = ".".join(str(part) for part in sys.version_info[:3])
        stop(
            f"Python {found} is too old: the shop needs 3.11.2 or newer.",
            "Install a newer one and name it: make run PYTHON=python3.12",
        )


def check_port() -> None:
    """Say at once, before minutes of installing, that the address is taken or cannot be had."""
    host, port = address()
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        stop(
            f"Port {port} on {host} cannot be used: {(error.strerror or 'unknown address').lower()}.",
            f"Stop the program that uses it, or choose another: make run PORT={int(port) + 1}",
        )


def address() -> tuple[str, str]:
    """Return HOST and PORT from the environment, else from .env, else the default."""
    values = {"HOST": "127.0.0.1", "PORT": "8000"}
    if (ROOT / ".env").is_file():
        for line in (ROOT / ".env").read_text().splitlines():
            name, _, value = line.partition("=")
            if name.strip() in values and value.strip():
                values[name.strip()] = value.strip().strip("\"'")
    values.update({name: os.environ[name] for name in values if os.environ.get(name)})
    if not values["PORT"].isdigit() or not 0 < int(values["PORT"]) < 65536:
        stop("PORT must be a number from 1 to 65535, got {!r}.".format(values["PORT"]), "")
    return values["HOST"], values["PORT"]


def make_venv() -> None:
    """Create .venv unless a working one of a good version is there."""
    python = VENV / "bin" / "python"
    if python.exists():
        test = f"import sys; sys.exit(sys.version_info < {NEEDED!r})"
        if subprocess.run([str(python), "-c", test], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        install_venv_package()
    say("Creating .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        stop(".venv could not be created.", "See the message above; is the disk full or read-only?")


def install_venv_package() -> None:
    """Debian keeps venv in a package of its own: install it as root, else say how."""
    package = f"python3.{sys.version_info[1]}-venv"
    command = f"apt-get install {package}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {package}, which Debian keeps apart from Python")
        for arguments in (["update", "-qq"], ["install", "-qq", "-y", package]):
            subprocess.run(["apt-get", *arguments], stdout=subprocess.DEVNULL, check=False)
        if subprocess.run([sys.executable, "-c", "import ensurepip"], check=False).returncode == 0:
            return
    stop("This Python has no venv module.", f"Install it and try again: sudo {command}")


def install(lock: str) -> None:
    python = str(VENV / "bin" / "python")
    steps = []
    if not (VENV / "bin" / "uv").exists():
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        steps.append([*pip, "--require-hashes", "-r", "tools/uv.txt"])
    steps.append(
        [str(VENV / "bin" / "uv"), "pip", "install", "--require-hashes", "--python", python, "-r", lock]
    )
    say(f"Installing the packages of {lock}")
    # A hard link from uv's cache is quickest; where that is another disk, a copy needs no warning.
    environment = {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", link_mode())}
    for step in steps:
        if subprocess.run(step, cwd=str(ROOT), env=environment, check=False).returncode != 0:
            stop(
                "The packages could not be installed; the message above says why.",
                "Is there a network, or a package index set for pip and uv? Then run the same command again.",
            )


def link_mode() -> str:
    cache = Path(os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    while not cache.exists():
        cache = cache.parent
    return "hardlink" if cache.stat().st_dev == VENV.stat().st_dev else "copy"


def write_paths() -> None:
    """Two lines that let every tool find the code: site/ is a folder, not a package."""
    for folder in VENV.glob("lib/python*/site-packages"):
        (folder / "lapidary.pth").write_text(f"{ROOT / 'site'}\n{ROOT}\n")


def stamp(lock: str) -> Path:
    return VENV / f".{lock}.sha256"


def fingerprint(lock: str) -> str:
    """The lock file, and where .venv stands: one that was moved or copied is filled anew."""
    return hashlib.sha256((ROOT / lock).read_bytes() + str(VENV).encode()).hexdigest()


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def stop(problem: str, remedy: str) -> NoReturn:
    sys.exit(f"\n{problem}\n{remedy}".rstrip())


if __name__ == "__main__":
    os.environ["INSTALL_SECONDS"] = f"{main(sys.argv[1] if len(sys.argv) > 1 else 'dev'):.1f}"
    if len(sys.argv) > 2:
        os.chdir(str(ROOT))
        python = str(VENV / "bin" / "python")
        os.execv(python, [python, *sys.argv[2:]])
