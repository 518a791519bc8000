"""Writes of inventory."""

from commerce.inventory.services.levels import LowAtInvalid, low_at_set, stock_watch
from commerce.inventory.services.returns import ReturnNotPossible, stock_return
from commerce.inventory.services.stock import (
    OutOfStock,
    ReservationEnded,
    StockBelowReserved,
    StockChangeInvalid,
    reservations_attach,
    reservations_consume,
    reservations_expire,
    reservations_keep,
    reservations_release,
    stock_correct,
    stock_count,
    stock_forget,
    stock_receive,
    stock_reserve,
)
from commerce.inventory.services.takes import (
    TakeClosed,
    TakeEmpty,
    TakeTooLarge,
    take_apply,
    take_close,
    take_count,
    take_start,
)

__all__ = [
    "LowAtInvalid",
    "OutOfStock",
    "ReservationEnded",
    "ReturnNotPossible",
    "StockBelowReserved",
    "StockChangeInvalid",
    "TakeClosed",
    "TakeEmpty",
    "TakeTooLarge",
    "low_at_set",
    "reservations_attach",
    "reservations_consume",
    "reservations_expire",
    "reservations_keep",
    "reservations_release",
    "stock_correct",
    "stock_count",
    "stock_forget",
    "stock_receive",
    "stock_reserve",
    "stock_return",
    "stock_watch",
    "take_apply",
    "take_close",
    "take_count",
    "take_start",
]
