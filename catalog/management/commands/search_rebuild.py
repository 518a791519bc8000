"""`manage.py search_rebuild`: every document of search, from its source."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.search import services
from gemkit.progress import Progress


class Command(BaseCommand):
    help = "Bring all search documents up to date; safe to run at any time. --clear begins with none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clear", action="store_true", help="delete every document and known word first")

    def handle(self, *, clear: bool, verbosity: int, **options: Any) -> None:
        started = time.monotonic()
        progress = Progress(self.stdout if verbosity else None)
        touched = services.rebuild(clear=clear, each=progress.each)
        if verbosity:
            counts = ", ".join(f"{name} {number}" for name, number in touched.items())
            self.stdout.write(f"    Rows written or deleted: {counts}; {time.monotonic() - started:.1f} s")
