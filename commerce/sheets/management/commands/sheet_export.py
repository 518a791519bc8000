"""Write prices, stock and attributes of variants into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from commerce.pricing.selectors.reprice import choice_read, chosen_variants
from commerce.sheets import services
from commerce.sheets.domain.files import csv_write, xlsx_write
from commerce.sheets.selectors import GROUPS
from commerce.sheets.viewsets import NUMBERS
from gemkit.progress import Progress


class Command(BaseCommand):
    help = "Export variants as CSV or XLSX (told by the file's name)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--filter", default="all=1", help="as in an address: stone=sapphire&in_stock=1")
        parser.add_argument("--skus", default="", help="separated by commas")
        parser.add_argument("--columns", nargs="+", choices=list(GROUPS), default=list(GROUPS))

    def handle(
        self, *, file: Path, filter: str, skus: str, columns: list[str], verbosity: int, **options: Any
    ) -> None:
        choice, problems = choice_read(QueryDict("" if skus and filter == "all=1" else filter), skus=skus)
        if problems:
            raise CommandError("; ".join(f"{problem.attr}: {problem.text}" for problem in problems))
        ids = chosen_variants(choice)
        rows = services.sheet_export(variant_ids=ids, groups=tuple(columns))
        told = Progress(self.stdout if verbosity else None).each("Variants", rows, total=len(ids))
        if file.suffix.lower() == ".xlsx":
            file.write_bytes(xlsx_write(told, numbers=NUMBERS))
        else:
            with file.open("w", encoding="utf-8", newline="") as out:
                out.writelines(csv_write(told))
