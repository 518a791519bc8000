"""Compare every stored sum with what it is the sum of."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.index import checks as cards
from commerce.inventory import selectors as inventory
from commerce.orders import selectors as orders
from commerce.payments import selectors as payments
from commerce.pricing import selectors as pricing
from commerce.promotions import selectors as promotions


class Command(BaseCommand):
    help = "Check stock, orders, payments, coupons and the read model against their sources. Ends with 1 on any difference."

    def handle(self, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} differences", returncode=1)
        self.stdout.write("0 differences")


def faults() -> Iterator[str]:
    """Yield every difference in words."""
    yield from stock_faults()
    yield from order_faults()
    yield from payment_faults()
    yield from coupon_faults()
    yield from card_faults()


def stock_faults() -> Iterator[str]:
    for fault in inventory.invariant_faults():
        yield f"{fault.what} is {fault.stored}, its sources say {fault.expected}"


def order_faults() -> Iterator[str]:
    for number, stored, expected in orders.sums_that_differ():
        yield f"goods of order {number} are {stored}, its lines say {expected}"
    for number, stored, expected in orders.discounts_that_differ():
        yield f"discount of order {number} is {stored}, its named parts say {expected}"
    for fault in orders.snapshots_that_differ():
        yield f"{fault.what} of order {fault.number} is {fault.stored}, its snapshot says {fault.expected}"


def payment_faults() -> Iterator[str]:
    for fault in payments.payments_that_differ():
        yield f"{fault.what} of order {fault.number} is {fault.stored}, it should be {fault.expected}"


def coupon_faults() -> Iterator[str]:
    for fault in promotions.coupons_that_differ():
        yield f"coupon {fault.code} says it was used {fault.used} times, its redemptions say {fault.redeemed}"


def card_faults() -> Iterator[str]:
    """Yield the cards that are not what pricing and inventory say."""
    written = cards.card_values()
    prices = pricing.stored_prices()
    free, ordered = inventory.free_quantity(), inventory.ordered_quantity()
    for variant_id in sorted({*written, *prices, *free}):
        stored = prices.get(variant_id, {})
        expected = (stored.get("USD"), stored.get("UAH"), free.get(variant_id, 0), ordered.get(variant_id, 0))
        card = written.get(variant_id, (None, None, 0, 0))
        if card != expected:
            yield f"card of variant {variant_id} says {card}, its sources say {expected}"
