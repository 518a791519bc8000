"""What the staff does at the desk: one act is one transaction, and only on what was on the screen."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.desk.domain import Seen
from commerce.desk.selectors import screen
from commerce.ledger import selectors as ledger
from commerce.notifications import selectors as notifications
from commerce.orders import selectors as orders
from commerce.orders import services as order_services
from commerce.orders.enums import OrderAction, OrderStatus
from commerce.payments import services as payments
from gemkit.db import write_transaction
from gemkit.errors import DomainError


class OrderMovedOn(DomainError):
    """The order or its payment is not what the form was opened on."""

    code = "ORDER_MOVED_ON"
    message = _("This order has changed since you opened it.")


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter that an action would send."""

    recipient: str
    language: str
    subject: str
    text: str
    html: str


@write_transaction
def order_move(
    *, number: str, action: OrderAction, seen: Seen, actor: str, reason: str = "", waybill: str = ""
) -> OrderStatus:
    """Do an action on an order that still stands as it was ``seen``; returns its new status.

    Raises OrderMovedOn when it does not, or whatever refuses the action itself.
    """
    _check_seen(number, seen)
    return order_services.order_act(
        number=number,
        action=action,
        actor=actor,
        reason=reason,
        expected_status=seen.status,
        waybill=waybill,
    )


@write_transaction
def payment_record(*, number: str, seen: Seen, actor: str, reason: str = "") -> None:
    """Note that an order's money has come, if the order still stands as it was ``seen``."""
    _check_seen(number, seen)
    payments.payment_record(number=number, actor=actor, reason=reason)


def _check_seen(number: str, seen: Seen) -> None:
    known = orders.order_summary(number)
    if known is None:
        raise order_services.OrderNotFound()
    order_services.order_lock(order_id=known[0])
    order = orders.order_view(order_id=known[0], language="en")
    if order is None or screen.seen(order) != seen:
        raise OrderMovedOn(number=number)


@write_transaction
def order_rehearse(
    *, number: str, action: OrderAction, actor: str, reason: str = "", waybill: str = ""
) -> list[Preview]:
    """Return the letters that an action would send, by doing it and taking it all back.

    So a preview is the very letter, and what would be refused is refused here already.
    """
    known = orders.order_summary(number)
    if known is None:
        raise order_services.OrderNotFound()
    mails = ledger.mails_of("order", known[0])
    before = set(mails.values_list("pk", flat=True))
    with transaction.atomic():
        order_services.order_act(number=number, action=action, actor=actor, reason=reason, waybill=waybill)
        previews = [
            preview
            for pk in mails.exclude(pk__in=before).values_list("pk", flat=True)
            if (preview := _preview(pk)) is not None
        ]
        transaction.set_rollback(True)
    return previews


def _preview(mail_id: int) -> Preview | None:
    mail = ledger.mail(mail_id)
    letter = notifications.letter(mail) if mail is not None else None
    if mail is None or letter is None:
        return None
    return Preview(
        recipient=mail.recipient,
        language=mail.language,
        subject=letter.subject,
        text=letter.text,
        html=screen.own_address(letter.html),
    )
