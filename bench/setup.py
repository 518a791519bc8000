"""Starts Django on a throw-away data folder, with the demo and any number of further products."""

import os
import secrets
import sys
import tempfile
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
        "THROTTLE_SCALE": "100000",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "gemsite.settings.production",
    }


def start() -> tempfile.TemporaryDirectory[str]:
    """Set Django up, migrate and seed the demo; the folder lives as long as the answer is kept."""
    folder = tempfile.TemporaryDirectory(prefix="lapidary-bench-")
    os.environ.update(environment(folder.name))
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
    return folder
