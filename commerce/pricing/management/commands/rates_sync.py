"""Fetch the National Bank's rates by hand."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.pricing import services
from gemkit.errors import Unavailable


class Command(BaseCommand):
    help = "Fetch the National Bank's rates for a day. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date", type=dt.date.fromisoformat, help="YYYY-MM-DD; without it the newest rates"
        )
        parser.add_argument(
            "--force", action="store_true", help="ask even if the bank was asked a moment ago"
        )

    def handle(self, *, date: dt.date | None, force: bool, **options: Any) -> None:
        try:
            saved = services.rates_sync(on=date, is_forced=force)
        except Unavailable as error:
            raise CommandError(f"The bank gave no usable rates: {error}") from error
        self.stdout.write(f"{saved} rates saved")
