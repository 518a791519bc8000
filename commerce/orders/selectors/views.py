"""One view of an order for its page, the API, the mails and the order desk."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from catalog.domain import PictureView
from commerce.orders import domain
from commerce.orders.domain import Contact
from commerce.orders.enums import DeliveryMethod, OrderAction, OrderStatus, PaymentMethod
from commerce.orders.models import Order, OrderAdjustment, OrderHistory, OrderLine
from commerce.orders.selectors.facts import shop_facts
from gemkit import formats
from gemkit.money import Money, round_to_step

UAH = "UAH"


@dataclass(frozen=True, slots=True)
class OrderAdjustmentView:
    """A discount as it was named when the order was placed; ``amount`` is what it took, in UAH."""

    code: str
    name: str
    stage: str
    kind: str
    value: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line as it was sold, in one language."""

    id: int
    variant_id: int | None
    sku: str
    name: str
    facts: str
    picture_url: str
    quantity: int
    unit_price: Money
    unit_price_usd: Money | None
    rate: Decimal | None
    rate_date: dt.date | None
    rate_source: str
    line_total: Money
    adjustments: tuple[OrderAdjustmentView, ...] = ()

    @property
    def picture(self) -> PictureView | None:
        if not self.picture_url:
            return None
        return PictureView(url=self.picture_url, width=132, height=132, alt=self.name)


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One move of an order; ``text`` is for the buyer, ``actor`` and ``reason`` for the desk."""

    at: dt.datetime
    from_status: str
    to_status: str
    text: str
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderStep:
    """A stage on the buyer's timeline."""

    title: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class OrderDelivery:
    """Where the parcel goes and how far it is. ``tracking`` holds the carrier's events."""

    method: str
    title: str
    city: str
    place: str
    city_ref: str
    warehouse_ref: str
    cost: Money
    expected_on: dt.date | None
    status: str
    waybill: str
    tracking: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Where a bank transfer goes, and what to write in it."""

    recipient: str
    iban: str
    code: str
    bank: str
    purpose: str


@dataclass(frozen=True, slots=True)
class OrderPayment:
    """How the order is paid and whether it is."""

    method: str
    title: str
    status: str
    status_text: str
    amount: Money
    captured: Money
    refunded: Money
    paid_at: dt.datetime | None
    due_on: dt.date | None
    bank: BankDetails | None

    @property
    def is_due(self) -> bool:
        return self.status == "pending"


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in one language. Sums are in UAH; ``approx`` is what was shown beside the total.

    ``adjustments`` are the discounts of the whole and of delivery, each once with its full sum.
    """

    id: int
    number: str
    status: OrderStatus
    status_text: str
    headline: str
    language: str
    placed_at: dt.datetime
    updated_at: dt.datetime
    contact: Contact
    comment: str
    delivery: OrderDelivery
    payment: OrderPayment
    lines: tuple[OrderLineView, ...]
    adjustments: tuple[OrderAdjustmentView, ...]
    subtotal: Money
    discount: Money
    total: Money
    approx: Money | None
    display_rate: Decimal | None
    display_rate_date: dt.date | None
    timeline: tuple[OrderEvent, ...]
    steps: tuple[OrderStep, ...]
    can_cancel: bool
    has_account: bool
    actions: tuple[OrderAction, ...]


def view_of(order: Order, language: str) -> OrderView:
    """Return an order (with its parcel, payments, lines and history loaded) in one language."""
    with override(language):
        status = OrderStatus(order.status)
        delivery = _delivery(order)
        history = list(order.history.all())
        taken = list(order.adjustments.all())
        return OrderView(
            id=order.pk,
            number=order.number,
            status=status,
            status_text=str(status.label),
            headline=_headline(status, delivery),
            language=order.language,
            placed_at=order.placed_at,
            updated_at=order.updated_at,
            contact=Contact(order.email, str(order.phone), order.first_name, order.last_name),
            comment=order.comment,
            delivery=delivery,
            payment=_payment(order, language),
            lines=tuple(_line(line, taken, language) for line in order.lines.all()),
            adjustments=_summed([_adjustment(one, language) for one in taken]),
            subtotal=Money(order.subtotal, UAH),
            discount=Money(order.discount, UAH),
            total=Money(order.total, UAH),
            approx=_approx(order),
            display_rate=order.display_rate,
            display_rate_date=order.display_rate_date,
            timeline=tuple(_event(entry, delivery) for entry in history),
            steps=_steps(status, history, delivery),
            can_cancel=status == OrderStatus.PLACED,
            has_account=order.customer_id is not None,
            actions=domain.allowed_actions(status),
        )


def _line(line: OrderLine, taken: list[OrderAdjustment], language: str) -> OrderLineView:
    english = language == "en"
    return OrderLineView(
        id=line.pk,
        variant_id=line.variant_id,
        sku=line.sku,
        name=line.name_en if english else line.name_uk,
        facts=line.facts_en if english else line.facts_uk,
        picture_url=line.picture,
        quantity=line.quantity,
        unit_price=Money(line.unit_price, UAH),
        unit_price_usd=Money(line.unit_price_usd, "USD") if line.unit_price_usd is not None else None,
        rate=line.rate,
        rate_date=line.rate_date,
        rate_source=line.rate_source,
        line_total=Money(line.line_total, UAH),
        adjustments=tuple(_adjustment(one, language) for one in taken if one.line_id == line.pk),
    )


def _adjustment(one: OrderAdjustment, language: str) -> OrderAdjustmentView:
    return OrderAdjustmentView(
        code=one.code,
        name=one.name_en if language == "en" else one.name_uk,
        stage=one.stage,
        kind=one.kind,
        value=one.value,
        amount=Money(one.amount, UAH),
    )


def _summed(parts: list[OrderAdjustmentView]) -> tuple[OrderAdjustmentView, ...]:
    """Return every discount once, with what it took from all lines together."""
    sums: dict[str, OrderAdjustmentView] = {}
    for one in parts:
        known = sums.get(one.code)
        sums[one.code] = one if known is None else replace(known, amount=known.amount + one.amount)
    return tuple(sums.values())


def _delivery(order: Order) -> OrderDelivery:
    shipment = getattr(order, "shipment", None)
    return OrderDelivery(
        method=order.delivery_method,
        title=str(DeliveryMethod(order.delivery_method).label),
        city=order.delivery_city,
        place=order.delivery_place,
        city_ref=order.delivery_city_ref,
        warehouse_ref=order.delivery_warehouse_ref,
        cost=Money(order.delivery_cost, UAH),
        expected_on=shipment.expected_on if shipment else None,
        status=shipment.status if shipment else "",
        waybill=shipment.waybill if shipment else "",
    )


def _payment(order: Order, language: str) -> OrderPayment:
    attempts = list(order.payments.all())
    # The attempt that brought money speaks for the order, else the last one.
    paid = [attempt for attempt in attempts if attempt.captured]
    current = next(reversed(paid or attempts), None)
    method = PaymentMethod(order.payment_method)
    is_transfer = method == PaymentMethod.BANK_TRANSFER
    due = order.placed_at + dt.timedelta(days=settings.BANK_TRANSFER_DAYS)
    return OrderPayment(
        method=method.value,
        title=str(method.label),
        status=current.status if current is not None else "pending",
        status_text=str(current.get_status_display()) if current is not None else "",
        amount=Money(current.amount if current is not None else order.total, UAH),
        captured=Money(current.captured if current is not None else Decimal("0.00"), UAH),
        refunded=Money(current.refunded if current is not None else Decimal("0.00"), UAH),
        paid_at=current.paid_at if current is not None else None,
        due_on=due.date() if is_transfer else None,
        bank=_bank(order.number, language) if is_transfer else None,
    )


def _bank(number: str, language: str) -> BankDetails | None:
    facts = shop_facts(language)
    if not facts.bank_iban:
        return None
    return BankDetails(
        recipient=facts.bank_recipient,
        iban=facts.bank_iban,
        code=facts.bank_code,
        bank=facts.bank_name,
        purpose=_("Payment for order {number}").format(number=number),
    )


def _approx(order: Order) -> Money | None:
    if order.display_currency == UAH or not order.display_rate:
        return None
    return Money(round_to_step(order.total / order.display_rate, Decimal("0.01")), order.display_currency)


def _event(entry: OrderHistory, delivery: OrderDelivery) -> OrderEvent:
    status = OrderStatus(entry.to_status)
    return OrderEvent(
        at=entry.at,
        from_status=entry.from_status,
        to_status=entry.to_status,
        text=_stage_title(status, delivery),
        actor=entry.actor,
        reason=entry.reason,
    )


def _steps(
    status: OrderStatus, history: list[OrderHistory], delivery: OrderDelivery
) -> tuple[OrderStep, ...]:
    reached = {OrderStatus(entry.to_status): entry.at for entry in history}
    if status == OrderStatus.CANCELLED:
        passed = [stage for stage in domain.STAGES if stage in reached]
        steps = [OrderStep(_stage_title(stage, delivery), _day(reached[stage]), "passed") for stage in passed]
        return (*steps, OrderStep(_stage_title(status, delivery), _day(reached.get(status)), "current"))
    return tuple(
        OrderStep(
            title=_stage_title(stage, delivery),
            when=_day(reached.get(stage)),
            state=domain.stage_state(stage, status=status),
        )
        for stage in domain.STAGES
    )


def _day(at: dt.datetime | None) -> str:
    return formats.date(at) if at is not None else ""


def _stage_title(status: OrderStatus, delivery: OrderDelivery) -> str:
    is_pickup = delivery.method == DeliveryMethod.PICKUP
    titles = {
        OrderStatus.PLACED: pgettext("order stage", "Accepted"),
        OrderStatus.CONFIRMED: pgettext("order stage", "Confirmed"),
        OrderStatus.PACKED: pgettext("order stage", "Packed"),
        OrderStatus.SHIPPED: pgettext("order stage", "Ready to collect")
        if is_pickup
        else pgettext("order stage", "On its way"),
        OrderStatus.DELIVERED: pgettext("order stage", "Received"),
        OrderStatus.COMPLETED: pgettext("order stage", "Completed"),
        OrderStatus.CANCELLED: pgettext("order stage", "Cancelled"),
    }
    return titles[status]


def _headline(status: OrderStatus, delivery: OrderDelivery) -> str:
    """Return the state as the page's heading."""
    is_pickup = delivery.method == DeliveryMethod.PICKUP
    if status == OrderStatus.SHIPPED and is_pickup:
        return _("Your order is ready to collect")
    if status == OrderStatus.SHIPPED and delivery.expected_on is not None:
        return _("On its way, arrives on {day}").format(day=formats.date(delivery.expected_on))
    headlines = {
        OrderStatus.PLACED: _("Your order is accepted"),
        OrderStatus.CONFIRMED: _("Your order is confirmed"),
        OrderStatus.PACKED: _("Your order is packed"),
        OrderStatus.SHIPPED: _("Your order is on its way"),
        OrderStatus.DELIVERED: _("Your order is received"),
        OrderStatus.COMPLETED: _("Your order is completed"),
        OrderStatus.CANCELLED: _("Your order is cancelled"),
    }
    return headlines[status]
