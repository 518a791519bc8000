"""`manage.py demo_seed`: the demo shop."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gemkit.errors import DomainError
from gemkit.progress import Progress
from home.demo.seed import reset, seed


class Command(BaseCommand):
    help = "Fill the shop with the demo (safe to run again). --reset empties it first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty the database first")
        parser.add_argument("--force", action="store_true", help="reset even if there are orders")
        parser.add_argument(
            "--hide-logins", action="store_true", help="do not print the logins, only keep them"
        )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        started = time.monotonic()
        try:
            if options["reset"]:
                reset(force=options["force"])
            logins = seed(progress=Progress(self.stdout if verbosity else None))
        except DomainError as error:
            raise CommandError(error.detail) from error
        if verbosity:
            self.stdout.write(f"    Demo ready in {time.monotonic() - started:.1f} s")
        if logins:
            self._keep(logins, shown=bool(verbosity) and not options["hide_logins"])

    def _keep(self, logins: dict[str, str], *, shown: bool) -> None:
        target = settings.VAR / "demo-logins.txt"
        lines = [f"{email}  {password}" for email, password in logins.items()]
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
            file.write("\n".join(lines) + "\n")
        if shown:
            self.stdout.write("    Logins (shown once, kept in demo-logins.txt of the data folder):")
            for line in lines:
                self.stdout.write(f"      {line}")
