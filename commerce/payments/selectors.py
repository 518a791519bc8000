"""Reads of payments."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.orders.enums import PaymentMethod
from commerce.payments import domain
from commerce.payments.enums import PaymentStatus
from commerce.payments.models import Payment
from gemkit import formats
from gemkit.money import Money

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PaymentFault:
    """A payment that does not agree with its order."""

    number: str
    what: str
    stored: object
    expected: object


@dataclass(frozen=True, slots=True)
class PaymentOption:
    """One way to pay an order; ``reason`` says why an impossible one is impossible."""

    method: PaymentMethod
    title: str
    text: str
    is_possible: bool
    reason: str


def payment_options(*, goods: Money) -> list[PaymentOption]:
    """Return every way to pay goods worth ``goods``, in the order they are offered."""
    return [payment_option(method, goods=goods) for method in PaymentMethod]


def payment_option(method: PaymentMethod, *, goods: Money) -> PaymentOption:
    obstacle = domain.method_obstacle(method, goods=goods.amount, cod_limit=settings.COD_LIMIT_UAH)
    limit = formats.money(Money(settings.COD_LIMIT_UAH, "UAH"))
    return PaymentOption(
        method=method,
        title=str(method.label),
        text=_text(method),
        is_possible=not obstacle,
        reason=_("Not possible: the sum is over {limit}").format(limit=limit) if obstacle else "",
    )


def _text(method: PaymentMethod) -> str:
    if method == PaymentMethod.BANK_TRANSFER:
        days = settings.BANK_TRANSFER_DAYS
        return ngettext(
            "The invoice comes by e-mail; the goods wait for you %(days)d day",
            "The invoice comes by e-mail; the goods wait for you %(days)d days",
            days,
        ) % {"days": days}
    return _("You pay when you receive the parcel")


def reserved_until(method: PaymentMethod, *, placed_at: dt.datetime) -> dt.datetime | None:
    """Return until when units of an order wait for its money; None means until it is shipped."""
    return domain.reserved_until(method, placed_at=placed_at, transfer_days=settings.BANK_TRANSFER_DAYS)


def has_money(order_id: int) -> bool:
    """Whether anything was received for an order and not given back."""
    return any(
        captured > refunded
        for captured, refunded in Payment.objects.filter(order_id=order_id).values_list(
            "captured", "refunded"
        )
    )


def is_paid(order_id: int) -> bool:
    """Whether all of an order's money is here."""
    return any(
        captured - refunded >= amount
        for amount, captured, refunded in Payment.objects.filter(order_id=order_id).values_list(
            "amount", "captured", "refunded"
        )
    )


def payments_of(order_id: Any) -> QuerySet[Payment]:
    """Return an order's payments, the one that speaks for it first: what brought money, else the last.

    The id may be a reference to an outer query.
    """
    brought_money = Case(When(captured__gt=0, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Payment.objects.filter(order_id=order_id).order_by(brought_money, "-pk")


def payments_that_differ() -> list[PaymentFault]:
    """Return payments that ask for another sum than their order's, or whose status belies what was received."""
    faults = [
        PaymentFault(number, "payment", amount, total)
        for number, amount, total in Payment.objects.exclude(amount=F("order__total"))
        .order_by("pk")
        .values_list("order__number", "amount", "order__total")
    ]
    unpaid = Q(status__in=(PaymentStatus.PENDING, PaymentStatus.AUTHORIZED, PaymentStatus.FAILED))
    belied = unpaid & Q(captured__gt=0) | Q(status=PaymentStatus.PAID) & ~Q(captured=F("amount"))
    rows = Payment.objects.filter(belied).order_by("pk")
    faults += [
        PaymentFault(number, f"money of a payment that is {status}", captured, 0 if captured else amount)
        for number, status, captured, amount in rows.values_list(
            "order__number", "status", "captured", "amount"
        )
    ]
    returned = Payment.objects.annotate(back=Coalesce(Sum("refunds__amount"), ZERO)).order_by("pk")
    for number, refunded, back in returned.values_list("order__number", "refunded", "back"):
        if refunded != back.quantize(ZERO):  # compared here, because SQLite adds decimals as floats
            faults.append(PaymentFault(number, "money given back", refunded, back))
    return faults
