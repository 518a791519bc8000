#!/usr/bin/env python3
"""Run administrative commands of the shop."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    sys.path[:0] = [str(ROOT / "site")]  # site/ is a folder of code, not a package: Python owns the name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemsite.settings.production")
    from django.core.management import execute_from_command_line

    from gemkit.env import SettingsError

    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(f"Settings: {error}")


if __name__ == "__main__":
    main()
