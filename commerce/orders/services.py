"""Writes of orders: an order is made once, then only moves, one named action at a time."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from commerce.inventory import services as inventory
from commerce.ledger import services as ledger
from commerce.orders import selectors
from commerce.orders.domain import NUMBER, OrderDraft
from commerce.orders.enums import NEXT, TARGET, OrderAction, OrderStatus
from commerce.orders.events import OrderMoved
from commerce.orders.models import Order, OrderAdjustment, OrderHistory, OrderLine
from commerce.pricing.domain import Adjustment
from commerce.promotions import services as promotions
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish
from gemkit.tokens import order_number


class OrderNotFound(DomainError):
    """No such order, or not yours: both read the same."""

    code = "not_found"
    message = _("There is no such order.")
    status = 404


class TransitionNotAllowed(DomainError):
    """The order's status does not lead there."""

    code = "TRANSITION_NOT_ALLOWED"
    message = _("An order that is “{old_text}” cannot become “{new_text}”.")
    attr = "action"


class StaleOrder(DomainError):
    """Somebody else moved the order first."""

    code = "STALE_ORDER"
    message = _("Somebody has changed this order in the meantime. It is “{old_text}” now.")
    attr = "action"


class CancelTooLate(DomainError):
    """The buyer cannot cancel any more."""

    code = "CANCEL_TOO_LATE"
    message = _("This order is being prepared, so it cannot be cancelled here. Please call us.")


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A written order; ``line_ids`` are in the order of the draft's lines."""

    id: int
    number: str
    line_ids: tuple[int, ...]


def order_create(*, draft: OrderDraft, actor: str = "buyer") -> NewOrder:
    """Write an order with its lines, first history row and audit; part of the checkout's transaction.

    The caller attaches stock, parcel and payment, and publishes `OrderPlaced` when all is there.
    """
    order = Order.objects.create(
        number=order_number(),
        cart_id=draft.cart_id,
        customer_id=draft.customer_id,
        language=draft.language,
        email=draft.contact.email,
        phone=draft.contact.phone,
        first_name=draft.contact.first_name,
        last_name=draft.contact.last_name,
        comment=draft.comment,
        delivery_method=draft.delivery_method,
        delivery_city=draft.delivery_city,
        delivery_place=draft.delivery_place,
        delivery_city_ref=draft.delivery_city_ref,
        delivery_warehouse_ref=draft.delivery_warehouse_ref,
        payment_method=draft.payment_method,
        subtotal=draft.subtotal.amount,
        discount=draft.discount.amount,
        delivery_cost=draft.delivery_cost.amount,
        total=draft.total.amount,
        display_currency=draft.display_currency,
        display_rate=draft.display_rate,
        display_rate_date=draft.display_rate_date,
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            variant_id=line.variant_id,
            sku=line.sku,
            name_uk=line.name_uk,
            name_en=line.name_en,
            facts_uk=line.facts_uk,
            facts_en=line.facts_en,
            picture=line.picture,
            quantity=line.quantity,
            unit_price=line.unit_price.amount,
            unit_price_usd=line.unit_price_usd,
            rate=line.rate,
            rate_date=line.rate_date,
            rate_source=line.rate_source,
            rounding=line.rounding,
            line_total=line.line_total.amount,
        )
        for line in draft.lines
    )
    _adjustments_write(order, draft, lines)
    OrderHistory.objects.create(order=order, to_status=OrderStatus.PLACED, actor=actor)
    ledger.audit(
        actor=actor,
        kind="order",
        object_type="order",
        object_id=order.number,
        after={"status": OrderStatus.PLACED.value, "total": draft.total.amount, "currency": "UAH"},
    )
    return NewOrder(order.pk, order.number, tuple(line.pk for line in lines))


def _adjustments_write(order: Order, draft: OrderDraft, lines: list[OrderLine]) -> None:
    """Copy every discount of a draft: its name is what the buyer saw, whatever becomes of the rule."""
    found: list[tuple[OrderLine | None, Adjustment]] = [
        (row, one) for row, line in zip(lines, draft.lines, strict=True) for one in line.adjustments
    ]
    found += [(None, one) for one in draft.delivery_adjustments]
    OrderAdjustment.objects.bulk_create(
        OrderAdjustment(
            order=order,
            line=line,
            code=one.code[:40],
            name_uk=one.names["uk"],
            name_en=one.names["en"],
            stage=one.stage.name.lower(),
            kind=one.kind.value,
            value=one.value,
            amount=one.amount,
            at_most=one.at_most,
        )
        for line, one in found
    )


@write_transaction
def order_lock(*, order_id: int) -> OrderStatus:
    """Hold the order's row until the transaction ends, for an act that must see it stand still."""
    return OrderStatus(Order.objects.select_for_update().values_list("status", flat=True).get(pk=order_id))


@write_transaction
def order_act(
    *,
    number: str,
    action: str,
    actor: str,
    reason: str = "",
    expected_status: str | None = None,
    waybill: str = "",
) -> OrderStatus:
    """Do one named action on an order and return its new status.

    Shipping books the units out, cancelling gives them and the uses of coupons back; payments, parcels and
    mails follow by `OrderMoved`, and any of them may refuse. ``expected_status`` is what the actor saw on the screen.
    """
    order = (
        Order.objects.filter(number=number).only("pk", "status").first() if NUMBER.fullmatch(number) else None
    )
    if order is None:
        raise OrderNotFound()
    old, new = OrderStatus(order.status), TARGET[OrderAction(action)]
    if expected_status is not None and old != expected_status:
        raise StaleOrder(number=number, status=old.value, old_text=str(old.label))
    if new not in NEXT[old]:
        raise TransitionNotAllowed(
            number=number, old=old.value, new=new.value, old_text=str(old.label), new_text=str(new.label)
        )
    if Order.objects.filter(pk=order.pk, status=old).update(status=new, updated_at=now()) != 1:
        raise StaleOrder(number=number, status=old.value, old_text=str(old.label))
    OrderHistory.objects.create(
        order=order, from_status=old, to_status=new, actor=actor[:120], reason=reason[:300]
    )
    ledger.audit(
        actor=actor,
        kind="order",
        object_type="order",
        object_id=number,
        before={"status": old.value},
        after={"status": new.value},
        reason=reason,
    )
    # Payment and parcel hear of it before the stock moves: rows are locked order, payment, stock, coupon.
    publish(
        OrderMoved(
            order_id=order.pk, from_status=old, to_status=new, actor=actor, reason=reason, waybill=waybill
        )
    )
    if new == OrderStatus.SHIPPED:
        inventory.reservations_consume(order_line_ids=selectors.line_ids(order.pk), actor=actor)
    elif new == OrderStatus.CANCELLED:
        inventory.reservations_release(order_line_ids=selectors.line_ids(order.pk))
        promotions.redemption_cancel(order_id=order.pk, actor=actor)
    return new


@write_transaction
def order_cancel_by_buyer(*, number: str, reason: str = "") -> None:
    """Cancel an order for its buyer, which is possible until the shop confirms it."""
    known = selectors.order_summary(number)
    if known is None:
        raise OrderNotFound()
    if known[1] != OrderStatus.PLACED:
        raise CancelTooLate(status=known[1].value)
    try:
        order_act(
            number=number,
            action=OrderAction.CANCEL,
            actor="buyer",
            reason=reason,
            expected_status=OrderStatus.PLACED,
        )
    except StaleOrder as error:
        raise CancelTooLate(status=error.extra["status"]) from error


@write_transaction
def order_link_revoke(*, number: str, actor: str, reason: str = "") -> None:
    """Make every link to the order that was given out so far worthless."""
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise OrderNotFound()
    order.token_version += 1
    order.save(update_fields=["token_version", "updated_at"])
    ledger.audit(
        actor=actor,
        kind="order",
        object_type="order",
        object_id=number,
        after={"link": "revoked"},
        reason=reason,
    )


@write_transaction
def orders_claim(*, email: str, customer_id: int) -> int:
    """Make a customer the owner of the guest orders with an address that is shown to be theirs; returns how many."""
    return Order.objects.filter(customer=None, email__iexact=email).update(customer_id=customer_id)
