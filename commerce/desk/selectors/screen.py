"""One order with everything the staff needs to know of it, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from commerce.delivery.enums import ShipmentStatus
from commerce.desk.domain import Seen
from commerce.desk.enums import MAIL_TITLES
from commerce.ledger import selectors as ledger
from commerce.ledger.enums import MailStatus
from commerce.orders import selectors as orders
from commerce.orders.enums import TARGET, OrderAction, OrderStatus, PaymentMethod
from commerce.orders.selectors import OrderLineView, OrderView
from commerce.payments import selectors as payments
from commerce.payments.enums import PaymentStatus
from commerce.pricing.enums import RateSource
from gemkit.money import Money

UAH = "UAH"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``kind`` is ``status``, ``payment``, ``mail`` or ``change``."""

    at: dt.datetime
    kind: str
    title: str
    actor: str
    actor_text: str
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How the price of a line was made when it was sold; ``rounding`` is what rounding added."""

    line: OrderLineView
    url: str
    source: str
    rounding: Money | None

    @property
    def is_set_by_hand(self) -> bool:
        return self.line.rate is None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One attempt to pay."""

    method: str
    status: str
    status_text: str
    amount: Money
    captured: Money
    refunded: Money
    created_at: dt.datetime
    paid_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OrderScreen:
    """Everything on the desk's screen of one order. ``seen`` goes into every form on it."""

    order: OrderView
    snapshots: tuple[Snapshot, ...]
    payments: tuple[PaymentRow, ...]
    timeline: tuple[Entry, ...]
    seen: Seen
    shipment_text: str
    actions: tuple[OrderAction, ...]
    can_record_payment: bool

    @property
    def can_step(self) -> bool:
        return bool(self.actions) or self.can_record_payment

    @property
    def last_act(self) -> Entry:
        """The latest move of the order or its payment."""
        return [entry for entry in self.timeline if entry.kind in {"status", "payment"}][-1]

    def is_done(self, action: str) -> bool:
        return action in OrderAction.values and self.order.status == TARGET[OrderAction(action)]


def order_screen(number: str, *, language: str) -> OrderScreen | None:
    """Return the screen of an order; None for an unknown number."""
    order = orders.order_view(number=number, language=language)
    if order is None:
        return None
    return OrderScreen(
        order=order,
        snapshots=_snapshots(order, language),
        payments=_payments(order),
        timeline=_timeline(order),
        seen=seen(order),
        shipment_text=str(ShipmentStatus(order.delivery.status).label) if order.delivery.status else "",
        actions=order.actions,
        can_record_payment=order.payment.is_due and order.status != OrderStatus.CANCELLED,
    )


def seen(order: OrderView) -> Seen:
    return Seen(order.status.value, order.payment.status)


def seen_text(seen: Seen) -> str:
    """Return what was seen in words; empty for a form that was tampered with."""
    if seen.status not in OrderStatus.values or seen.payment not in PaymentStatus.values:
        return ""
    return f"{OrderStatus(seen.status).label}, {PaymentStatus(seen.payment).label}"


def _snapshots(order: OrderView, language: str) -> tuple[Snapshot, ...]:
    known = catalog.variant_summaries(
        [line.variant_id for line in order.lines if line.variant_id is not None], language=language
    )
    made = []
    for line in order.lines:
        summary = known.get(line.variant_id) if line.variant_id is not None else None
        is_shown = summary is not None and summary.is_purchasable
        made.append(
            Snapshot(
                line=line,
                url=summary.url if summary is not None and is_shown else "",
                source=str(RateSource(line.rate_source).label)
                if line.rate_source in RateSource.values
                else line.rate_source,
                rounding=_rounding(line),
            )
        )
    return tuple(made)


def _rounding(line: OrderLineView) -> Money | None:
    if line.rate is None or line.unit_price_usd is None:
        return None
    exact = (line.unit_price_usd.amount * line.rate).quantize(Decimal("0.01"))
    return Money(line.unit_price.amount - exact, UAH)


def _payments(order: OrderView) -> tuple[PaymentRow, ...]:
    return tuple(
        PaymentRow(
            method=str(PaymentMethod(row.method).label) if row.method in PaymentMethod.values else row.method,
            status=row.status,
            status_text=str(row.get_status_display()),
            amount=Money(row.amount, UAH),
            captured=Money(row.captured, UAH),
            refunded=Money(row.refunded, UAH),
            created_at=row.created_at,
            paid_at=row.paid_at,
        )
        for row in payments.payments_of(order.id)
    )


def _timeline(order: OrderView) -> tuple[Entry, ...]:
    """Return history, payments, mails and other audited changes, the oldest first."""
    moves = [
        Entry(
            at=event.at,
            kind="status",
            title=str(OrderStatus(event.to_status).label),
            actor=event.actor,
            actor_text="",
            note=event.reason,
            state=event.to_status,
        )
        for event in order.timeline
    ]
    acts = [*moves, *_audited(order)]
    names = ledger.actor_texts(entry.actor for entry in acts)
    named = [replace(entry, actor_text=names[entry.actor]) for entry in acts]
    return tuple(sorted([*named, *_mails(order)], key=lambda entry: entry.at))


def _audited(order: OrderView) -> list[Entry]:
    """Return audited changes but the moves of the order, which its history tells."""
    entries = []
    for row in ledger.audit_of("order", order.number):
        after = row.after or {}
        if row.kind == "order" and "status" in after:
            continue
        status = after.get("payment_status", "")
        is_payment = status in PaymentStatus.values
        if is_payment:
            title = _("Payment: {status}").format(status=PaymentStatus(status).label)
        elif after.get("link") == "revoked":
            title = _("Links given out so far no longer open the order")
        else:
            title = f"{row.kind}: {', '.join(f'{key} {value}' for key, value in after.items())}"
        entries.append(
            Entry(
                at=row.at,
                kind="payment" if is_payment else "change",
                title=title,
                actor=row.actor,
                actor_text="",
                note=row.reason,
                state=status,
            )
        )
    return entries


def _mails(order: OrderView) -> list[Entry]:
    entries = []
    for row in ledger.mails_of("order", order.id):
        notes = [row.recipient, str(row.get_status_display())]
        if row.status == MailStatus.FAILED and row.error:
            notes.append(row.error)
        entries.append(
            Entry(
                at=row.sent_at or row.created_at,
                kind="mail",
                title=_("E-mail: {subject}").format(
                    subject=row.subject or MAIL_TITLES.get(row.kind, row.kind)
                ),
                actor="system",
                actor_text="",
                note=" · ".join(notes),
                state=row.status,
            )
        )
    return entries


def own_address(html: str) -> str:
    """Return a letter whose pictures come from this site's own address, for showing it in the admin."""
    return html.replace(f'src="{settings.BASE_URL}/', 'src="/')
