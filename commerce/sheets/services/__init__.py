"""Writes of sheets, the only door for other areas."""

from commerce.sheets.services.applying import (
    SheetHasErrors,
    SheetMoved,
    SheetMovedOn,
    sheet_apply,
    sheet_run,
    sheets_forget,
)
from commerce.sheets.services.checking import SheetRefused, sheet_check, sheet_start
from commerce.sheets.services.exporting import sheet_export

__all__ = [
    "SheetHasErrors", "SheetMoved", "SheetMovedOn", "SheetRefused", "sheet_apply", "sheet_check", "sheet_export",
    "sheet_run", "sheet_start", "sheets_forget",
]  # fmt: skip
