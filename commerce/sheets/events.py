"""What others may hear from sheets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetQueued:
    """A sheet waits for the worker."""

    sheet_id: int
