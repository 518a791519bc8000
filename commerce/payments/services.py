"""Writes of payments. A status moves by one conditional UPDATE; every move leaves an audit row."""

from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commerce.inventory import services as inventory
from commerce.ledger import services as ledger
from commerce.orders import selectors as orders
from commerce.orders import services as order_services
from commerce.orders.enums import OrderAction, OrderStatus, PaymentMethod
from commerce.payments import domain, selectors
from commerce.payments.enums import PaymentStatus
from commerce.payments.models import Payment, Refund
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.money import Money


class PaymentNotAllowed(DomainError):
    """This order cannot be paid this way."""

    code = "PAYMENT_NOT_ALLOWED"
    message = _("This way to pay is not possible: {reason}.")
    attr = "payment_method"


class PaymentMissing(DomainError):
    """The order's money is not here yet."""

    code = "PAYMENT_MISSING"
    message = _("The payment has not been received yet. Record it first.")
    attr = "action"


class PaymentNotOpen(DomainError):
    """The order does not wait for a payment (any more)."""

    code = "PAYMENT_NOT_OPEN"
    message = _("This order does not wait for a payment.")


class RefundNotPossible(DomainError):
    """More cannot go back than came."""

    code = "REFUND_NOT_POSSIBLE"
    message = _("At most {left} ₴ of this order's money can be given back.")
    attr = "amount"


def payment_check(*, method: PaymentMethod, goods: Money) -> None:
    """Raise PaymentNotAllowed when goods worth ``goods`` cannot be paid for by ``method``."""
    option = selectors.payment_option(method, goods=goods)
    if not option.is_possible:
        raise PaymentNotAllowed(reason=option.reason, method=method.value)


def payment_create(*, order_id: int, method: PaymentMethod, amount: Money) -> int:
    """Write what is owed for a new order; part of the checkout's transaction."""
    return Payment.objects.create(order_id=order_id, method=method.value, amount=amount.amount).pk


@write_transaction
def payment_record(*, number: str, actor: str, reason: str = "") -> None:
    """Note that all the money for an order has come (a bank transfer seen on the account).

    The goods then wait for as long as it takes. Raises PaymentNotOpen for an order that is paid,
    cancelled or unknown to payments.
    """
    known = orders.order_summary(number)
    if known is None:
        raise order_services.OrderNotFound()
    order_id = known[0]
    if order_services.order_lock(order_id=order_id) == OrderStatus.CANCELLED:
        raise PaymentNotOpen(number=number)
    if not _capture(order_id, number=number, actor=actor, reason=reason):
        raise PaymentNotOpen(number=number)
    inventory.reservations_keep(order_line_ids=orders.line_ids(order_id))


@write_transaction
def refund_record(*, number: str, key: str, amount: Decimal, actor: str, reason: str = "") -> bool:
    """Note that ``amount`` UAH of an order's money went back; False when ``key`` was noted before.

    The bank is told by a person: this is the shop's record of it. Raises RefundNotPossible when more would go
    back than came.
    """
    known = orders.order_summary(number)
    if known is None:
        raise order_services.OrderNotFound()
    order_services.order_lock(order_id=known[0])  # of two at once the second sees what the first noted
    payment = Payment.objects.filter(order_id=known[0], captured__gt=0).first()
    if payment is None:
        raise RefundNotPossible(left=Decimal("0.00"))
    if Refund.objects.filter(payment=payment, key=key).exists():
        return False
    left = payment.captured - payment.refunded
    # Added here, because SQLite adds decimals as floats; nobody else may have added in the meantime.
    unchanged = Payment.objects.filter(pk=payment.pk, refunded=payment.refunded)
    if not 0 < amount <= left or unchanged.update(refunded=payment.refunded + amount) != 1:
        raise RefundNotPossible(left=left)
    old, new = (
        PaymentStatus(payment.status),
        domain.status_after_refund(payment.status, is_all=amount == left),
    )
    Payment.objects.filter(pk=payment.pk).update(status=new)
    Refund.objects.create(payment=payment, key=key[:80], amount=amount, actor=actor[:120])
    ledger.audit(
        actor=actor,
        kind="payment",
        object_type="order",
        object_id=number,
        before={"payment_status": old.value, "refunded": payment.refunded},
        after={"payment_status": new.value, "refunded": payment.refunded + amount},
        reason=reason,
    )
    return True


def _capture(order_id: int, *, number: str, actor: str, reason: str) -> bool:
    return _move(
        order_id,
        PaymentStatus.PENDING,
        PaymentStatus.PAID,
        number=number,
        actor=actor,
        reason=reason,
        captured=F("amount"),
        paid_at=now(),
    )


def _move(
    order_id: int,
    old: PaymentStatus,
    new: PaymentStatus,
    *,
    number: str,
    actor: str,
    reason: str,
    **changes: Any,
) -> bool:
    """Move the order's payment from ``old`` to ``new``; False when none is in ``old``."""
    if Payment.objects.filter(order_id=order_id, status=old).update(status=new, **changes) != 1:
        return False
    ledger.audit(
        actor=actor,
        kind="payment",
        object_type="order",
        object_id=number,
        before={"payment_status": old.value},
        after={"payment_status": new.value},
        reason=reason,
    )
    return True


@write_transaction
def payment_follow(*, order_id: int, to_status: OrderStatus, actor: str, reason: str) -> None:
    """Let the payment follow its order's move, or refuse the move.

    Cash on delivery is paid by receiving the parcel. Goods on bank transfer leave only when paid, and
    no order is completed before its money is here. Cancelling closes what was owed; money that came
    already is flagged for a person to give back.
    """
    number = orders.order_number(order_id)
    method = orders.payment_method(order_id)
    if to_status == OrderStatus.SHIPPED and method == PaymentMethod.BANK_TRANSFER:
        _need_money(order_id, number)
    elif to_status == OrderStatus.DELIVERED and method == PaymentMethod.CASH_ON_DELIVERY:
        _capture(order_id, number=number, actor=actor, reason=reason)
    elif to_status == OrderStatus.COMPLETED:
        _need_money(order_id, number)
    elif to_status == OrderStatus.CANCELLED:
        for old, new in (
            (PaymentStatus.PENDING, PaymentStatus.FAILED),
            (PaymentStatus.PAID, PaymentStatus.NEEDS_ATTENTION),
        ):
            _move(order_id, old, new, number=number, actor=actor, reason=reason)


def _need_money(order_id: int, number: str) -> None:
    if not selectors.is_paid(order_id):
        raise PaymentMissing(number=number)


@write_transaction
def order_expire(*, order_line_id: int) -> None:
    """Cancel an order whose reserved time is over, unless its money came meanwhile or it is on its way."""
    known = orders.order_of_line(order_line_id)
    if known is None:
        return
    order_id, number = known
    status = order_services.order_lock(order_id=order_id)
    if selectors.has_money(order_id) or status not in {
        OrderStatus.PLACED,
        OrderStatus.CONFIRMED,
        OrderStatus.PACKED,
    }:
        return
    order_services.order_act(
        number=number,
        action=OrderAction.CANCEL,
        actor="system",
        reason=str(_("The payment did not come in time.")),
        expected_status=status,
    )
