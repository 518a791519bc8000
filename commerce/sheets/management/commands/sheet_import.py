"""Bring a sheet in: check it, tell what would change and what is wrong, and take it over when asked."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from commerce.sheets import selectors, services
from commerce.sheets.enums import SheetRowState, fault_text
from commerce.sheets.models import Sheet
from gemkit.errors import DomainError
from gemkit.progress import Bar

SHOWN = 50


class Command(BaseCommand):
    help = "Check a sheet of variants (CSV or XLSX); with --apply take it over. Ends with 1 on errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="take it over; without it nothing changes")
        parser.add_argument("--rows", action="store_true", help="leave out rows that cannot be taken over")
        parser.add_argument("--reason", default="sheet_import")
        parser.add_argument("--actor", default="system", help="who it is in the history")

    def handle(
        self, *, file: Path, apply: bool, rows: bool, reason: str, actor: str, verbosity: int, **options: Any
    ) -> None:
        try:
            sheet_id = services.sheet_start(
                name=file.name,
                content=file.read_bytes(),
                is_whole=not rows,
                reason=reason,
                groups=tuple(selectors.GROUPS),
                actor=actor,
            )
            self._watched("Checked", sheet_id, lambda: services.sheet_run(sheet_id), verbosity)
            sheet = Sheet.objects.get(pk=sheet_id)
            self._tell(sheet)
            if apply and sheet.changed:
                services.sheet_apply(sheet_id=sheet_id, actor=actor)
                self._watched("Taken over", sheet_id, lambda: services.sheet_run(sheet_id), verbosity)
        except (OSError, DomainError) as refusal:
            raise CommandError(getattr(refusal, "detail", str(refusal))) from refusal
        sheet.refresh_from_db()
        if sheet.note:
            raise CommandError(sheet.note)
        self.stdout.write(f"{sheet.get_state_display()}: {sheet.changed} changed, {sheet.refused} refused")
        if sheet.wrong and not rows:
            raise CommandError(f"{sheet.wrong} rows with errors", returncode=1)

    def _watched(self, title: str, sheet_id: int, work: Callable[[], None], verbosity: int) -> None:
        """Do the work of a large sheet here and not in the worker, with a bar; small ones are done already."""
        total = Sheet.objects.values_list("total", flat=True).get(pk=sheet_id)
        bar = Bar(title, total, self.stdout if verbosity else None)
        is_over = threading.Event()

        def look() -> None:
            while not is_over.wait(0.5):
                bar.at(Sheet.objects.values_list("done", flat=True).get(pk=sheet_id))
            connection.close()

        watcher = threading.Thread(target=look, daemon=True)
        if verbosity and self.stdout.isatty():
            watcher.start()
        try:
            work()
        finally:
            is_over.set()
            if watcher.is_alive():
                watcher.join()
        bar.end()

    def _tell(self, sheet: Sheet) -> None:
        for row in selectors.sheet_rows(sheet, show=SheetRowState.WRONG)[:SHOWN]:
            for column, code, value in row.faults:
                self.stderr.write(f"{row.number} {row.sku} {column}: {fault_text(code, value)}")
        for row in selectors.sheet_rows(sheet, show=SheetRowState.CHANGED)[:SHOWN]:
            told = ", ".join(
                f"{name}: {row.before.get(name, '')} → {text}" for name, text in row.after.items()
            )
            self.stdout.write(f"{row.number} {row.sku} {told}")
