"""Rules of payment: which ways are open for a sum, and how long the goods wait for the money."""

import datetime as dt
from decimal import Decimal

from commerce.orders.enums import PaymentMethod
from commerce.payments.enums import PaymentStatus

TOO_DEAR = "TOO_DEAR"


def method_obstacle(method: PaymentMethod, *, goods: Decimal, cod_limit: Decimal) -> str:
    """Return why goods worth ``goods`` UAH cannot be paid by ``method``; empty when it can.

    The carrier collects money at hand-over only up to a limit; a bank transfer is always possible.
    """
    if method == PaymentMethod.CASH_ON_DELIVERY and goods > cod_limit:
        return TOO_DEAR
    return ""


def status_after_refund(status: str, *, is_all: bool) -> PaymentStatus:
    """Return where a payment stands once money went back.

    What waits for a person (the money of a cancelled order) waits until all of it is back.
    """
    if is_all:
        return PaymentStatus.REFUNDED
    return (
        PaymentStatus(status) if status == PaymentStatus.NEEDS_ATTENTION else PaymentStatus.PARTIALLY_REFUNDED
    )


def reserved_until(
    method: PaymentMethod, *, placed_at: dt.datetime, transfer_days: int
) -> dt.datetime | None:
    """Return until when units wait for the money; None where it comes with the parcel."""
    if method == PaymentMethod.BANK_TRANSFER:
        return placed_at + dt.timedelta(days=transfer_days)
    return None
