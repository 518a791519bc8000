"""Rules of payment: which ways are open for a sum, and how long the goods wait for the money."""

import datetime as dt
from decimal import Decimal

from commerce.orders.enums import PaymentMethod

TOO_DEAR = "TOO_DEAR"


def method_obstacle(method: PaymentMethod, *, goods: Decimal, cod_limit: Decimal) -> str:
    """Return why goods worth ``goods`` UAH cannot be paid by ``method``; empty when it can.

    The carrier collects money at hand-over only up to a limit; a bank transfer is always possible.
    """
    if method == PaymentMethod.CASH_ON_DELIVERY and goods > cod_limit:
        return TOO_DEAR
    return ""


def reserved_until(
    method: PaymentMethod, *, placed_at: dt.datetime, transfer_days: int
) -> dt.datetime | None:
    """Return until when units wait for the money; None where it comes with the parcel."""
    if method == PaymentMethod.BANK_TRANSFER:
        return placed_at + dt.timedelta(days=transfer_days)
    return None
