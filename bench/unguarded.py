"""The shop with the stock guard taken out: the control of `bench/race.py`, never for real use."""

import time
from collections.abc import Mapping
from typing import Any

from gemsite.wsgi import application  # first: it sets Django up

# isort: split
from commerce.checkout import services as checkout
from commerce.inventory import services as inventory
from commerce.inventory.models import Reservation, StockItem


def stock_reserve(*, quantities: Mapping[int, int], expires_at: Any = None) -> dict[int, int]:
    """Read, think, write: what the guarded statement does in one go."""
    reservations = {}
    for variant_id, quantity in quantities.items():
        item = StockItem.objects.get(variant_id=variant_id)
        if item.available < quantity:
            raise inventory.OutOfStock(variant_id=variant_id, quantity=quantity, available=item.available)
        time.sleep(0.05)
        item.reserved += quantity
        item.save()
        row = Reservation.objects.create(variant_id=variant_id, quantity=quantity, expires_at=expires_at)
        reservations[variant_id] = row.pk
    return reservations


inventory.stock_reserve = stock_reserve
if hasattr(checkout, "stock_reserve"):
    checkout.stock_reserve = stock_reserve

__all__ = ["application"]
