"""What sheets leave to the worker, inside the same transaction."""

from commerce.sheets import tasks
from commerce.sheets.events import SheetQueued
from gemkit.events import subscribe


@subscribe(SheetQueued)
def run_sheet(event: SheetQueued) -> None:
    tasks.sheet_run.enqueue(sheet_id=event.sheet_id)
