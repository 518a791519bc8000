"""Lists as spreadsheets that no spreadsheet program mistakes for formulas."""

from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_formula(value: Any) -> Any:
    """Return text that would run as a formula with an apostrophe before it; the rest as it is."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class SafeExportMixin:
    """Quotes formulas in exported cells (CSV and XLSX)."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return without_formula(super().preprocess_field_value(field, value, export_format))  # type: ignore[misc]
