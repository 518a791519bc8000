"""Every sum of an order worked out again from what the order itself keeps: to the kopiyka, or it is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from commerce.orders.models import Order, OrderAdjustment, OrderLine
from commerce.pricing.domain import Discount, DiscountKind, LineAsk, Priced, Stage, convert, price_lines

ZERO = Decimal("0.00")
BATCH = 200


@dataclass(frozen=True, slots=True)
class SnapshotFault:
    """A stored sum of an order that its own snapshot does not lead to."""

    number: str
    what: str
    stored: Decimal
    expected: Decimal


def snapshots_that_differ(numbers: Iterable[str] | None = None) -> list[SnapshotFault]:
    """Return every sum of the orders (of all without ``numbers``) that comes out otherwise from its snapshot.

    The unit price comes from base price, rate and rounding step; the discounts of lines and whole from their
    kinds, values and bounds, one after the other; goods, discount and total from those. Nothing of today's
    prices, rates or rules is asked. Three queries for each 200 orders.
    """
    orders = Order.objects.order_by("pk").prefetch_related("lines", "adjustments")
    if numbers is not None:
        orders = orders.filter(number__in=list(numbers))
    return [fault for order in orders.iterator(chunk_size=BATCH) for fault in _faults(order)]


def _faults(order: Order) -> Iterator[SnapshotFault]:
    lines, taken = list(order.lines.all()), list(order.adjustments.all())
    priced = _again(lines, taken)
    for line, worked in zip(lines, priced.lines, strict=True):
        of_line = f"{{}} of line {line.pk} ({line.sku})"
        yield from _fault(order, of_line.format("unit price"), line.unit_price, _unit_price(line, taken))
        yield from _fault(order, of_line.format("line total"), line.line_total, worked.line_total)
        off = sum((one.amount for one in taken if one.line_id == line.pk and not _is_of_unit(one)), ZERO)
        yield from _fault(order, of_line.format("discount"), off, worked.discount)
    yield from _fault(order, "goods", order.subtotal, priced.subtotal)
    yield from _fault(order, "discount", order.discount, priced.discount)
    yield from _fault(order, "total", order.total, priced.subtotal - priced.discount + order.delivery_cost)


def _fault(order: Order, what: str, stored: Decimal, expected: Decimal) -> Iterator[SnapshotFault]:
    if stored != expected:
        yield SnapshotFault(order.number, what, stored, expected)


def _unit_price(line: OrderLine, taken: list[OrderAdjustment]) -> Decimal:
    """Return what one piece cost; a price set by hand, without a rate, is its own source."""
    if line.rate is None or line.unit_price_usd is None:
        return line.unit_price
    listed = convert(line.unit_price_usd, line.rate, line.rounding)
    off = sum((one.amount for one in taken if one.line_id == line.pk and _is_of_unit(one)), ZERO)
    return listed - off / line.quantity


def _is_of_unit(one: OrderAdjustment) -> bool:
    return Stage[one.stage.upper()].is_of_unit


def _again(lines: list[OrderLine], taken: list[OrderAdjustment]) -> Priced:
    """Return the sum that the order's rules make of its lines; a line stands for itself, by its own id."""
    asks = [LineAsk(line.pk, line.quantity, line.unit_price) for line in lines]
    rules: dict[str, list[OrderAdjustment]] = {}
    for one in taken:
        if one.line_id is not None and not _is_of_unit(one):
            rules.setdefault(one.code, []).append(one)
    return price_lines(asks, discounts=[_rule(code, parts) for code, parts in rules.items()])


def _rule(code: str, parts: list[OrderAdjustment]) -> Discount:
    told = parts[0]
    return Discount(
        code=code,
        names={"uk": told.name_uk, "en": told.name_en},
        stage=Stage[told.stage.upper()],
        kind=DiscountKind(told.kind),
        value=told.value,
        lines=frozenset(part.line_id for part in parts if part.line_id is not None),
        at_most=told.at_most,
    )
