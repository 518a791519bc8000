"""Starts Django on a throw-away data folder, with the demo and any number of further products."""

import argparse
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(folder: str) -> dict[str, str]:
    """Return the variables of a shop that lives in ``folder`` and has nothing to do with yours."""
    return {
        "DATA_DIR": folder,
        "SECRET_KEY": secrets.token_hex(32),
        "ORDER_LINK_KEY": secrets.token_hex(32),
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
        "DEBUG": "0",
        "NBU_ENABLED": "0",
        "PAGE_CACHE_MB": "0",
        "THROTTLE_SCALE": "100000",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "gemsite.settings.production",
    }


def start(kept: str = "") -> tempfile.TemporaryDirectory[str] | None:
    """Set Django up, migrate and seed the demo, in the folder ``kept`` or in one that lives as long as the answer."""
    folder = None if kept else tempfile.TemporaryDirectory(prefix="lapidary-bench-")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(folder.name if folder else str(Path(kept).resolve())))
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from catalog.models import Product

    if not Product.objects.exists():
        call_command("demo_seed", verbosity=0)
    from gemsite.gunicorn import collect_rarely

    collect_rarely()  # as in the processes that serve
    return folder


def run(report: Callable[[int], object], *, doc: str, repeat: int) -> None:
    """Call ``report`` with ``--repeat`` (else ``repeat``) on a shop of its own, which then goes away."""
    parser = argparse.ArgumentParser(description=doc.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=repeat)
    repeat = parser.parse_args().repeat
    folder = start()
    report(repeat)
    if folder is not None:
        folder.cleanup()
