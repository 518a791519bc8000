"""Reads for the lists of the desk. Every list is one query, whatever its size."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.desk import domain
from commerce.desk.enums import PaymentFilter
from commerce.orders import selectors as orders
from commerce.orders.enums import OrderStatus, PaymentMethod
from commerce.payments import selectors as payments
from commerce.payments.enums import PaymentStatus
from gemkit.clock import now

OPEN = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.PACKED)
Orders = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for the staff; ``query`` makes the list of exactly these orders."""

    title: str
    count: int
    query: str
    is_urgent: bool = False


def order_rows() -> Orders:
    """Return all orders with what the list shows: ``buyer``, ``items``, ``payment_status``, ``status_rank``."""
    items = orders.order_lines(OuterRef("pk")).order_by().values("order").annotate(count=Sum("quantity"))
    ranks = [When(status=status, then=Value(rank)) for rank, status in enumerate(OrderStatus)]
    return orders.order_queryset().annotate(
        buyer=Concat("last_name", Value(" "), "first_name"),
        items=Subquery(items.values("count")),
        payment_status=Subquery(payments.payments_of(OuterRef("pk")).values("status")[:1]),
        status_rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),
    )


def with_payment(rows: Orders, states: Collection[str]) -> Orders:
    """Return those of ``rows`` (of `order_rows`) whose money is in one of ``states`` (`PaymentFilter`)."""
    condition = Q(payment_status__in=[state for state in states if state != PaymentFilter.OVERDUE])
    if PaymentFilter.OVERDUE in states:
        condition |= _overdue()
    return rows.filter(condition)


def _overdue() -> Q:
    deadline = now() - dt.timedelta(days=settings.BANK_TRANSFER_DAYS)
    return Q(
        payment_method=PaymentMethod.BANK_TRANSFER,
        payment_status=PaymentStatus.PENDING,
        placed_at__lt=deadline,
        status__in=OPEN,
    )


def order_search(rows: Orders, text: str) -> Orders:
    """Return orders by number, phone, e-mail, buyer's name, SKU or waybill, or a part of one."""
    typed = text.strip()[: domain.SEARCH_LENGTH]
    if not typed:
        return rows
    digits = domain.search_digits(typed)
    found = (
        Q(number__icontains=domain.order_number_typed(typed))
        | Q(email__icontains=typed)
        | Q(shipment__waybill__icontains=digits or typed)
        | Exists(orders.order_lines(OuterRef("pk")).filter(sku__icontains=typed))
        | _named(typed.split()[: domain.SEARCH_WORDS])
    )
    return rows.filter(found | Q(phone__contains=digits) if digits else found)


def _named(words: list[str]) -> Q:
    """Every word stands in the first or the last name."""
    name = Q()
    for word in words:
        cases = [
            Q(first_name__icontains=form) | Q(last_name__icontains=form) for form in domain.letter_cases(word)
        ]
        either = cases[0]
        for case in cases[1:]:
            either |= case
        name &= either
    return name


def needs() -> list[Need]:
    """Return what waits for the staff, also where nothing does."""
    waiting = order_rows().filter(status__in=OPEN)
    counts = waiting.aggregate(
        confirm=Count("pk", filter=Q(status=OrderStatus.PLACED)),
        pack=Count("pk", filter=Q(status=OrderStatus.CONFIRMED)),
        ship=Count("pk", filter=Q(status=OrderStatus.PACKED)),
        overdue=Count("pk", filter=_overdue()),
    )
    attention = with_payment(order_rows(), [PaymentFilter.NEEDS_ATTENTION]).count()
    return [
        Need(pgettext("orders", "to confirm"), counts["confirm"], f"status={OrderStatus.PLACED}"),
        Need(pgettext("orders", "to pack"), counts["pack"], f"status={OrderStatus.CONFIRMED}"),
        Need(pgettext("orders", "to ship"), counts["ship"], f"status={OrderStatus.PACKED}"),
        Need(_("transfers are late"), counts["overdue"], f"payment={PaymentFilter.OVERDUE}", is_urgent=True),
        Need(
            _("payments to look into"), attention, f"payment={PaymentFilter.NEEDS_ATTENTION}", is_urgent=True
        ),
    ]


def recent_orders(limit: int = 6) -> list[Any]:
    """Return the latest orders as rows."""
    return list(order_rows().order_by("-placed_at", "-pk")[:limit])
