"""Reads of inventory. Other areas use what is named here."""

from commerce.inventory.selectors.levels import LowRow, levels_crossed, low_count, low_rows
from commerce.inventory.selectors.pages import LedgerPage, LedgerRow, PromisedRow, ledger_page
from commerce.inventory.selectors.stock import (
    Fault,
    Stock,
    availability,
    availability_of,
    free_quantity,
    invariant_faults,
    ordered_quantity,
    reservations_due,
    stock_is_untouched,
    stock_movements,
    stock_of,
    stock_states,
)
from commerce.inventory.selectors.takes import TakeRow, TakeSummary, take_list, take_rows

__all__ = [
    "Fault",
    "LedgerPage",
    "LedgerRow",
    "LowRow",
    "PromisedRow",
    "Stock",
    "TakeRow",
    "TakeSummary",
    "availability",
    "availability_of",
    "free_quantity",
    "invariant_faults",
    "ledger_page",
    "levels_crossed",
    "low_count",
    "low_rows",
    "ordered_quantity",
    "reservations_due",
    "stock_is_untouched",
    "stock_movements",
    "stock_of",
    "stock_states",
    "take_list",
    "take_rows",
]
